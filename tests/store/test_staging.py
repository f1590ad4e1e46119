"""Staging: rows wait beside the lake as text, are judged there, and become typed rows; the lake sees nothing."""

import duckdb
import pyarrow as pa
import pytest

from store.connection import Lake
from store.staging import Problem, Staging
from tests.store.made_rows import texts

CELLS = pa.schema([("line", pa.int64()), ("column_name", pa.string()), ("value", pa.string())])
SOURCE = {"source_id": "one", "citation": "A source", "year": "2001", "type": "web"}


def test_staged_rows_are_counted_and_returned_as_they_came(empty_lake: Lake) -> None:
    staging = Staging(empty_lake)
    rows = texts("sources", SOURCE, {**SOURCE, "source_id": "two", "year": None})
    staging.add("sources", rows)
    assert staging.tables == ("sources",)
    assert staging.count("sources") == 2
    assert staging.rows("sources").equals(rows)


def test_a_check_returns_one_problem_a_row(empty_lake: Lake) -> None:
    staging = Staging(empty_lake)
    staging.add("sources", texts("sources", SOURCE, {**SOURCE, "source_id": "two", "year": "soon"}))
    found = staging.problems("unreadable_value")
    allowed = "a whole number without decimals, plus sign or leading zeros"
    assert found == [Problem(table="sources", line=3, column="year", value="soon", allowed=allowed)]
    assert staging.problems("missing_value") == []


def test_typed_rows_have_the_codebook_s_types_and_their_batch(empty_lake: Lake) -> None:
    staging = Staging(empty_lake)
    staging.add("sources", texts("sources", SOURCE, {**SOURCE, "source_id": "two", "year": None}))
    staging.type_rows("sources", 3)
    found = staging.cursor.execute("SELECT source_id, year, batch_id FROM new_sources ORDER BY source_id").fetchall()
    assert found == [("one", 2001, 3), ("two", None, 3)]


def test_a_value_that_no_check_stopped_raises(empty_lake: Lake) -> None:
    staging = Staging(empty_lake)
    staging.add("sources", texts("sources", {**SOURCE, "year": "soon"}))
    with pytest.raises(duckdb.ConversionException):
        staging.type_rows("sources", 0)


def test_two_loads_do_not_see_each_other_and_the_lake_sees_neither(empty_lake: Lake) -> None:
    one, two = Staging(empty_lake), Staging(empty_lake)
    one.add("sources", texts("sources", SOURCE))
    two.add("sources", texts("sources", SOURCE, {**SOURCE, "source_id": "two"}))
    one.type_rows("sources", 0)
    assert (one.count("sources"), two.count("sources")) == (1, 2)
    with pytest.raises(duckdb.CatalogException):
        two.cursor.table("new_sources")
    with pytest.raises(duckdb.CatalogException):
        empty_lake.cursor().table("staged_sources")
    assert (empty_lake.is_empty(), empty_lake.snapshot()) == (True, 0)


def test_of_a_table_with_listed_cells_only_those_are_judged(empty_lake: Lake) -> None:
    staging = Staging(empty_lake)
    rows = texts("sources", {**SOURCE, "citation": None, "url": None}, {**SOURCE, "year": "soon"})
    listed = {"line": [2, 3], "column_name": ["citation", "type"], "value": [None, "web"]}
    staging.add_cells("sources", rows, pa.table(listed, schema=CELLS))
    assert [(found.line, found.column) for found in staging.problems("missing_value")] == [(2, "citation")]
    assert staging.problems("unreadable_value") == []
    assert [found.line for found in staging.problems("source_without_link")] == [2, 3]
