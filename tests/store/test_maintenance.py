"""Leftover files: only what no snapshot refers to goes, and only when it is old enough."""

import os
import time
from pathlib import Path

import pytest

from codebook.errors import StoreError
from store.connection import Cursor, Lake
from store.maintenance import delete_leftover_files
from store.transaction import write
from tests.etl.lake_state import files_of, query
from tests.store.made_rows import insert, store

DAY_S = 86_400
# More rows than DuckLake keeps inside its catalogue, so that files are written.
ROWS = tuple({"source_id": f"s-{number}"} for number in range(100))


def age(lake: Lake, days: float) -> None:
    """Make every file of a lake look as if it had been written some days ago."""
    moment = time.time() - days * DAY_S
    for name in files_of(lake):
        os.utime(Path(lake.settings.data) / name, (moment, moment))


def remove_sources(cursor: Cursor) -> None:
    """Delete all sources."""
    cursor.execute("DELETE FROM sources")


@pytest.fixture
def leftover(empty_lake: Lake) -> str:
    """Return the file of a killed commit, beside a committed one: no snapshot refers to it."""
    store(empty_lake, "sources", *ROWS)
    [committed] = files_of(empty_lake)
    name = str(Path(committed).with_name("ducklake-00000000-0000-7000-8000-000000000000.parquet"))
    folder = Path(empty_lake.settings.data)
    (folder / name).write_bytes((folder / committed).read_bytes())
    return name


def test_an_old_leftover_goes_and_what_snapshots_need_stays(empty_lake: Lake, leftover: str) -> None:
    age(empty_lake, days=2)
    deleted = delete_leftover_files(empty_lake, 1)
    assert [Path(path).name for path in deleted] == [Path(leftover).name]
    assert len(files_of(empty_lake)) == 1
    assert query(empty_lake, "SELECT count(*) FROM sources") == [(len(ROWS),)]
    assert delete_leftover_files(empty_lake, 1) == []


def test_a_young_leftover_may_belong_to_somebody_and_stays(empty_lake: Lake, leftover: str) -> None:
    age(empty_lake, days=0.9)
    assert delete_leftover_files(empty_lake, 1) == []
    assert leftover in files_of(empty_lake)


def test_rows_that_an_older_snapshot_holds_stay_readable(empty_lake: Lake) -> None:
    store(empty_lake, "sources", *ROWS)
    write(empty_lake, remove_sources, author="a test", message="empty")
    age(empty_lake, days=2)
    assert delete_leftover_files(empty_lake, 1) == []
    assert query(empty_lake, "SELECT count(*) FROM sources AT (VERSION => 1)") == [(len(ROWS),)]


def test_files_that_are_no_tables_stay(empty_lake: Lake) -> None:
    store(empty_lake, "sources", *ROWS)
    folder = Path(empty_lake.settings.data)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    age(empty_lake, days=2)
    assert delete_leftover_files(empty_lake, 1) == []
    assert (folder / "notes.txt").is_file()


def test_an_empty_lake_has_no_leftovers(empty_lake: Lake) -> None:
    assert delete_leftover_files(empty_lake, 1) == []


def test_a_write_that_is_undone_leaves_no_file(empty_lake: Lake) -> None:
    written: list[int] = []

    def fail(cursor: Cursor) -> None:
        insert(cursor, "sources", *ROWS)
        written.append(len(files_of(empty_lake)))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write(empty_lake, fail, author="a test", message="undone")
    assert written == [1]
    assert files_of(empty_lake) == {}


def test_a_foreign_file_in_the_folder_is_never_deleted(lake_copy: Lake) -> None:
    """DuckLake takes every Parquet file below its folder for its own; we refuse before it does."""
    foreign = Path(lake_copy.settings.data) / "someones" / "places.parquet"
    foreign.parent.mkdir()
    foreign.write_bytes(b"precious")
    os.utime(foreign, (0, 0))
    with pytest.raises(StoreError, match=r"places\.parquet is no file of the lake"):
        delete_leftover_files(lake_copy, older_than_days=1)
    assert foreign.read_bytes() == b"precious"
