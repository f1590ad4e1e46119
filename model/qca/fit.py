"""How well one set of cases lies in another: the measures that qualitative comparative analysis is judged by.

Members are numbers from 0 (out) to 1 (in); crisp sets hold only 0 and 1. Every measure of nothing at all, a share of
zero, is None: no case speaks to it, which is neither a good nor a bad fit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.priors import FloatArray


@dataclass(frozen=True)
class Sufficiency:
    """How far being in a set goes with the outcome.

    Attributes
    ----------
    inclusion
        Share of the set that lies in the outcome, 0 to 1; of a crisp set the share of its cases with the outcome.
    pri
        The same after taking away what lies in outcome and negated outcome alike; equals inclusion for crisp sets.
    coverage
        Share of the outcome that the set accounts for, 0 to 1.
    unique
        Share of the outcome that nothing else of the solution accounts for; None outside a solution.
    """

    inclusion: float | None
    pri: float | None
    coverage: float | None
    unique: float | None = None


@dataclass(frozen=True)
class Necessity:
    """How far the outcome needs a set.

    Attributes
    ----------
    inclusion
        Share of the outcome that lies in the set, 0 to 1: 1 where every case with the outcome has the condition.
    relevance
        Relevance of necessity, 0 to 1: near 0 where nearly every case has the condition, so that needing it is trivial.
    coverage
        Share of the set that lies in the outcome, 0 to 1.
    """

    inclusion: float | None
    relevance: float | None
    coverage: float | None


def sufficiency(members: FloatArray, outcome: FloatArray) -> Sufficiency:
    """Return how far the members [cases] are in the outcome [cases].

    Four cases of a crisp set, three of them among the six with the outcome: inclusion .75, coverage .50.
    """
    both = np.minimum(members, outcome)
    ambiguous = np.minimum(both, 1.0 - outcome).sum()
    return Sufficiency(
        inclusion=_share(both.sum(), members.sum()),
        pri=_share(both.sum() - ambiguous, members.sum() - ambiguous),
        coverage=_share(both.sum(), outcome.sum()),
    )


def necessity(members: FloatArray, outcome: FloatArray) -> Necessity:
    """Return how far the outcome [cases] needs the members [cases]."""
    both = np.minimum(members, outcome)
    return Necessity(
        inclusion=_share(both.sum(), outcome.sum()),
        relevance=_share((1.0 - members).sum(), (1.0 - both).sum()),
        coverage=_share(both.sum(), members.sum()),
    )


def _share(part: float, whole: float) -> float | None:
    return float(part / whole) if whole > 0 else None
