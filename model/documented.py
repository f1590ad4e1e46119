"""What sources say of every factor and outcome of every cluster, as the one level that the rows make likeliest.

No prior and no national context enters: a level here is what a reader finds in the evidence. What nobody has written
about is unknown, and stays so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import codebook
from model.outcomes import adoption_outcomes, most_likely_outcomes
from model.priors import FACTOR_INDEX, LEVELS
from model.states import TIERS, make_states, prepare_rows

UNKNOWN = -1
"""Level of a factor or an outcome that no row speaks of."""


@dataclass(frozen=True)
class Documented:
    """Documented levels of some clusters.

    Attributes
    ----------
    cluster_ids
        The clusters, in the order of every cluster axis.
    level
        Level of each predictor in each tier, [clusters, 15, 2 tiers], 0 for the lowest, `UNKNOWN` without a row that
        speaks of the tier.
    outcome
        Level of adoption in each tier, [clusters, 2 tiers], `UNKNOWN` where nobody coded it.
    """

    cluster_ids: tuple[str, ...]
    level: NDArray[np.int64]
    outcome: NDArray[np.int64]


def read_documents(evidence: pd.DataFrame, cluster_ids: Sequence[str]) -> Documented:
    """Return the documented levels of clusters.

    Rows weigh as in the evidence layer, by confidence, age, source and tier, but no level is favoured beforehand: one
    row "strong" of low confidence makes a factor strong here, while the model, which also knows how rare that is, may
    still think otherwise. Of equally likely levels the lower one stands.

    Parameters
    ----------
    evidence
        Rows as `model.states.prepare_rows` takes them.
    cluster_ids
        The clusters asked for, each once.
    """
    ids = list(cluster_ids)
    rows = prepare_rows(evidence, ids)
    even = np.full((len(FACTOR_INDEX), LEVELS), 1.0 / LEVELS)
    states = make_states(rows, 0, len(ids), even)
    # Rounding keeps the last bit of a float from deciding between equally likely levels.
    level = np.where(states.is_known, np.round(states.q, 9).argmax(axis=3), UNKNOWN)
    outcome = np.full((len(ids), len(TIERS)), UNKNOWN)
    for tier, name in enumerate(adoption_outcomes().values()):
        likeliest = most_likely_outcomes(evidence, name).reindex(ids)
        names = [value.value for value in codebook.values(name)]
        outcome[:, tier] = [names.index(value) if value in names else UNKNOWN for value in likeliest]
    return Documented(tuple(ids), level, outcome)
