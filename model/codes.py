"""States as they act in the draws: how many draws leave a factor at its lowest level, and how many below its highest.

A state matters only through the level that each draw's rank picks from it, so two states that split the ranks alike
give the same prediction to the last bit. Two counts say all there is to know; tables, duplicates and hashes of
`model.fast` are made from them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from model.context import ClusterContext
from model.draws import Draws
from model.priors import FACTOR_INDEX, FloatArray
from model.states import TIERS, EvidenceRows, states_in_chunks

CodeArray = NDArray[np.int32]

_CHUNK = 4096
"""Clusters whose chances are held at once; of the codes all are."""


def encode(q: FloatArray, draws: Draws) -> CodeArray:
    """Return one number for each state, [clusters, 15 factors, 2 tiers], from chances [clusters, 15, 2, 3].

    With n draws of which i lie below the chance of the lowest level and j below that of the lowest two, the code is
    i (n + 1) + j: equal codes, equal levels in every draw.
    """
    codes = np.empty(q.shape[:3], dtype=np.int32)
    to_middle = q[..., 0] + q[..., 1]
    for factor, ranks in enumerate(np.sort(draws.rank, axis=1)):
        below = np.searchsorted(ranks, q[:, factor, :, 0]) * (draws.count + 1)
        codes[:, factor] = below + np.searchsorted(ranks, to_middle[:, factor])
    return codes


def encode_all(rows: EvidenceRows, context: ClusterContext | None, draws: Draws) -> tuple[CodeArray, NDArray[np.bool_]]:
    """Return the codes of all clusters, and which factors are known, [clusters, 15 factors, 2 tiers] both."""
    shape = (rows.cluster_count, len(FACTOR_INDEX), len(TIERS))
    codes, known = np.empty(shape, dtype=np.int32), np.empty(shape, dtype=bool)
    for some, states in states_in_chunks(rows, context, _CHUNK):
        codes[some], known[some] = encode(states.q, draws), states.is_known
    return codes, known


def counts(codes: CodeArray, draws: Draws) -> tuple[CodeArray, CodeArray]:
    """Return the draws at the lowest level and those below the highest one, in the shape of the codes."""
    below, to_middle = np.divmod(codes, draws.count + 1)
    return below, to_middle


def drawn_chances(codes: CodeArray, draws: Draws) -> FloatArray:
    """Return the share of draws at each level, [..., 3]: the state as it acts, a draw's share off at most.

    A level that is certain has a share of exactly 1.
    """
    below, to_middle = counts(codes, draws)
    shares: FloatArray = np.stack([below, to_middle - below, draws.count - to_middle], axis=-1) / draws.count
    return shares
