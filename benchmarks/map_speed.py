"""The benchmark `map`: the first view, tiles, a crowd of readers, memory and the atlas, at sizes up to a million.

Lakes of synthetic clusters are built first, which takes most of the time; CLUSTERWATCH_BENCHMARK_LAKES names a folder
in which they are kept for the next run.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.browser import open_chromium, seconds_to_new_tile
from benchmarks.map_atlas import atlas_measures, measure_change, measure_filling
from benchmarks.map_first_view import FIGURES, PEERS, Costs, measure_first_view
from benchmarks.map_lakes import SyntheticLake, open_synthetic_lake
from benchmarks.map_postgis import measure_postgis
from benchmarks.map_readers import measure_readers, reader_measures
from benchmarks.map_tiles import measure_tiles, tile_measures
from benchmarks.map_walk import tiles_of_walk
from benchmarks.measure import Compared, Measure, UnmeasurableError
from benchmarks.processes import App, serving
from benchmarks.wire import memory_mb

APP = "streamlit_app.py"
FOLDER_VARIABLE = "CLUSTERWATCH_BENCHMARK_LAKES"
FILTER_RUNS = 7
SERVER_TIMES, BYTES_TIMES = 10, 20
"""How many times less our first view of the most clusters should take than the peer's of fewer."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Sizes:
    """How much is measured.

    Attributes
    ----------
    first_views
        Numbers of clusters whose first view is measured beside the peers', ascending.
    beside
        The number at which the peer stands that ours of the most is held against.
    grown_from
        The number from which growth is measured, to the last of `first_views`.
    readers, seconds
        How many readers walk at once, and how long.
    """

    first_views: tuple[int, ...]
    beside: int
    grown_from: int
    readers: int
    seconds: float

    @property
    def most(self) -> int:
        """The largest number of clusters."""
        return self.first_views[-1]


WHOLE = Sizes((1_000, 10_000, 100_000, 1_000_000), 100_000, 10_000, readers=50, seconds=60.0)
SMALL = Sizes((200, 600), 200, 200, readers=4, seconds=6.0)


def run(tell: Tell) -> list[Measure]:
    """Return every measure with its figures, or with why there are none."""
    return measure_map(WHOLE, tell)


def quick(tell: Tell) -> list[Measure]:
    """Return the same measures of a few hundred clusters and a few readers."""
    return measure_map(SMALL, tell)


def measure_map(sizes: Sizes, tell: Tell) -> list[Measure]:
    """Return the measures of some sizes."""
    with _folder() as folder:
        lakes = {clusters: open_synthetic_lake(clusters, folder, tell) for clusters in sizes.first_views}
        taken, costs = [], {}
        for clusters, lake in lakes.items():
            measures, costs[clusters] = measure_first_view(lake, tell)
            taken += measures
        taken += _held_against_peer(sizes, costs)
        small, large = (_measure_lake(lakes[clusters], sizes, tell) for clusters in (sizes.grown_from, sizes.most))
        return [*taken, *small, *large, *_growth(small, large, sizes)]


def _held_against_peer(sizes: Sizes, costs: dict[int, Costs]) -> list[Measure]:
    """Return ours of the most clusters beside FastMarkerCluster of fewer, with the targets that follow."""
    ours, peer = costs[sizes.most]["ours"], costs[sizes.beside]["fast"]
    return [
        replace(
            measure,
            ours=tuple(map(figure, ours)),
            peer=Compared(f"{PEERS['fast']} of {sizes.beside:,}", tuple(map(figure, peer))),
            target=round(median(map(figure, peer)) / times, 3) if peer else None,
        )
        for measure, figure, times in zip(promises(sizes), FIGURES, (SERVER_TIMES, BYTES_TIMES), strict=True)
    ]


def promises(sizes: Sizes) -> tuple[Measure, Measure]:
    """Return the two measures whose target is a share of the peer's figure, without figures."""
    words = f"first view of {sizes.most:,} clusters beside {PEERS['fast']} of {sizes.beside:,}"
    return Measure(f"{words}: server", "CPU s", ()), Measure(f"{words}: over the wire", "KB", ())


