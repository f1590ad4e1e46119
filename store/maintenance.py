"""Files of the lake that nothing refers to any more."""

from store.connection import Lake
from store.queries import sql


def delete_leftover_files(lake: Lake, older_than_days: int) -> list[str]:
    """Delete leftover files that are older than the given number of days; return their paths.

    Never delete younger ones: DuckLake cannot tell the files of another process's open transaction from those
    of a killed one, and its commit would then succeed on files that are gone.
    """
    cursor = lake.cursor()
    paths: list[str] = []
    for name in ("delete_scheduled_files", "delete_orphaned_files"):
        rows = cursor.execute(sql(name), {"days": older_than_days}).fetchall()
        paths += [str(row[0]) for row in rows]
    return sorted(paths)
