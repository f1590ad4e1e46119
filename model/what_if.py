"""What if a factor were at another level: states with some of them replaced by certain ones, never stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

import codebook
from codebook.errors import UnknownNameError
from model.priors import FACTOR_INDEX, LEVELS, FloatArray
from model.states import ONE_STATE_FACTORS, TIERS, States

Override = str | None | tuple[str, str | None] | Mapping[str, str | None]
"""A value for both tiers, (tier, value) for one, or values by tier; None stands for "not known"."""


@dataclass(frozen=True)
class Supposition:
    """One state that is supposed.

    Attributes
    ----------
    factor, tier
        Which.
    value
        The level that is taken for certain; None where the factor is taken for unknown.
    """

    factor: str
    tier: str
    value: str | None

    def as_dict(self) -> dict[str, object]:
        """Return the supposition as JSON holds it."""
        return {"factor": self.factor, "tier": self.tier, "value": self.value}


def read_overrides(overrides: Mapping[str, Override]) -> tuple[Supposition, ...]:
    """Return what is supposed, factor by factor and tier by tier.

    A factor that links the tiers has one state, so what is supposed of one tier holds for the other.

    Raises
    ------
    UnknownNameError
        If a factor is no predictor, a tier none of the two, or a value none of its factor.
    """
    suppositions = []
    for factor, override in overrides.items():
        _check("predictor", factor, FACTOR_INDEX)
        for tier, value in _by_tier(override).items():
            _check("tier", tier, TIERS)
            if value is not None:
                _check(f"value of {factor}", value, [level.value for level in codebook.values(factor)])
            tiers = TIERS if factor in ONE_STATE_FACTORS else (tier,)
            suppositions += [Supposition(factor, one, value) for one in tiers]
    return tuple(dict.fromkeys(suppositions))


def suppose(states: States, suppositions: tuple[Supposition, ...], base_rates: FloatArray) -> States:
    """Return the states of one cluster with what is supposed in place of what its evidence says.

    Parameters
    ----------
    base_rates
        Chances of a factor that is taken for unknown, [15, 3].
    """
    q, is_known = states.q.copy(), states.is_known.copy()
    for supposition in suppositions:
        factor, tier = FACTOR_INDEX[supposition.factor], TIERS.index(supposition.tier)
        is_known[:, factor, tier] = supposition.value is not None
        if supposition.value is None:
            q[:, factor, tier] = base_rates[factor]
        else:
            names = [level.value for level in codebook.values(supposition.factor)]
            q[:, factor, tier] = np.eye(LEVELS)[names.index(supposition.value)]
    return States(q, is_known)


def _by_tier(override: Override) -> Mapping[str, str | None]:
    if isinstance(override, Mapping):
        return override
    if isinstance(override, tuple):
        tier, value = override
        return {tier: value}
    return dict.fromkeys(TIERS, override)


def _check(kind: str, name: str, allowed: Collection[str]) -> None:
    if name not in allowed:
        raise UnknownNameError.of(kind, name, allowed)
