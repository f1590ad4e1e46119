"""Several processes on one lake: readers see whole states, writers lose nothing, tidying destroys nothing."""

import json
import os
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from etl.build import build
from etl.sources import Input
from store.connection import Lake
from tests.etl.case_files import DataFolder, make_small
from tests.etl.lake_state import data_snapshots, files_of, query, row_counts
from tests.store.made_rows import store
from tests.store.other_process import PATIENCE_S, OtherProcess, started

OTHER = "tests.store.other_process"
# More than DuckLake keeps inside its catalogue, so that files are written before the commit.
ROWS = 500
TWO_DAYS_S = 2 * 86_400


@pytest.fixture
def small(tmp_path: Path) -> DataFolder:
    """Return four clusters of the shipped base with all that its files say of them."""
    return make_small(tmp_path / "small")


def rows_of(lake: Lake, name: str) -> tuple[int, int]:
    """Return how many sources and clusters one process has stored."""
    statement = """SELECT (SELECT count(*) FROM sources WHERE starts_with(source_id, $1)),
                          (SELECT count(*) FROM clusters WHERE starts_with(cluster_id, $1))"""
    [(sources, clusters)] = query(lake, statement, [f"{name}-"])
    return sources, clusters


def test_who_reads_during_a_build_sees_the_old_state_or_the_new_one_whole(empty_lake: Lake, small: DataFolder) -> None:
    build(empty_lake, Input(small.cases))
    rows = small.rows("clusters")
    small.write("clusters", [{**row, "name": f"New {row['cluster_id']}"} for row in rows])
    small.change("evidence", 0, value="good", factor="working_conditions")
    small.write("evidence", small.rows("evidence")[:-1])
    with started(empty_lake, OTHER, "read") as reader:
        reader.expect("reading")
        with started(empty_lake, "etl", "build", "--from", small.cases, "--json") as builder:
            code, out = builder.end()
        assert (code, json.loads(out)["changed"]) == (0, True)
        reader.tell("stop")
        seen = json.loads(reader.expect("seen"))
        assert reader.end() == (0, "")
    old, new = seen["states"]
    assert old[0] == "|".join(row["name"] for row in sorted(rows, key=lambda row: row["cluster_id"]))
    assert new[0] == "|".join(sorted(f"New {row['cluster_id']}" for row in rows))
    assert new[1] == old[1] - 1 == len(small.rows("evidence"))
    assert old[4] is new[4] is True
    assert seen["reads"] > 5
    assert sorted(seen["atlas"]) == sorted(f"New {row['cluster_id']}" for row in rows)


def test_two_builds_at_once_on_an_empty_lake_make_one_snapshot(empty_lake: Lake, small: DataFolder) -> None:
    arguments = ("etl", "build", "--from", small.cases, "--json")
    with started(empty_lake, *arguments) as one, started(empty_lake, *arguments) as two:
        ends = [one.end(), two.end()]
    assert [code for code, _ in ends] == [0, 0]
    replies = [json.loads(out) for _, out in ends]
    assert sorted(reply["changed"] for reply in replies) == [False, True]
    assert len(data_snapshots(empty_lake)) == 1
    counts = row_counts(empty_lake)
    assert {table: counts[table] for table in ("clusters", "evidence", "writer", "batches")} == {
        "clusters": len(small.rows("clusters")),
        "evidence": len(small.rows("evidence")),
        "writer": 1,
        "batches": 1,
    }


def test_of_two_writers_that_overlap_the_slower_one_lands_too(empty_lake: Lake) -> None:
    with ExitStack() as stack:
        one, two = (stack.enter_context(started(empty_lake, OTHER, "hold", name, ROWS)) for name in ("one", "two"))
        for process in (one, two):
            process.expect("written")
        one.tell("go")
        assert one.expect("committed") == "1"
        two.tell("go")
        assert two.expect("committed") == "2"
        assert [one.end(), two.end()] == [(0, ""), (0, "")]
    assert rows_of(empty_lake, "one") == rows_of(empty_lake, "two") == (ROWS, ROWS)
    assert [author for _, author, _ in data_snapshots(empty_lake)] == ["one", "two"]
    assert query(empty_lake, "SELECT n FROM writer") == [(2,)]


