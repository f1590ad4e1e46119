"""Which of the paper's propositions a cluster is an instance of, as chances of six classes that exclude each other.

Also here, because they need the same draws: the gap between the tiers and the chance that practice stops at the first
tier. Within a draw both tiers are independent given parameters, levels and rest; the first tier's levels decide what
counts as visible buyers, active association and strong drivers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

import codebook
from model import structure
from model.draws import Draws
from model.priors import FACTOR_INDEX, SERVED, FloatArray, PriorTable
from model.scoring import INTERVAL

UNDETERMINED = "undetermined"
"""Named instead of a class where none is likelier than all others together."""

CLASSES: tuple[str, ...] = tuple(
    value.value for value in codebook.values("proposition_class") if value.value != UNDETERMINED
)
"""The six classes, in the order of every class axis."""

ROUNDING = 1e-6
"""Pressures this much below the bound still count as strong: products such as .5 x .5 lie exactly on it."""


VISIBLE, ACTIVE, PUT_OUT = (
    FACTOR_INDEX[name] for name in ("buyer_visibility", "business_association", "subcontracting")
)
"""The factors whose levels decide between the classes, beside the pressures."""


@dataclass(frozen=True)
class Proposition:
    """The class of propositions of one cluster.

    Attributes
    ----------
    name
        The likeliest class, a value of the vocabulary `proposition_class`; `undetermined` below one half.
    p
        Chance of each class, sum 1.
    """

    name: str
    p: Mapping[str, float]

    def as_dict(self) -> dict[str, object]:
        """Return the class as JSON holds it."""
        return {"class": self.name, "p": dict(self.p)}


@dataclass(frozen=True)
class Gap:
    """How far practice in the lower tier stays behind that in the first (structural greenwash).

    Attributes
    ----------
    expected
        First tier's expected level less the lower tier's; negative where better evidence puts the lower tier ahead.
    interval
        Its 90 % interval over draws.
    stops_at_first
        Chance that the first tier has some practice and the lower tier none, 0 to 1.
    """

    expected: float
    interval: tuple[float, float]
    stops_at_first: float

    def as_dict(self) -> dict[str, object]:
        """Return the gap as JSON holds it."""
        return {"expected": self.expected, "interval": list(self.interval), "stops_at_first": self.stops_at_first}


def class_chances(latent: structure.Latent, draws: Draws, table: PriorTable = SERVED) -> FloatArray:
    """Return the chance of each class of `CLASSES`, [clusters, 6], rows sum to 1.

    With F and L some practice in the first and in the lower tier::

        VA     = visibility at its highest level and association at its highest
        strong = VA or pressure from above x pressure from below >= .25
        stops  = F, subcontracting at or above its middle level, and not L
        P1: F, VA, not stops       P1_P2: F, VA, stops      P3: not F, not strong
        other: F, not VA, not stops    other_P2: F, not VA, stops    deviant: not F, strong
    """
    m = latent.m[0]
    first, lower = structure.at_least(latent.eta, draws)[0]
    both = (m[:, VISIBLE] == 1.0) & (m[:, ACTIVE] == 1.0)
    strong = both | (structure.pressure(m) >= table.constant("strong_pressure") - ROUNDING)
    stops = first * (m[:, PUT_OUT] > 0.0) * (1.0 - lower)
    chances = {
        "P1": both * (first - stops),
        "P1_P2": both * stops,
        "other": ~both * (first - stops),
        "other_P2": ~both * stops,
        "P3": ~strong * (1.0 - first),
        "deviant": strong * (1.0 - first),
    }
    return np.stack([chances[name].mean(axis=1) for name in CLASSES], axis=1)


def modal_class(chances: FloatArray, table: PriorTable = SERVED) -> Proposition:
    """Return the likeliest class of one cluster's chances [6], undetermined where it has less than one half."""
    p = {name: float(chance) for name, chance in zip(CLASSES, chances, strict=True)}
    return Proposition(modal_classes(chances[None], table)[0], p)


def modal_classes(chances: FloatArray, table: PriorTable = SERVED) -> list[str]:
    """Return the likeliest class of each cluster's chances [clusters, 6], undetermined below one half."""
    is_named = chances.max(axis=1) >= table.constant("class_minimum")
    return [
        CLASSES[best] if named else UNDETERMINED
        for best, named in zip(chances.argmax(axis=1).tolist(), is_named.tolist(), strict=True)
    ]


def gap_of_tiers(latent: structure.Latent, draws: Draws) -> Gap:
    """Return the gap of the first of the clusters."""
    p_any, p_substantial = structure.at_least(latent.eta[:, 0], draws)
    first, lower = p_any + p_substantial
    low, high = np.quantile(first - lower, INTERVAL)
    stops = (p_any[0] * (1.0 - p_any[1])).mean()
    return Gap(float((first - lower).mean()), (float(low), float(high)), float(stops))
