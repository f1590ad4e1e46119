"""The formula: laws that hold in every single draw, and the exactness of the draws."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import codebook
from model import structure
from model.draws import Draws, served_draws
from model.priors import FACTOR_INDEX, LEVELS, FloatArray
from model.states import make_states, prepare_rows, unknown_states
from tests.model.made_evidence import certain, favourable

FIRST, LOWER = 0, 1
chance = st.floats(0.01, 1.0)
one_state = st.tuples(chance, chance, chance).map(lambda weights: np.array(weights) / sum(weights))


@st.composite
def any_states(draw: st.DrawFn) -> FloatArray:
    """Return states of one cluster, [15, 2, 3], the same in both tiers."""
    states = np.array([draw(one_state) for _ in FACTOR_INDEX])
    return np.repeat(states[:, None, :], 2, axis=1)


def _eta_by_step(q: FloatArray, factor: str) -> FloatArray:
    """Return latent adoption, [tiers, 3, draws], with one factor ever more favourable."""
    steps = np.repeat(q[None], LEVELS, axis=0)
    for step in range(LEVELS):
        steps[step, FACTOR_INDEX[factor]] = np.eye(LEVELS)[favourable(factor, step)]
    eta: FloatArray = structure.latent(steps, served_draws()).eta
    return eta


def _contexts() -> list[FloatArray]:
    """Return states around which a factor is moved: unknown, all worst, all middle, all best."""
    ends = [certain({f: favourable(f, step) for f in FACTOR_INDEX}) for step in range(LEVELS)]
    return [unknown_states().q[0], *ends]


@pytest.mark.parametrize("factor", codebook.PREDICTORS)
def test_a_favourable_step_never_lowers_the_first_tier_in_any_draw(factor: str) -> None:
    for q in _contexts():
        eta = _eta_by_step(q, factor)
        assert np.diff(eta[FIRST], axis=0).min() >= -1e-12
        assert np.diff(eta[FIRST], axis=0).max() > 0.0


@pytest.mark.parametrize("factor", [f for f in codebook.PREDICTORS if f != "buyer_visibility"])
def test_a_favourable_step_never_lowers_the_lower_tier_in_any_draw(factor: str) -> None:
    for q in _contexts():
        assert np.diff(_eta_by_step(q, factor)[LOWER], axis=0).min() >= -1e-12


def test_visible_buyers_can_hurt_the_lower_tier_where_much_is_put_out() -> None:
    eta = _eta_by_step(certain({"subcontracting": 2}), "buyer_visibility")[LOWER]
    assert (np.diff(eta, axis=0) < 0.0).any()
    assert (np.diff(eta, axis=0) > 0.0).any()


@settings(deadline=None, max_examples=25)
@given(q=any_states(), factor=st.sampled_from(codebook.PREDICTORS))
def test_monotony_holds_among_any_other_states(q: FloatArray, factor: str) -> None:
    assert np.diff(_eta_by_step(q, factor)[FIRST], axis=0).min() >= -1e-12


@settings(deadline=None, max_examples=25)
@given(q=any_states())
def test_the_lower_tier_never_passes_the_first_without_evidence_of_its_own(q: FloatArray) -> None:
    eta = structure.latent(q[None], served_draws()).eta
    assert (eta[LOWER] <= eta[FIRST]).all()


@settings(deadline=None, max_examples=25)
@given(first=any_states(), lower=any_states())
def test_the_gap_is_never_negative_whatever_each_tier_knows(first: FloatArray, lower: FloatArray) -> None:
    draws = served_draws()
    m = [structure.effects(q[None, :, 0], draws) for q in (first, lower)]
    assert structure.gap_form(draws).value(structure.gap_effects(*m)).min() >= 0.0


def test_better_evidence_of_the_lower_tier_may_put_it_ahead() -> None:
    q = certain({factor: favourable(factor, 0) for factor in FACTOR_INDEX})
    best = certain({factor: favourable(factor, 2) for factor in FACTOR_INDEX})
    q[:, LOWER] = best[:, LOWER]
    q[FACTOR_INDEX["subcontracting"]] = np.eye(LEVELS)[0]
    eta = structure.latent(q[None], served_draws()).eta
    assert eta[LOWER].mean() > eta[FIRST].mean()


def test_a_lower_tier_row_moves_the_lower_tier_more(cases_evidence: pd.DataFrame) -> None:
    ids = ["pk-sialkot-footballs"]
    extra = cases_evidence[cases_evidence["cluster_id"] == ids[0]].iloc[:1]
    extra = extra.assign(
        factor="union_presence",
        value=codebook.values("union_presence")[-1].value,
        tier="lower",
        confidence="high",
        year=2026.0,
        source_id="one more",
    )
    before, after = (
        structure.latent(make_states(prepare_rows(rows, ids), 0, 1).q, served_draws()).eta
        for rows in (cases_evidence, pd.concat([cases_evidence, extra]))
    )
    moved = (after - before).mean(axis=(1, 2))
    assert moved[LOWER] > moved[FIRST] > 0.0


def test_levels_follow_the_rank_of_the_draw() -> None:
    draws = served_draws()
    law = FACTOR_INDEX["law_enforcement"]
    m = structure.effects(unknown_states().q[:, :, FIRST], draws)[0, law]
    assert (m == 0.0).mean() == pytest.approx(0.40, abs=0.005)
    assert (m == draws.zeta[law]).mean() == pytest.approx(0.50, abs=0.005)
    assert (m == 1.0).mean() == pytest.approx(0.10, abs=0.005)


def test_tiers_that_know_the_same_draw_the_same_levels() -> None:
    latent = structure.latent(unknown_states().q, served_draws())
    assert np.array_equal(latent.m[FIRST], latent.m[LOWER])


UNKNOWN_FIVE = (
    "buyer_visibility",
    "law_enforcement",
    "business_association",
    "union_presence",
    "subcontracting",
)


def _fixed_parameters(draws: Draws, position: int) -> Draws:
    """Return draws that keep their ranks and take everything else from one draw."""
    fixed = {
        name: np.repeat(values[..., position : position + 1], draws.count, axis=-1)
        for name, values in vars(draws).items()
        if name != "rank"
    }
    return replace(draws, **fixed)


def _one_draw(draws: Draws) -> Draws:
    """Return the first draw alone, enough where every level is certain."""
    return Draws(**{name: values[..., :1] for name, values in vars(draws).items()})


def _enumerated(known: dict[str, int], draws: Draws) -> list[FloatArray]:
    """Return exact chances of partial and substantial adoption, [tiers] each, over 3^5 worlds."""
    worlds = list(product(range(LEVELS), repeat=len(UNKNOWN_FIVE)))
    levels = [dict(zip(UNKNOWN_FIVE, world, strict=True)) for world in worlds]
    rates = unknown_states().q[0, :, FIRST]
    weight = [np.prod([rates[FACTOR_INDEX[f], x] for f, x in each.items()]) for each in levels]
    eta = structure.latent(np.stack([certain(known | each) for each in levels]), draws).eta
    return [chance[:, :, 0] @ np.array(weight) for chance in structure.at_least(eta, draws)]


@pytest.mark.parametrize("position", range(0, 512, 64))
def test_draws_agree_with_enumerating_five_unknown_factors(position: int) -> None:
    draws = _fixed_parameters(served_draws(), position)
    known = {f: favourable(f, 1) for f in FACTOR_INDEX if f not in UNKNOWN_FIVE}
    exact = _enumerated(known, _one_draw(draws))
    eta = structure.latent(certain(known)[None], draws).eta
    for expected, drawn in zip(exact, structure.at_least(eta, draws), strict=True):
        assert drawn.mean(axis=(1, 2)) == pytest.approx(expected, abs=0.01)
