"""The benchmark `startup`: from raw files to a lake, from a start to the map drawn, and a page drawn again.

Every run is a process of its own with a temporary lake; the project's lake is neither read nor written. Ours, peer
and limit take turns, so that what else the machine does meets all of them alike.
"""

import csv
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace

from benchmarks.browser import (
    OUR_DISCS,
    PLAIN_MAP,
    PLAIN_MARKS,
    open_chromium,
    seconds_to_drawn,
    seconds_to_new_count,
)
from benchmarks.measure import Compared, Measure, UnmeasurableError
from benchmarks.processes import seconds_of, serving, temporary_lake
from benchmarks.rerun_client import open_page
from etl.sources import Input, input_files

Environment = Mapping[str, str]

APP = "streamlit_app.py"
PLAIN_APP = "benchmarks/plain_app.py"
PLAIN_MARKED = "show=marks"
PLAIN_PEER = "a plain Streamlit page with filter, count and the clusters as folium's circle markers"
BUILD = ("-m", "etl", "build", "--json")
# What no loader of these files can do without: a process, DuckDB, every row parsed.
READ_ONLY = "import sys, duckdb\nfor path in sys.argv[1:]: duckdb.read_csv(path).fetchall()"

BUILD_RUNS = 5
START_RUNS = 5
FILTER_RUNS = 7
RERUNS = 30
WARM_UPS = 5

BUILD_MEASURE = Measure("`etl build` of the case base into an empty lake, whole process", "s", (), target=20.0)
START_MEASURE = Measure("start of the app's process to the map drawn in Chromium", "s", (), target=15.0)
EXPLORE_MEASURE = Measure("warm rerun of the map page, on the server", "s", (), target=0.5)
CLUSTER_MEASURE = Measure("warm rerun of the fullest cluster's page, on the server", "s", (), target=0.5)
FILTER_MEASURE = Measure("a click on a filter to the new count of clusters, in Chromium", "s", ())
MEASURES = (BUILD_MEASURE, START_MEASURE, EXPLORE_MEASURE, CLUSTER_MEASURE, FILTER_MEASURE)
"""All measures as they are before a run; those without a target promise nothing."""


def run(tell: Callable[[str], None]) -> list[Measure]:
    """Return every measure of MEASURES with its figures, or with why there are none."""
    with temporary_lake() as environment:
        tell(f"Building the lake, {BUILD_RUNS} times")
        measures = _try(lambda: _build(environment), BUILD_MEASURE)
        if any(measure.absent for measure in measures):
            return [*measures, *_absent(MEASURES[1:], "There is no lake to serve.")]
        tell(f"Starting the app and two plain ones, {START_RUNS} times each")
        measures += _try(lambda: _start(environment), START_MEASURE)
        tell(f"Running pages again, {RERUNS} times each")
        measures += _try(lambda: _rerun(environment), EXPLORE_MEASURE, CLUSTER_MEASURE)
        tell(f"Choosing filters, {FILTER_RUNS} times")
        measures += _try(lambda: _filter(environment), FILTER_MEASURE)
        return measures


def _try(take: Callable[[], list[Measure]], *measures: Measure) -> list[Measure]:
    """Return the measures as they were taken; those that this machine does not allow say why."""
    try:
        return take()
    except UnmeasurableError as error:
        return _absent(measures, f"{error.message} {error.next_step}")


def _absent(measures: tuple[Measure, ...], reason: str) -> list[Measure]:
    return [replace(measure, absent=reason) for measure in measures]


def _build(environment: Environment) -> list[Measure]:
    """Build the lake that the app will serve, and others that nobody needs."""
    paths = [str(path) for path, _ in input_files(Input()).values()]
    ours, limit = [seconds_of(BUILD, environment)], [seconds_of(["-c", READ_ONLY, *paths], environment)]
    while len(ours) < BUILD_RUNS:
        with temporary_lake() as empty:
            ours.append(seconds_of(BUILD, empty))
            limit.append(seconds_of(["-c", READ_ONLY, *paths], empty))
    name = f"DuckDB's bare read_csv of the same {len(paths)} files in a fresh process"
    return [replace(BUILD_MEASURE, ours=tuple(ours), limit=Compared(name, tuple(limit)))]


def _start(environment: Environment) -> list[Measure]:
    ours, peer, limit = [], [], []
    with open_chromium() as browser:

        def seconds(script: str, query: str, condition: str) -> float:
            with serving(script, environment) as app:
                return seconds_to_drawn(browser, app, query, condition)

        for _ in range(START_RUNS):
            ours.append(seconds(APP, "", OUR_DISCS))
            peer.append(seconds(PLAIN_APP, f"?{PLAIN_MARKED}", PLAIN_MARKS))
            limit.append(seconds(PLAIN_APP, "?show=map", PLAIN_MAP))
    bare = Compared("a plain Streamlit page with a folium map and nothing on it", tuple(limit))
    return [replace(START_MEASURE, ours=tuple(ours), peer=Compared(PLAIN_PEER, tuple(peer)), limit=bare)]


def _rerun(environment: Environment) -> list[Measure]:
    cluster_id, name, clusters = fullest_cluster()
    with ExitStack() as stack:
        app, plain = (stack.enter_context(serving(script, environment)) for script in (APP, PLAIN_APP))
        sessions = [
            stack.enter_context(open_page(*page))
            for page in (
                (app, "", "", f"{clusters:,} clusters"),
                (app, "cluster", f"id={cluster_id}", name),
                (plain, "", PLAIN_MARKED, "circleMarker"),
                (plain, "", f"show=evidence&id={cluster_id}", "statement"),
                (plain, "", "show=words", "A plain page."),
            )
        ]
        rounds = [[session.rerun_seconds() for session in sessions] for _ in range(WARM_UPS + RERUNS)]
    map_page, cluster_page, marks, table, words = zip(*rounds[WARM_UPS:], strict=True)
    limit = Compared("a plain Streamlit page with one sentence", words)
    plain_table = Compared("a plain Streamlit page with the cluster's evidence as a table", table)
    return [
        replace(EXPLORE_MEASURE, ours=map_page, peer=Compared(PLAIN_PEER, marks), limit=limit),
        replace(CLUSTER_MEASURE, ours=cluster_page, peer=plain_table, limit=limit),
    ]


def fullest_cluster() -> tuple[str, str, int]:
    """Return id and name of the shipped cluster with the most evidence, and the number of clusters."""
    files = input_files(Input())
    evidence, clusters = (
        list(csv.DictReader(files[table][0].read_text(encoding="utf-8").splitlines(keepends=True)))
        for table in ("evidence", "clusters")
    )
    cluster_id = Counter(row["cluster_id"] for row in evidence).most_common(1)[0][0]
    return cluster_id, next(row["name"] for row in clusters if row["cluster_id"] == cluster_id), len(clusters)


def _filter(environment: Environment) -> list[Measure]:
    figures = []
    with open_chromium() as browser:
        for script, query in ((APP, ""), (PLAIN_APP, f"?{PLAIN_MARKED}")):
            with serving(script, environment) as app:
                figures.append(seconds_to_new_count(browser, app, query, FILTER_RUNS))
    return [replace(FILTER_MEASURE, ours=figures[0], peer=Compared(PLAIN_PEER, figures[1]))]
