"""Files of the lake that nothing refers to any more."""

from collections.abc import Iterable
from pathlib import PurePosixPath

import codebook
from codebook.errors import StoreError
from store.connection import DATA_VARIABLE, Lake
from store.queries import sql

OWN_SCHEMA = "main"
"""The folder that DuckLake keeps the tables of its default schema in, one folder a table."""


def delete_leftover_files(lake: Lake, older_than_days: int) -> list[str]:
    """Delete leftover files that are older than the given number of days; return their paths.

    Never delete younger ones: DuckLake cannot tell the files of another process's open transaction from those
    of a killed one, and its commit would then succeed on files that are gone.

    Raises
    ------
    StoreError
        When the lake's folder holds Parquet files that were never the lake's; nothing is deleted then.
    """
    cursor = lake.cursor()
    _check_all_are_ours(str(row[0]) for row in cursor.execute(sql("list_orphaned_files"), {"days": 0}).fetchall())
    paths: list[str] = []
    for name in ("delete_scheduled_files", "delete_orphaned_files"):
        rows = cursor.execute(sql(name), {"days": older_than_days}).fetchall()
        paths += [str(row[0]) for row in rows]
    return sorted(paths)


def _check_all_are_ours(paths: Iterable[str]) -> None:
    """Raise when a leftover file lies outside the folders of our tables: DuckLake would delete it all the same."""
    foreign = [path for path in paths if not _is_ours(path)]
    if foreign:
        message = (
            f"Nothing was deleted: {foreign[0]} is no file of the lake, and {len(foreign) - 1} others are none either. "
            "The lake needs a folder of its own."
        )
        next_step = f"Let {DATA_VARIABLE} name a folder that holds nothing else."
        raise StoreError(message, next_step)


def _is_ours(path: str) -> bool:
    """Return whether a path ends like a file of one of our tables: ``main/<table>/<file>``."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    tables = set(codebook.TABLES)
    return any(schema == OWN_SCHEMA and table in tables for schema, table in zip(parts, parts[1:], strict=False))
