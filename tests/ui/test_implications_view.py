"""What follows from a prediction: class or undetermined, gap, smokescreen, and the coded outcome beside it."""

from dataclasses import replace

import numpy as np
import pytest

import codebook
from model.explanation import explain
from model.outcomes import adoption_outcomes
from model.propositions import CLASSES, modal_class
from model.smokescreen import CORE_PRACTICES, GIVING
from tests.ui.conftest import ReadCase
from tests.ui.page_html import Element, read_html
from ui.case import Case
from ui.coded_outcome import coded_level, contrast
from ui.implications_view import FEW_KNOWN, implications_html
from ui.prediction_view import tiers_html

SIALKOT = "pk-sialkot-footballs"
JALANDHAR = "in-jalandhar-footballs"
WITHOUT_EVIDENCE = "bd-dhaka-garments"
OUTCOMES = adoption_outcomes()
PRACTICES = {GIVING, *CORE_PRACTICES}


def _item(case: Case, head: str) -> Element | None:
    items = [item for item in read_html(implications_html(case)).tagged("li") if item.words.startswith(head)]
    assert len(items) < 2
    return items[0] if items else None


def _with_classes(case: Case, chances: dict[str, float]) -> Case:
    p = np.array([chances.get(name, 0.0) for name in CLASSES])
    return replace(case, explanation=replace(case.explanation, proposition=modal_class(p)))


@pytest.mark.parametrize("name", [name for name in CLASSES if name != "P3"])
def test_a_class_likelier_than_all_others_is_named_with_its_chance_and_meaning(case_of: ReadCase, name: str) -> None:
    rest = next(other for other in CLASSES if other != name)
    item = _item(_with_classes(case_of(SIALKOT), {name: 0.7, rest: 0.3}), "Which of the theory’s cases")
    assert item is not None
    meaning = codebook.value("proposition_class", name)
    assert item.words.startswith(f"Which of the theory’s cases: {meaning.label}. In about 7 of 10 draws; of a place ")
    assert item.words.endswith(meaning.meaning)


def test_a_class_that_any_unstudied_place_has_is_named_with_perhaps(case_of: ReadCase) -> None:
    case = case_of(SIALKOT)
    usual = case.explanation.unstudied_classes["P3"]
    label = codebook.label("proposition_class", "P3")
    for chance, is_small in ((usual + 0.05, True), (usual - 0.05, True), (usual + 0.15, False), (0.55, False)):
        item = _item(_with_classes(case, {"P3": chance, "other": 1 - chance}), "Which of the theory’s cases")
        assert item is not None
        assert item.words.startswith(f"Which of the theory’s cases: {f'perhaps “{label}”' if is_small else label}.")
        assert ("hardly decides it" in item.words) == is_small


@pytest.mark.parametrize("known", [1, FEW_KNOWN - 1, FEW_KNOWN])
def test_with_few_known_factors_a_class_is_named_with_perhaps_and_their_number(case_of: ReadCase, known: int) -> None:
    case = case_of(SIALKOT)
    kept = [reason.factor for reason in case.reasons()][:known]
    explanation = explain(case.evidence[case.evidence["factor"].isin(kept)], SIALKOT, case.context)
    few = _with_classes(replace(case, explanation=explanation), {"other": 0.9, "P1": 0.1})
    item = _item(few, "Which of the theory’s cases")
    assert item is not None
    noun = "known factor" if known == 1 else "known factors"
    assert (f"perhaps “{codebook.label('proposition_class', 'other')}” (from {known} {noun})." in item.words) == (
        known < FEW_KNOWN
    )


