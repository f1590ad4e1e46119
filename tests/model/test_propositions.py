"""Classes of propositions and the gap between the tiers; the agreed scenarios are in test_scenarios."""

import numpy as np
import pytest
from hypothesis import given, settings

import codebook
from model import structure
from model.draws import served_draws
from model.explanation import explain
from model.priors import FloatArray
from model.propositions import CLASSES, UNDETERMINED, class_chances, gap_of_tiers, modal_class
from model.scoring import score, served_reference
from model.states import unknown_states
from tests.model.made_evidence import CLUSTER, certain, frame, row
from tests.model.test_structure import any_states


def _chances(q: FloatArray) -> dict[str, float]:
    chances = class_chances(structure.latent(q[None], served_draws()), served_draws())[0]
    return dict(zip(CLASSES, chances.tolist(), strict=True))


def test_the_classes_are_those_of_the_codebook_and_the_scenarios() -> None:
    assert CLASSES == ("P1", "P1_P2", "other", "other_P2", "P3", "deviant")
    assert codebook.label("proposition_class", UNDETERMINED) == "undetermined"


@settings(deadline=None, max_examples=25)
@given(first=any_states(), lower=any_states())
def test_classes_are_chances_that_exclude_each_other(first: FloatArray, lower: FloatArray) -> None:
    q = np.stack([first[:, 0], lower[:, 1]], axis=1)
    chances = _chances(q)
    assert sum(chances.values()) == pytest.approx(1.0, abs=1e-6)
    assert min(chances.values()) >= -1e-6
    scores = score(q[None], served_draws(), served_reference())
    assert chances["P3"] + chances["deviant"] == pytest.approx(scores.p[0, 0, 0], abs=1e-9)


def test_without_work_put_out_nothing_stops_at_the_first_tier() -> None:
    chances = _chances(certain({"subcontracting": 0}))
    assert chances["P1_P2"] == chances["other_P2"] == 0.0


def test_visible_buyers_and_an_active_association_rule_out_the_other_paths() -> None:
    both = _chances(certain({"buyer_visibility": 2, "business_association": 2}))
    assert both["other"] == both["other_P2"] == both["P3"] == 0.0
    one = _chances(certain({"buyer_visibility": 2, "business_association": 1}))
    assert one["P1"] == one["P1_P2"] == 0.0


def test_pressure_exactly_on_the_bound_counts_as_strong() -> None:
    # T = B = .5 in every draw: law alone of two, two of four.
    levels = dict.fromkeys((*structure.FROM_ABOVE, *structure.FROM_BELOW), 0)
    levels |= {"law_enforcement": 2, "peer_monitoring": 2, "union_presence": 2}
    assert _chances(certain(levels))["P3"] == 0.0
    assert _chances(certain(levels | {"union_presence": 0}))["deviant"] == 0.0


def test_the_class_is_named_from_one_half_on() -> None:
    assert modal_class(np.array([0.1, 0.1, 0.1, 0.1, 0.5, 0.1])).name == "P3"
    named = modal_class(np.array([0.1, 0.1, 0.1, 0.1, 0.49, 0.11]))
    assert named.name == UNDETERMINED
    assert named.as_dict() == {"class": UNDETERMINED, "p": dict(zip(CLASSES, [0.1] * 4 + [0.49, 0.11], strict=True))}


def test_an_unstudied_cluster_is_one_of_weak_drivers() -> None:
    assert explain(frame(), CLUSTER).proposition.name == "P3"


def test_the_gap_is_the_difference_of_the_levels_with_an_interval_around_it() -> None:
    q = certain({"subcontracting": 2, "buyer_visibility": 2})
    gap = gap_of_tiers(structure.latent(q[None], served_draws()), served_draws())
    scores = score(q[None], served_draws(), served_reference())
    assert gap.expected == pytest.approx(scores.expected[0, 0] - scores.expected[0, 1], abs=1e-12)
    assert 0.0 <= gap.interval[0] < gap.expected < gap.interval[1]
    assert 0.0 < gap.stops_at_first < 1.0 - scores.p[0, 0, 0]


def test_the_gap_of_the_unknown_cluster_is_that_of_the_scenarios() -> None:
    gap = gap_of_tiers(structure.latent(unknown_states().q, served_draws()), served_draws())
    assert gap.expected == pytest.approx(0.165, abs=0.02)


def test_better_evidence_below_turns_the_gap() -> None:
    rows = [row(name, 0, tier="first") for name in structure.FROM_BELOW]
    rows += [row(name, 2, tier="lower", source_id=f"s{n}") for name in structure.FROM_BELOW for n in range(3)]
    best = {"subcontracting": 0, "regulator_capture": 0}
    explanation = explain(frame(*rows, *(row(name, level) for name, level in best.items())), CLUSTER)
    assert explanation.gap.interval[0] < 0.0
