"""Evidence on a page: all of it, with its sources, its rivals, what counts and what needs care."""

from dataclasses import replace

import pytest

import codebook
from model.explanation import explain
from store.atlas import Atlas
from store.connection import Lake
from tests.ui.conftest import ReadCase
from tests.ui.page_html import Page, folded, read_html
from ui.case import Case, records
from ui.evidence_marks import FROM_MEMORY, GENERAL_STATEMENT
from ui.evidence_view import evidence_html, statements_html
from ui.markup import source_address

WITH_RIVALS = "pk-sialkot-footballs"
FROM_MEMORY_CASE = "mx-tehuacan-jeans"
GENERAL_CASE = "pk-kasur-tanneries"
WITHOUT_EVIDENCE = "bd-dhaka-garments"
COUNTRY_LEVEL = "in-national-leather"
EVERY = 10
"""Of the whole case base every tenth cluster is read too: enough of them to meet what is rare."""


def _page(case: Case) -> Page:
    return read_html(evidence_html(case))


def _rows_of(page: Page) -> list[str]:
    """Return the words of each piece of evidence that counts for anything, in the page's order."""
    return [folded(item.words) for item in page.of_kind("row", "article") if "withdrawn" not in item.kinds]


def test_every_statement_and_every_source_is_on_the_page(case_base: Lake, case_of: ReadCase) -> None:
    ids = list(Atlas(case_base).clusters_for_table()["cluster_id"])[::EVERY]
    for cluster_id in [*ids, WITH_RIVALS, FROM_MEMORY_CASE, GENERAL_CASE, COUNTRY_LEVEL]:
        case = case_of(cluster_id)
        page = _page(case)
        rows = _rows_of(page)
        assert len(rows) == len(case.evidence), cluster_id
        for row in records(case.evidence):
            shown = [words for words in rows if folded(row["statement"]) in words]
            assert any(folded(row["citation"]) in words for words in shown), row["evidence_id"]
            assert any(folded(row["locator"]) in words for words in shown), row["evidence_id"]
            assert any(codebook.label("confidence", str(row["confidence"])) in words for words in shown)
            assert any(codebook.label("tier", str(row["tier"])) in words for words in shown)
            assert row["year"] is None or any(str(row["year"]) in words for words in shown)


def test_every_source_that_can_be_read_is_linked(case_of: ReadCase) -> None:
    case = case_of(WITH_RIVALS)
    links = {address for address in _page(case).addresses() if not address.startswith("#")}
    expected = {
        source_address(*(None if row[name] is None else str(row[name]) for name in ("url", "doi")))
        for row in records(case.evidence) + records(case.withdrawn)
    }
    assert links == {address for address in expected if address}
    assert len(links) > 5


def test_every_piece_of_evidence_has_an_anchor_and_a_link_to_itself(case_of: ReadCase) -> None:
    case = case_of(WITH_RIVALS)
    page = _page(case)
    rows = [item for item in page.of_kind("row", "article") if "withdrawn" not in item.kinds]
    assert {item.attributes["id"] for item in rows} == set(case.evidence["evidence_id"])
    for link in page.of_kind("to-row", "a"):
        row = link.within("row")
        assert row is not None
        assert link.attributes["href"] == f"#{row.attributes['id']}"


def test_what_counts_is_the_attribute_and_is_marked(case_base: Lake, case_of: ReadCase) -> None:
    stored = case_base.cursor().execute(
        "SELECT statement FROM attributes JOIN evidence USING (evidence_id) WHERE attributes.cluster_id = $id",
        {"id": WITH_RIVALS},
    )
    counting = [folded(row[0]) for row in stored.fetchall()]
    marks = _page(case_of(WITH_RIVALS)).of_kind("counts")
    assert len(marks) == len(counting)
    for mark in marks:
        row = mark.within("row")
        assert row is not None
        assert any(statement in folded(row.words) for statement in counting)


def test_rival_claims_stand_in_columns_side_by_side(case_of: ReadCase) -> None:
    case = case_of(WITH_RIVALS)
    page = _page(case)
    assert len(page.of_kind("rivals")) == len(case.rival_factors) > 0
    assert len(page.of_kind("rival", "span")) == len(case.rival_factors)
    for box, factor in zip(page.of_kind("rivals"), _in_page_order(page, case), strict=True):
        columns = [item for item in page.of_kind("rival-column") if box in item.inside]
        seen = [{item.words for item in page.of_kind("value") if column in item.inside} for column in columns]
        assert all(len(values) == 1 for values in seen), f"a column of {factor} holds more than one value"
        assert len(set.union(*seen)) == len(columns)


def test_the_heading_of_rivals_says_value_by_value_what_stands_against_what(case_of: ReadCase) -> None:
    case = case_of(WITH_RIVALS)
    page = _page(case)
    for factor in case.rival_factors:
        [head] = [item.words for item in page.tagged("summary") if item.words.startswith(codebook.factor(factor).label)]
        assert "sources disagree" in head
        rows = case.evidence[case.evidence["factor"] == factor]
        for value, of_value in rows.groupby("value"):
            count = of_value["source_id"].nunique()
            assert f"{codebook.label(factor, str(value))} ({count} source" in head
        assert ("it counts for" in head) == bool(rows["counts"].fillna(False).any())


