"""The base-rate control: levels follow the assumed share, ranks hardly move."""

import pandas as pd
import pytest

import codebook
from codebook.errors import InputError
from model.base_rate import own_share, rank_agreement, setting_at, shift_for
from model.draws import served_draws
from model.explanation import explain
from model.prediction import predict
from tests.model.made_evidence import CLUSTER, frame, row

OFFERED = [int(value.value) / 100 for value in codebook.values("assumed_share")]


def test_ten_twenty_and_thirty_percent_are_offered() -> None:
    assert OFFERED == [0.1, 0.2, 0.3]


@pytest.mark.parametrize("share", OFFERED)
def test_the_unknown_cluster_has_the_assumed_share(share: float) -> None:
    unknown = explain(frame(), CLUSTER, assumed_share=share)
    assert 1.0 - unknown.first.p[0] == pytest.approx(share, abs=1e-9)
    assert unknown.first.above_unknown == 0.5
    assert unknown.first.expected == unknown.first.base
    assert [c.first_tier for c in unknown.contributions] == [0.0] * 15


def test_the_priors_own_share_is_that_of_the_unknown_cluster() -> None:
    assert own_share() == pytest.approx(1.0 - explain(frame(), CLUSTER).first.p[0], abs=1e-12)
    assert shift_for(own_share()) == pytest.approx(0.0, abs=1e-6)


def test_only_the_cut_points_move() -> None:
    draws, shift = setting_at(0.1).draws, shift_for(0.1)
    assert shift > 0.0 > shift_for(0.3)
    assert draws.c1 - served_draws().c1 == pytest.approx(shift)
    assert draws.c2 - draws.c1 == pytest.approx(served_draws().c2 - served_draws().c1)
    assert draws.beta is served_draws().beta
    assert setting_at().draws is served_draws()


@pytest.mark.parametrize("share", OFFERED)
def test_ranks_hardly_move(
    share: float, cases_evidence: pd.DataFrame, cases_clusters: pd.DataFrame, cases_predictions: pd.DataFrame
) -> None:
    moved = predict(cases_evidence, cases_clusters["cluster_id"].tolist(), assumed_share=share)
    agreement = rank_agreement(cases_predictions, moved)
    assert list(agreement) == ["first", "lower"]
    assert min(agreement.values()) > 0.98


def test_contributions_still_sum_to_the_level() -> None:
    explanation = explain(frame(row("buyer_visibility", 2), row("union_presence", 0)), CLUSTER, assumed_share=0.3)
    total = explanation.first.base + sum(c.first_tier for c in explanation.contributions)
    assert total == pytest.approx(explanation.first.expected, abs=1e-9)


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, float("nan")])
def test_what_is_no_share_is_refused(share: float) -> None:
    with pytest.raises(InputError, match="between 0 and 1"):
        setting_at(share)
