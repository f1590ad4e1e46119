"""What a lake holds, in a form that two moments can be compared by.

What belongs here: reading rows, snapshots and files for a comparison. Changing a lake is each test's own work.
"""

from pathlib import Path
from typing import Any

import codebook
from etl.validating import AUTHOR as JUDGE
from store.connection import Lake

Rows = list[tuple[Any, ...]]


def query(lake: Lake, statement: str, values: list[Any] | None = None) -> Rows:
    """Return the rows of one statement."""
    return lake.cursor().execute(statement, values or []).fetchall()


def scalar(lake: Lake, statement: str, values: list[Any] | None = None) -> Any:
    """Return the one value of a statement that returns one."""
    [(value,)] = query(lake, statement, values)
    return value


def row_counts(lake: Lake) -> dict[str, int]:
    """Return the number of rows of every table of the codebook."""
    return {table: int(scalar(lake, "SELECT count(*) FROM query_table(?)", [table])) for table in codebook.TABLES}


def files_of(lake: Lake) -> dict[str, int]:
    """Return the lake's files with their sizes in bytes."""
    folder = Path(lake.settings.data)
    return {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def state(lake: Lake) -> tuple[int, dict[str, int], dict[str, int], str]:
    """Return snapshot, rows by table, files, and a fingerprint of all evidence and predictions."""
    counts = {} if lake.is_empty() else row_counts(lake)
    fingerprint = "" if lake.is_empty() else str(query(lake, FINGERPRINT))
    return lake.snapshot(), counts, files_of(lake), fingerprint


FINGERPRINT = "SELECT (SELECT sum(hash(e)) FROM evidence AS e), (SELECT sum(hash(p)) FROM predictions AS p)"


def changes(lake: Lake, table: str, snapshot: int) -> Rows:
    """Return kind and rows that one snapshot changed in a table, as DuckLake itself tells it."""
    statement = "SELECT * EXCLUDE (snapshot_id, rowid) FROM ducklake_table_changes('lake', 'main', ?, ?, ?)"
    return query(lake, statement, [table, snapshot, snapshot])


def data_snapshots(lake: Lake) -> Rows:
    """Return number, author and message of every snapshot of the data; judgements of the model are none."""
    statement = """SELECT snapshot_id, author, commit_message FROM lake.snapshots()
                   WHERE author IS NOT NULL AND author <> $1 ORDER BY ALL"""
    return query(lake, statement, [JUDGE])
