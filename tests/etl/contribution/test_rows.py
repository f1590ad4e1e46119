"""Ready rows as rows of the case base: complete, by the rules of the build, with ids that are stable and free."""

from typing import Any

import pyarrow as pa
import pytest

import codebook
from codebook.ids import is_valid_id
from etl.contribution.ids import make_cluster_id, make_evidence_id, make_source_id
from etl.contribution.lake_view import LakeView
from etl.contribution.report import Choice, Decisions
from etl.contribution.rows import Contributor, ReadyRows, to_rows
from etl.findings import check_tables
from etl.reading import RawTable, file_columns
from etl.sources import Input, read_input
from store.staging import Staging
from tests.etl.contribution.conftest import Check
from tests.etl.contribution.files import LONG, WIDE

ANA = Contributor("Ana")
SIALKOT = "pk-sialkot-footballs"


def rows_of(ready: ReadyRows, table: str) -> list[dict[str, Any]]:
    """Return the rows of one table."""
    rows: list[dict[str, Any]] = ready.tables[table].to_pylist()
    return rows


def test_a_row_becomes_a_cluster_its_statements_and_its_source(check: Check) -> None:
    row = {**WIDE, "pollution": "severe", "pollution_year": "2021", "first_tier_adoption": "none", "workers": "40"}
    ready = to_rows(check([row]), ANA)
    [cluster], [source] = rows_of(ready, "clusters"), rows_of(ready, "sources")
    assert (cluster["country_iso3"], cluster["workers"], cluster["location_precision"]) == ("IND", "40", "town")
    assert (source["citation"], source["url"], source["type"]) == (WIDE["source"], WIDE["source_url"], "unknown")
    told = [(r["factor"], r["value"], r["tier"], r["year"], r["line"]) for r in rows_of(ready, "evidence")]
    assert told == [
        ("union_presence", "weak", "all", "2019", 2),
        ("first_tier_adoption", "none", "first", "2019", 2),
        ("pollution", "severe", "all", "2021", 2),
    ]
    first = rows_of(ready, "evidence")[0]
    assert (first["cluster_id"], first["source_id"]) == (cluster["cluster_id"], source["source_id"])
    assert (first["statement"], first["confidence"], first["coders"]) == ("reported without statement", "low", "1")


def test_ready_rows_keep_every_rule_of_the_build(check: Check, view: LakeView) -> None:
    rows = [WIDE, {**WIDE, "name": "Arcot", "place": "Arcot", "sector": "food", "csr_capacity": "low", "source": ""}]
    ready = to_rows(check(rows), ANA)
    shipped = read_input(Input())
    staging = Staging(view.lake)
    for table, raw in shipped.items():
        added = ready.tables.get(table)
        staging.add(table, raw.rows if added is None else concat(raw, added))
    findings = check_tables(staging, shipped)
    assert [f for f in findings if f.severity == "error"] == []


def concat(raw: RawTable, added: Any) -> Any:
    """Return a table of the shipped base with contributed rows below it, on lines of their own."""
    below = added.set_column(0, "line", pa.array(range(10**6, 10**6 + added.num_rows), pa.int64()))
    return pa.concat_tables([raw.rows, below.select(raw.rows.column_names)])


def test_tables_have_the_columns_of_the_case_base(check: Check) -> None:
    ready = to_rows(check([WIDE]), ANA)
    assert {name: table.column_names for name, table in ready.tables.items()} == {
        name: ["line", *file_columns(name)] for name in ("sources", "clusters", "evidence")
    }


def test_ids_are_valid_free_and_the_same_for_the_same_file(check: Check) -> None:
    rows = [{**WIDE, "name": f"Market {number}", "place": f"Town {number}"} for number in range(30)]
    one, other = (
        to_rows(check(rows, Decisions(choices=dict.fromkeys(range(2, 32), Choice("new")))), ANA) for _ in "ab"
    )
    for table in ("sources", "clusters", "evidence"):
        assert one.tables[table].equals(other.tables[table])
        key = next(column.name for column in codebook.columns(table) if column.is_key)
        ids = one.tables[table][key].to_pylist()
        assert all(map(is_valid_id, ids))
        assert len(set(ids)) == len(ids)
    assert one.rows == 30


def test_a_new_cluster_never_gets_an_id_that_somebody_has(check: Check) -> None:
    decisions = Decisions(choices={3: Choice("new")})
    first, second = rows_of(to_rows(check([WIDE, WIDE], decisions), ANA), "clusters")
    assert first["cluster_id"] != second["cluster_id"]
    taken = frozenset({first["cluster_id"], second["cluster_id"]})
    again = rows_of(to_rows(check([WIDE, WIDE], decisions), ANA, taken), "clusters")
    assert len({*taken, *(row["cluster_id"] for row in again)}) == 4


