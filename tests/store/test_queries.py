"""Queries: texts by name, and statements filled for a table from the codebook's own names."""

import pytest

import codebook
from codebook.errors import UnknownNameError
from store.queries import SQL_FOLDER, bound_batch, sql, sql_for_table

FOR_TABLES = ("type_staged_rows", "delete_changed_rows", "insert_changed_rows")


def test_a_query_is_the_text_of_its_file() -> None:
    assert sql("checks/missing_value") == (SQL_FOLDER / "checks" / "missing_value.sql").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["nothing", "../queries", "checks"])
def test_an_unknown_query_is_refused_with_those_that_are_known(name: str) -> None:
    with pytest.raises(UnknownNameError, match="checks/missing_value") as caught:
        sql(name)
    assert repr(name) in caught.value.message


@pytest.mark.parametrize("table", codebook.TABLES)
@pytest.mark.parametrize("name", FOR_TABLES)
def test_a_statement_is_filled_for_every_table(name: str, table: str) -> None:
    statement = sql_for_table(name, table)
    assert f"{table}" in statement
    assert not {"{", "}"} & set(statement)
    needs_batch = "$batch" in statement.partition("-- grain")[2]
    assert needs_batch == bool(bound_batch(table, 0)) or table in {"batches"}


def test_rows_of_a_batch_are_narrowed_to_it_and_derived_rows_are_not() -> None:
    assert "batch_id = $batch" in sql_for_table("delete_changed_rows", "evidence")
    assert "batch_id" not in sql_for_table("delete_changed_rows", "attributes")
    assert (bound_batch("evidence", 3), bound_batch("attributes", 3)) == ({"batch": 3}, {})


def test_a_statement_is_filled_for_no_other_name() -> None:
    with pytest.raises(UnknownNameError):
        sql_for_table("delete_changed_rows", "evidence; DROP TABLE evidence")
