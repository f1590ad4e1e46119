"""What the level would be if one factor's level were known, or one better, in closed form and without scoring again.

Each of the chances of at least partial and of substantial adoption is taken as a logistic curve through the drawn
chance, with the drawn slope: p(d) = logistic(logit p + d E[p' W] / (p (1 - p))), where d is the distance of the
factor's effect from its mean and W the coefficient of that effect, partners at their means. Against scoring again with
each level forced, the best factor of a first tier is the same and levers are off by .003 on average (tests say how
much exactly). Associations in the model, not effects of changing something in the world.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

import codebook
from model.draws import Draws
from model.priors import FACTOR_INDEX, LEVELS, FloatArray
from model.structure import FROM_BELOW, Form, gap_form, latent_form

_SMALLEST = 1e-7
"""Chances nearer to 0 or 1 have no curve left to follow."""

_IS_BARRIER = np.array([codebook.FACTORS[name].role == "barrier" for name in FACTOR_INDEX])
_BELOW = [FACTOR_INDEX[name] for name in FROM_BELOW]
_VISIBILITY = FACTOR_INDEX["buyer_visibility"]


@dataclass(frozen=True)
class Bilinear:
    """Where the coefficients of a form stand among the columns of a matrix.

    Attributes
    ----------
    linear
        Column of each linear coefficient, and the factor it belongs to, [terms] each.
    pair
        Column of each product's coefficient, every product twice, [2 products].
    to, partner
        The factor whose effect such a coefficient belongs to, and the factor it is multiplied by, [2 products].
    """

    linear: NDArray[np.int64]
    factor: NDArray[np.int64]
    pair: NDArray[np.int64]
    to: NDArray[np.int64]
    partner: NDArray[np.int64]

    def effective(self, weighted: FloatArray, mean_effect: FloatArray) -> FloatArray:
        """Return each factor's coefficient with its partners at their mean effects, [..., 15].

        Parameters
        ----------
        weighted
            Every coefficient, averaged over draws with some weight, [..., columns].
        mean_effect
            Mean effect of each factor, [..., 15].
        """
        own = weighted[..., self.linear] @ np.eye(len(FACTOR_INDEX), dtype=weighted.dtype)[self.factor]
        by_partner = weighted[..., self.pair] * mean_effect[..., self.partner]
        total: FloatArray = own + by_partner @ np.eye(len(FACTOR_INDEX), dtype=weighted.dtype)[self.to]
        return total


@dataclass(frozen=True)
class Closure:
    """What the closed forms need of the draws.

    Attributes
    ----------
    coefficients
        All coefficients of both forms, [draws, columns].
    latent, gap
        Where those of each form stand.
    effect
        Mean effect of each level of each factor, [15, 3]: 0, the mean zeta, 1.
    """

    coefficients: FloatArray
    latent: Bilinear
    gap: Bilinear
    effect: FloatArray

    def mean_effects(self, q: FloatArray) -> FloatArray:
        """Return the mean effect of each factor, [clusters, 15, 2 tiers], from drawn chances [..., 3]."""
        means: FloatArray = (q * self.effect[:, None, :]).sum(axis=-1)
        return means

    def pulls(self, weighted: FloatArray, q: FloatArray, tier: int) -> FloatArray:
        """Return E[p' W] of every factor in one tier, [clusters, 15].

        Parameters
        ----------
        weighted
            Coefficients averaged over draws with the slopes p' as weights, [clusters, columns].
        q
            Drawn chances of both tiers, [clusters, 15, 2, 3].
        tier
            Position of the tier. For the lower one the gap counts too; buyer visibility acts in it through the first
            tier's state, so only where both tiers share one.
        """
        mean = self.mean_effects(q)
        pull = self.latent.effective(weighted, mean[..., tier])
        if tier == 0:
            return pull
        mixed = mean[..., 0].copy()
        mixed[:, _BELOW] = mean[..., 1][:, _BELOW]
        of_gap = self.gap.effective(weighted, mixed)
        of_gap[:, _VISIBILITY] *= (q[:, _VISIBILITY, 0] == q[:, _VISIBILITY, 1]).all(axis=-1)
        return pull - of_gap

    def value_of_information(self, q: FloatArray, p: FloatArray, pull: FloatArray) -> FloatArray:
        """Return the variance of the level that learning each factor would remove, [clusters, 15].

        The variance of the expected level over what could be learned. A factor that stands at its lowest level with
        chance .6 (level then .1), in the middle with .3 (.2) and at its highest with .1 (.5) has .0144; a certain
        factor has exactly 0.

        Parameters
        ----------
        q
            Drawn chances of one tier, [clusters, 15, 3].
        p
            Chances of at least partial and of substantial adoption, [2, clusters].
        pull
            E[p' W] of each, [2, clusters, 15].
        """
        distance = self.effect - (q * self.effect).sum(axis=-1, keepdims=True)
        level = self._level(p[..., None, None], pull[..., None], distance[None])
        variance = np.zeros_like(level[..., 0])
        for one in range(LEVELS):
            for other in range(one):
                # A sum over pairs of levels is exactly 0 where one level is certain.
                variance += q[..., one] * q[..., other] * (level[..., one] - level[..., other]) ** 2
        return variance

    def levers(self, q: FloatArray, p: FloatArray, pull: FloatArray) -> FloatArray:
        """Return what one favourable step of each factor would add to the level, [clusters, 15].

        Every level moves one up, that of a barrier one down; the best level stays where it is. Parameters as for
        `value_of_information`.
        """
        better = shifted(q)
        distance = ((better - q) * self.effect).sum(axis=-1)
        level: FloatArray = self._level(p[..., None], pull, distance[None])
        return level - self._level(p[..., None], pull, np.zeros_like(distance[None]))

    def _level(self, p: FloatArray, pull: FloatArray, distance: FloatArray) -> FloatArray:
        """Return the level at a distance of a factor's effect from its mean; the first axis of `p` are its parts."""
        inside = np.clip(p, _SMALLEST, 1.0 - _SMALLEST)
        level: FloatArray = expit(logit(inside) + pull * distance / (inside * (1.0 - inside))).sum(axis=0)
        return level


def make_closure(draws: Draws) -> Closure:
    """Return the closed forms of a set of draws."""
    columns: list[FloatArray] = []
    latent, gap = (_add_columns(form, columns) for form in (latent_form(draws), gap_form(draws)))
    effect = np.stack([np.zeros(len(FACTOR_INDEX)), draws.zeta.mean(axis=1), np.ones(len(FACTOR_INDEX))], axis=1)
    return Closure(np.stack(columns, axis=1), latent, gap, effect)


def shifted(q: FloatArray) -> FloatArray:
    """Return chances [..., 15, 3] one level more favourable: .4, .5, .1 of a driver become 0, .4, .6."""
    lowest, middle, highest = q[..., 0], q[..., 1], q[..., 2]
    none = np.zeros_like(lowest)
    up = np.stack([none, lowest, middle + highest], axis=-1)
    down = np.stack([lowest + middle, highest, none], axis=-1)
    return np.where(_IS_BARRIER[:, None], down, up)


def _add_columns(form: Form, columns: list[FloatArray]) -> Bilinear:
    """Append the coefficients of a form to the columns and return where they stand."""
    start, middle = len(columns), len(columns) + len(form.linear)
    columns += [*form.linear.values(), *form.pairs.values()]
    pair = np.arange(middle, len(columns))
    one, other = (np.array([FACTOR_INDEX[names[side]] for names in form.pairs]) for side in (0, 1))
    return Bilinear(
        linear=np.arange(start, middle),
        factor=np.array([FACTOR_INDEX[name] for name in form.linear]),
        pair=np.concatenate([pair, pair]),
        to=np.concatenate([one, other]),
        partner=np.concatenate([other, one]),
    )