def test_clean_beside_an_open_transaction_destroys_nothing_but_leftovers(empty_lake: Lake) -> None:
    store(empty_lake, "sources", *({"source_id": f"kept-{number}"} for number in range(ROWS)))
    kept = set(files_of(empty_lake))
    with ExitStack() as stack:
        dead, alive = (
            stack.enter_context(started(empty_lake, OTHER, "hold", name, ROWS)) for name in ("dead", "alive")
        )
        dead.expect("written")
        alive.expect("written")
        dead.kill()
        written = set(files_of(empty_lake)) - kept
        leftovers = {name for name in written if holds(empty_lake, name, "dead")}
        assert len(leftovers) == 2
        assert len(written) == 4
        for name in leftovers | kept:
            make_old(empty_lake, name)
        cleaner = stack.enter_context(started(empty_lake, "etl", "clean", "--json"))
        code, out = cleaner.end()
        assert code == 0
        assert {Path(path).name for path in json.loads(out)["deleted"]} == {Path(name).name for name in leftovers}
        assert set(files_of(empty_lake)) == (kept | written) - leftovers
        alive.tell("go")
        alive.expect("committed")
        assert alive.end() == (0, "")
    assert rows_of(empty_lake, "alive") == (ROWS, ROWS)
    assert rows_of(empty_lake, "kept") == (ROWS, 0)
    assert rows_of(empty_lake, "dead") == (0, 0)


def holds(lake: Lake, name: str, owner: str) -> bool:
    """Return whether a file of the lake holds rows that one process wrote."""
    content = lake.cursor().from_parquet(str(Path(lake.settings.data) / name)).fetchall()
    return any(str(row[0]).startswith(f"{owner}-") for row in content)


def make_old(lake: Lake, name: str) -> None:
    """Make a file look as if it had been written two days ago."""
    moment = time.time() - TWO_DAYS_S
    os.utime(Path(lake.settings.data) / name, (moment, moment))


@pytest.mark.parametrize("moment", ["before the commit", "as the commit begins", "as the catalogue changes"])
def test_a_process_killed_at_its_commit_leaves_all_or_nothing(empty_lake: Lake, moment: str) -> None:
    store(empty_lake, "sources", {"source_id": "first"})
    with started(empty_lake, OTHER, "hold", "killed", ROWS) as process:
        process.expect("written")
        kill_at(moment, process, Path(empty_lake.settings.catalog.removeprefix("sqlite:") + "-wal"))
    stored = rows_of(empty_lake, "killed")
    assert stored in {(0, 0), (ROWS, ROWS)}
    if moment == "before the commit":
        assert stored == (0, 0)
    # Nobody has to repair anything: the next writer just writes.
    store(empty_lake, "sources", {"source_id": "next"})
    again = Lake(empty_lake.settings)
    assert rows_of(again, "killed") == stored
    assert query(again, "SELECT count(*) FROM sources") == [(stored[0] + 2,)]
    again.close()


def state_of(log: Path) -> tuple[int, int] | None:
    """Return size and time of a log, None while there is none: SQLite removes it between two connections."""
    try:
        found = log.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns


def kill_at(moment: str, process: OtherProcess, log: Path) -> None:
    """Kill a process that holds a transaction open, at a moment of its commit."""
    before = state_of(log)
    if moment != "before the commit":
        process.tell("go")
    if moment == "as the catalogue changes":
        deadline = time.monotonic() + PATIENCE_S
        while state_of(log) == before:
            assert time.monotonic() < deadline, "the catalogue never changed"
    process.kill()
