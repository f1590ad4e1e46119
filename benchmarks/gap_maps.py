"""Gap maps of many clusters: the first one of a state, every later one, and pandas on the same rows in the same run.

``python -m benchmarks.gap_maps`` prints the seconds of the environment's lake as JSON. Pandas is handed the rows in
memory and is timed for grouping them alone.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

import pandas as pd

from benchmarks.map_lakes import SyntheticLake
from benchmarks.measure import Compared, Measure, UnmeasurableError
from benchmarks.processes import PATIENCE_S, PROJECT_FOLDER
from store.connection import Lake, open_lake
from store.gaps import CONFIDENCES, GROUPS, Gaps, current, gaps_of_clusters
from store.queries import sql

LIMIT_S = 0.5
RUNS = 5
CLUSTERS = "cluster"


def measure_gap_maps(lake: SyntheticLake, tell: Callable[[str], None]) -> list[Measure]:
    """Return how long gap maps of a lake take.

    Raises
    ------
    UnmeasurableError
        When the process that takes them fails.
    """
    tell(f"Drawing up gap maps of {lake.clusters:,} clusters")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.gap_maps"],
        cwd=PROJECT_FOLDER,
        env=lake.environment,
        timeout=PATIENCE_S,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        message = f"`python -m benchmarks.gap_maps` failed: {done.stderr.strip()[-600:]}"
        raise UnmeasurableError(message)
    seconds: dict[str, list[float]] = json.loads(done.stdout)
    of = f"of {lake.clusters:,} clusters"
    peer = Compared("pandas groupby of the evidence, already in memory", tuple(seconds["pandas"]))
    return [
        Measure(f"gap map {of} by country, sector or subregion", "s", tuple(seconds["maps"]), LIMIT_S, peer),
        Measure(f"gap map {of}, the first {CLUSTERS}s one by one", "s", tuple(seconds[CLUSTERS]), LIMIT_S),
        Measure(f"gap map {of}, the first one of a state of the data", "s", tuple(seconds["first"])),
    ]


def take(lake: Lake) -> dict[str, list[float]]:
    """Return the seconds of the first map of a state, of every grouping again, of single clusters, and of pandas."""
    first = _seconds(lambda: Gaps(lake).cells("country"))
    gaps = current(lake)
    maps = [_seconds(partial(_draw_up, gaps, by)) for by in GROUPS for _ in range(RUNS)]
    clusters = [_seconds(lambda: gaps_of_clusters(lake)) for _ in range(RUNS)]
    rows = lake.cursor().execute(sql("evidence_for_model")).df()
    places = lake.cursor().execute(sql("clusters_for_model")).df()
    return {"first": [first], "maps": maps, CLUSTERS: clusters, "pandas": [_seconds(lambda: _group(rows, places))]}


def _draw_up(gaps: Gaps, by: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return rows and cells of a gap map."""
    return gaps.groups(by), gaps.cells(by)


def _group(rows: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return the gap map by country as pandas makes it."""
    sureness = {name: place for place, name in enumerate(CONFIDENCES, start=1)}
    joined = rows.merge(places[["cluster_id", "country_iso3"]], on="cluster_id")
    joined["best"] = joined["confidence"].map(sureness)
    return joined.groupby(["country_iso3", "factor"]).agg(
        best=("best", "max"),
        evidence_rows=("best", "size"),
        clusters=("cluster_id", "nunique"),
        newest_year=("year", "max"),
    )


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.stdout.write(json.dumps(take(open_lake())))
