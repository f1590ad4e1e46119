"""How contestants are judged: never on what they learned from."""

from dataclasses import replace

import numpy as np
import pytest

from model.validation.cases import TierCases
from model.validation.contestants import CONTESTANTS, Contestant
from model.validation.designs import judge_frozen, judge_leave_one_out, scores_of
from model.validation.names import BASE_RATE, RIDGE_SCIKIT, THEORY
from model.validation.scoring import placed_above
from tests.model.validation.conftest import thinned


@pytest.mark.parametrize("contestant", CONTESTANTS, ids=lambda item: item.name)
def test_a_cluster_has_no_say_in_its_own_forecast(contestant: Contestant, few_cases: TierCases) -> None:
    turned = few_cases.level.copy()
    turned[3] = 2 - turned[3] if turned[3] != 1 else 0
    before, after = (
        judge_leave_one_out(replace(few_cases, level=level), [contestant]).chances[contestant.name]
        for level in (few_cases.level, turned)
    )
    assert (before[3] == after[3]).all()
    assert (before != after).any()


def test_leaving_one_out_puts_the_base_rate_upside_down(few_cases: TierCases) -> None:
    judged = judge_leave_one_out(few_cases, CONTESTANTS[:1])
    assert placed_above(judged.chances[BASE_RATE], judged.level).mean() == 0.0
    assert scores_of(judged, CONTESTANTS[:1])[0].auc is None


def test_a_cluster_that_is_judged_does_not_teach_its_own_forecast(few_cases: TierCases) -> None:
    left_out = judge_leave_one_out(few_cases).chances
    frozen = judge_frozen(few_cases, few_cases).chances
    assert all((left_out[name] == frozen[name]).all() for name in left_out)


def test_new_clusters_share_one_fit_whoever_else_is_judged(few_cases: TierCases) -> None:
    is_new = np.arange(len(few_cases)) < 10
    training, new = few_cases.take(~is_new), few_cases.take(is_new)
    alone = judge_frozen(training, new).chances
    beside = judge_frozen(training, few_cases).chances
    assert all((alone[name] == beside[name][:10]).all() for name in alone)


def test_the_same_clusters_give_the_same_scores_to_the_last_bit(few_cases: TierCases) -> None:
    first, second = (scores_of(judge_leave_one_out(few_cases)) for _ in range(2))
    assert first == second


def test_too_few_clusters_give_no_numbers(few_cases: TierCases) -> None:
    few = few_cases.take(np.arange(len(few_cases)) < 9)
    for judged in (judge_leave_one_out(few), judge_frozen(few_cases, few), judge_frozen(few, few_cases)):
        scores = scores_of(judged)
        assert [score.model for score in scores] == [contestant.name for contestant in CONTESTANTS]
        assert {score.rps for score in scores} == {None}


def test_shuffled_outcomes_are_forecast_by_chance_and_without_gain(judged_cases: dict[str, TierCases]) -> None:
    cases = judged_cases["first"]
    cases = thinned(cases.take(~cases.is_frozen), 8)
    contestants = [item for item in CONTESTANTS if item.name in (BASE_RATE, THEORY, RIDGE_SCIKIT)]
    auc: dict[str, list[float]] = {THEORY: [], RIDGE_SCIKIT: []}
    gain: dict[str, list[float]] = {THEORY: [], RIDGE_SCIKIT: []}
    for seed in range(8):
        level = np.random.default_rng(seed).permutation(cases.level)
        judged = judge_leave_one_out(replace(cases, level=level), contestants)
        for name, values in auc.items():
            values.append(float(placed_above(judged.chances[name], judged.level).mean()))
            gain[name].append(float(judged.gains(name, BASE_RATE).mean()))
    for name, values in auc.items():
        assert np.mean(values) == pytest.approx(0.5, abs=0.1), name
        assert np.mean(gain[name]) <= 0.0, name
