"""Why a cluster is predicted as it is: what each factor adds to the expected level, exactly.

The reference is a cluster about which nothing is known. Contributions and reference sum to the
expected level to the last decimal, in both tiers. They are associations in the model, not effects.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from model import structure
from model.draws import Draws, served_draws
from model.prediction import Reference, Scores, model_version, score, served_reference
from model.priors import FACTOR_INDEX, FloatArray
from model.states import States, make_states, prepare_rows, unknown_states


@dataclass(frozen=True)
class TierPrediction:
    """The prediction of one tier of one cluster.

    Attributes
    ----------
    p
        Chances of no, partial and substantial adoption, sum 1.
    expected
        Expected level, 0 to 2.
    interval
        90 % interval of the level.
    above_unknown
        Share of draws above the unknown cluster, 0 to 1; .5 where nothing is known.
    base
        Expected level of the unknown cluster.
    """

    p: tuple[float, float, float]
    expected: float
    interval: tuple[float, float]
    above_unknown: float
    base: float

    def as_dict(self) -> dict[str, object]:
        """Return the tier as JSON holds it; the base stands beside both tiers there."""
        return {
            "p": list(self.p),
            "expected": self.expected,
            "interval": list(self.interval),
            "above_unknown": self.above_unknown,
        }


@dataclass(frozen=True)
class Contribution:
    """What one factor adds to, or takes from, the expected level of both tiers.

    Attributes
    ----------
    factor
        Its codebook name.
    first_tier, lower_tier
        Levels added (or, negative, taken away) against the unknown cluster; exactly 0 where the
        state of the factor is that of the unknown cluster.
    inferred
        True if no evidence row speaks of the factor and its state nevertheless differs from the
        base rates, because the national context moved it.
    is_known_first, is_known_lower
        Whether evidence speaks of the factor in that tier.
    """

    factor: str
    first_tier: float
    lower_tier: float
    inferred: bool
    is_known_first: bool
    is_known_lower: bool

    def as_dict(self) -> dict[str, object]:
        """Return the contribution as JSON holds it."""
        return {
            "factor": self.factor,
            "first_tier": self.first_tier,
            "lower_tier": self.lower_tier,
            "inferred": self.inferred,
        }


@dataclass(frozen=True)
class Completeness:
    """How many of the factors that the prediction reads are documented in a tier.

    Attributes
    ----------
    known, of
        Counts of factors.
    """

    known: int
    of: int

    def as_dict(self) -> dict[str, object]:
        """Return the counts as JSON holds them."""
        return {"known": self.known, "of": self.of}


@dataclass(frozen=True)
class Explanation:
    """One cluster's predictions with their reasons.

    Attributes
    ----------
    cluster_id
        The cluster.
    first, lower
        The prediction of each tier.
    contributions
        One per factor, in the order of the codebook.
    completeness
        Of the first and of the lower tier.
    model_version
        The version that made it.
    """

    cluster_id: str
    first: TierPrediction
    lower: TierPrediction
    contributions: tuple[Contribution, ...]
    completeness: tuple[Completeness, Completeness]
    model_version: str

    def as_dict(self) -> dict[str, object]:
        """Return the explanation as JSON holds it, without what only base or store know."""
        first, lower = self.completeness
        return {
            "cluster_id": self.cluster_id,
            "completeness": {"first_tier": first.as_dict(), "lower_tier": lower.as_dict()},
            "first_tier": self.first.as_dict(),
            "lower_tier": self.lower.as_dict(),
            "base": {"first_tier": self.first.base, "lower_tier": self.lower.base},
            "contributions": [contribution.as_dict() for contribution in self.contributions],
            "model_version": self.model_version,
        }


def explain(evidence_of_one: pd.DataFrame, cluster_id: str) -> Explanation:
    """Return the predictions of one cluster, equal to those of `predict`, with their reasons.

    Parameters
    ----------
    evidence_of_one
        Rows as `model.prediction.predict` reads them; those of other clusters have no influence.
    cluster_id
        The cluster to explain.

    Raises
    ------
    InputError
        If `evidence_of_one` lacks a column.
    """
    states = make_states(prepare_rows(evidence_of_one, (cluster_id,)), 0, 1)
    reference = served_reference()
    scores = score(states.q, served_draws(), reference)
    known = states.is_known[0].sum(axis=0)
    of = len(FACTOR_INDEX)
    return Explanation(
        cluster_id=cluster_id,
        first=_tier(scores, reference, 0),
        lower=_tier(scores, reference, 1),
        contributions=_contributions(states, served_draws(), reference),
        completeness=(Completeness(int(known[0]), of), Completeness(int(known[1]), of)),
        model_version=model_version(),
    )


def level_contributions(q: FloatArray, draws: Draws, reference: Reference) -> FloatArray:
    """Return what each factor adds to the expected level, [2 tiers, clusters, 15 factors].

    Within a draw, latent adoption is a sum of shares of the factors (`shares`), and so is its
    distance from the reference, eta - eta0. The level h is a curve over latent adoption; a factor
    with a third of that distance gets a third of h(eta) - h(eta0), whichever way the others point.
    The mean over draws keeps the sum: expected = base + contributions.

    Rescaling mean shares instead would be simpler, and wrong: near the base it can turn signs.
    """
    state = structure.latent(q, draws)
    form, gap = structure.latent_form(draws), structure.gap_form(draws)
    base = reference.latent.m
    first = shares(form, state.m[0], base[0])
    mixed, mixed_base = (structure.gap_effects(m[0], m[1]) for m in (state.m, base))
    lower = shares(form, state.m[1], base[1]) - shares(gap, mixed, mixed_base)
    slope = level_slope(state.eta, reference.latent.eta, draws)
    moved = np.stack([first, lower]) * slope[:, :, None, :]
    # Adding 0 makes a plain 0 of the -0 that a barrier at its reference leaves.
    total: FloatArray = moved.mean(axis=3) + 0.0
    return total


def shares(form: structure.Form, m: FloatArray, base: FloatArray) -> FloatArray:
    """Return the share of each factor in form(m) - form(base), [clusters, 15, draws].

    The Shapley value: what a factor adds on average over all orders in which factors can be moved
    from the reference to their own level. For a bilinear form it is closed: the change of a factor
    times its own coefficient, plus, for each product it stands in, times the coefficient and the
    mean of the partner's two effects. So a product is split evenly: two factors that both go from 0
    to 1 and stand in a product with coefficient 1.0 get .5 each for it.
    """
    change = m - base
    share = np.zeros_like(change)
    for name, coefficient in form.linear.items():
        factor = FACTOR_INDEX[name]
        share[:, factor] += coefficient * change[:, factor]
    for (one_name, other_name), coefficient in form.pairs.items():
        one, other = FACTOR_INDEX[one_name], FACTOR_INDEX[other_name]
        share[:, one] += coefficient * change[:, one] * (m[:, other] + base[:, other]) / 2.0
        share[:, other] += coefficient * change[:, other] * (m[:, one] + base[:, one]) / 2.0
    return share


def level_slope(eta: FloatArray, base: FloatArray, draws: Draws) -> FloatArray:
    """Return the level gained per unit of latent adoption from `base` to `eta`, always positive.

    That is (h(eta) - h(base)) / (eta - base) for the level h, the sum of two logistic curves, with
    arrays of shape [..., draws]. As logistic(a) logistic(-b) (1 - e^-(a-b)) / (a - b) it needs no
    subtraction of nearly equal numbers; where both are equal it is the slope of the curve itself.
    From latent 0 to 1 with a cut point at 0: (.7311 - .5) / 1 = .2311.
    """
    distance = eta - base
    is_same = distance == 0.0
    ratio = np.where(is_same, 1.0, -np.expm1(-distance) / np.where(is_same, 1.0, distance))
    both = expit(eta - draws.c1) * expit(draws.c1 - base)
    both += expit(eta - draws.c2) * expit(draws.c2 - base)
    slope: FloatArray = ratio * both
    return slope


def _contributions(states: States, draws: Draws, reference: Reference) -> tuple[Contribution, ...]:
    levels = level_contributions(states.q, draws, reference)[:, 0]
    is_known = states.is_known[0]
    has_moved = (states.q[0] != unknown_states().q[0]).any(axis=(1, 2))
    return tuple(
        Contribution(
            factor=name,
            first_tier=float(levels[0, factor]),
            lower_tier=float(levels[1, factor]),
            inferred=bool(has_moved[factor] and not is_known[factor].any()),
            is_known_first=bool(is_known[factor, 0]),
            is_known_lower=bool(is_known[factor, 1]),
        )
        for name, factor in FACTOR_INDEX.items()
    )


def _tier(scores: Scores, reference: Reference, tier: int) -> TierPrediction:
    none, partial, substantial = (float(chance) for chance in scores.p[0, tier])
    low, high = (float(end) for end in scores.interval[0, tier])
    return TierPrediction(
        p=(none, partial, substantial),
        expected=float(scores.expected[0, tier]),
        interval=(low, high),
        above_unknown=float(scores.above_unknown[0, tier]),
        base=float(reference.expected[tier]),
    )
