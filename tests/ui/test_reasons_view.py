"""Why a prediction is what it is: what is known, what is only inferred, and what a factor owes to others."""

import re
from collections.abc import Sequence

import pytest

import codebook
from model.explanation import Contribution, explain
from tests.ui.conftest import ReadCase
from tests.ui.page_html import Element, Page, read_html
from ui.case import Case
from ui.case_state import CaseState
from ui.reasons_view import reasons_html
from ui.standing import Standing
from ui.what_if import supposed_case
from ui.words import SMALLEST_SHOWN

SIALKOT = "pk-sialkot-footballs"
JALANDHAR = "in-jalandhar-footballs"
WITHOUT_EVIDENCE = "bd-dhaka-garments"
CLUSTERS = (SIALKOT, JALANDHAR, WITHOUT_EVIDENCE, "in-national-leather")
STATES = (
    CaseState(None),
    CaseState(None, (("business_association", "strong"), ("buyer_visibility", None))),
    CaseState(None, (("subcontracting", "high"),), "30"),
)
CONTEXT_WORDS = r"([+−]\d\.\d\d) from national context"
clusters = pytest.mark.parametrize("cluster_id", CLUSTERS)


def _rows(page: Page, *, inferred: bool) -> list[Element]:
    """Return the rows of factors, of those that are only inferred or of the others."""
    rows = [item for item in page.tagged("tr") if any(parent.tag == "tbody" for parent in item.inside)]
    rows = [item for item in rows if bool(item.within("inferred")) == inferred]
    return rows[1:] if inferred else rows


def _shown(case: Case) -> list[Contribution]:
    return [*case.reasons(), *case.inferred()]


@clusters
@pytest.mark.parametrize("state", STATES, ids=["documented", "supposed", "supposed with a share"])
def test_a_place_nobody_studied_and_all_reasons_together_make_the_level(
    case_of: ReadCase, cluster_id: str, state: CaseState
) -> None:
    case = supposed_case(case_of(cluster_id), state)
    explanation = case.explanation
    for contributions in (explanation.contributions, _shown(case)):
        first = explanation.first.base + sum(item.first_tier for item in contributions)
        lower = explanation.lower.base + sum(item.lower_tier for item in contributions)
        assert first == pytest.approx(explanation.first.expected, abs=1e-9)
        assert lower == pytest.approx(explanation.lower.expected, abs=1e-9)


@clusters
def test_the_amounts_in_words_are_the_contributions(case_of: ReadCase, cluster_id: str) -> None:
    case = case_of(cluster_id)
    page = read_html(reasons_html(case))
    amounts = page.of_kind("amount")
    expected = [amount for item in _shown(case) for amount in (item.first_tier, item.lower_tier)]
    for item, amount in zip(amounts, expected, strict=True):
        whole = item.words.partition(" (")[0]
        if abs(amount) < SMALLEST_SHOWN:
            assert not re.search(r"\d", whole)
        else:
            assert whole.endswith(f"{'+' if amount > 0 else '−'}{abs(amount):.2f}")


@clusters
def test_what_context_adds_to_a_documented_factor_has_a_bar_and_words_of_its_own(
    case_of: ReadCase, cluster_id: str
) -> None:
    case = case_of(cluster_id)
    page = read_html(reasons_html(case))
    shown = [
        part
        for item in case.reasons()
        for part in (item.first_context, item.lower_context)
        if abs(part) >= SMALLEST_SHOWN
    ]
    said = [match[1] for item in page.of_kind("amount") if (match := re.search(CONTEXT_WORDS, item.words))]
    assert said == [f"{'+' if part > 0 else '−'}{abs(part):.2f}" for part in shown]
    bars = page.of_kind("context", "span")
    assert [("plus" in item.kinds) for item in bars] == [part > 0 for part in shown]
    assert bool(shown) == ("Thin bar: the part of it that comes from national context" in page.words)
    assert not [item for item in bars if item.within("inferred")]


