"""Value of information of many clusters at once: what learning one fact would settle at each.

The same for one cluster, in double precision and with its levers, is `model.explanation`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from model.codes import encode_all
from model.context import ClusterContext
from model.draws import served_draws
from model.explanation import question
from model.fast import BatchScorer
from model.priors import FACTOR_INDEX, SmallFloats
from model.states import TIERS, prepare_rows

__all__ = ["FACTORS", "TIERS", "question", "what_to_learn"]

FACTORS = tuple(FACTOR_INDEX)
"""The factors in the order of the middle axis of `what_to_learn`."""


def what_to_learn(
    evidence: pd.DataFrame, cluster_ids: Sequence[str], context: ClusterContext | None = None
) -> SmallFloats:
    """Return the share of a tier's uncertainty that learning a factor there would remove, [clusters, 15, 2 tiers].

    0 where the factor is known in that tier, for nothing is asked there. A share is of the variance of that tier's
    level over the draws, 0 to 1; those of one tier add up to less than 1, because nobody knows how strongly the
    factors act. Parameters and errors are those of `model.prediction.predict`.
    """
    codes, known = encode_all(prepare_rows(evidence, list(cluster_ids)), context, served_draws())
    shares = np.zeros(known.shape, dtype=np.float32)
    for some, scores in BatchScorer().batches(codes, True, None if context is None else context.place):
        shares[some] = scores.information.transpose(0, 2, 1)
    return np.where(known, np.float32(0.0), shares)
