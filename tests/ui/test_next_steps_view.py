"""What to find out next, in the codebook's own questions, and what one better step would move, with its caption."""

import re

import pytest

import codebook
from tests.ui.conftest import ReadCase
from tests.ui.page_html import Element, read_html
from ui.case import Case
from ui.case_state import CaseState
from ui.next_steps_view import LEVERS_SHOWN, QUESTIONS_SHOWN, find_out_html, levers_html
from ui.what_if import supposed_case

SIALKOT = "pk-sialkot-footballs"
CLUSTERS = (SIALKOT, "in-jalandhar-footballs", "bd-dhaka-garments", "in-national-leather")
CAPTION = "If the model is right and nothing else changes"
clusters = pytest.mark.parametrize("cluster_id", CLUSTERS)


def _questions(case: Case) -> list[Element]:
    return read_html(find_out_html(case)).tagged("li")


def _all_supposed(case: Case) -> Case:
    every = tuple((factor, codebook.values(factor)[1].value) for factor in codebook.PREDICTORS)
    return supposed_case(case, CaseState(SIALKOT, every))


@clusters
def test_the_three_most_worthwhile_unknowns_are_asked_in_the_codebook_s_words_naming_the_tier(
    case_of: ReadCase, cluster_id: str
) -> None:
    case = case_of(cluster_id)
    spoken_of = set(zip(case.evidence["factor"], case.evidence["tier"], strict=True))
    unknown = [
        item
        for item in case.explanation.information
        if not {(item.factor, item.tier), (item.factor, "all")} & spoken_of and not item.is_known
    ]
    expected = sorted(unknown, key=lambda item: -item.share)[:QUESTIONS_SHOWN]
    items = _questions(case)
    assert len(items) == len(expected) == 3
    for item, information in zip(items, expected, strict=True):
        factor = codebook.factor(information.factor)
        assert item.words.startswith(f"{factor.label} ({codebook.label('tier', information.tier)})")
        assert item.words.endswith(factor.question)
        assert codebook.label("model_tier", information.tier) in item.words
        assert f"would remove {round(100 * information.share)} %" in item.words


@clusters
def test_what_no_single_fact_would_settle_is_said_for_both_tiers(case_of: ReadCase, cluster_id: str) -> None:
    case = case_of(cluster_id)
    [note] = read_html(find_out_html(case)).of_kind("note")
    said = [int(share) for share in re.findall(r"(\d+) %", note.words)]
    assert said == [round(100 * share) for share in case.explanation.unexplained]


def test_a_supposed_factor_is_no_longer_asked_for(case_of: ReadCase) -> None:
    case = case_of(SIALKOT)
    asked = case.explanation.to_find_out[0]
    state = CaseState(SIALKOT, ((asked.factor, codebook.values(asked.factor)[0].value),))
    left = supposed_case(case, state).explanation.to_find_out
    assert asked.factor not in {item.factor for item in left}


def test_where_everything_is_known_nothing_is_asked(case_of: ReadCase) -> None:
    page = read_html(find_out_html(_all_supposed(case_of(SIALKOT))))
    assert not page.tagged("li")
    assert page.words == "Every factor of the model is documented here."


@clusters
def test_levers_carry_their_caption_and_their_numbers(case_of: ReadCase, cluster_id: str) -> None:
    case = case_of(cluster_id)
    page = read_html(levers_html(case))
    rows = [item for item in page.tagged("tr") if any(parent.tag == "tbody" for parent in item.inside)]
    levers = case.explanation.levers[:LEVERS_SHOWN]
    assert 0 < len(rows) == len(levers)
    for row, lever in zip(rows, levers, strict=True):
        assert row.words == (f"{codebook.factor(lever.factor).label}{lever.first_tier:+.2f}{lever.lower_tier:+.2f}")
    assert [note.words.startswith(CAPTION) for note in page.of_kind("note")] == [True]


def test_a_lever_is_about_what_the_step_itself_would_do(case_of: ReadCase) -> None:
    case = case_of(SIALKOT)
    steps = 0
    for lever in case.explanation.levers:
        values = [value.value for value in codebook.values(lever.factor)]
        if codebook.factor(lever.factor).role == "barrier":
            values.reverse()
        low, middle = (
            supposed_case(case, CaseState(SIALKOT, ((lever.factor, value),))).explanation for value in values[:2]
        )
        at_worst = supposed_case(case, CaseState(SIALKOT, ((lever.factor, values[0]),)))
        step = next(item for item in at_worst.explanation.levers if item.factor == lever.factor)
        assert step.first_tier == pytest.approx(middle.first.expected - low.first.expected, abs=0.02)
        steps += 1
    assert steps > 5


def test_where_no_step_moves_anything_there_are_no_levers(case_of: ReadCase) -> None:
    case = case_of(SIALKOT)
    best = tuple(
        (factor, codebook.values(factor)[0 if codebook.factor(factor).role == "barrier" else -1].value)
        for factor in codebook.PREDICTORS
    )
    assert levers_html(supposed_case(case, CaseState(SIALKOT, best))) == ""
