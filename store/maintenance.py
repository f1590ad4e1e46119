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
    leftovers = cursor.execute(sql("list_orphaned_files"), {"days": 0}).fetchall()
    _check_all_are_ours(lake.settings.data, (str(row[0]) for row in leftovers))
    paths: list[str] = []
    for name in ("delete_scheduled_files", "delete_orphaned_files"):
        rows = cursor.execute(sql(name), {"days": older_than_days}).fetchall()
        paths += [str(row[0]) for row in rows]
    return sorted(paths)


def _check_all_are_ours(folder: str, paths: Iterable[str]) -> None:
    """Raise when a leftover file lies outside the folders of our tables: DuckLake would delete it all the same."""
    foreign = [path for path in paths if not _is_ours(folder, path)]
    if foreign:
        message = f"Nothing was deleted: {foreign[0]} is no file of the lake. The lake needs a folder of its own."
        next_step = f"Let {DATA_VARIABLE} name a folder that holds nothing else."
        raise StoreError(message, next_step)


def _is_ours(folder: str, path: str) -> bool:
    """Return whether a path below the lake's folder is that of one of our tables: ``main/<table>/<file>``."""
    below = path.replace("\\", "/").removeprefix(folder.replace("\\", "/")).lstrip("/")
    parts = PurePosixPath(below).parts
    return len(parts) > 2 and parts[0] == OWN_SCHEMA and parts[1] in set(codebook.TABLES)
