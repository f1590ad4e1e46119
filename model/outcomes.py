"""Coded outcomes of clusters, and whatever else is content or result of adoption: levels that the rows make likely.

Outcomes are shown beside predictions and judge them; nothing here is ever read by a prediction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

import codebook
from model.priors import SERVED, FloatArray, PriorTable
from model.states import level_likelihood

Report = tuple[str, str, str]
REPORT = ("value", "confidence", "source_id")
"""What is read of a row that reports an outcome."""


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
    reports: dict[str, list[Report]] = {}
    for cluster_id, *report in zip(*(rows[name] for name in ("cluster_id", *REPORT)), strict=True):
        reports.setdefault(cluster_id, []).append((report[0], report[1], report[2]))
    # Rounding keeps the last bit of a float from deciding between equally likely levels.
    best = {
        cluster_id: names[int(np.argmax(np.round(_pulls(reports[cluster_id], outcome, table), 9)))]
        for cluster_id in sorted(reports)
    }
    return pd.Series(list(best.values()), index=pd.Index(list(best), name="cluster_id"), dtype=str)


def level_chances(reports: Sequence[Report], factor: str, table: PriorTable = SERVED) -> FloatArray:
    """Return the chance of each level of a ranked factor or outcome in one cluster, no level favoured beforehand.

    One report of "present" with high confidence on child labour gives it .952; of none, every level has 1/3.

    Parameters
    ----------
    reports
        Value, confidence and source of each row.
    """
    pulls = _pulls(reports, factor, table)
    chances: FloatArray = np.exp(pulls - pulls.max())
    return chances / chances.sum()


def _pulls(reports: Sequence[Report], factor: str, table: PriorTable) -> FloatArray:
    """Return the log likelihood of each level."""
    names = [level.value for level in codebook.values(factor)]
    of_source = Counter(source for _, _, source in reports)
    total = np.zeros(len(names))
    for value, confidence, source in reports:
        likelihood = level_likelihood(table.constant(f"k_{confidence}"))
        total += np.log(likelihood[names.index(value)]) / of_source[source]
    return total
