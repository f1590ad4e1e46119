"""Writing transactions: whole or not at all, signed, one writer at a time, retried when another was faster."""

from collections.abc import Iterator

import duckdb
import pytest
import tenacity

from codebook.errors import BusyLakeError
from store import transaction
from store.connection import Cursor, Lake
from store.transaction import write
from tests.store.made_rows import insert, store


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retry at once: how long to wait is no question of these tests."""
    monkeypatch.setattr(tenacity, "wait_random_exponential", lambda **_: tenacity.wait_none())


@pytest.fixture
def other(empty_lake: Lake) -> Iterator[Lake]:
    """Yield a second connection to the same lake, as another process has one."""
    lake = Lake(empty_lake.settings)
    yield lake
    lake.close()


def sources(lake: Lake) -> list[str]:
    """Return the ids of all sources, sorted."""
    return [row[0] for row in lake.cursor().execute("SELECT source_id FROM sources ORDER BY ALL").fetchall()]


def signatures(lake: Lake) -> list[tuple[str, str]]:
    """Return author and message of every signed snapshot, oldest first."""
    statement = "SELECT author, commit_message FROM lake.snapshots() WHERE author IS NOT NULL ORDER BY snapshot_id"
    return lake.cursor().execute(statement).fetchall()


def test_a_transaction_is_one_signed_snapshot(empty_lake: Lake) -> None:
    def work(cursor: Cursor) -> None:
        insert(cursor, "sources", {"source_id": "one"})
        insert(cursor, "clusters", {"cluster_id": "two"})

    author = "O'Brien; DROP TABLE sources"
    assert write(empty_lake, work, author=author, message="one row\neach") is True
    assert empty_lake.snapshot() == 1
    assert signatures(empty_lake) == [(author, "one row\neach")]
    assert sources(empty_lake) == ["one"]


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), BusyLakeError("no")])
def test_what_the_work_raises_undoes_everything(empty_lake: Lake, error: BaseException) -> None:
    store(empty_lake, "sources", {"source_id": "one"})
    before = (empty_lake.snapshot(), empty_lake.facts_version())
    calls: list[int] = []

    def work(cursor: Cursor) -> None:
        calls.append(1)
        insert(cursor, "sources", {"source_id": "two"})
        cursor.execute("DELETE FROM sources WHERE source_id = 'one'")
        raise error

    cursor = empty_lake.cursor()
    with pytest.raises(type(error)) as caught:
        write(empty_lake, work, author="a", message="m", cursor=cursor)
    assert caught.value is error
    assert (empty_lake.snapshot(), empty_lake.facts_version()) == before
    assert sources(empty_lake) == ["one"]
    assert calls == [1]
    # The cursor is free again.
    assert write(empty_lake, lambda _: None, author="a", message="m", cursor=cursor)


def test_a_first_write_that_fails_leaves_an_empty_lake(empty_lake: Lake) -> None:
    with pytest.raises(ZeroDivisionError):
        write(empty_lake, lambda _: [][1 // 0], author="a", message="m")
    assert (empty_lake.is_empty(), empty_lake.snapshot()) == (True, 0)


def test_a_wrong_statement_is_not_tried_again_whatever_it_quotes(empty_lake: Lake) -> None:
    calls: list[int] = []

    def work(cursor: Cursor) -> None:
        calls.append(1)
        cursor.execute("SELECT CAST('busy, locked, conflict' AS INTEGER)")

    with pytest.raises(duckdb.ConversionException):
        write(empty_lake, work, author="a", message="m")
    assert calls == [1]


@pytest.mark.parametrize("is_first_write", [True, False])
def test_the_slower_writer_runs_again_on_fresh_data_and_both_land(
    empty_lake: Lake, other: Lake, is_first_write: bool
) -> None:
    if not is_first_write:
        store(empty_lake, "sources", {"source_id": "a-zero"})
    seen: list[int] = []

    def work(cursor: Cursor) -> None:
        row = cursor.execute("SELECT count(*) FROM sources").fetchone()
        seen.append(row[0] if row else -1)
        insert(cursor, "sources", {"source_id": f"slow-{len(seen)}"})
        if len(seen) < 3:
            store(other, "sources", {"source_id": f"fast-{len(seen)}"})

    assert write(empty_lake, work, author="slow", message="m")
    start = 0 if is_first_write else 1
    assert seen == [start, start + 1, start + 2]
    assert [name for name in sources(other) if name != "a-zero"] == ["fast-1", "fast-2", "slow-3"]
    assert [author for author, _ in signatures(other)] == ["a test"] * (start + 2) + ["slow"]
    assert other.cursor().execute("SELECT count(*), max(n) FROM writer").fetchone() == (1, start + 3)


def test_a_writer_that_never_wins_says_busy_and_stores_nothing(
    empty_lake: Lake, other: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction, "ATTEMPTS", 3)
    calls: list[int] = []

    def work(cursor: Cursor) -> None:
        calls.append(1)
        insert(cursor, "sources", {"source_id": "slow"})
        store(other, "sources", {"source_id": f"fast-{len(calls)}"})

    with pytest.raises(BusyLakeError) as caught:
        write(empty_lake, work, author="slow", message="m")
    assert len(calls) == 3
    assert sources(empty_lake) == ["fast-1", "fast-2", "fast-3"]
    assert caught.value.next_step
    assert isinstance(caught.value.__cause__, duckdb.Error)


@pytest.mark.parametrize(("is_done", "expected"), [(True, ["fast"]), (False, ["fast", "slow"])])
def test_a_retry_is_left_out_when_the_faster_writer_did_the_same(
    empty_lake: Lake, other: Lake, is_done: bool, expected: list[str]
) -> None:
    asked: list[bool] = []

    def work(cursor: Cursor) -> None:
        insert(cursor, "sources", {"source_id": "slow"})
        if not sources_now(other):
            store(other, "sources", {"source_id": "fast"})

    def question(cursor: Cursor) -> bool:
        asked.append(cursor.execute("SELECT count(*) FROM sources").fetchone() == (1,))
        return is_done and asked[-1]

    written = write(empty_lake, work, author="slow", message="m", is_done=question)
    assert written is not is_done
    assert asked == [False, True]
    assert sources(empty_lake) == expected


def sources_now(lake: Lake) -> list[str]:
    """Return the ids of all sources, none in an empty lake."""
    return [] if lake.is_empty() else sources(lake)


def test_nothing_is_written_where_somebody_stored_the_same_before(lake_copy: Lake) -> None:
    before = lake_copy.snapshot()
    assert not write(lake_copy, _must_not_run, author="a", message="m", is_done=lambda _: True)
    assert lake_copy.snapshot() == before


def _must_not_run(cursor: Cursor) -> None:
    pytest.fail(f"the work ran on {cursor}")


def test_only_a_change_of_facts_raises_the_facts_version(empty_lake: Lake) -> None:
    versions = []
    for facts in (True, False, True, False):
        write(empty_lake, lambda _: None, author="a", message="m", facts=facts)
        versions.append((empty_lake.facts_version(), empty_lake.snapshot()))
    assert versions == [(1, 1), (1, 2), (2, 3), (2, 4)]
