"""Coded outcomes of clusters, and whatever else is content or result of adoption: levels that the rows make likely.

Outcomes are shown beside predictions and judge them; nothing here is ever read by a prediction.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

import codebook
from model.priors import SERVED, FloatArray, PriorTable
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
    summed = _summed_pulls(evidence, outcome, table)
    # Rounding keeps the last bit of a float from deciding between equally likely levels.
    best = np.argmax(np.round(summed.to_numpy(), 9), axis=1) if len(summed) else []
    return pd.Series([summed.columns[level] for level in best], index=summed.index, dtype=str)


def level_chances(evidence: pd.DataFrame, factor: str, table: PriorTable = SERVED) -> pd.DataFrame:
    """Return the chance of each level of a ranked factor or outcome, no level favoured beforehand.

    Parameters as for `most_likely_outcomes`. One row "present" of high confidence on child labour gives it .950.

    Returns
    -------
    pandas.DataFrame
        One row per cluster that has a row of it, indexed by cluster_id, sorted; one column per value, lowest first,
        rows sum to 1.
    """
    summed = _summed_pulls(evidence, factor, table)
    pulls = summed.to_numpy(dtype=float).reshape(len(summed), len(summed.columns))
    chances: FloatArray = np.exp(pulls - pulls.max(axis=1, keepdims=True, initial=-np.inf))
    return pd.DataFrame(chances / chances.sum(axis=1, keepdims=True), index=summed.index, columns=summed.columns)


def _summed_pulls(evidence: pd.DataFrame, factor: str, table: PriorTable) -> pd.DataFrame:
    """Return the log likelihood of each level, one row per cluster with a row of the factor."""
    names = [level.value for level in codebook.values(factor)]
    rows = evidence[(evidence["factor"] == factor) & evidence["value"].isin(names)]
    if rows.empty:
        return pd.DataFrame([], index=pd.Index([], name="cluster_id"), columns=names, dtype=float)
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
    return pd.DataFrame(weighted, index=rows["cluster_id"], columns=names).groupby(level=0).sum()
