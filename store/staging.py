"""Rows on their way in: every file as text with its own line numbers, beside the codebook, in the same engine.

Nothing here touches the lake. Most checks read ``staged_cells``, one row per cell of every staged file, so that one
query judges all tables; a few read ``staged_<table>``. A check is a query below sql/checks/ that must return no rows;
each returns the same columns, one row per problem: table_name, line, column_name, value, allowed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

import codebook
from store.connection import Lake
from store.queries import bound_batch, sql, sql_for_cells, sql_for_table


@dataclass(frozen=True)
class Problem:
    """One row that a check returned.

    Attributes
    ----------
    table
        Table of the codebook the row was headed for.
    line
        Line of the file the row begins at; the header is line 1.
    column
        Column at fault, None when the row as a whole is.
    value
        The text that was found, None when it was empty.
    allowed
        What would be allowed, in words; None when the check's own message says it.
    """

    table: str
    line: int | None
    column: str | None
    value: str | None
    allowed: str | None


class Staging:
    """The staged files of one load; a cursor of its own, so that loads do not see each other."""

    def __init__(self, lake: Lake) -> None:
        self.cursor = lake.cursor()
        self.cursor.register("codebook_columns", _codebook_columns())
        self.cursor.register("codebook_values", _codebook_values())
        self.tables: tuple[str, ...] = ()
        self._columns: list[tuple[str, str]] = []
        self._given: list[str] = []

    def add(self, table: str, rows: pa.Table) -> None:
        """Stage one table.

        Parameters
        ----------
        table
            Table of the codebook.
        rows
            One text column per file column, null where the file has nothing, and ``line`` (integer).
        """
        self.cursor.register(f"staged_{table}", rows)
        self.tables = (*self.tables, table)
        # A view: copied out, the cells of a million clusters would take many gigabytes.
        self._columns += [(table, name) for name in rows.column_names if name != "line"]
        self.cursor.execute(sql_for_cells(self._columns, self._given))

    def add_cells(self, table: str, rows: pa.Table, cells: pa.Table) -> None:
        """Stage one table of which only some cells are to be judged.

        Parameters
        ----------
        table
            Table of the codebook.
        rows
            As :meth:`add` takes it; read by the checks that look at several columns of a row together.
        cells
            The cells that the other checks read: ``line`` (integer), ``column_name``, ``value`` (null for an empty
            cell).
        """
        self.cursor.register(f"staged_{table}", rows)
        self.cursor.register(f"given_{table}", cells)
        self.tables = (*self.tables, table)
        self._given.append(table)
        self.cursor.execute(sql_for_cells(self._columns, self._given))

    def problems(self, check: str, values: Mapping[str, object] | None = None) -> list[Problem]:
        """Return what one check finds in all staged tables, in the order of the codebook and of each file.

        Parameters
        ----------
        check
            Name of a file below sql/checks/.
        values
            Values to bind, e.g. ``{"form": "id"}``.
        """
        rows = self.cursor.execute(sql(f"checks/{check}"), dict(values or {})).fetchall()
        return [Problem(*row) for row in rows]

    def rows(self, table: str) -> pa.Table:
        """Return a staged table as it was added."""
        return self.cursor.table(f"staged_{table}").to_arrow_table()

    def count(self, table: str) -> int:
        """Return the number of staged rows of a table."""
        return int(self.cursor.table(f"staged_{table}").shape[0])

    def type_rows(self, table: str, batch: int) -> None:
        """Make ``new_<table>`` from the staged text: typed, in the codebook's order, ready to be written.

        Call after the checks: a value that cannot be read as its type raises a duckdb error here.
        """
        statement = sql_for_table("type_staged_rows", table)
        self.cursor.execute(statement, bound_batch(table, batch))

    def typed_rows(self, table: str) -> pd.DataFrame:
        """Return what :meth:`type_rows` made of a table, one row per row of the file."""
        return self.cursor.table(f"new_{table}").df()


def _codebook_columns() -> pa.Table:
    """Return one row per column of the codebook, as the checks read it."""
    rows = [
        {
            "table_number": number,
            "table_name": column.table,
            "column_name": column.name,
            "type": column.type,
            "is_key": column.is_key,
            "nullable": column.nullable,
            "is_derived": column.is_derived,
            "domain": column.domain,
            "also": list(column.also),
            "form": column.form,
            "references": column.references,
            "minimum": column.minimum,
            "maximum": column.maximum,
        }
        for number, table in enumerate(codebook.TABLES)
        for column in codebook.columns(table)
    ]
    schema = pa.schema(
        [
            ("table_number", pa.int32()),
            ("table_name", pa.string()),
            ("column_name", pa.string()),
            ("type", pa.string()),
            ("is_key", pa.bool_()),
            ("nullable", pa.bool_()),
            ("is_derived", pa.bool_()),
            ("domain", pa.string()),
            ("also", pa.list_(pa.string())),
            ("form", pa.string()),
            ("references", pa.string()),
            ("minimum", pa.float64()),
            ("maximum", pa.float64()),
        ]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def _codebook_values() -> pa.Table:
    """Return one row per allowed value of the codebook."""
    rows = [
        {"domain": value.domain, "value": value.value, "rank": value.rank}
        for domain in codebook.DOMAINS
        for value in codebook.values(domain)
    ]
    schema = pa.schema([("domain", pa.string()), ("value", pa.string()), ("rank", pa.int32())])
    return pa.Table.from_pylist(rows, schema=schema)