@pytest.mark.parametrize("cluster_id", [WITH_RIVALS, GENERAL_CASE, "in-jalandhar-footballs"])
def test_the_model_s_warnings_stand_beside_their_factor_with_the_tier_and_the_meaning(
    case_of: ReadCase, cluster_id: str
) -> None:
    case = case_of(cluster_id)
    page = _page(case)
    flags = {(flag.factor, flag.flag, flag.tier) for flag in case.explanation.flags}
    assert flags
    seen = set()
    for factor in {name for name, _, _ in flags}:
        [head] = [item.words for item in page.tagged("summary") if item.words.startswith(codebook.factor(factor).label)]
        for name in {flag for of, flag, _ in flags if of == factor}:
            tiers = [tier for of, flag, tier in flags if (of, flag) == (factor, name)]
            label = codebook.label("prediction_flag", name)
            only = f"{label} ({codebook.label('model_tier', tiers[0])})"
            assert label in head
            assert (only in head) == (len(tiers) == 1)
            assert codebook.value("prediction_flag", name).meaning in page.words
            seen |= {(factor, name, tier) for tier in tiers}
    assert seen == flags
    assert len(page.of_kind("flag")) == len({(factor, name) for factor, name, _ in flags})


def test_a_contradiction_of_sure_sources_is_told_beside_its_factor(case_of: ReadCase) -> None:
    case, factor = case_of(WITH_RIVALS), "union_presence"
    said = codebook.label("prediction_flag", "conflict")
    assert said not in _page(case).words
    ends = [value.value for value in codebook.values(factor)]
    rows = case.evidence.index[case.evidence["factor"] == factor][:2]
    evidence = case.evidence.copy()
    evidence.loc[rows, "value"] = [ends[0], ends[-1]]
    evidence.loc[rows, ["tier", "confidence"]] = ["all", "high"]
    turned = replace(case, evidence=evidence, explanation=explain(evidence, WITH_RIVALS, case.context))
    [head] = [item.words for item in _page(turned).tagged("summary") if said in item.words]
    assert head.startswith(codebook.factor(factor).label)


def _in_page_order(page: Page, case: Case) -> list[str]:
    summaries = [item.words for item in page.tagged("summary")]
    labels = {codebook.factor(factor).label: factor for factor in case.rival_factors}
    return [factor for words in summaries for label, factor in labels.items() if words.startswith(f"{label}:")]


@pytest.mark.parametrize(
    ("cluster_id", "sign", "note"),
    [(FROM_MEMORY_CASE, FROM_MEMORY, "from_memory"), (GENERAL_CASE, GENERAL_STATEMENT, "general_statement")],
)
def test_what_is_from_memory_or_general_is_set_apart_and_says_why(
    case_of: ReadCase, cluster_id: str, sign: str, note: str
) -> None:
    case = case_of(cluster_id)
    careful = [row for row in records(case.evidence) if sign in str(row["locator"])]
    assert careful
    page = _page(case)
    for row in careful:
        shown = [item for item in page.of_kind("row", "article") if folded(row["statement"]) in folded(item.words)]
        assert any(item.within("set-apart") and codebook.note(note).text in item.words for item in shown)


def test_only_what_needs_care_is_set_apart(case_of: ReadCase) -> None:
    case = case_of(WITH_RIVALS)
    plain = [
        row
        for row in records(case.evidence)
        if row["scope"] == "cluster" and not any(s in str(row["locator"]) for s in (FROM_MEMORY, GENERAL_STATEMENT))
    ]
    page = _page(case)
    for row in plain:
        shown = [item for item in page.of_kind("row", "article") if folded(row["statement"]) in folded(item.words)]
        assert any(item.within("set-apart") is None for item in shown), row["evidence_id"]


def test_within_a_column_the_newest_comes_first_and_the_undated_last(case_of: ReadCase) -> None:
    case = case_of(WITH_RIVALS)
    years = {folded(row["statement"]): int(str(row["year"] or 0)) for row in records(case.evidence)}
    page = _page(case)
    for column in page.of_kind("rival-column"):
        seen = [years[folded(item.words)] for item in page.of_kind("statement") if column in item.inside]
        assert seen == sorted(seen, reverse=True)


def test_withdrawn_statements_are_folded_away_at_the_end_with_their_reason(case_of: ReadCase) -> None:
    case = case_of(GENERAL_CASE)
    withdrawn = records(case.withdrawn)
    assert withdrawn
    page = _page(case)
    shown = page.of_kind("withdrawn", "article")
    assert len(shown) == len(withdrawn)
    for row, item in zip(withdrawn, shown, strict=True):
        assert folded(row["statement"]) in folded(item.words)
        assert codebook.value("withdrawn_reason", str(row["reason"])).meaning in item.words
        assert "open" not in item.inside[-1].attributes


def test_no_code_of_the_case_base_is_shown(case_of: ReadCase) -> None:
    case = case_of(WITH_RIVALS)
    words = _page(case).words
    codes = [*codebook.FACTORS, *(value for value in set(case.evidence["value"]) if "_" in value)]
    assert not [code for code in codes if "_" in code and code in words]


def test_a_cluster_without_evidence_says_so_and_draws_no_conclusion(case_of: ReadCase) -> None:
    page = _page(case_of(WITHOUT_EVIDENCE))
    assert not page.of_kind("row")
    assert "nobody" in page.words.lower()
    assert "low" not in page.words.lower().split()


def test_the_card_shows_statements_that_count_each_with_its_source(case_of: ReadCase) -> None:
    case = case_of(WITH_RIVALS)
    page = read_html(statements_html(case, 3))
    assert len(page.tagged("li")) == 3
    counting = {folded(row["statement"]) for f in codebook.FACTORS for row in records(case.counting_rows(f))}
    assert {folded(item.words) for item in page.of_kind("statement")} <= counting
    assert all(item.words for item in page.of_kind("source"))
    assert "no evidence" in read_html(statements_html(case_of(WITHOUT_EVIDENCE), 3)).words.lower()
