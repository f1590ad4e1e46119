"""How common adoption is assumed to be: the one number that moves all levels together and hardly any rank.

The theory says that most clusters show nothing; how many is a judgement (the cut point c1). Here the judgement can be
replaced by a stated share of unstudied clusters with at least partial practice in the first tier.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import spearmanr

from codebook.errors import InputError
from model.closure import Closure, make_closure
from model.draws import Draws, served_draws
from model.priors import FloatArray
from model.scoring import Reference, make_reference, served_reference
from model.states import unknown_states
from model.structure import at_least

_FURTHEST = 30.0
"""Largest shift of the cut points that is looked at, on the latent scale; far beyond any share that makes sense."""


@dataclass(frozen=True)
class Setting:
    """What scores are taken with.

    Attributes
    ----------
    draws
        The draws.
    reference
        The cluster about which nothing is known, in the same draws.
    """

    draws: Draws
    reference: Reference

    @cached_property
    def closure(self) -> Closure:
        """The closed forms of these draws."""
        return make_closure(self.draws)


@lru_cache(maxsize=8)
def setting_at(assumed_share: float | None = None) -> Setting:
    """Return the served draws, with both cut points moved so that the unknown cluster has the assumed share.

    Parameters
    ----------
    assumed_share
        Chance that the first tier of an unstudied cluster has at least partial practice, between 0 and 1; the priors'
        own (about .21) where None. The codebook's vocabulary `assumed_share` has those that are offered, in percent.

    Raises
    ------
    InputError
        If the share is not between 0 and 1.
    """
    if assumed_share is None:
        return Setting(served_draws(), served_reference())
    shift = shift_for(assumed_share)
    draws = replace(served_draws(), c1=served_draws().c1 + shift, c2=served_draws().c2 + shift)
    return Setting(draws, make_reference(draws, unknown_states()))


def own_share() -> float:
    """Return the share that the priors themselves assume, about .21."""
    return float(at_least(_unknown_eta(), served_draws())[0].mean())


def _unknown_eta() -> FloatArray:
    """Return latent adoption of the first tier of the cluster about which nothing is known, [draws]."""
    eta: FloatArray = served_reference().latent.eta[0, 0]
    return eta


def shift_for(assumed_share: float) -> float:
    """Return how far both cut points must move for an assumed share; upwards for a smaller one than the priors' own.

    Raises
    ------
    InputError
        If the share is not between 0 and 1.
    """
    if not 0.0 < assumed_share < 1.0:
        message = f"an assumed share lies between 0 and 1, {assumed_share!r} does not"
        raise InputError(message)
    eta = _unknown_eta()

    def excess(shift: float) -> float:
        return float(at_least(eta - shift, served_draws())[0].mean()) - assumed_share

    return float(brentq(excess, -_FURTHEST, _FURTHEST))


def rank_agreement(predictions: pd.DataFrame, others: pd.DataFrame) -> dict[str, float]:
    """Return Spearman's correlation of the expected levels in two sets of predictions, by tier.

    Parameters
    ----------
    predictions, others
        From `model.prediction.predict`, of the same clusters in the same order.
    """
    agreement = {}
    for tier, rows in predictions.groupby("tier", sort=False):
        rank = spearmanr(rows["expected"], others.loc[rows.index, "expected"]).statistic
        agreement[str(tier)] = float(np.asarray(rank))
    return agreement
