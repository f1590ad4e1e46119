"""Rows of evidence that the model cannot read, each with its reason, apart from those that it can.

A row in quarantine has no influence on any prediction. What the model does with the others stands in `model.states`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

import codebook
from codebook.errors import InputError

_COLUMNS = ("cluster_id", "factor", "value", "tier", "confidence")


def separate_rows(evidence: pd.DataFrame, cluster_ids: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows that the model can read and those in quarantine; together they are all rows.

    Parameters
    ----------
    evidence
        One row per statement: cluster_id, factor, value, tier, confidence; further columns stay.
    cluster_ids
        The clusters that there are.

    Returns
    -------
    good, quarantined
        Both with the columns, index and order of `evidence`; the second also has `reason`, a value of the codebook's
        vocabulary `quarantine_reason`. A row with several faults names the first of them in that vocabulary's order.

    Raises
    ------
    InputError
        If `evidence` lacks a column.
    """
    missing = [name for name in _COLUMNS if name not in evidence.columns]
    if missing:
        message = f"evidence lacks the columns {', '.join(missing)}"
        raise InputError(message)
    reason = _reasons(evidence, cluster_ids)
    is_bad = reason.notna()
    return evidence[~is_bad], evidence[is_bad].assign(reason=reason[is_bad])


def _reasons(evidence: pd.DataFrame, cluster_ids: Sequence[str]) -> pd.Series:
    """Return why each row cannot be read, missing where it can."""
    factors = codebook.FACTORS
    allowed = [(factor, value.value) for factor in factors for value in codebook.values(factor)]
    pairs = pd.MultiIndex.from_frame(evidence[["factor", "value"]])
    is_wrong = {
        "unknown_cluster": ~evidence["cluster_id"].isin(list(cluster_ids)),
        "unknown_factor": ~evidence["factor"].isin(list(factors)),
        "unknown_value": ~pairs.isin(allowed),
        "unknown_tier": ~evidence["tier"].isin(_names("tier")),
        "unknown_confidence": ~evidence["confidence"].isin(_names("confidence")),
        "outcome_of_other_tier": _is_outcome_of_other_tier(evidence),
    }
    order = [value.value for value in codebook.values("quarantine_reason")]
    first = np.select([np.asarray(is_wrong[name]) for name in order], order, default="")
    return pd.Series(first, index=evidence.index, dtype=object).where(first != "", None)


def _is_outcome_of_other_tier(evidence: pd.DataFrame) -> pd.Series:
    """Return whether a row reports the outcome of one tier for the other one alone."""
    of_tier = evidence["factor"].map({f.name: f.outcome_tier for f in codebook.FACTORS.values() if f.outcome_tier})
    other = [tier.value for tier in codebook.values("model_tier")]
    return of_tier.notna() & evidence["tier"].isin(other) & (evidence["tier"] != of_tier)


def _names(domain: str) -> list[str]:
    return [value.value for value in codebook.values(domain)]
