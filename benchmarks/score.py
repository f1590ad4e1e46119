"""The benchmark `score`: a million clusters, twenty thousand, and one; with everything, and with what the map shows.

Every run is a process of its own (`benchmarks.score_work`), so that peak memory is that of the run. CPU seconds are
measured, of all threads: on a busy machine wall seconds say more about the others.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

from benchmarks.measure import Compared, Measure, UnmeasurableError
from benchmarks.processes import PROJECT_FOLDER

MANY, SOME = 1_000_000, 20_000
RUNS = 3
PATIENCE_S = 1800.0

ALL_MEASURE = Measure(f"{MANY:,} clusters in 512 draws, everything", "CPU s", (), target=45.0)
MEMORY_MEASURE = Measure("the same, peak memory of the process", "MB", (), target=700.0)
MAP_MEASURE = Measure(f"{MANY:,} clusters in 512 draws, what the map shows", "CPU s", (), target=20.0)
CONTEXT_MEASURE = Measure(
    f"{MANY:,} clusters of 51 countries with national context, everything", "CPU s", (), target=45.0
)
SOME_MEASURE = Measure(f"{SOME:,} clusters in 512 draws, everything", "CPU s", (), target=1.5)
ONE_MEASURE = Measure("one cluster explained, from its evidence to all its reasons", "CPU ms", (), target=5.0)
MEASURES = (ALL_MEASURE, MEMORY_MEASURE, MAP_MEASURE, CONTEXT_MEASURE, SOME_MEASURE, ONE_MEASURE)
"""All measures as they are before a run."""

LIMIT = "bare numpy: terms times coefficients of all draws, and two logistic curves a tier"
PEER = "scikit-learn's predict_proba of a multinomial logistic regression on the same factors, once a draw and tier"


def run(tell: Callable[[str], None]) -> list[Measure]:
    """Return every measure of MEASURES with its figures, or with why there are none."""
    try:
        return [*_many(tell), _some(tell), _one(tell)]
    except UnmeasurableError as error:
        return [replace(measure, absent=f"{error.message} {error.next_step}") for measure in MEASURES]


def _many(tell: Callable[[str], None]) -> list[Measure]:
    tell(f"Scoring {MANY:,} clusters, three times; the limit and the peer on as many")
    everything, shown, in_country = (_work(what, MANY) for what in ("everything", "map", "context"))
    limit = Compared(LIMIT, (_work("limit", MANY)["cpu"],))
    peer = Compared(f"{PEER} (16 draws, multiplied)", (_work("peer", MANY)["cpu"],))
    return [
        replace(ALL_MEASURE, ours=(everything["cpu"],), limit=limit, peer=peer),
        replace(MEMORY_MEASURE, ours=(everything["peak_mb"],)),
        replace(MAP_MEASURE, ours=(shown["cpu"],), limit=limit, peer=peer),
        replace(CONTEXT_MEASURE, ours=(in_country["cpu"],), limit=limit, peer=peer),
    ]


def _some(tell: Callable[[str], None]) -> Measure:
    tell(f"Scoring {SOME:,} clusters, {RUNS} times")
    ours, limit, peer = _turns(SOME, "everything")
    name = f"{PEER} (16 draws, multiplied)"
    return replace(SOME_MEASURE, ours=ours, limit=Compared(LIMIT, limit), peer=Compared(name, peer))


def _one(tell: Callable[[str], None]) -> Measure:
    tell(f"Explaining one cluster, {RUNS} times fifty")
    ours, limit, peer = (tuple(1000.0 * seconds for seconds in runs) for runs in _turns(1, "one"))
    return replace(ONE_MEASURE, ours=ours, limit=Compared(LIMIT, limit), peer=Compared(PEER, peer))


def _turns(clusters: int, what: str) -> tuple[tuple[float, ...], ...]:
    """Return CPU seconds of ours, the limit and the peer, which take turns."""
    rounds = [[_work(name, clusters)["cpu"] for name in (what, "limit", "peer")] for _ in range(RUNS)]
    return tuple(zip(*rounds, strict=True))


def _work(what: str, clusters: int) -> dict[str, float]:
    """Return what a run in a process of its own tells of itself.

    Raises
    ------
    UnmeasurableError
        When it fails or does not end; the message repeats its last words.
    """
    command = [sys.executable, "-m", "benchmarks.score_work", what, str(clusters)]
    # Threads of the matrix library wait by spinning, which would count against limit and peer.
    environment = dict(os.environ)
    if what in ("limit", "peer"):
        environment["OPENBLAS_NUM_THREADS"] = "1"
    try:
        done = subprocess.run(  # noqa: S603  # this project's own module, with arguments that are written here
            command, cwd=PROJECT_FOLDER, env=environment, timeout=PATIENCE_S, capture_output=True, text=True
        )
    except subprocess.TimeoutExpired as error:
        message = f"Scoring {clusters:,} clusters did not end within {PATIENCE_S:.0f} s."
        raise UnmeasurableError(message) from error
    if done.returncode != 0:
        message = f"`python -m benchmarks.score_work {what} {clusters}` failed: {done.stderr.strip()[-600:]}"
        raise UnmeasurableError(message)
    told: dict[str, float] = json.loads(done.stdout)
    return told
