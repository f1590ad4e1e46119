"""The draws: reproducible, and true to the priors they come from."""

from dataclasses import fields, replace

import numpy as np
import pytest

import codebook
from codebook.errors import InputError, UnknownNameError
from model.draws import Draws, make_draws, served_draws
from model.priors import FACTOR_INDEX, SERVED, FloatArray, PriorTable, quantile
from model.structure import at_least


def _drawn(draws: Draws) -> dict[tuple[str, str | None], FloatArray]:
    """Return the drawn values of every row of the priors table that the draws still show singly."""
    found: dict[tuple[str, str | None], FloatArray] = {}
    for prior in SERVED.drawn:
        if prior.factor is not None:
            found[prior.parameter, prior.factor] = getattr(draws, prior.parameter)[FACTOR_INDEX[prior.factor]]
        elif hasattr(draws, prior.parameter):
            found[prior.parameter, None] = getattr(draws, prior.parameter)
    return found | {("c2_minus_c1", None): draws.c2 - draws.c1}


def test_the_served_draws_are_as_many_as_the_table_says() -> None:
    assert served_draws().count == SERVED.constant("draws")
    assert served_draws().beta.shape == (15, served_draws().count)


def test_the_same_seed_gives_the_same_bits() -> None:
    one, other = make_draws(), make_draws()
    for field in fields(Draws):
        assert np.array_equal(getattr(one, field.name), getattr(other, field.name)), field.name


def test_another_seed_gives_other_draws() -> None:
    assert not np.array_equal(make_draws(seed=1).beta, make_draws(seed=2).beta)


@pytest.mark.parametrize("count", [1, 5, 256, 1000])
def test_any_number_of_draws_can_be_asked_for(count: int) -> None:
    assert make_draws(count=count).count == count


def test_every_prior_has_its_marginal_quantiles() -> None:
    drawn = _drawn(served_draws())
    assert len(drawn) >= 40
    for (parameter, factor), values in drawn.items():
        prior = codebook.prior(parameter, factor)
        assert prior.median is not None
        expected = quantile(prior, np.array([0.05, 0.25, 0.5, 0.75, 0.95]))
        got = np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95])
        assert got == pytest.approx(expected, rel=0.03), (parameter, factor)
        assert expected[[0, 4]] == pytest.approx(prior.range_90(), rel=1e-9)


def test_ranks_are_uniform_and_strictly_between_zero_and_one() -> None:
    rank = served_draws().rank
    assert rank.min() > 0.0
    assert rank.max() < 1.0
    assert np.quantile(rank, [0.1, 0.5, 0.9], axis=1).mean(axis=1) == pytest.approx([0.1, 0.5, 0.9], abs=0.01)


def test_no_two_dimensions_move_together() -> None:
    rank_and_eps = np.vstack([served_draws().rank, served_draws().eps, np.log(served_draws().beta)])
    correlation = np.corrcoef(rank_and_eps) - np.eye(len(rank_and_eps))
    assert np.abs(correlation).max() < 0.2


def test_signs_and_bounds_hold_in_every_draw() -> None:
    draws = make_draws(count=4096)
    for name in ("beta", "gamma_visibility_association", "gamma_topdown_bottomup", "delta"):
        assert getattr(draws, name).min() > 0.0, name
    for name in ("zeta", "phi_capture", "phi_suppression", "omega"):
        assert getattr(draws, name).min() > 0.0, name
        assert getattr(draws, name).max() < 1.0, name
    assert (draws.c2 > draws.c1).all()


def test_what_the_factors_leave_out_has_the_spread_of_its_three_parts() -> None:
    assert np.median(np.abs(served_draws().eps)) == pytest.approx(0.6745 * 0.85, abs=0.05)
    assert np.median(served_draws().eps) == pytest.approx(0.0, abs=0.01)


def test_the_cut_points_have_a_worked_example() -> None:
    one = replace(served_draws(), c1=np.array([3.2]), c2=np.array([6.2]))
    p_any, p_substantial = at_least(np.array([2.0]), one)
    assert p_any == pytest.approx([0.2315], abs=1e-4)
    assert p_substantial == pytest.approx([0.0148], abs=1e-4)


def test_a_prior_without_a_distribution_cannot_be_drawn() -> None:
    with pytest.raises(InputError, match="p0"):
        quantile(codebook.prior("p0", "law_enforcement"), np.array([0.5]))


def test_an_unknown_constant_is_named_with_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="half_life_years"):
        SERVED.constant("half_life")


def test_base_rates_are_chances() -> None:
    assert SERVED.base_rates.sum(axis=1) == pytest.approx(np.ones(15), abs=1e-12)
    assert SERVED.base_rates[FACTOR_INDEX["law_enforcement"]] == pytest.approx([0.4, 0.5, 0.1])


@pytest.mark.parametrize("parameter", ["seed", "draws", "c1", "reference_year"])
def test_the_version_follows_every_number(parameter: str) -> None:
    rows = tuple(
        replace(row, median=(row.median or 0) + 1) if row.parameter == parameter else row for row in SERVED.rows
    )
    assert rows != SERVED.rows
    assert PriorTable(rows).version != SERVED.version


def test_the_version_ignores_wording() -> None:
    rows = tuple(replace(row, passage="said otherwise") for row in SERVED.rows)
    assert PriorTable(rows).version == SERVED.version
