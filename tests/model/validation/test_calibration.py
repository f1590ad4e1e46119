"""Forecast chances against what came, in bins."""

import numpy as np
import pytest

from model.validation.calibration import calibration_of, share_interval
from model.validation.designs import Judged
from model.validation.names import FROZEN, THEORY
from model.validation.result import Validation


def test_the_interval_of_a_share_stays_between_nothing_and_all() -> None:
    assert share_interval(5, 10) == pytest.approx((0.237, 0.763), abs=5e-4)
    assert share_interval(0, 4)[0] == pytest.approx(0.0)
    assert share_interval(4, 4)[1] == pytest.approx(1.0)


def test_clusters_fall_into_the_bin_of_their_forecast() -> None:
    some = np.array([0.0, 0.1, 0.25, 0.5, 0.95, 1.0])
    chances = np.stack([1.0 - some, some, np.zeros(6)], axis=1)
    bins = calibration_of(Judged("first", FROZEN, np.array([0, 1, 0, 2, 1, 1]), {THEORY: chances}))
    assert [row.n for row in bins] == [2, 1, 1, 0, 2]
    assert bins[0].forecast == pytest.approx(0.05)
    assert [row.observed for row in bins] == [0.5, 0.0, 1.0, None, 1.0]


def test_every_judged_cluster_is_in_one_bin(shipped: Validation) -> None:
    for score in shipped.scores:
        bins = [row.n for row in shipped.calibration if (row.tier, row.design) == (score.tier, score.design)]
        assert sum(bins) == score.n


def test_documented_places_lie_above_what_the_model_implies(shipped: Validation) -> None:
    assert [scale.n for scale in shipped.scale] == [shipped.n_first, shipped.n_lower]
    for scale in shipped.scale:
        assert scale.coded_share > scale.implied_share > scale.unknown_share
