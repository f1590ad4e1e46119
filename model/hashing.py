"""Hashes of many clusters' inputs at once: what a prediction was made from, and which inputs are the same.

A cluster's input is its states as they act in the draws (`model.codes`) and which factors are known. National context
is part of the states. Two snapshots with equal hashes need no new score.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model.codes import encode_all
from model.context import ClusterContext
from model.draws import served_draws
from model.states import prepare_rows

Hashes = NDArray[np.uint64]

# The constants of the splitmix64 generator (Steele, Lea and Flood 2014), whose mixing function this is.
_STEP, _ONE, _OTHER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def row_hashes(*parts: NDArray[np.integer] | NDArray[np.bool_]) -> Hashes:
    """Return a hash of each row of whole numbers, equal for equal rows wherever they stand.

    Parameters
    ----------
    parts
        Columns side by side, [rows, columns] each.
    """
    total = np.zeros(len(parts[0]), dtype=np.uint64)
    for part in parts:
        for column in range(part.shape[1]):
            total = _mixed(total + _STEP + part[:, column].astype(np.uint64))
    return total


def evidence_hash(
    evidence: pd.DataFrame, cluster_ids: Sequence[str], context: ClusterContext | None = None
) -> list[str]:
    """Return sixteen hexadecimal digits per cluster that change whenever its prediction's input does.

    The order of rows, other clusters and rows that count for nothing do not matter; a different model version is a
    matter of its own (`model.prediction.model_version`). Parameters and errors are those of `predict`.
    """
    ids = list(cluster_ids)
    codes, known = encode_all(prepare_rows(evidence, ids), context, served_draws())
    inputs = (codes.reshape(len(ids), -1), known.reshape(len(ids), -1))
    return [f"{number:016x}" for number in row_hashes(*inputs).tolist()]


def _mixed(number: Hashes) -> Hashes:
    number = (number ^ (number >> np.uint64(30))) * _ONE
    number = (number ^ (number >> np.uint64(27))) * _OTHER
    return number ^ (number >> np.uint64(31))
