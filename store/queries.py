"""The SQL of the store as text: one statement a file below store/sql/, read once.

Values are bound by whoever runs a statement. What cannot be bound is an identifier; the few files that work
for every table hold placeholders such as ``{table}``, which are filled here from the codebook's own names and
from nothing else.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import codebook
from codebook.errors import UnknownNameError

SQL_FOLDER = Path(__file__).parent / "sql"


@cache
def sql(name: str) -> str:
    """Return the text of ``store/sql/<name>.sql``.

    Parameters
    ----------
    name
        Path below store/sql without ending, e.g. ``checks/missing_value``.

    Raises
    ------
    UnknownNameError
        When there is no such file.
    """
    path = SQL_FOLDER / f"{name}.sql"
    if not path.is_file():
        known = ", ".join(sorted(str(p.relative_to(SQL_FOLDER).with_suffix("")) for p in SQL_FOLDER.rglob("*.sql")))
        message = f"There is no query {name!r}. Known queries: {known}."
        raise UnknownNameError(message)
    return path.read_text(encoding="utf-8")


@cache
def sql_for_table(name: str, table: str) -> str:
    """Return a statement that works for every table, filled for one table of the codebook.

    ``{table}`` becomes the table's name, ``{columns}`` its columns in the codebook's order, ``{keys}`` its key
    columns, ``{content}`` the columns of its file and ``{texts}`` the same as text, ``{casts}`` the file columns as
    their types, ``{rows_of_batch}`` the condition that narrows a write to one batch (true for derived tables, which
    belong to no batch).

    Raises
    ------
    UnknownNameError
        When the codebook knows no such table or there is no such file.
    """
    columns = codebook.columns(table)
    names = [column.name for column in columns]
    keys = [column.name for column in columns if column.is_key]
    content = [column.name for column in columns if not column.is_derived]
    casts = [f"CAST({c.name} AS {c.type}) AS {c.name}" for c in columns if c.name != "batch_id"]
    if "batch_id" in names:
        casts.append("CAST($batch AS INTEGER) AS batch_id")
    return sql(name).format(
        table=table,
        columns=", ".join(names),
        keys=", ".join(keys),
        content=", ".join(content),
        texts=", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in content),
        casts=", ".join(casts),
        rows_of_batch="batch_id = $batch" if "batch_id" in names else "true",
    )


def sql_for_cells(columns: Sequence[tuple[str, str]], given: Sequence[str] = ()) -> str:
    """Return the statement that makes the view of all cells of some columns, each given as table and column.

    Parameters
    ----------
    columns
        Columns of which every cell is read.
    given
        Tables whose cells are listed one by one in ``given_<table>``.

    Raises
    ------
    UnknownNameError
        When the codebook knows no such table or column.
    """
    known = [codebook.column(table, column) for table, column in columns]
    cells = [sql("staged_cells_of_column").format(table=column.table, column=column.name) for column in known]
    cells += [sql("staged_cells_given").format(table=codebook.table(table).name) for table in given]
    return sql("create_staged_cells").format(cells="UNION ALL\n".join(cells))


def bound_batch(table: str, batch: int) -> dict[str, int]:
    """Return what to bind to a statement made for a table: the batch, where its rows belong to batches."""
    has_batches = any(column.name == "batch_id" for column in codebook.columns(table))
    return {"batch": batch} if has_batches else {}
