"""Who beats whom and how surely, how many clusters would settle it, and what the wording follows from."""

from __future__ import annotations

from math import ceil, sqrt

from model.validation.bounds import SETTLED, THRESHOLD
from model.validation.designs import Judged
from model.validation.names import BASE_RATE, INDEX, THEORY
from model.validation.records import Comparison, Gate

_NOTHING = 1e-9
"""A gain up to this is what rounding leaves of none."""


def make_gate(judged: Judged) -> Gate:
    """Return whether predictions of a tier must be called illustrative, from clusters coded after the freeze.

    They must, until the theory's ranked probability score beats both the base rate's and the additive index's by more
    than two paired standard errors. Too few clusters decide nothing, so they stay illustrative.
    """
    base, index = (compare(judged, THEORY, against).z for against in (BASE_RATE, INDEX))
    passes = base is not None and index is not None and min(base, index) > THRESHOLD
    return Gate(n=len(judged.level), z_base_rate=base, z_index=index, illustrative=not passes)


def compare(judged: Judged, model: str, against: str) -> Comparison:
    """Return the paired comparison of two contestants, without numbers where there are no forecasts."""
    count = len(judged.level)
    where = Comparison(model, against, judged.tier, judged.design, count)
    if model not in judged.chances or against not in judged.chances:
        return where
    gains = judged.gains(model, against)
    gain, spread = float(gains.mean()), float(gains.std(ddof=1))
    needed = clusters_needed(gain, spread)
    return Comparison(
        model=model,
        against=against,
        tier=judged.tier,
        design=judged.design,
        n=count,
        gain=gain,
        gain_sd=spread,
        z=gain / (spread / sqrt(count)) if spread > 0.0 else None,
        n_needed=needed,
        n_more=None if needed is None else max(needed - count, 0),
    )


def clusters_needed(gain: float, spread: float) -> int | None:
    """Return how many clusters would make a mean gain 2.5 standard errors: (2.5 spread / gain)^2, rounded up.

    A gain of .01 whose values spread by .05 needs 157 clusters. None where there is no gain to confirm.
    """
    return ceil((SETTLED * spread / gain) ** 2) if gain > _NOTHING else None


def comparisons_of(judged: Judged) -> tuple[Comparison, ...]:
    """Return every contestant against the base rate, and the theory against every other one."""
    rivals = [model for model in judged.chances if model != BASE_RATE]
    against_base = [compare(judged, model, BASE_RATE) for model in rivals]
    return (*against_base, *(compare(judged, THEORY, rival) for rival in rivals if rival != THEORY))