def test_ids_differ_in_whatever_the_record_says() -> None:
    words = ("IND", "Ranipet", "paper", "Market", "12.93", "79.33")
    base = make_cluster_id(*words)
    assert base.startswith("ind-ranipet-paper-")
    assert make_cluster_id("IND", "ranipet", "paper", "MARKET", "12.931", "79.33") == base
    for place in range(len(words)):
        other = [f"{word}9" if number == place else word for number, word in enumerate(words)]
        assert make_cluster_id(*other) != base
    assert make_source_id("A", "https://a.org") != make_source_id("A", "https://b.org")
    assert is_valid_id(make_source_id("مصدر"))
    assert is_valid_id(make_evidence_id("x" * 64, ("a",)))
    assert make_evidence_id(SIALKOT, ("a", "b")) != make_evidence_id(SIALKOT, ("ab", ""))


def test_a_statement_given_again_has_the_id_it_had(check: Check) -> None:
    alone = rows_of(to_rows(check([LONG]), ANA), "evidence")
    among = rows_of(to_rows(check([{**LONG, "value": "strong"}, LONG]), ANA), "evidence")
    assert alone[0]["evidence_id"] == among[1]["evidence_id"]
    assert alone[0]["evidence_id"].startswith(f"{SIALKOT}-")
    ready = to_rows(check([LONG, LONG]), ANA)
    assert (len(rows_of(ready, "evidence")), ready.repeated, ready.rows) == (1, 1, 2)


def test_the_same_cluster_gathers_the_statements_of_both_rows(check: Check) -> None:
    rows = [WIDE, {**WIDE, "name": "Ranipet hides market", "union_presence": "strong", "pollution": "severe"}]
    ready = to_rows(check(rows, Decisions(choices={3: Choice("same", line=2)})), ANA)
    [cluster] = rows_of(ready, "clusters")
    evidence = rows_of(ready, "evidence")
    assert {row["cluster_id"] for row in evidence} == {cluster["cluster_id"]}
    assert [(row["line"], row["value"]) for row in evidence] == [(2, "weak"), (3, "strong"), (3, "severe")]
    there = to_rows(check(rows[:1], Decisions(choices={2: Choice("same", cluster_id=SIALKOT)})), ANA)
    assert rows_of(there, "clusters") == []
    assert {row["cluster_id"] for row in rows_of(there, "evidence")} == {SIALKOT}


def test_rows_that_wait_or_are_left_out_stay_away(check: Check) -> None:
    rows = [WIDE, {**WIDE, "sector": "??"}, {**WIDE, "place": "Arcot", "name": "Arcot", "sector": "food"}]
    ready = to_rows(check(rows, Decisions(choices={4: Choice("skip")})), ANA)
    assert [row["line"] for row in rows_of(ready, "clusters")] == [2]
    assert ready.rows == 1


@pytest.mark.parametrize(
    ("citation", "expected"),
    [(None, "Ana (own contribution)"), ("Ana (2024). Field notes.", "Ana (2024). Field notes.")],
)
def test_who_names_no_source_is_the_source(check: Check, citation: str | None, expected: str) -> None:
    row = {**WIDE, "source": "", "source_url": ""}
    ready = to_rows(check([row]), Contributor("Ana", citation))
    [source] = rows_of(ready, "sources")
    assert (source["citation"], source["type"]) == (expected, "contribution")


def test_a_source_that_is_there_is_not_entered_again(check: Check, view: LakeView) -> None:
    known = view.sources.dropna(subset=["url"]).iloc[0]
    rows = [
        {**LONG, "source": str(known["source_id"]), "source_url": ""},
        {**LONG, "source": str(known["citation"]).upper(), "source_url": "", "year": "2018"},
        {**LONG, "source": "Somebody else", "source_url": str(known["url"]) + "/", "year": "2017"},
        {**LONG, "source": str(known["url"]), "source_url": "", "year": "2016"},
    ]
    ready = to_rows(check(rows), ANA)
    assert rows_of(ready, "sources") == []
    assert {row["source_id"] for row in rows_of(ready, "evidence")} == {known["source_id"]}


def test_a_cells_own_source_goes_before_the_rows(check: Check) -> None:
    row = {**WIDE, "pollution": "severe", "pollution_source": "https://example.org/other"}
    ready = to_rows(check([row]), ANA)
    citation_of = {source["source_id"]: source["citation"] for source in rows_of(ready, "sources")}
    told = {r["factor"]: citation_of[r["source_id"]] for r in rows_of(ready, "evidence")}
    assert told == {"union_presence": WIDE["source"], "pollution": "https://example.org/other"}


def test_answers_stand_where_the_file_is_silent(check: Check) -> None:
    rows = [{**LONG, "mode": ""}, {**LONG, "mode": "inferred"}]
    ready = to_rows(check(rows), Contributor("Ana", answers={"mode": "observed", "scope": "part"}))
    told = [(row["mode"], row["scope"]) for row in rows_of(ready, "evidence")]
    assert told == [("observed", "part"), ("inferred", "part")]
