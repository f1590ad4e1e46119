"""What each contestant does with what it sees."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from model.states import prepare_rows
from model.validation.cases import TierCases, make_factor_levels
from model.validation.contestants import CONTESTANTS, Contestant, additive_index
from model.validation.names import BASE_RATE, DESIGN_LABELS, DOCUMENTATION, MODEL_LABELS
from tests.model.made_evidence import CLUSTER, row

BY_NAME = {contestant.name: contestant for contestant in CONTESTANTS}


def test_every_contestant_has_words_and_the_base_rate_comes_first() -> None:
    assert [contestant.name for contestant in CONTESTANTS] == list(MODEL_LABELS)
    assert CONTESTANTS[0].name == BASE_RATE
    assert all(DESIGN_LABELS.values())


def test_the_index_is_the_mean_favourable_level_of_what_is_known() -> None:
    rows = [row("business_association", 2), row("buyer_visibility", 1), row("regulator_capture", 2)]
    levels = make_factor_levels(prepare_rows(pd.DataFrame(rows), [CLUSTER, "unknown"]))
    assert additive_index(levels, 0) == pytest.approx([0.5, 0.3])


def test_the_base_rate_is_counts_and_one_half() -> None:
    level = np.array([0, 0, 1])
    chances = BY_NAME[BASE_RATE].forecast(np.empty((3, 0)), level, np.empty((2, 0)))
    assert chances == pytest.approx(np.array([[2.5, 1.5, 0.5]] * 2) / 4.5)


def test_documentation_flags_tell_the_unknown_from_the_lowest_level(few_cases: TierCases) -> None:
    features = BY_NAME[DOCUMENTATION].features(few_cases)
    known = few_cases.factors.is_known
    levels, flags = features[:, : known.shape[1]], features[:, known.shape[1] :]
    assert (flags == known).all()
    assert (levels[~known] == 0.0).all()
    assert set(np.round(levels[known], 9)) == {-0.4, 0.1, 0.6}


@pytest.mark.parametrize("contestant", CONTESTANTS, ids=lambda item: item.name)
def test_forecasts_are_chances(contestant: Contestant, few_cases: TierCases) -> None:
    features = contestant.features(few_cases)
    chances = contestant.forecast(features, few_cases.level, features)
    assert chances.shape == (len(few_cases), 3)
    assert chances.sum(axis=1) == pytest.approx(1.0)
    assert (chances >= -1e-12).all()


@pytest.mark.parametrize("contestant", CONTESTANTS, ids=lambda item: item.name)
def test_a_level_that_nobody_has_stops_no_contestant(contestant: Contestant, few_cases: TierCases) -> None:
    features = contestant.features(few_cases)
    nothing = replace(few_cases, level=np.zeros_like(few_cases.level))
    assert np.isfinite(contestant.forecast(features, nothing.level, features)).all()
