"""The agreed scenarios: what the theory expects of stated situations."""

import numpy as np
import pytest

from model import structure
from model.draws import make_draws, served_draws
from model.propositions import CLASSES, class_chances
from model.scoring import Reference, Scores, make_reference, score, served_reference
from model.states import unknown_states
from tests.model.conftest import Scenario
from tests.model.made_evidence import certain

INTERVAL_ENDS = ("E_first_p05", "E_first_p95")


def _quantities(scores: Scores, classes: np.ndarray) -> dict[str, np.ndarray]:
    """Return what the scenarios state, by their names, one number per scenario."""
    return dict(zip(CLASSES, classes.T, strict=True)) | {
        "E_first": scores.expected[:, 0],
        "E_lower": scores.expected[:, 1],
        "gap": scores.expected[:, 0] - scores.expected[:, 1],
        "E_first_p05": scores.interval[:, 0, 0],
        "E_first_p95": scores.interval[:, 0, 1],
        "p_first_any": 1.0 - scores.p[:, 0, 0],
        "p_lower_any": 1.0 - scores.p[:, 1, 0],
        "p_first_substantial": scores.p[:, 0, 2],
        "above_unknown_first": scores.above_unknown[:, 0],
        "above_unknown_lower": scores.above_unknown[:, 1],
    }


def scored(scenarios: tuple[Scenario, ...], count: int | None, seed: int | None) -> dict[str, np.ndarray]:
    """Return what the scenarios state, from so many draws of a seed; from the served ones where both are None."""
    is_served = count is None and seed is None
    draws = served_draws() if is_served else make_draws(count=count, seed=seed)
    reference: Reference = served_reference() if is_served else make_reference(draws, unknown_states())
    q = np.stack([certain(scenario.levels) for scenario in scenarios])
    # One at a time: many draws of all levels at once would fill the memory.
    classes = [class_chances(structure.latent(one[None], draws), draws)[0] for one in q]
    return _quantities(score(q, draws, reference), np.stack(classes))


@pytest.fixture(scope="module")
def served(scenarios: tuple[Scenario, ...]) -> dict[str, np.ndarray]:
    """Return the quantities of all scenarios from the served draws."""
    return scored(scenarios, None, None)


@pytest.fixture(scope="module")
def by_name(scenarios: tuple[Scenario, ...]) -> dict[str, int]:
    """Return the position of each scenario."""
    return {scenario.name: position for position, scenario in enumerate(scenarios)}


def test_everything_that_the_scenarios_state_is_judged(
    scenarios: tuple[Scenario, ...], served: dict[str, np.ndarray]
) -> None:
    assert {name for scenario in scenarios for name in scenario.expected} == set(served)


def _offences(scenarios: tuple[Scenario, ...], got: dict[str, np.ndarray], near: float, ends: float) -> list[str]:
    return [
        f"{scenario.name}: {name} is {got[name][position]:.3f}, expected {scenario.expected[name]}"
        for position, scenario in enumerate(scenarios)
        for name in got
        if abs(got[name][position] - scenario.expected[name]) > (ends if name in INTERVAL_ENDS else near)
    ]


def test_all_scenarios_hold_with_the_served_draws(
    scenarios: tuple[Scenario, ...], served: dict[str, np.ndarray]
) -> None:
    assert len(scenarios) == 18
    assert not _offences(scenarios, served, near=0.04, ends=0.10)


def test_all_scenarios_hold_more_closely_with_many_draws(scenarios: tuple[Scenario, ...]) -> None:
    got = scored(scenarios, 20_000, None)
    assert not _offences(scenarios, got, near=0.015, ends=0.04)


def test_another_seed_moves_no_probability_far(scenarios: tuple[Scenario, ...], served: dict[str, np.ndarray]) -> None:
    for seed in (1, 2, 3):
        other = scored(scenarios, None, seed)
        for name in ("p_first_any", "p_lower_any", "p_first_substantial"):
            assert np.abs(other[name] - served[name]).max() < 0.04, (seed, name)


def test_brands_and_association_do_more_together_than_apart(
    served: dict[str, np.ndarray], by_name: dict[str, int]
) -> None:
    p = served["p_first_any"]
    both = p[by_name["P1: visible value chain and strong association"]]
    brands = p[by_name["visible value chain, association absent"]]
    association = p[by_name["association strong, home market, low visibility"]]
    neither = p[by_name["neither: home market, low visibility, association absent"]]
    assert both > brands + association - neither + 0.1


def test_pressure_from_above_and_below_do_more_together_than_apart(
    served: dict[str, np.ndarray], by_name: dict[str, int]
) -> None:
    p = served["p_first_any"]
    both = p[by_name["law strong, bottom-up strong"]]
    above = p[by_name["law strong, bottom-up absent"]]
    below = p[by_name["bottom-up strong, law absent"]]
    neither = p[by_name["law absent, bottom-up absent"]]
    assert both > above + below - neither + 0.05


def test_subcontracting_widens_the_gap_and_hardly_moves_the_first_tier(
    served: dict[str, np.ndarray], by_name: dict[str, int]
) -> None:
    low, high = by_name["P1, subcontracting low"], by_name["P1, subcontracting high"]
    assert served["gap"][high] - served["gap"][low] > 0.3
    assert 0.0 < served["p_first_any"][low] - served["p_first_any"][high] < 0.12


def test_absent_drivers_are_far_below_unknown_ones(served: dict[str, np.ndarray], by_name: dict[str, int]) -> None:
    p = served["p_first_any"]
    assert p[by_name["all drivers lowest, all barriers highest"]] < 0.05
    assert p[by_name["all unknown"]] > 0.15


def test_capture_takes_away_most_of_what_strong_law_does(
    served: dict[str, np.ndarray], by_name: dict[str, int]
) -> None:
    p = served["p_first_any"]
    free, captured = (
        p[by_name["law strong, no capture"]],
        p[by_name["law strong, widespread capture"]],
    )
    assert free - captured > 0.1
    assert captured < p[by_name["all unknown"]] + 0.06


def test_the_unknown_cluster_is_the_middle_exactly(served: dict[str, np.ndarray], by_name: dict[str, int]) -> None:
    unknown = by_name["all unknown"]
    assert served["above_unknown_first"][unknown] == 0.5
    assert served["above_unknown_lower"][unknown] == 0.5
