"""The atlas of many clusters: how long it takes to fill, and how the old one serves while a new one is made.

``python -m benchmarks.map_atlas fill`` prints the seconds of one filling, ``touch`` says that facts have changed.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from benchmarks.map_lakes import SyntheticLake
from benchmarks.map_tiles import ask, milliseconds, p95, path_of
from benchmarks.map_walk import FIRST_VIEW, tiles_of
from benchmarks.measure import Measure, UnmeasurableError
from benchmarks.processes import PATIENCE_S, PROJECT_FOLDER, App
from benchmarks.wire import Client
from store.atlas import Atlas
from store.connection import open_lake
from store.transaction import write

FILLINGS = 3


def atlas_measures(clusters: int) -> tuple[Measure, Measure, Measure]:
    """Return the measures of filling, of the new one to be served, and of tiles meanwhile, without figures."""
    words = f"of {clusters:,} clusters"
    return (
        Measure(f"atlas {words} filled in a process of its own", "s", (), target=8.0),
        Measure(f"atlas {words}: from a change of facts to the new one serving", "s", ()),
        Measure(f"tile {words} while the atlas is filled anew, p95", "ms", ()),
    )


def measure_filling(lake: SyntheticLake, tell: Callable[[str], None]) -> Measure:
    """Return how long the atlas takes to fill."""
    tell(f"Filling the atlas of {lake.clusters:,} clusters, {FILLINGS} times")
    runs = tuple(float(json.loads(_run(lake, "fill"))) for _ in range(FILLINGS))
    return replace(atlas_measures(lake.clusters)[0], ours=runs)


def measure_change(app: App, lake: SyntheticLake, tell: Callable[[str], None]) -> list[Measure]:
    """Return how long a change of facts takes to be served, and how slow tiles are until then.

    Raises
    ------
    UnmeasurableError
        When it is not served in time.
    """
    tell(f"Changing facts of {lake.clusters:,} clusters beside a reader")
    _, served, slow = atlas_measures(lake.clusters)
    paths = [path_of(tile) for tile in tiles_of(FIRST_VIEW)]
    client = Client(app.address)
    before = _snapshot(client)
    _run(lake, "touch")
    started = time.perf_counter()
    meanwhile: list[float] = []
    while _snapshot(client) == before:
        if time.perf_counter() - started > PATIENCE_S:
            message = "The new atlas was not served in time."
            raise UnmeasurableError(message)
        meanwhile += milliseconds(ask(app.address, paths))
    seconds = time.perf_counter() - started
    client.close()
    # A small atlas is filled while the first question waits: there is no meanwhile.
    slowest = [replace(slow, ours=(p95(meanwhile),))] if meanwhile else []
    return [replace(served, ours=(seconds,)), *slowest]


def _snapshot(client: Client) -> int:
    """Return the number of the snapshot that is served."""
    return int(json.loads(client.get("/healthz").content)["snapshot"])


def _run(lake: SyntheticLake, what: str) -> str:
    """Return what a process of its own, working on the lake, prints."""
    command = [sys.executable, "-m", "benchmarks.map_atlas", what]
    done = subprocess.run(  # noqa: S603  # this project's own module, with arguments that are written here
        command, cwd=PROJECT_FOLDER, env=lake.environment, timeout=PATIENCE_S, capture_output=True, text=True
    )
    if done.returncode != 0:
        message = f"`python -m benchmarks.map_atlas {what}` failed: {done.stderr.strip()[-600:]}"
        raise UnmeasurableError(message)
    return done.stdout


def main(what: str) -> None:
    """Do one of the two works on the environment's lake, and print the seconds."""
    lake = open_lake()
    started = time.perf_counter()
    if what == "fill":
        Atlas(lake)
    else:
        write(lake, lambda _: None, author="benchmarks", message="facts said to have changed")
    json.dump(time.perf_counter() - started, sys.stdout)
    # An atlas gathers words for its search in a thread beside; DuckDB aborts where a process ends before it does.
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(PATIENCE_S)


if __name__ == "__main__":
    main(sys.argv[1])
