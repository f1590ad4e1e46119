"""The schema: the lake's tables are the codebook's, and an older lake gets what a newer codebook added."""

import duckdb
import pytest

import codebook
from codebook.errors import UnknownNameError
from store.connection import Lake
from store.schema import create_tables, table_definition
from store.transaction import write
from tests.store.made_rows import store


def columns_of(lake: Lake) -> dict[str, list[tuple[str, str, bool]]]:
    """Return name, type and whether it may be empty for each column of each table of the lake."""
    statement = """SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns()
                   WHERE database_name = 'lake' ORDER BY table_name, column_index"""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for table, *column in lake.cursor().execute(statement).fetchall():
        found.setdefault(table, []).append((column[0], column[1], column[2]))
    return found


def test_the_lake_has_the_tables_of_the_codebook_and_no_other(built_lake: Lake) -> None:
    expected = {table: [(c.name, c.type, c.nullable) for c in codebook.columns(table)] for table in codebook.TABLES}
    assert columns_of(built_lake) == expected


def test_a_definition_is_refused_for_an_unknown_table() -> None:
    with pytest.raises(UnknownNameError):
        table_definition("facilities; DROP TABLE clusters")


def test_creating_twice_changes_nothing(empty_lake: Lake) -> None:
    write(empty_lake, create_tables, author="a test", message="again")
    before = columns_of(empty_lake)
    write(empty_lake, create_tables, author="a test", message="and again")
    assert columns_of(empty_lake) == before
    assert empty_lake.cursor().execute("SELECT count(*), max(n) FROM writer").fetchone() == (1, 2)


def test_an_older_lake_gets_the_columns_it_lacks_and_keeps_its_rows(empty_lake: Lake) -> None:
    cursor = empty_lake.cursor()
    cursor.execute("CREATE TABLE sources (source_id VARCHAR NOT NULL, citation VARCHAR NOT NULL)")
    cursor.execute("INSERT INTO sources VALUES ('old', 'Old source')")
    store(empty_lake, "clusters", {"cluster_id": "one"})
    names = {column.name for column in codebook.columns("sources")}
    assert {name for name, _, _ in columns_of(empty_lake)["sources"]} == names
    assert cursor.execute("SELECT source_id, citation, url FROM sources").fetchall() == [("old", "Old source", None)]


def test_a_cell_that_must_be_filled_cannot_be_stored_empty(empty_lake: Lake) -> None:
    with pytest.raises(duckdb.ConstraintException):
        store(empty_lake, "clusters", {"cluster_id": "one", "name": None})
    assert empty_lake.is_empty()
