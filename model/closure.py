"""What the level would be if one factor's level were known, or one better, in closed form and without scoring again.

Each of the chances of at least partial and of substantial adoption is taken as a logistic curve through the drawn
chance, with the drawn slope: p(d) = logistic(logit p + d E[p' W] / (p (1 - p))), where d is the distance of the
factor's effect from its mean and W the coefficient of that effect, partners at their means. Against scoring again with
each level forced, the best factor of a first tier is nearly always the same and levers are off by .003 (tests say how
much exactly). Associations in the model, not effects of changing something in the world.

Arrays have their clusters last: long rows are what numpy is fast with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

import codebook
from model.draws import Draws
from model.priors import FACTOR_INDEX, LEVELS, FloatArray
from model.states import TIERS
from model.structure import FROM_BELOW, Form, at_least, gap_form, latent_form

Floats = TypeVar("Floats", bound=NDArray[np.floating])

_FIRST, _LOWER = range(len(TIERS))

_SMALLEST = 1e-7
"""Chances nearer to 0 or 1 have no curve left to follow."""

_FURTHEST = 60.0
"""Log odds beyond which a chance is 0 or 1."""

_IS_BARRIER = np.array([codebook.FACTORS[name].role == "barrier" for name in FACTOR_INDEX])
_BELOW = [FACTOR_INDEX[name] for name in FROM_BELOW]
_VISIBILITY = FACTOR_INDEX["buyer_visibility"]


@dataclass(frozen=True)
class Bilinear:
    """Where the coefficients of a form stand among the columns of a matrix.

    Attributes
    ----------
    linear
        Factor and column of each coefficient that stands alone.
    pairs
        Both factors and column of each product's coefficient.
    """

    linear: tuple[tuple[int, int], ...]
    pairs: tuple[tuple[int, int, int], ...]

    def effective(self, weighted: Floats, mean_effect: Floats) -> Floats:
        """Return each factor's coefficient with its partners at their mean effects, [15, clusters].

        Parameters
        ----------
        weighted
            Every column, averaged over draws with some weight, [columns, clusters].
        mean_effect
            Mean effect of each factor, [15, clusters].
        """
        total = np.zeros_like(mean_effect)
        for factor, column in self.linear:
            total[factor] += weighted[column]
        for one, other, column in self.pairs:
            total[one] += weighted[column] * mean_effect[other]
            total[other] += weighted[column] * mean_effect[one]
        return total


@dataclass(frozen=True)
class Closure:
    """What the closed forms need of the draws.

    Attributes
    ----------
    coefficients
        All coefficients of both forms, those that several terms share once, [draws, columns].
    latent, gap
        Where those of each form stand.
    effect
        Mean effect of each level of each factor, [3, 15, 1]: 0, the mean zeta, 1.
    """

    coefficients: FloatArray
    latent: Bilinear
    gap: Bilinear
    effect: FloatArray

    def learn(self, q: Floats, p: Floats, weighted: Floats) -> tuple[Floats, Floats]:
        """Return the variance that learning each factor would remove, and its lever, [2 tiers, 15, clusters] each.

        The first is the variance of the expected level over what could be learned. A factor that stands at its lowest
        level with chance .6 (level then .1), in the middle with .3 (.2) and at its highest with .1 (.5) has .0144; a
        certain factor has exactly 0. The lever is what one favourable step of the factor would add to the level: every
        level moves one up, that of a barrier one down, and the best one stays where it is.

        Parameters
        ----------
        q
            Drawn chances of each level, [2 tiers, 3, 15, clusters].
        p
            Chances of at least partial and of substantial adoption, [2 tiers, 2, clusters].
        weighted
            The coefficients, averaged over draws with p' as weight, [2 tiers, 2, columns, clusters].
        """
        effect = self.effect.astype(q.dtype)
        mean = (q * effect).sum(axis=1)
        variance, levers = np.zeros_like(mean), np.zeros_like(mean)
        for tier in (_FIRST, _LOWER):
            inside = np.clip(p[tier], _SMALLEST, 1.0 - _SMALLEST)
            pull = np.stack([self._pull(part, q, mean, tier) for part in weighted[tier]])
            pull /= (inside * (1.0 - inside))[:, None]
            odds = np.log(inside / (1.0 - inside))[:, None]
            levels = [_logistic(odds + pull * (at - mean[tier])).sum(axis=0) for at in effect]
            for one in range(LEVELS):
                for other in range(one):
                    # A sum over pairs of levels is exactly 0 where one level is certain.
                    variance[tier] += q[tier, one] * q[tier, other] * (levels[one] - levels[other]) ** 2
            better = (shifted(q[tier]) * effect).sum(axis=0)
            levers[tier] = (_logistic(odds + pull * (better - mean[tier])) - _logistic(odds)).sum(axis=0)
        return variance, levers

    def _pull(self, weighted: Floats, q: Floats, mean: Floats, tier: int) -> Floats:
        """Return E[p' W] of every factor in one tier, [15, clusters].

        In the lower tier the gap counts too. Buyer visibility acts in it through the first tier's state, so only where
        both tiers share one.
        """
        pull = self.latent.effective(weighted, mean[tier])
        if tier == _FIRST:
            return pull
        mixed = mean[_FIRST].copy()
        mixed[_BELOW] = mean[_LOWER][_BELOW]
        of_gap = self.gap.effective(weighted, mixed)
        of_gap[_VISIBILITY] *= (q[_FIRST, :, _VISIBILITY] == q[_LOWER, :, _VISIBILITY]).all(axis=0)
        pull -= of_gap
        return pull


def weighted_coefficients(closure: Closure, eta: FloatArray, draws: Draws) -> FloatArray:
    """Return the coefficients weighted by the slopes of both chances, [2 tiers, 2, columns, clusters].

    The slopes are those at latent adoption `eta`, [2 tiers, clusters, draws].
    """
    slopes = np.stack([chance * (1.0 - chance) for chance in at_least(eta, draws)], axis=1)
    weighted: FloatArray = closure.coefficients.T @ slopes.swapaxes(2, 3) / draws.count
    return weighted


def make_closure(draws: Draws) -> Closure:
    """Return the closed forms of a set of draws."""
    columns: dict[int, FloatArray] = {}
    forms = latent_form(draws), gap_form(draws)
    latent, gap = (_add_columns(form, columns) for form in forms)
    effect = np.stack([np.zeros(len(FACTOR_INDEX)), draws.zeta.mean(axis=1), np.ones(len(FACTOR_INDEX))])
    return Closure(np.stack(list(columns.values()), axis=1), latent, gap, effect[:, :, None])


def shifted(q: Floats) -> Floats:
    """Return chances [3, 15, clusters] one level more favourable: .4, .5, .1 of a driver become 0, .4, .6."""
    lowest, middle, highest = q
    none = np.zeros_like(lowest)
    up, down = np.stack([none, lowest, middle + highest]), np.stack([lowest + middle, highest, none])
    return cast(Floats, np.where(_IS_BARRIER[:, None], down, up))


def _logistic(odds: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-np.clip(odds, -_FURTHEST, _FURTHEST)))


def _add_columns(form: Form, columns: dict[int, FloatArray]) -> Bilinear:
    """Add the coefficients of a form to the columns, each under its identity, and return where they stand."""
    for coefficient in (*form.linear.values(), *form.pairs.values()):
        columns[id(coefficient)] = coefficient
    place = {key: position for position, key in enumerate(columns)}
    return Bilinear(
        linear=tuple((FACTOR_INDEX[name], place[id(values)]) for name, values in form.linear.items()),
        pairs=tuple(
            (FACTOR_INDEX[one], FACTOR_INDEX[other], place[id(values)]) for (one, other), values in form.pairs.items()
        ),
    )
