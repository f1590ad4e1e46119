"""What follows from a prediction: class or undetermined, gap, smokescreen, and the coded outcome beside it."""

from dataclasses import replace

import numpy as np
import pytest

import codebook
from model.explanation import explain
from model.propositions import CLASSES, modal_class
from model.smokescreen import CORE_PRACTICES, GIVING
from tests.ui.conftest import ReadCase
from tests.ui.page_html import Element, read_html
from ui.case import Case
from ui.implications_view import OUTCOMES, implications_html

SIALKOT = "pk-sialkot-footballs"
JALANDHAR = "in-jalandhar-footballs"
WITHOUT_EVIDENCE = "bd-dhaka-garments"
PRACTICES = {GIVING, *CORE_PRACTICES}


def _item(case: Case, head: str) -> Element | None:
    items = [item for item in read_html(implications_html(case)).tagged("li") if item.words.startswith(head)]
    assert len(items) < 2
    return items[0] if items else None


def _with_classes(case: Case, chances: dict[str, float]) -> Case:
    p = np.array([chances.get(name, 0.0) for name in CLASSES])
    return replace(case, explanation=replace(case.explanation, proposition=modal_class(p)))


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_likelier_than_all_others_is_named_with_its_chance_and_meaning(case_of: ReadCase, name: str) -> None:
    rest = next(other for other in CLASSES if other != name)
    item = _item(_with_classes(case_of(SIALKOT), {name: 0.7, rest: 0.3}), "Which of the theory’s cases")
    assert item is not None
    meaning = codebook.value("proposition_class", name)
    assert item.words.startswith(f"Which of the theory’s cases: {meaning.label}. In about 7 of 10 of the draws.")
    assert item.words.endswith(meaning.meaning)


def test_where_no_class_is_likelier_than_all_others_it_is_undetermined_and_the_likeliest_is_named(
    case_of: ReadCase,
) -> None:
    case = _with_classes(case_of(JALANDHAR), {"P3": 0.4, "other": 0.3, "P1": 0.3})
    item = _item(case, "Which of the theory’s cases")
    assert item is not None
    assert item.words == (
        f"Which of the theory’s cases: undetermined. {codebook.value('proposition_class', 'undetermined').meaning} "
        f"The likeliest is “{codebook.label('proposition_class', 'P3')}”, in about 4 of 10 of the draws."
    )


def test_jalandhar_is_a_possible_smokescreen_with_every_documented_reason(case_of: ReadCase) -> None:
    case = case_of(JALANDHAR)
    item = _item(case, "A possible smokescreen")
    assert item is not None
    documented = set(case.evidence["factor"]) & set(CORE_PRACTICES)
    assert documented == {"working_conditions", "child_labour"}
    for factor in CORE_PRACTICES:
        assert (codebook.factor(factor).label.lower() in item.words) == (factor in documented)


@pytest.mark.parametrize("cluster_id", [SIALKOT, WITHOUT_EVIDENCE])
def test_without_giving_beside_bad_practice_there_is_no_smokescreen(case_of: ReadCase, cluster_id: str) -> None:
    assert _item(case_of(cluster_id), "A possible smokescreen") is None


@pytest.mark.parametrize("missing", [{GIVING}, set(CORE_PRACTICES)], ids=["giving", "practice"])
def test_without_either_half_the_screen_of_jalandhar_is_gone(case_of: ReadCase, missing: set[str]) -> None:
    case = case_of(JALANDHAR)
    evidence = case.evidence[~case.evidence["factor"].isin(missing)]
    case = replace(case, explanation=explain(evidence, JALANDHAR, case.context))
    assert _item(case, "A possible smokescreen") is None


def test_giving_beside_good_practice_is_no_smokescreen(case_of: ReadCase) -> None:
    case = case_of(JALANDHAR)
    evidence = case.evidence.copy()
    for factor, worst in CORE_PRACTICES.items():
        names = [value.value for value in codebook.values(factor)]
        best = names[0] if names[-1] == worst else names[-1]
        evidence.loc[evidence["factor"] == factor, "value"] = best
    explanation = explain(evidence, JALANDHAR, case.context)
    assert explanation.smokescreen is not None, "both halves are documented"
    assert _item(replace(case, explanation=explanation), "A possible smokescreen") is None


def test_the_gap_is_told_in_levels_with_its_range(case_of: ReadCase) -> None:
    case = case_of(SIALKOT)
    item = _item(case, "Between the tiers")
    assert item is not None
    first, lower = case.explanation.first, case.explanation.lower
    assert f"{first.expected - lower.expected:.1f} levels behind" in item.words
    low, high = case.explanation.gap.interval
    assert f"90 % range {low:.1f} to {high:.1f}" in item.words


def test_the_coded_outcome_stands_beside_the_prediction_and_changes_nothing(case_of: ReadCase) -> None:
    case = case_of(JALANDHAR)
    is_outcome = case.evidence["factor"].isin(OUTCOMES.values())
    said = _item(case, "What sources say was adopted")
    assert said is not None
    assert "is never fed into it" in said.words
    first = case.evidence.loc[case.evidence["factor"] == OUTCOMES["first"], "value"].unique()
    assert len(first) == 1
    assert f"First tier: {codebook.label(OUTCOMES['first'], first[0])}" in said.words
    turned = case.evidence.copy()
    turned.loc[is_outcome, "value"] = "none"
    for evidence in (case.evidence[~is_outcome], turned):
        assert explain(evidence, JALANDHAR, case.context) == case.explanation
    other = _item(replace(case, evidence=turned), "What sources say was adopted")
    assert other is not None
    assert other.words != said.words


def test_without_a_coded_outcome_nothing_is_said_of_one(case_of: ReadCase) -> None:
    case = case_of(WITHOUT_EVIDENCE)
    assert _item(case, "What sources say was adopted") is None
    assert len(read_html(implications_html(case)).tagged("li")) == 2


def test_practices_and_outcomes_never_move_a_bar(case_of: ReadCase) -> None:
    case = case_of(JALANDHAR)
    evidence = case.evidence[~case.evidence["factor"].isin({*PRACTICES, *OUTCOMES.values()})]
    without = explain(evidence, JALANDHAR, case.context)
    assert (without.first, without.lower) == (case.explanation.first, case.explanation.lower)
    assert without.contributions == case.explanation.contributions
