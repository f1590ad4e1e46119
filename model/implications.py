"""What follows from many clusters' predictions at once: the class of propositions and the smokescreen, as stored.

The same for one cluster, with all its reasons, is `model.explanation`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from model import structure
from model.codes import encode_all
from model.context import ClusterContext
from model.draws import served_draws
from model.fast import BatchScorer
from model.prediction import FAST_FROM
from model.priors import SERVED, FloatArray
from model.propositions import CLASSES, class_chances, modal_classes
from model.smokescreen import smokescreen_chances
from model.states import EvidenceRows, prepare_rows, states_in_chunks

_CHUNK = 256
"""Clusters scored at once in double precision."""


def classify(evidence: pd.DataFrame, cluster_ids: Sequence[str], context: ClusterContext | None = None) -> pd.DataFrame:
    """Return the class of propositions of each cluster: cluster_id, proposition_class, proposition_p (0 to 1).

    `proposition_p` is the chance of the likeliest class, also where it is too small to be named. Parameters and errors
    are those of `model.prediction.predict`.
    """
    ids = list(cluster_ids)
    rows = prepare_rows(evidence, ids)
    chances = _many(rows, context) if len(ids) >= FAST_FROM else _few(rows, context)
    return pd.DataFrame(
        {
            "cluster_id": pd.Series(ids, dtype=object),
            "proposition_class": pd.Series(modal_classes(chances), dtype=object),
            "proposition_p": chances.max(axis=1),
        }
    )


def screen(evidence: pd.DataFrame, cluster_ids: Sequence[str]) -> pd.DataFrame:
    """Return the smokescreen of each cluster: cluster_id, is_smokescreen, smokescreen_p (missing: undocumented)."""
    chances = smokescreen_chances(evidence, cluster_ids)
    is_raised = chances >= SERVED.constant("smokescreen_minimum")
    return pd.DataFrame({"cluster_id": list(cluster_ids), "is_smokescreen": is_raised, "smokescreen_p": chances})


def _few(rows: EvidenceRows, context: ClusterContext | None) -> FloatArray:
    draws = served_draws()
    chances = [
        class_chances(structure.latent(states.q, draws), draws) for _, states in states_in_chunks(rows, context, _CHUNK)
    ]
    return np.concatenate(chances)


def _many(rows: EvidenceRows, context: ClusterContext | None) -> FloatArray:
    codes, _ = encode_all(rows, context, served_draws())
    chances = np.empty((len(codes), len(CLASSES)))
    for some, scores in BatchScorer().batches(codes, True, None if context is None else context.place):
        chances[some] = scores.classes
    return chances
