"""Answers to a question: both sides of the outcome, worlds for what is missing, and a gate before every solution."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from model.documented import read_documents
from model.outcomes import adoption_outcomes
from model.qca.analysis import Analysis, analyse
from model.qca.question import Calibrated, Cut, Question, calibrate, outcome_cuts, served_states
from model.qca.worlds import WORLDS, draw_worlds, solve_worlds

FIRST = adoption_outcomes()["first"]
USUAL = (
    Cut("buyer_visibility", "medium"),
    Cut("business_association", "strong"),
    Cut("law_enforcement", "strong"),
    Cut("ngo_media_monitoring", "weak"),
    Cut("subcontracting", "high"),
)
ASKED = Question(Cut(FIRST, "partial"), USUAL[:2])


def made_cases(conditions: list[tuple[int, int]], outcome: list[int], certainty: float = 0.999) -> Calibrated:
    """Return documented cases of two conditions of which the model is as sure as said."""
    documented = np.array(conditions, dtype=float)
    chance = np.where(documented == 1, certainty, 1 - certainty)
    ids = tuple(f"c{number:02}" for number in range(len(conditions)))
    return Calibrated(ids, np.array(outcome, dtype=float), documented, chance)


CLEAR = made_cases([(1, 1)] * 8 + [(1, 0)] * 3 + [(0, 0)] * 5, [1] * 8 + [0] * 8)
"""Sixteen cases in which the outcome is there where both conditions are."""


@pytest.fixture(scope="module")
def shipped(cases_evidence: pd.DataFrame, cases_clusters: pd.DataFrame) -> dict[Cut, Analysis]:
    """Return the usual question answered for every outcome on the shipped case base, without national context."""
    ids = cases_clusters["cluster_id"].tolist()
    documents, states = read_documents(cases_evidence, ids), served_states(cases_evidence, ids, None)
    questions = [Question(cut, USUAL) for cut in outcome_cuts()]
    return {question.outcome: analyse(calibrate(documents, states, question), question) for question in questions}


def test_on_the_shipped_base_no_solution_is_supported(shipped: dict[Cut, Analysis]) -> None:
    for analysis in shipped.values():
        assert len(analysis.complete) <= 4
        assert not any(side.gate.is_open for side in analysis.sides)


def test_on_the_shipped_base_hardly_two_worlds_agree(shipped: dict[Cut, Analysis]) -> None:
    outcome, _ = shipped[Cut(FIRST, "partial")].sides
    assert len(outcome.worlds.solutions) >= 0.95 * WORLDS


def test_on_the_shipped_base_every_condition_looks_sufficient_because_the_outcome_is_common(
    shipped: dict[Cut, Analysis],
) -> None:
    outcome, _ = shipped[Cut(FIRST, "partial")].sides
    share = outcome.with_outcome / 111
    assert all(low - 0.1 < share < high + 0.1 for low, _, high in outcome.worlds.sufficiency[: len(USUAL)])
    assert all(high < 0.9 for _, _, high in outcome.worlds.necessity[: len(USUAL)])


def test_where_cases_are_documented_and_agree_the_gate_opens() -> None:
    analysis = analyse(CLEAR, ASKED)
    outcome, negated = analysis.sides
    assert outcome.gate.is_open
    assert negated.gate.is_open
    assert outcome.solutions.conservative == (("11",),)
    assert outcome.worlds.modal == (("11",),) or outcome.worlds.modal == (("-1",),)
    assert (outcome.gate.complete, outcome.gate.with_outcome, outcome.gate.without_outcome) == (16, 8, 8)
    assert (negated.gate.with_outcome, negated.gate.without_outcome) == (8, 8)


@pytest.mark.parametrize(
    ("cases", "why"),
    [
        pytest.param(made_cases([(1, 1)] * 5 + [(0, 0)] * 6, [1] * 5 + [0] * 6), "complete", id="eleven cases"),
        pytest.param(made_cases([(1, 1)] * 13 + [(0, 0)] * 3, [1] * 13 + [0] * 3), "without", id="three without"),
        pytest.param(made_cases([(1, 1)] * 3 + [(0, 0)] * 13, [1] * 3 + [0] * 13), "with", id="three with"),
        pytest.param(replace(CLEAR, chance=0.1 + 0.8 * CLEAR.documented), "worlds", id="little is sure"),
        pytest.param(made_cases([(1, 1), (0, 0)] * 8, [1] * 4 + [0] * 4 + [1] * 4 + [0] * 4), "answer", id="no answer"),
    ],
)
def test_each_condition_of_the_gate_closes_it(cases: Calibrated, why: str) -> None:
    gate = analyse(cases, ASKED).sides[0].gate
    assert not gate.is_open
    reasons = {
        "complete": gate.complete < 12,
        "with": gate.with_outcome < 4,
        "without": gate.without_outcome < 4,
        "worlds": gate.modal_share < 0.5,
        "answer": not gate.has_answer,
    }
    assert [name for name, holds in reasons.items() if holds] == [why]


def test_twelve_cases_and_four_of_each_are_enough() -> None:
    assert analyse(made_cases([(1, 1)] * 8 + [(0, 0)] * 4, [1] * 8 + [0] * 4), ASKED).sides[0].gate.is_open


def test_the_absence_is_the_same_question_on_the_other_outcome() -> None:
    analysis = analyse(CLEAR, ASKED)
    turned = analyse(replace(CLEAR, outcome=1 - CLEAR.outcome), ASKED)
    assert analysis.sides[1].table == turned.sides[0].table
    assert analysis.sides[1].worlds == turned.sides[0].worlds
    assert analysis.sides[1].singles == turned.sides[0].singles
    assert [side.is_negated for side in analysis.sides] == [False, True]


def test_only_complete_cases_stand_in_the_truth_table_and_all_take_part_in_the_worlds() -> None:
    documented = CLEAR.documented.copy()
    documented[0, 1] = np.nan
    analysis = analyse(replace(CLEAR, documented=documented), ASKED)
    assert analysis.complete == CLEAR.cluster_ids[1:]
    assert sum(len(row.cases) for row in analysis.sides[0].table) == 15
    assert analysis.sides[0].singles[0].cases == 16
    assert analysis.sides[0].singles[1].cases == 15
    assert analysis.sides[0].worlds == analyse(CLEAR, ASKED).sides[0].worlds


def test_worlds_are_the_same_every_time_and_follow_the_chances() -> None:
    chance = np.tile([0.1, 0.5, 0.9], (40, 1))
    worlds = np.array(list(draw_worlds(chance)))
    assert worlds.shape == (WORLDS, 40, 3)
    assert np.array_equal(worlds, np.array(list(draw_worlds(chance))))
    assert worlds.mean(axis=(0, 1)) == pytest.approx([0.1, 0.5, 0.9], abs=0.02)


def test_the_ranges_lie_around_what_the_chances_make_likely(shipped: dict[Cut, Analysis]) -> None:
    # The higher level has so few cases that a median moves in steps wider than what is tested.
    for analysis in (shipped[cut] for cut in shipped if cut.level == 1):
        chance, outcome = analysis.cases.chance, analysis.cases.outcome
        expected = (chance * outcome[:, None]).sum(axis=0)
        worlds = analysis.sides[0].worlds
        for place in range(len(USUAL)):
            for span, whole in (
                (worlds.sufficiency[place], chance[:, place].sum()),
                (worlds.necessity[place], outcome.sum()),
            ):
                assert span[0] <= span[1] <= span[2]
                assert span[1] == pytest.approx(expected[place] / whole, abs=0.06)


def test_certain_conditions_give_one_world() -> None:
    cases = made_cases([(1, 1)] * 8 + [(0, 0)] * 8, [1] * 8 + [0] * 8, certainty=1.0)
    worlds = solve_worlds(cases.chance, cases.outcome, ASKED)
    assert len(worlds.solutions) == 1
    assert worlds.modal_share == 1.0
    assert worlds.without_solution == 0


def test_a_question_without_a_case_has_a_calm_answer() -> None:
    nothing = Calibrated((), np.empty(0), np.empty((0, 2)), np.empty((0, 2)))
    for side in analyse(nothing, ASKED).sides:
        assert not side.gate.is_open
        assert side.worlds.modal == ()
        assert side.worlds.without_solution == WORLDS
        assert {single.sufficiency.inclusion for single in side.singles} == {None}
