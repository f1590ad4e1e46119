"""Coded outcomes of clusters: the level that the outcome rows make most likely.

Outcomes are shown beside predictions and judge them; nothing here is ever read by a prediction.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

import codebook
from model.priors import SERVED, PriorTable
from model.states import level_likelihood


def most_likely_outcomes(evidence: pd.DataFrame, outcome: str, table: PriorTable = SERVED) -> pd.Series:
    """Return the most likely level of an outcome for every cluster that has a row of it.

    Rows weigh as in the evidence layer but do not age (a coded outcome is about its own time), and
    no level is favoured beforehand. Of two equally likely levels the lower one stands. One row
    "substantial" of medium confidence against one row "none" of low confidence gives
    "substantial".

    Parameters
    ----------
    evidence
        Rows with cluster_id, factor, value, confidence, source_id; others are not read.
    outcome
        A ranked outcome of the codebook, e.g. ``first_tier_adoption``.

    Returns
    -------
    pandas.Series
        Values of the outcome, indexed by cluster_id, sorted.
    """
    names = [level.value for level in codebook.values(outcome)]
    rows = evidence[evidence["factor"] == outcome]
    if rows.empty:
        return pd.Series([], index=pd.Index([], name="cluster_id"), dtype=str)
    of_source = rows.groupby(["cluster_id", "source_id"])["value"].transform("size")
    likelihood = {
        confidence.value: np.log(level_likelihood(table.constant(f"k_{confidence.value}")))
        for confidence in codebook.values("confidence")
    }
    pulls = [
        likelihood[confidence][names.index(value)]
        for value, confidence in zip(rows["value"], rows["confidence"], strict=True)
    ]
    weighted = np.array(pulls) / of_source.to_numpy()[:, None]
    summed = pd.DataFrame(weighted, index=rows["cluster_id"]).groupby(level=0).sum()
    # Rounding keeps the last bit of a float from deciding between equally likely levels.
    best = np.argmax(np.round(summed.to_numpy(), 9), axis=1)
    return pd.Series([names[level] for level in best], index=summed.index, dtype=str)
