"""Hashes of many clusters' inputs at once: what a prediction was made from, and which inputs are the same.

A cluster's input is its states as they act in the draws (`model.codes`) and which factors are known. National context
is part of the states. Two snapshots with equal hashes need no new score.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model.codes import encode
from model.context import ClusterContext
from model.draws import served_draws
from model.states import make_states, prepare_rows, rates_of

Hashes = NDArray[np.uint64]

_CHUNK = 4096
# The constants of the splitmix64 generator (Steele, Lea and Flood 2014), whose mixing function this is.
_STEP, _ONE, _OTHER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def row_hashes(rows: NDArray[np.integer]) -> Hashes:
    """Return a hash of each row of whole numbers [rows, columns], equal for equal rows wherever they stand."""
    total = np.zeros(len(rows), dtype=np.uint64)
    for column in range(rows.shape[1]):
        total = _mixed(total + _STEP + rows[:, column].astype(np.uint64))
    return total


def evidence_hash(
    evidence: pd.DataFrame, cluster_ids: Sequence[str], context: ClusterContext | None = None
) -> list[str]:
    """Return sixteen hexadecimal digits per cluster that change whenever its prediction's input does.

    The order of rows, other clusters and rows that count for nothing do not matter; a different model version is a
    matter of its own (`model.prediction.model_version`). Parameters and errors are those of `predict`.
    """
    ids = list(cluster_ids)
    rows = prepare_rows(evidence, ids)
    hashes: list[str] = []
    for start in range(0, len(ids), _CHUNK):
        stop = min(start + _CHUNK, len(ids))
        states = make_states(rows, start, stop, rates_of(context, start, stop))
        codes = encode(states.q, served_draws()).reshape(stop - start, -1)
        known = states.is_known.reshape(stop - start, -1).astype(np.int32)
        hashes += [f"{number:016x}" for number in row_hashes(np.concatenate([codes, known], axis=1)).tolist()]
    return hashes


def _mixed(number: Hashes) -> Hashes:
    number = (number ^ (number >> np.uint64(30))) * _ONE
    number = (number ^ (number >> np.uint64(27))) * _OTHER
    return number ^ (number >> np.uint64(31))