def test_what_context_adds_and_what_evidence_adds_make_the_factor(case_of: ReadCase) -> None:
    case = case_of(JALANDHAR)
    [law] = [item for item in case.explanation.contributions if item.factor == "law_enforcement"]
    [alone] = [item for item in explain(case.evidence, JALANDHAR).contributions if item.factor == "law_enforcement"]
    assert abs(law.first_context) > SMALLEST_SHOWN
    # The evidence's part is what would be there without context, up to what the other factors lend it.
    assert law.first_tier - law.first_context == pytest.approx(alone.first_tier, abs=0.005)
    assert alone.first_context == alone.lower_context == 0.0


@clusters
def test_what_is_only_inferred_stands_apart_and_is_exactly_that(case_of: ReadCase, cluster_id: str) -> None:
    case = case_of(cluster_id)
    page = read_html(reasons_html(case))
    inferred = [item.factor for item in case.explanation.contributions if item.inferred]
    labels = [row.words for row in _rows(page, inferred=True)]
    assert len(labels) == len(inferred)
    for factor in inferred:
        assert any(words.startswith(codebook.factor(factor).label) for words in labels)
    assert not set(inferred) & set(case.evidence["factor"])
    assert len(_rows(page, inferred=False)) == len(set(case.evidence["factor"]) & set(codebook.PREDICTORS))
    assert bool(inferred) == ("Inferred from the country’s indicators, not known" in page.words)


def test_without_evidence_not_even_the_country_speaks(case_of: ReadCase) -> None:
    case = case_of(WITHOUT_EVIDENCE)
    assert case.evidence.empty
    for page in (read_html(reasons_html(case)), read_html(reasons_html(case, 5))):
        assert not page.tagged("tr")
        assert "Nothing is known here" in page.words


def test_a_tier_is_called_illustrative_at_the_head_of_its_column_only(case_of: ReadCase) -> None:
    case = case_of(SIALKOT)
    heads = {}
    for illustrative in ((), ("lower",), ("first", "lower")):
        page = read_html(reasons_html(case, standing=Standing(illustrative)))
        heads[illustrative] = [item.words for item in page.tagged("th")][1:3]
    assert heads[()] == ["First tier", "Lower tiers"]
    assert heads["lower",] == ["First tier", "Lower tiers (illustrative)"]
    assert heads["first", "lower"] == ["First tier (illustrative)", "Lower tiers (illustrative)"]


def test_what_is_supposed_is_never_inferred_and_what_is_supposed_unknown_is_no_reason(case_of: ReadCase) -> None:
    case = case_of(SIALKOT)
    taken, given = case.inferred()[0].factor, case.reasons()[0].factor
    value = codebook.values(taken)[-1].value
    supposed = supposed_case(case, CaseState(SIALKOT, ((taken, value), (given, None))))
    assert taken in [item.factor for item in supposed.reasons()]
    assert taken not in [item.factor for item in supposed.inferred()]
    assert given not in [item.factor for item in supposed.reasons()]


def _joint_shares(pairs: Sequence[tuple[float, float]]) -> list[int]:
    """Return the hatched share of each bar in per cent, of those that have one."""
    shares = [100 * joint / amount for amount, joint in pairs if abs(amount) >= SMALLEST_SHOWN and joint * amount > 0.0]
    return [round(min(share, 100.0)) for share in shares]


@clusters
def test_the_hatched_part_of_a_bar_is_the_share_owed_to_others(case_of: ReadCase, cluster_id: str) -> None:
    case = case_of(cluster_id)
    pairs = [
        pair
        for item in _shown(case)
        for pair in ((item.first_tier, item.first_joint), (item.lower_tier, item.lower_joint))
    ]
    hatched = read_html(reasons_html(case)).of_kind("joint")
    widths = [re.search(r"width:(\d+)%", item.attributes["style"]) for item in hatched]
    assert [int(width[1]) for width in widths if width] == _joint_shares(pairs)
    for item in hatched:
        bar = item.within("signed")
        assert bar is not None
        # The outer end of a bar is hatched: away from zero.
        assert item.attributes["style"].startswith("right:" if "plus" in bar.kinds else "left:")


def test_the_football_clusters_owe_something_to_others(case_of: ReadCase) -> None:
    page = read_html(reasons_html(case_of(SIALKOT)))
    assert page.of_kind("joint")
    assert "Hatched: the part that a factor owes to others" in page.words
