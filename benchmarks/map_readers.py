"""Many readers at once: each moves along the walk, and asks for the tiles that it does not hold yet, as a browser does.

Each starts at another place of the walk and keeps what it got. They are threads of this process, over the loopback.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice

from benchmarks.map_tiles import MS, OK, p95, path_of
from benchmarks.map_walk import Tile, tiles_of, walk
from benchmarks.measure import Measure, UnmeasurableError
from benchmarks.processes import App
from benchmarks.wire import Client

MOVE_EVERY_S = 5.0


def reader_measures(clusters: int, readers: int) -> tuple[Measure, Measure]:
    """Return the measures of errors and of the slow tiles, without figures."""
    words = f"{readers} readers of {clusters:,} clusters at once, moving every {MOVE_EVERY_S:g} s"
    return Measure(f"{words}: errors", "errors", (), target=0.0), Measure(f"{words}: p95 of a tile", "ms", (), 500.0)


def measure_readers(
    app: App, clusters: int, readers: int, seconds: float, tell: Callable[[str], None]
) -> list[Measure]:
    """Return errors and the p95 of tiles while so many readers walk for some seconds."""
    tell(f"{readers} readers for {seconds:g} s")
    crowd = [_Reader(app.address, number, readers, seconds) for number in range(readers)]
    for reader in crowd:
        reader.start()
    for reader in crowd:
        reader.join()
    errors, tail = reader_measures(clusters, readers)
    taken = [figure for reader in crowd for figure in reader.milliseconds]
    return [
        replace(errors, ours=(float(sum(reader.errors for reader in crowd)),)),
        replace(tail, ours=(p95(taken),)) if taken else replace(tail, absent="No tile was answered."),
    ]


class _Reader(threading.Thread):
    """One reader; `errors` and `milliseconds` are complete once it has ended."""

    def __init__(self, address: str, number: int, readers: int, seconds: float) -> None:
        super().__init__(daemon=True)
        self.errors = 0
        self.milliseconds: list[float] = []
        self._client = Client(address)
        self._views = islice(cycle(walk()), number * len(walk()) // readers, None)
        # Readers do not move in step.
        self._starts_at = time.perf_counter() + MOVE_EVERY_S * number / readers
        self._ends_at = time.perf_counter() + seconds
        self._held: set[Tile] = set()

    def run(self) -> None:
        """Move until the time is over."""
        moves_at = self._starts_at
        while moves_at < self._ends_at:
            time.sleep(max(0.0, moves_at - time.perf_counter()))
            for tile in tiles_of(next(self._views)):
                if tile not in self._held:
                    self._ask(tile)
            moves_at += MOVE_EVERY_S
        self._client.close()

    def _ask(self, tile: Tile) -> None:
        try:
            reply = self._client.get(path_of(tile))
        except UnmeasurableError:
            self.errors += 1
            return
        self.errors += reply.status != OK
        self.milliseconds.append(MS * reply.seconds)
        self._held.add(tile)
