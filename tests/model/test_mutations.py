"""Planted mistakes are caught: each of four likely slips makes the tests that are meant for it fail."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from model import explanation, structure
from model.base_rate import setting_at
from model.draws import Draws
from model.fast import served_plan
from model.priors import LEVELS, FloatArray
from model.scoring import served_reference
from model.states import EvidenceRows, States, make_states, unknown_states
from tests.model import made_evidence, test_explanation, test_scenarios, test_structure
from tests.model.conftest import Scenario

Plant = Callable[[pytest.MonkeyPatch], None]
Check = Callable[[tuple[Scenario, ...]], None]


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """Let nothing that was computed with a mistake be used after it."""
    yield
    _forget_all()


def _forget_all() -> None:
    for cached in (setting_at, served_reference, served_plan):
        cached.cache_clear()


def _scenarios_hold(scenarios: tuple[Scenario, ...]) -> None:
    got = test_scenarios.scored(scenarios, None, None)
    test_scenarios.test_all_scenarios_hold_with_the_served_draws(scenarios, got)


def _subcontracting_widens_the_gap(scenarios: tuple[Scenario, ...]) -> None:
    got = test_scenarios.scored(scenarios, None, None)
    by_name = {scenario.name: position for position, scenario in enumerate(scenarios)}
    test_scenarios.test_subcontracting_widens_the_gap_and_hardly_moves_the_first_tier(got, by_name)


def _the_first_tier_is_monotone(scenarios: tuple[Scenario, ...]) -> None:
    del scenarios
    test_structure.test_a_favourable_step_never_lowers_the_first_tier_in_any_draw("union_presence")


def _the_lower_tier_stays_behind(scenarios: tuple[Scenario, ...]) -> None:
    del scenarios
    law = test_structure.test_the_lower_tier_never_passes_the_first_without_evidence_of_its_own
    # One example is enough to break it; a search for the smallest would only take time.
    vars(law)["hypothesis"].inner_test(unknown_states().q[0])


def _the_unknown_adds_nothing(scenarios: tuple[Scenario, ...]) -> None:
    del scenarios
    test_explanation.test_nothing_known_contributes_exactly_nothing()


def _flip_a_sign(patch: pytest.MonkeyPatch) -> None:
    sign = structure._sign
    patch.setattr(structure, "_sign", lambda factor: -sign(factor) if factor == "union_presence" else sign(factor))


def _swap_the_tiers(patch: pytest.MonkeyPatch) -> None:
    latent = structure.latent

    def swapped(q: FloatArray, draws: Draws) -> structure.Latent:
        right = latent(q, draws)
        return replace(right, eta=right.eta[::-1])

    patch.setattr(structure, "latent", swapped)


def _take_unknown_for_the_lowest_level(patch: pytest.MonkeyPatch) -> None:
    def hardened(states: States) -> States:
        lowest = np.eye(LEVELS)[0]
        return replace(states, q=np.where(states.is_known[..., None], states.q, lowest))

    def states_of(rows: EvidenceRows, start: int, stop: int, base_rates: FloatArray) -> States:
        return hardened(make_states(rows, start, stop, base_rates))

    # The reference keeps its base rates: that is how such a slip would enter, on the way of a cluster alone.
    served_reference()
    patch.setattr(explanation, "make_states", states_of)
    patch.setattr(made_evidence, "unknown_states", lambda: hardened(unknown_states()))


def _drop_the_gap(patch: pytest.MonkeyPatch) -> None:
    form = structure.gap_form

    def nothing(draws: Draws) -> structure.Form:
        right = form(draws)
        zeros = np.zeros(draws.count)
        return structure.Form(zeros, dict.fromkeys(right.linear, zeros), dict.fromkeys(right.pairs, zeros))

    patch.setattr(structure, "gap_form", nothing)


CAUGHT: list[tuple[Plant, list[Check]]] = [
    (_flip_a_sign, [_scenarios_hold, _the_first_tier_is_monotone]),
    (_swap_the_tiers, [_scenarios_hold, _the_lower_tier_stays_behind]),
    (_take_unknown_for_the_lowest_level, [_scenarios_hold, _the_unknown_adds_nothing]),
    (_drop_the_gap, [_scenarios_hold, _subcontracting_widens_the_gap]),
]


@pytest.mark.parametrize(
    ("plant", "check"),
    [pytest.param(plant, check, id=f"{plant.__name__}-{check.__name__}") for plant, some in CAUGHT for check in some],
)
def test_a_planted_mistake_is_caught(
    plant: Plant, check: Check, scenarios: tuple[Scenario, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    check(scenarios)
    with monkeypatch.context() as patch:
        _forget_all()
        plant(patch)
        with pytest.raises(AssertionError):
            check(scenarios)
