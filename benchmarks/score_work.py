"""One run of scoring in a process of its own: ``python -m benchmarks.score_work WHAT CLUSTERS`` prints one JSON object.

WHAT is `everything`, `map`, `context`, `one`, `limit` or `peer`. Clusters are made up: each factor of each has the
state that it has in some cluster of the shipped case base, so as much is unknown, and as much is known of one tier
alone, as there.
"""

import json
import resource
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from etl.sources import Input, input_files
from model.codes import CodeArray, drawn_chances, encode
from model.context import make_context
from model.draws import served_draws
from model.explanation import explain
from model.fast import BatchScorer, served_plan
from model.states import make_states, prepare_rows, unknown_states

SEED = 16
CHUNK = 256
TIERS = 2
PEER_DRAWS = 16
"""Draws that the peer is measured for; its time is multiplied up to all of them."""

PEER_ALONE = 64
"""Clusters up to which the peer is measured for all draws."""

TAUGHT = 3_000
"""Clusters that the peer learns from; what it learns does not matter for its speed."""

EXPLANATIONS = 50


def main(what: str, clusters: int) -> None:
    """Print CPU seconds, wall seconds and peak memory in MB of one run."""
    kinds = {"everything": _everything, "map": _map, "context": _context, "one": _one, "limit": _limit, "peer": _peer}
    work = kinds[what](clusters)
    cpu, wall = time.process_time(), time.perf_counter()
    times = work()
    seconds = {"cpu": (time.process_time() - cpu) * times, "wall": (time.perf_counter() - wall) * times}
    # Linux counts kB, macOS bytes.
    unit = 1024 if sys.platform.startswith("linux") else 1024 * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    json.dump({**seconds, "peak_mb": peak}, sys.stdout)


def _case_base() -> tuple[pd.DataFrame, list[str]]:
    files = input_files(Input())
    evidence, clusters = (pd.read_csv(files[table][0]) for table in ("evidence", "clusters"))
    return evidence, clusters["cluster_id"].tolist()


def _codes(clusters: int) -> CodeArray:
    """Return states of made-up clusters, as the scorer takes them."""
    evidence, ids = _case_base()
    real = encode(make_states(prepare_rows(evidence, ids), 0, len(ids)).q, served_draws())
    random = np.random.default_rng(SEED)
    made = np.empty((clusters, *real.shape[1:]), dtype=real.dtype)
    for factor in range(real.shape[1]):
        made[:, factor] = real[random.integers(0, len(ids), clusters), factor]
    return made


def _context(clusters: int) -> Callable[[], float]:
    """Score clusters spread over the countries of the case base, what is unknown of each read from its country."""
    evidence, ids = _case_base()
    files = input_files(Input())
    countries, values, cases = (pd.read_csv(files[name][0]) for name in ("countries", "country_context", "clusters"))
    national = make_context(countries, values)
    real = make_states(prepare_rows(evidence, ids), 0, len(ids)).q / unknown_states().q
    random = np.random.default_rng(SEED)
    place = national.of(cases["country_iso3"].iloc[random.integers(0, len(ids), clusters)].tolist())
    codes = np.empty((clusters, *real.shape[1:3]), dtype=np.int32)
    for start in range(0, clusters, CHUNK):
        rates = place.base_rates(start, start + CHUNK)
        picked = random.integers(0, len(ids), (len(rates), real.shape[1]))
        q = real[picked, np.arange(real.shape[1])] * rates[:, :, None]
        codes[start : start + CHUNK] = encode(q / q.sum(axis=3, keepdims=True), served_draws())
    scorer = BatchScorer(served_plan())
    return lambda: float(sum(len(rows) for rows, _ in scorer.batches(codes, True, place.place)) == clusters)


def _everything(clusters: int) -> Callable[[], float]:
    return _scoring(clusters, full=True)


def _map(clusters: int) -> Callable[[], float]:
    return _scoring(clusters, full=False)


def _scoring(clusters: int, full: bool) -> Callable[[], float]:
    codes, scorer = _codes(clusters), BatchScorer(served_plan())

    def work() -> float:
        scored = sum(len(rows) for rows, _ in scorer.batches(codes, full))
        return 1.0 if scored == clusters else float("nan")

    return work


def _one(clusters: int) -> Callable[[], float]:
    """Explain the cluster with the most evidence, and count one explanation; `clusters` is 1."""
    evidence, _ = _case_base()
    cluster_id = evidence["cluster_id"].value_counts().index[0]
    rows = evidence[evidence["cluster_id"] == cluster_id]
    explain(rows, cluster_id)

    def work() -> float:
        for _ in range(EXPLANATIONS):
            explain(rows, cluster_id)
        return clusters / EXPLANATIONS

    return work


def _matrix(clusters: int) -> np.ndarray:
    """Return the mean effect of each factor of made-up clusters in both tiers, [clusters, 30]."""
    plan, codes = served_plan(), _codes(clusters)
    parts = (codes[start : start + CHUNK] for start in range(0, clusters, CHUNK))
    chances = (drawn_chances(part, plan.draws) @ np.array([0.0, 0.35, 1.0]) for part in parts)
    return np.concatenate([part.reshape(len(part), -1) for part in chances]).astype(np.float32)


def _limit(clusters: int) -> Callable[[], float]:
    """Multiply states and products of states by the coefficients of all draws, and take two logistic curves a tier.

    That is what is left of the formula if every state were a number: no draw of an unknown level, no contribution.
    """
    draws = served_draws().count
    matrix = _matrix(clusters)
    terms = served_plan().closure.coefficients
    columns = sum(len(terms.owners) for terms in served_plan().terms)
    random = np.random.default_rng(SEED)
    coefficients = random.standard_normal((columns, draws)).astype(np.float32) * np.float32(terms.mean())
    products = random.integers(0, matrix.shape[1], (2, columns))
    split = len(served_plan().terms[0].owners)
    room = np.empty((2 * TIERS, CHUNK, draws), dtype=np.float32)

    def work() -> float:
        for start in range(0, clusters, CHUNK):
            part = matrix[start : start + CHUNK]
            values = part[:, products[0]] * part[:, products[1]]
            eta = room[:, : len(part)]
            np.matmul(values[:, :split], coefficients[:split], out=eta[0])
            np.matmul(values[:, split:], coefficients[split:], out=eta[2])
            np.subtract(eta[::2], np.float32(3.0), out=eta[1::2])
            np.exp(eta, out=eta)
            np.add(eta, np.float32(1.0), out=eta)
            np.reciprocal(eta, out=eta)
            eta.mean(axis=2)
        return 1.0

    return work


def _peer(clusters: int) -> Callable[[], float]:
    """Forecast three levels of both tiers by a multinomial logistic regression, once for each draw."""
    levels = np.random.default_rng(SEED).integers(0, 3, TAUGHT)
    taught, tiers = (np.split(_matrix(count), TIERS, axis=1) for count in (TAUGHT, clusters))
    models = [LogisticRegression().fit(tier, levels) for tier in taught]
    repeats = PEER_DRAWS if clusters > PEER_ALONE else served_draws().count

    def work() -> float:
        for _ in range(repeats):
            for model, tier in zip(models, tiers, strict=True):
                model.predict_proba(tier)
        return served_draws().count / repeats

    return work


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
