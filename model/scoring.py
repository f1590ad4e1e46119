"""Scores of clusters from their states: the readable scorer in double precision, which every other is compared with.

A fast one for many clusters is in `model.fast`; it gives the same numbers to single precision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np

from model import structure
from model.draws import Draws, served_draws
from model.priors import FloatArray
from model.states import States, unknown_states

INTERVAL = (0.05, 0.95)
"""Ends of the 90 % interval, as quantiles over draws."""


@dataclass(frozen=True)
class Scores:
    """Predictions of some clusters, tiers in the order of `model.states.TIERS`.

    Attributes
    ----------
    p
        Chance of no, partial and substantial adoption, [clusters, 2 tiers, 3], sums to 1.
    expected
        Expected level, [clusters, 2], 0 (none) to 2 (substantial).
    interval
        5 % and 95 % quantile over draws of the expected level, [clusters, 2, 2].
    above_unknown
        Share of draws in which the level exceeds that of a cluster about which nothing is known,
        ties counting half, [clusters, 2], 0 to 1.
    """

    p: FloatArray
    expected: FloatArray
    interval: FloatArray
    above_unknown: FloatArray


@dataclass(frozen=True)
class Reference:
    """The cluster about which nothing is known, draw by draw.

    Attributes
    ----------
    latent
        Its latent adoption and the effects behind it.
    levels
        Its expected level in each draw, [2 tiers, draws].
    expected
        Its expected level, [2 tiers]: the base of every explanation.
    """

    latent: structure.Latent
    levels: FloatArray
    expected: FloatArray


def make_reference(draws: Draws, unknown: States) -> Reference:
    """Return the reference that a set of draws implies for the given unknown states."""
    latent = structure.latent(unknown.q, draws)
    p_any, p_substantial = structure.at_least(latent.eta[:, 0], draws)
    levels = p_any + p_substantial
    return Reference(latent, levels, levels.mean(axis=1))


@lru_cache(maxsize=1)
def served_reference() -> Reference:
    """Return the reference of served predictions, made once a process."""
    return make_reference(served_draws(), unknown_states())


def score(q: FloatArray, draws: Draws, reference: Reference) -> Scores:
    """Return the scores of clusters from their states [clusters, 15, 2 tiers, 3].

    Each draw holds one set of parameters, one level of every factor and one rest. Within it the
    chances of at least partial (a) and of substantial adoption (b) follow; the level of the draw is
    a + b. Chances and expected level are means over draws, so an a of .30 and a b of .05 on average
    are .70 none, .25 partial, .05 substantial and a level of .35. The interval is taken over the
    levels of the draws: it holds the uncertainty of the parameters and of what is not known.
    """
    return score_latent(structure.latent(q, draws), draws, reference)


def score_latent(latent: structure.Latent, draws: Draws, reference: Reference) -> Scores:
    """Return the scores of clusters from their latent adoption, as `score` does from their states."""
    eta = latent.eta
    p_any, p_substantial = structure.at_least(eta, draws)
    levels = p_any + p_substantial
    any_mean, substantial_mean = p_any.mean(axis=2), p_substantial.mean(axis=2)
    p = np.stack([1.0 - any_mean, any_mean - substantial_mean, substantial_mean])
    against = reference.levels[:, None, :]
    above = (levels > against).mean(axis=2) + (levels == against).mean(axis=2) / 2.0
    interval = np.quantile(levels, INTERVAL, axis=2)
    return Scores(
        p=np.moveaxis(p, 0, 2).swapaxes(0, 1),
        expected=levels.mean(axis=2).T,
        interval=np.moveaxis(interval, 0, 2).swapaxes(0, 1),
        above_unknown=above.T,
    )


def join_scores(parts: Sequence[Scores]) -> Scores:
    """Return the scores of some clusters and of those that follow as one."""
    return Scores(*(np.concatenate([getattr(part, item.name) for part in parts]) for item in fields(Scores)))
