"""Value of information and levers: closed forms against scoring again with each level forced."""

import numpy as np
import pytest
from scipy.stats import spearmanr

import codebook
from model import structure
from model.closure import make_closure, shifted, weighted_coefficients
from model.codes import drawn_chances, encode
from model.draws import served_draws
from model.explanation import explain
from model.priors import FACTOR_INDEX, LEVELS, FloatArray
from model.scoring import score, served_reference
from model.states import ONE_STATE_FACTORS, States
from tests.model.made_evidence import CLUSTER, certain, frame, row

CLUSTERS, FACTORS = 60, len(FACTOR_INDEX)
FIRST, LOWER = 0, 1


def _closed(q: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return variance removed and lever, [2 tiers, 15, clusters] each."""
    draws, closure = served_draws(), make_closure(served_draws())
    latent, scores = structure.latent(q, draws), score(q, draws, served_reference())
    some = np.stack([scores.p[..., 1] + scores.p[..., 2], scores.p[..., 2]]).transpose(2, 0, 1)
    drawn = drawn_chances(encode(q, draws), draws).transpose(2, 3, 1, 0)
    return closure.learn(drawn, some, weighted_coefficients(closure, latent.eta, draws))


def _expected(q: FloatArray) -> FloatArray:
    return score(q, served_draws(), served_reference()).expected


@pytest.fixture(scope="module")
def sample(cases_states: States) -> FloatArray:
    """Return the states of every fourth cluster or so of the case base."""
    step = len(cases_states.q) // CLUSTERS
    return cases_states.q[: step * CLUSTERS : step]


@pytest.fixture(scope="module")
def forced(sample: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the variance that forcing each level shows, and the effect of one favourable step, [2, 15, clusters]."""
    variance, levers = np.zeros((2, 2, FACTORS, len(sample)))
    base = _expected(sample)
    for factor in range(FACTORS):
        by_level = []
        for level in range(LEVELS):
            q = sample.copy()
            q[:, factor] = np.eye(LEVELS)[level]
            by_level.append(_expected(q))
        levels, chance = np.stack(by_level), sample[:, factor].transpose(2, 0, 1)
        mean = (chance * levels).sum(axis=0)
        variance[:, factor] = (chance * (levels - mean) ** 2).sum(axis=0).T
        q = sample.copy()
        for tier in (FIRST, LOWER):
            q[:, factor, tier] = shifted(sample[:, :, tier].transpose(2, 1, 0))[:, factor].T
        levers[:, factor] = (_expected(q) - base).T
    return variance, levers


@pytest.fixture(scope="module")
def closed(sample: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return what the closed forms give for the same clusters."""
    return _closed(sample)


def _rank_correlations(one: FloatArray, other: FloatArray) -> FloatArray:
    return np.array([spearmanr(one[:, n], other[:, n]).statistic for n in range(one.shape[1])])


@pytest.mark.parametrize("tier", [FIRST, LOWER])
def test_information_ranks_factors_as_forcing_levels_does(
    tier: int, closed: tuple[FloatArray, FloatArray], forced: tuple[FloatArray, FloatArray]
) -> None:
    found, exact = closed[0][tier], forced[0][tier]
    assert np.median(_rank_correlations(found, exact)) >= 0.95
    assert np.median(found.max(axis=0) / exact.max(axis=0)) == pytest.approx(1.0, abs=0.15)


def test_the_best_question_on_the_first_tier_is_the_same(
    closed: tuple[FloatArray, FloatArray], forced: tuple[FloatArray, FloatArray]
) -> None:
    assert (closed[0][FIRST].argmax(axis=0) == forced[0][FIRST].argmax(axis=0)).mean() >= 0.95


def test_the_best_question_on_the_lower_tier_is_nearly_as_good_as_the_best(
    closed: tuple[FloatArray, FloatArray], forced: tuple[FloatArray, FloatArray]
) -> None:
    # Buyers and work put out are close rivals there, and how far buyers help differs much between draws.
    chosen, exact = closed[0][LOWER].argmax(axis=0), forced[0][LOWER]
    worth = np.take_along_axis(exact, chosen[None], axis=0)[0] / exact.max(axis=0)
    assert np.median(worth) >= 0.9
    assert (np.sort(exact, axis=0)[-3:].min(axis=0) <= np.take_along_axis(exact, chosen[None], axis=0)[0] + 1e-12).all()


@pytest.mark.parametrize("tier", [FIRST, LOWER])
def test_levers_are_close_to_scoring_again(
    tier: int, closed: tuple[FloatArray, FloatArray], forced: tuple[FloatArray, FloatArray]
) -> None:
    error = closed[1][tier] - forced[1][tier]
    assert np.sqrt((error**2).mean()) <= 0.005
    assert np.corrcoef(closed[1][tier].ravel(), forced[1][tier].ravel())[0, 1] > 0.97


def test_the_best_lever_of_the_first_tier_is_the_same(
    closed: tuple[FloatArray, FloatArray], forced: tuple[FloatArray, FloatArray]
) -> None:
    assert (closed[1][FIRST].argmax(axis=0) == forced[1][FIRST].argmax(axis=0)).mean() >= 0.95


def test_certain_factors_hold_no_information_at_all() -> None:
    variance, _ = _closed(certain(dict.fromkeys(FACTOR_INDEX, 1))[None])
    assert (variance == 0.0).all()
    sure = explain(frame(*(row(name, 1) for name in FACTOR_INDEX)), CLUSTER)
    assert 0.0 < max(item.share for item in sure.information) < 0.05
    assert sure.to_find_out == ()


def test_the_best_level_has_no_step_left() -> None:
    best = {name: 0 if codebook.FACTORS[name].role == "barrier" else LEVELS - 1 for name in FACTOR_INDEX}
    _, levers = _closed(certain(best)[None])
    assert np.abs(levers).max() < 1e-12
    _, levers = _closed(certain(dict.fromkeys(best, 1))[None])
    assert levers[FIRST].min() > 0.0


def test_a_step_moves_drivers_up_and_barriers_down() -> None:
    q = np.repeat(np.array([0.4, 0.5, 0.1])[:, None, None], FACTORS, axis=1)
    better = shifted(q)[:, :, 0]
    assert better[:, FACTOR_INDEX["law_enforcement"]] == pytest.approx([0.0, 0.4, 0.6])
    assert better[:, FACTOR_INDEX["regulator_capture"]] == pytest.approx([0.9, 0.1, 0.0])


def test_questions_name_the_tier_unless_the_factor_links_both() -> None:
    explanation = explain(frame(row("law_enforcement", 2, tier="first")), CLUSTER)
    open_cells = {(item.factor, item.tier) for item in explanation.to_find_out}
    assert ("law_enforcement", "lower") in open_cells
    assert ("law_enforcement", "first") not in open_cells
    for item in explanation.information:
        question = codebook.factor(item.factor).question
        tier = codebook.label("model_tier", item.tier)
        alone = item.factor in ONE_STATE_FACTORS
        assert item.question == (question if alone else f"About the {tier}: {question}")
    shares = [item.share for item in explanation.information]
    assert shares == sorted(shares, reverse=True)
    assert all(0.0 < rest < 1.0 for rest in explanation.unexplained)
