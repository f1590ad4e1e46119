"""Coded outcomes of clusters: the level of adoption, or of what comes of it, that the rows make likeliest.

This is the one rule for which outcome counts: pages, attributes and validation all ask here. Outcomes are shown beside
predictions and judge them; nothing here is ever read by a prediction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

import codebook
from model.priors import SERVED, FloatArray, PriorTable
from model.states import TIERS, level_likelihood

Report = tuple[str, str, str]

_REPORT = ("value", "confidence", "source_id")
"""What is read of a row that reports an outcome."""


def adoption_outcomes() -> dict[str, str]:
    """Return the outcome that speaks of each tier's adoption, by tier, the first tier first."""
    by_tier = {factor.outcome_tier: factor.name for factor in codebook.FACTORS.values() if factor.outcome_tier}
    return {tier: by_tier[tier] for tier in TIERS}


def likeliest_adoption(evidence: pd.DataFrame) -> pd.DataFrame:
    """Return the adoption that counts, one row per cluster and outcome that is coded: cluster_id, factor, value.

    Parameters
    ----------
    evidence
        As `most_likely_outcomes` reads it.
    """
    levels = {outcome: most_likely_outcomes(evidence, outcome) for outcome in adoption_outcomes().values()}
    rows = [(cluster, outcome, value) for outcome, found in levels.items() for cluster, value in found.items()]
    return pd.DataFrame(rows, columns=["cluster_id", "factor", "value"], dtype=object)


def most_likely_outcomes(evidence: pd.DataFrame, outcome: str, table: PriorTable = SERVED) -> pd.Series:
    """Return the most likely level of an outcome for every cluster that has a usable row of it.

    Rows weigh as in the evidence layer but do not age (a coded outcome is about its own time), and
    no level is favoured beforehand. Of two equally likely levels the lower one stands. One row
    "substantial" of medium confidence against one row "none" of low confidence gives
    "substantial". Rows outside the codebook, and rows that report one tier's adoption of the
    other tier, do not count.

    Parameters
    ----------
    evidence
        Rows with cluster_id, factor, value, tier, confidence, source_id; others are not read.
    outcome
        A ranked outcome of the codebook, e.g. ``first_tier_adoption``.

    Returns
    -------
    pandas.Series
        Values of the outcome, indexed by cluster_id, sorted.
    """
    names = [level.value for level in codebook.values(outcome)]
    rows = _usable_rows(evidence, outcome)
    reports: dict[str, list[Report]] = {}
    for cluster_id, *report in zip(*(rows[name] for name in ("cluster_id", *_REPORT)), strict=True):
        reports.setdefault(cluster_id, []).append((report[0], report[1], report[2]))
    # Rounding keeps the last bit of a float from deciding between equally likely levels.
    best = {
        cluster_id: names[int(np.argmax(np.round(_pulls(reports[cluster_id], names, table), 9)))]
        for cluster_id in sorted(reports)
    }
    return pd.Series(list(best.values()), index=pd.Index(list(best), name="cluster_id"), dtype=str)


def _usable_rows(evidence: pd.DataFrame, outcome: str) -> pd.DataFrame:
    rows = evidence[evidence["factor"] == outcome]
    own_tier = codebook.FACTORS[outcome].outcome_tier
    allowed = {
        "value": [value.value for value in codebook.values(outcome)],
        "tier": [value.value for value in codebook.values("tier") if _may_speak(value.value, own_tier)],
        "confidence": [value.value for value in codebook.values("confidence")],
    }
    is_usable = pd.Series(data=True, index=rows.index)
    for column, names in allowed.items():
        is_usable &= rows[column].isin(names)
    return rows[is_usable]


def _may_speak(tier: str, own_tier: str | None) -> bool:
    """Return whether a row of a tier may report an outcome: of its own tier, or of neither tier in particular."""
    return own_tier is None or tier == own_tier or tier not in TIERS


def _pulls(reports: Sequence[Report], names: list[str], table: PriorTable) -> FloatArray:
    """Return the log likelihood of each level."""
    of_source = Counter(source for _, _, source in reports)
    total = np.zeros(len(names))
    for value, confidence, source in reports:
        likelihood = level_likelihood(table.constant(f"k_{confidence}"))
        total += np.log(likelihood[names.index(value)]) / of_source[source]
    return total
