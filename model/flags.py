"""Warnings about states: rows that contradict each other, and evidence that says little.

Flags change no number. Contradicting rows stay in the state with their weights; the flag only says that they do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import codebook
from model.priors import FACTOR_INDEX, LEVELS, SERVED, PriorTable
from model.states import TIERS, EvidenceRows, States

CONFLICT, DIVIDED, SMOKESCREEN = "conflict", "divided", "smokescreen"
"""Names of the flags in the codebook's vocabulary `prediction_flag`."""

_SURE_ENOUGH = "medium"
"""Least confidence of rows that can contradict each other."""


@dataclass(frozen=True)
class Flag:
    """One warning about one factor of one tier.

    Attributes
    ----------
    flag
        Its name in the codebook's vocabulary `prediction_flag`.
    factor, tier
        What it speaks of.
    """

    flag: str
    factor: str
    tier: str

    def as_dict(self) -> dict[str, object]:
        """Return the flag as JSON holds it."""
        return {"flag": self.flag, "factor": self.factor, "tier": self.tier}


def conflicts(rows: EvidenceRows, start: int, stop: int) -> NDArray[np.bool_]:
    """Return whether rows of a cluster contradict each other, [clusters, 15, 2 tiers].

    They do if two rows that speak of the tier, both of at least medium confidence, report the two ends of the scale.
    A row on the first tier and one on the lower tier never contradict each other: that is what the tiers are for.
    """
    first, last = np.searchsorted(rows.cluster, (start, stop))
    sure = [value.value for value in codebook.values("confidence")].index(_SURE_ENOUGH)
    is_sure = rows.confidence[first:last] >= sure
    reports = np.zeros((stop - start, len(FACTOR_INDEX), len(TIERS), LEVELS), dtype=bool)
    for tier in range(len(TIERS)):
        counts = np.flatnonzero(is_sure & rows.speaks_of[first:last, tier]) + first
        reports[rows.cluster[counts] - start, rows.factor[counts], tier, rows.level[counts]] = True
    contradict: NDArray[np.bool_] = reports[..., 0] & reports[..., -1]
    return contradict


def divided(states: States, table: PriorTable = SERVED) -> NDArray[np.bool_]:
    """Return whether the evidence on a known factor leaves its level open, [clusters, 15, 2 tiers].

    It does if the entropy of the state is above .75 of that of three equal chances. One row "strong" of low confidence
    on law enforcement leaves .17, .51, .32, an entropy of .92: open. The same row of high confidence leaves .01, .19,
    .80 and .48: settled.
    """
    entropy = -(states.q * np.log(states.q, out=np.zeros_like(states.q), where=states.q > 0.0)).sum(axis=3)
    is_open: NDArray[np.bool_] = entropy > table.constant("divided_entropy") * np.log(LEVELS)
    return is_open & states.is_known


def evidence_flags(rows: EvidenceRows, states: States) -> tuple[Flag, ...]:
    """Return the flags of the first cluster, contradictions first, each in the order of the codebook's factors."""
    found = ((CONFLICT, conflicts(rows, 0, 1)[0]), (DIVIDED, divided(states)[0]))
    return tuple(
        Flag(name, factor, tier)
        for name, is_raised in found
        for factor, position in FACTOR_INDEX.items()
        for tier, raised in zip(TIERS, is_raised[position], strict=True)
        if raised
    )