def _measure_lake(lake: SyntheticLake, sizes: Sizes, tell: Tell) -> list[Measure]:
    """Return what one server shows on one lake: tiles, filters in a browser, readers, a change, and its memory."""
    build, clicks, memory = build_measure(lake.clusters), filter_measure(lake.clusters), memory_measure(lake.clusters)
    filling, *change = atlas_measures(lake.clusters)
    tiles, readers = tile_measures(lake.clusters).values(), reader_measures(lake.clusters, sizes.readers)
    taken = [replace(build, ours=(lake.build_s,))] if lake.build_s is not None else []
    postgis = measure_postgis(lake, tiles_of_walk(), tell)
    taken += _try(lambda: [measure_filling(lake, tell)], filling)
    with serving(APP, lake.environment) as app:
        taken += _try(lambda: measure_tiles(app, lake, postgis, tell), *tiles)
        taken += _try(lambda: measure_readers(app, lake.clusters, sizes.readers, sizes.seconds, tell), *readers)
        taken += _try(lambda: [_measure_clicks(app, clicks, tell)], clicks)
        taken += _try(lambda: measure_change(app, lake, tell), *change)
        taken += _try(lambda: [replace(memory, ours=(memory_mb(app.pid),))], memory)
    return taken


def _measure_clicks(app: App, clicks: Measure, tell: Tell) -> Measure:
    tell("Choosing filters in Chromium")
    with open_chromium() as browser:
        return replace(clicks, ours=seconds_to_new_tile(browser, app, FILTER_RUNS))


def _try(take: Callable[[], list[Measure]], *measures: Measure) -> list[Measure]:
    """Return the measures as they were taken; those that could not be say why."""
    try:
        return take()
    except (UnmeasurableError, OSError) as error:
        return [replace(measure, absent=f"{error}") for measure in measures]


def build_measure(clusters: int) -> Measure:
    """Return the measure of building the lake, without figures."""
    return Measure(f"`etl build --from` of {clusters:,} synthetic clusters, whole process", "s", ())


def filter_measure(clusters: int) -> Measure:
    """Return the measure of a changed filter in the browser, without figures."""
    return Measure(
        f"a click on a filter to the first new tile, {clusters:,} clusters, in Chromium", "s", (), target=0.8
    )


def memory_measure(clusters: int) -> Measure:
    """Return the measure of the server's memory after all of this, without figures."""
    return Measure(f"peak memory of the server, {clusters:,} clusters, a change of facts included", "MB", (), 1500.0)


def _growth(small: list[Measure], large: list[Measure], sizes: Sizes) -> list[Measure]:
    """Return how many times larger the figures of the most clusters are than those of fewer."""
    before = {measure.measure: measure for measure in small}
    grown = []
    for measure in large:
        earlier = before.get(measure.measure.replace(f"{sizes.most:,}", f"{sizes.grown_from:,}"))
        if earlier and earlier.ours and measure.ours and median(earlier.ours):
            name = f"growth from {sizes.grown_from:,} to {sizes.most:,} clusters: {measure.measure}"
            grown.append(Measure(name, "times", (median(measure.ours) / median(earlier.ours),)))
    return grown


@contextmanager
def _folder() -> Iterator[Path]:
    """Yield the folder of the lakes: the one that is named, or one that is removed afterwards."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        yield Path(named)
    else:
        with TemporaryDirectory(prefix="clusterwatch-lakes-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)


def measures(sizes: Sizes) -> tuple[Measure, ...]:
    """Return the measures that promise something, as they are before a run."""
    most = sizes.most
    every = (
        *tile_measures(most).values(),
        *atlas_measures(most),
        memory_measure(most),
        *reader_measures(most, sizes.readers),
        filter_measure(most),
    )
    return tuple(measure for measure in every if measure.target is not None)
