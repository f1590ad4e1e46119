"""The atlas follows the lake: looked at once a second, swapped whole, the old one kept when in doubt."""

import threading
from dataclasses import dataclass
from typing import cast

import duckdb
import pytest

from codebook.errors import BusyLakeError
from store import atlas as atlas_module
from store import following
from store.connection import Lake
from store.following import Follower
from store.transaction import write


@dataclass
class Model:
    """A read model that is nothing but its version."""

    version: int


class FakeLake:
    """A lake whose version and mood the test decides."""

    def __init__(self) -> None:
        self.version = 1
        self.is_busy = False
        self.looks = 0

    def facts_version(self) -> int:
        """Return the version, or raise when busy."""
        self.looks += 1
        if self.is_busy:
            message = "busy"
            raise BusyLakeError(message)
        return self.version


class Clock:
    """A clock that stands still until it is told to go."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        """Return the seconds that the test set."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock that decides when the lake is looked at again."""
    clock = Clock()
    monkeypatch.setattr(following, "time", clock)
    return clock


def follower_of(lake: FakeLake) -> Follower[Model]:
    """Return a follower whose model is the lake's version."""
    return Follower(cast(Lake, lake), lambda asked: Model(asked.facts_version()))


def test_the_lake_is_looked_at_once_a_second(clock: Clock) -> None:
    lake = FakeLake()
    follower = follower_of(lake)
    first = follower.current()
    looks = lake.looks
    lake.version = 2
    assert [follower.current() for _ in range(5)] == [first] * 5
    assert lake.looks == looks
    clock.now += following.CHECK_EVERY_S
    assert follower.current().version == 2


def test_an_unchanged_lake_keeps_its_model(clock: Clock) -> None:
    follower = follower_of(FakeLake())
    first = follower.current()
    clock.now += 10
    assert follower.current() is first


def test_whoever_stored_something_sees_it_at_once(clock: Clock) -> None:
    assert clock.now
    lake = FakeLake()
    follower = follower_of(lake)
    follower.current()
    lake.version = 2
    assert follower.current(at_once=True).version == 2


def test_a_busy_lake_keeps_the_older_model(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    lake = FakeLake()
    follower = follower_of(lake)
    first = follower.current()
    lake.is_busy = True
    clock.now += 10
    assert follower.current() is first
    assert "older state" in caplog.text
    lake.is_busy, lake.version = False, 2
    clock.now += 10
    assert follower.current().version == 2


def test_without_any_model_the_error_reaches_the_caller() -> None:
    lake = FakeLake()
    lake.is_busy = True
    follower = follower_of(lake)
    with pytest.raises(BusyLakeError):
        follower.current()
    lake.is_busy = False
    assert follower.current().version == 1


def test_the_old_model_serves_while_a_slow_one_is_built(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "PATIENCE_S", 0.05)
    lake, may_finish, builds = FakeLake(), threading.Event(), []

    def build(asked: Lake) -> Model:
        builds.append(asked)
        if len(builds) > 1:
            assert may_finish.wait(10)
        return Model(asked.facts_version())

    follower = Follower(cast(Lake, lake), build)
    first = follower.current()
    lake.version = 2
    clock.now += 10
    assert [follower.current() for _ in range(3)] == [first] * 3
    may_finish.set()
    assert follower.current(at_once=True).version == 2
    assert len(builds) == 2


def test_many_threads_share_one_first_model() -> None:
    lake, builds, found = FakeLake(), [], []
    barrier = threading.Barrier(8)

    def build(asked: Lake) -> Model:
        builds.append(asked)
        return Model(asked.facts_version())

    follower = Follower(cast(Lake, lake), build)

    def ask() -> None:
        barrier.wait()
        found.append(follower.current())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(builds) == 1
    assert all(model is found[0] for model in found)


def test_the_atlas_of_a_lake_follows_facts_and_nothing_else(lake_to_change: Lake) -> None:
    def rename(cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.execute("UPDATE clusters SET name = 'Renamed' WHERE cluster_id = 'in-quiet-town'")

    before = atlas_module.current(lake_to_change)
    assert atlas_module.current(lake_to_change) is before
    write(lake_to_change, lambda _: None, author="test", message="no facts", facts=False)
    assert atlas_module.current(lake_to_change, at_once=True) is before
    write(lake_to_change, rename, author="test", message="facts")
    after = atlas_module.current(lake_to_change, at_once=True)
    assert after.version == before.version + 1
    assert after.snapshot > before.snapshot
    assert after.tag != before.tag
    # Whoever still holds the old one can go on asking it.
    assert "Renamed" not in {point.name for point in before.points_in_tile(0, 0, 0)}
    assert "Renamed" in {point.name for point in after.points_in_tile(0, 0, 0)}


def test_threads_may_ask_one_atlas_at_the_same_time(lake_to_change: Lake) -> None:
    atlas, counts = atlas_module.current(lake_to_change), []

    def ask() -> None:
        for _ in range(20):
            counts.append(len(atlas.points_in_tile(0, 0, 0)))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [7] * 120
