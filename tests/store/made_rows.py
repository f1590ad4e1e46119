"""Rows made for one test each: only what the test is about is said, the rest is filled in.

What belongs here: putting rows into a lake's tables. What a test expects of them stands in the test.
"""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

import codebook
from store.connection import Cursor, Lake
from store.queries import sql_for_table
from store.transaction import write

FILLING: dict[str, Any] = {"VARCHAR": "x", "INTEGER": 1, "BIGINT": 0, "DOUBLE": 0.5, "BOOLEAN": False}
ARROW_TYPES = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "TIMESTAMP": pa.timestamp("us"),
}


def made_row(table: str, **cells: Any) -> dict[str, Any]:
    """Return a whole row of a table: what must be filled is filled, what may be empty is empty."""
    filled = {c.name: None if c.nullable else FILLING[c.type] for c in codebook.columns(table)}
    return {**filled, **cells}


def stage_new(cursor: Cursor, table: str, *rows: dict[str, Any]) -> None:
    """Make ``new_<table>`` on a cursor, the rows that a write reads; each names only what matters to the test."""
    schema = pa.schema([(column.name, ARROW_TYPES[column.type]) for column in codebook.columns(table)])
    cursor.register(f"new_{table}", pa.Table.from_pylist([made_row(table, **row) for row in rows], schema=schema))


def insert(cursor: Cursor, table: str, *rows: dict[str, Any]) -> None:
    """Insert rows into a table of the lake, beside those that it holds."""
    stage_new(cursor, table, *rows)
    batch = {"batch": -1} if any(column.name == "batch_id" for column in codebook.columns(table)) else {}
    cursor.execute(sql_for_table("insert_changed_rows", table), batch)
    cursor.unregister(f"new_{table}")


def store(lake: Lake, table: str, *rows: dict[str, Any]) -> None:
    """Insert rows in a transaction of their own."""
    write(lake, lambda cursor: insert(cursor, table, *rows), author="a test", message=f"rows of {table}")


def texts(table: str, *rows: Mapping[str, str | None]) -> pa.Table:
    """Return rows as text with line numbers, as reading a file gives them."""
    names = [column.name for column in codebook.columns(table) if not column.is_derived]
    columns = {name: pa.array([row.get(name) for row in rows], type=pa.string()) for name in names}
    return pa.table({"line": pa.array(range(2, len(rows) + 2), type=pa.int64()), **columns})
