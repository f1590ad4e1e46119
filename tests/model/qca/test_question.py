"""Questions and calibration: what can be asked, and how the cases of a question come about."""

import numpy as np
import pandas as pd
import pytest

import codebook
from codebook.errors import InputError
from model.documented import read_documents
from model.outcomes import adoption_outcomes
from model.qca.question import Cut, Question, calibrate, cuts_of, outcome_cuts, served_states
from model.qca.truth_table import MOST_CONDITIONS
from tests.model.made_evidence import CLUSTER, frame, row

FIRST, LOWER = adoption_outcomes().values()
LAW, UNIONS = Cut("law_enforcement", "strong"), Cut("union_presence", "weak")
ASKED = Question(Cut(FIRST, "partial"), (LAW, UNIONS))


def test_an_outcome_can_be_asked_for_at_each_level_but_the_lowest() -> None:
    assert [(cut.factor, cut.level) for cut in outcome_cuts()] == [(FIRST, 1), (FIRST, 2), (LOWER, 1), (LOWER, 2)]


@pytest.mark.parametrize("factor", codebook.PREDICTORS)
def test_a_factor_is_never_cut_below_its_middle(factor: str) -> None:
    assert [cut.level for cut in cuts_of(factor)] == [1, 2]


@pytest.mark.parametrize("count", [0, 1, MOST_CONDITIONS + 1])
def test_too_few_and_too_many_conditions_are_refused(count: int) -> None:
    with pytest.raises(InputError, match="possible"):
        Question(ASKED.outcome, tuple(cuts_of(factor)[0] for factor in codebook.PREDICTORS[:count]))


def test_a_factor_is_a_condition_only_once() -> None:
    with pytest.raises(InputError, match="only once"):
        Question(ASKED.outcome, cuts_of("union_presence"))


def test_drivers_are_expected_present_and_barriers_absent() -> None:
    conditions = (LAW, Cut("subcontracting", "high"), Cut("regulator_capture", "some"))
    assert Question(ASKED.outcome, conditions).expected == "100"


def test_conditions_are_read_in_the_tier_of_the_outcome() -> None:
    rows = (
        row(FIRST, 1, tier="first"),
        row(LOWER, 0, tier="lower"),
        row("law_enforcement", 2, tier="first"),
        row("law_enforcement", 0, tier="lower", source_id="t"),
        row("union_presence", 1),
    )
    documents, states = read_documents(frame(*rows), [CLUSTER]), served_states(frame(*rows), [CLUSTER], None)
    first = calibrate(documents, states, ASKED)
    lower = calibrate(documents, states, Question(Cut(LOWER, "partial"), ASKED.conditions))
    assert first.documented.tolist() == [[1.0, 1.0]]
    assert lower.documented.tolist() == [[0.0, 1.0]]
    assert (first.outcome.tolist(), lower.outcome.tolist()) == ([1.0], [0.0])
    assert first.chance[0, 0] > 0.5 > lower.chance[0, 0]


def test_what_is_not_documented_is_missing_and_has_the_chance_of_the_unknown() -> None:
    rows = frame(row(FIRST, 2, tier="first"), row("law_enforcement", 1))
    cases = calibrate(read_documents(rows, [CLUSTER]), served_states(rows, [CLUSTER], None), ASKED)
    assert cases.documented[0, 0] == 0.0
    assert np.isnan(cases.documented[0, 1])
    assert not cases.is_complete.any()
    base = codebook.prior("p0", "union_presence")
    assert cases.chance[0, 1] == pytest.approx((base.middle or 0) + (base.highest or 0), abs=1e-9)


def test_the_cases_of_the_shipped_base_are_those_with_a_coded_outcome(
    cases_evidence: pd.DataFrame, cases_clusters: pd.DataFrame
) -> None:
    ids = cases_clusters["cluster_id"].tolist()
    documents, states = read_documents(cases_evidence, ids), served_states(cases_evidence, ids, None)
    for cut in outcome_cuts():
        cases = calibrate(documents, states, Question(cut, ASKED.conditions))
        coded = cases_evidence.loc[cases_evidence["factor"] == cut.factor, "cluster_id"]
        assert set(cases.cluster_ids) == set(coded)
        assert ((cases.chance > 0) & (cases.chance < 1)).all()