def test_where_no_class_is_likelier_than_all_others_it_is_undetermined_and_the_likeliest_is_named(
    case_of: ReadCase,
) -> None:
    case = _with_classes(case_of(JALANDHAR), {"P3": 0.4, "other": 0.3, "P1": 0.3})
    item = _item(case, "Which of the theory’s cases")
    assert item is not None
    assert item.words == (
        f"Which of the theory’s cases: undetermined. {codebook.value('proposition_class', 'undetermined').meaning} "
        f"The likeliest is “{codebook.label('proposition_class', 'P3')}”, in about 4 of 10 draws; of a place nobody "
        "has studied it holds in about 8 of 10."
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


def _coded(case: Case) -> list[str]:
    return [item.words for item in read_html(tiers_html(case, "light")).of_kind("coded")]


def test_the_coded_outcome_stands_beside_the_prediction_and_changes_nothing(case_of: ReadCase) -> None:
    case = case_of(JALANDHAR)
    is_outcome = case.evidence["factor"].isin(OUTCOMES.values())
    said = _coded(case)
    first = case.evidence.loc[case.evidence["factor"] == OUTCOMES["first"], "value"].unique()
    assert len(first) == 1
    assert said[0].startswith(f"Coded from sources: {codebook.label(OUTCOMES['first'], first[0])}")
    assert "is never fed into it" in read_html(tiers_html(case, "light")).words
    turned = case.evidence.copy()
    turned.loc[is_outcome, "value"] = "none"
    for evidence in (case.evidence[~is_outcome], turned):
        assert explain(evidence, JALANDHAR, case.context) == case.explanation
    assert _coded(replace(case, evidence=turned)) != said


def test_without_a_coded_outcome_nothing_is_said_of_one(case_of: ReadCase) -> None:
    case = case_of(WITHOUT_EVIDENCE)
    assert _coded(case) == []
    assert "fed into it" not in read_html(tiers_html(case, "light")).words
    assert len(read_html(implications_html(case)).tagged("li")) == 2


@pytest.mark.parametrize(
    ("level", "contradicting"),
    [
        (0, {4: "higher", 5: "clearly higher"}),
        (1, {1: "clearly lower", 2: "lower"}),
        (2, {1: "clearly lower", 2: "lower"}),
    ],
)
def test_a_colour_contradicts_a_coded_level_from_the_other_side_only(level: int, contradicting: dict[int, str]) -> None:
    assert {number: words for number in range(1, 6) if (words := contrast(level, number))} == contradicting


def test_where_colour_and_coded_outcome_disagree_it_is_said_and_under_a_supposition_it_is_not(
    case_of: ReadCase,
) -> None:
    case = case_of(SIALKOT)
    assert codebook.adoption_class(case.explanation.first.above_unknown) == 5
    turned = case.evidence.copy()
    turned.loc[turned["factor"] == OUTCOMES["first"], "value"] = "none"
    against = replace(case, evidence=turned)
    assert _coded(against)[0] == (
        "Coded from sources: none; the model implies clearly higher than an unstudied place. The two disagree."
    )
    supposed = replace(against, explanation=explain(turned, SIALKOT, case.context, {"union_presence": "weak"}))
    assert _coded(supposed)[0] == "Coded from sources: none."


@pytest.mark.parametrize(
    ("cluster_id", "tier"),
    [(SIALKOT, "lower"), ("ar-buenosaires-garments", "first"), ("np-kathmandu-handmade-paper", "first")],
)
def test_one_rule_says_which_outcome_counts(case_of: ReadCase, cluster_id: str, tier: str) -> None:
    case = case_of(cluster_id)
    [value] = {row["value"] for row in case.counting_records(OUTCOMES[tier])}
    assert value == coded_level(case, tier)


def test_practices_and_outcomes_never_move_a_bar(case_of: ReadCase) -> None:
    case = case_of(JALANDHAR)
    evidence = case.evidence[~case.evidence["factor"].isin({*PRACTICES, *OUTCOMES.values()})]
    without = explain(evidence, JALANDHAR, case.context)
    assert (without.first, without.lower) == (case.explanation.first, case.explanation.lower)
    assert without.contributions == case.explanation.contributions
