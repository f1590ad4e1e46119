"""Tidying of the lake's files: those that no snapshot needs, and those that killed commits left behind."""

from store.connection import Lake
from store.maintenance import delete_leftover_files

OLDER_THAN_DAYS = 1


def clean(lake: Lake) -> list[str]:
    """Delete files that no snapshot refers to and that are older than one day; return their paths.

    A file of a transaction that is still open looks just like one of a killed commit, so only age tells them
    apart: nothing younger than a day is touched. Snapshots stay.
    """
    return delete_leftover_files(lake, OLDER_THAN_DAYS)
