"""The expected level of a group of clusters with an interval that is right for the group.

All clusters share the draws, which makes each one's own numbers comparable and the group look perfectly dependent:
quantiles of averaged draws would be far too wide. Here what is unknown of each cluster is drawn anew for each, what a
country or a sector shares is drawn once for it, and only the parameters stay common.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from codebook.errors import InputError
from model import structure
from model.draws import Draws, served_draws
from model.priors import SERVED, FloatArray
from model.scoring import INTERVAL
from model.states import TIERS


@dataclass(frozen=True)
class Aggregate:
    """A group of clusters.

    Attributes
    ----------
    count
        Clusters in it.
    expected
        Mean expected level of the first and of the lower tier, 0 to 2.
    interval
        90 % interval of the mean, of each tier.
    """

    count: int
    expected: tuple[float, float]
    interval: tuple[tuple[float, float], tuple[float, float]]


def aggregate(
    q: FloatArray, countries: Sequence[Hashable], sectors: Sequence[Hashable], draws: Draws | None = None
) -> Aggregate:
    """Return the mean level of a group and its interval; a millisecond or less per cluster.

    Per draw, every cluster gets ranks of its own (the served ones in another order, so that each keeps its own
    distribution) and a rest of its own, to which its country and its sector add one part each that their clusters
    share. A group of one cluster has that cluster's interval, up to chance; with many clusters of many countries only
    the uncertainty of the parameters is left.

    Parameters
    ----------
    q
        States, [clusters, 15, 2 tiers, 3].
    countries, sectors
        Of each cluster; missing ones stand for themselves alone.

    Raises
    ------
    InputError
        If the group is empty, or countries or sectors are not as many as clusters.
    """
    if not len(q) or not len(q) == len(countries) == len(sectors):
        message = f"a group of {len(q)} clusters with {len(countries)} countries and {len(sectors)} sectors"
        raise InputError(message)
    draws = draws or served_draws()
    order = np.random.default_rng(int(SERVED.constant("seed")))
    shared = draws.sd_country * _parts(countries, draws, order) + draws.sd_sector * _parts(sectors, draws, order)
    total = np.zeros((len(TIERS), draws.count))
    for position in range(len(q)):
        own = replace(draws, rank=order.permuted(draws.rank, axis=1), eps=shared[position])
        own = replace(own, eps=own.eps + draws.sd_cluster * order.permuted(_normal(draws)))
        total += np.sum(structure.at_least(structure.latent(q[position : position + 1], own).eta[:, 0], draws), axis=0)
    expected = _expected(q, draws)
    ends = np.quantile(total / len(q), INTERVAL, axis=1)
    first, lower = ((float(low), float(high)) for low, high in ends.T)
    return Aggregate(len(q), (float(expected[0]), float(expected[1])), (first, lower))


def _expected(q: FloatArray, draws: Draws) -> FloatArray:
    """Return the mean of the clusters' own expected levels, which the map shows, [2 tiers]."""
    total = np.zeros(len(TIERS))
    for position in range(len(q)):
        chances = structure.at_least(structure.latent(q[position : position + 1], draws).eta[:, 0], draws)
        total += np.sum(chances, axis=0).mean(axis=1)
    return total / len(q)


def _parts(groups: Sequence[Hashable], draws: Draws, order: np.random.Generator) -> FloatArray:
    """Return a normal number per draw for each cluster's group, one row for all clusters of a group."""
    codes: NDArray[np.int64] = pd.factorize(pd.Series(list(groups), dtype=object))[0].astype(np.int64)
    alone = codes < 0
    codes[alone] = codes.max(initial=-1) + 1 + np.arange(int(alone.sum()))
    parts: FloatArray = np.stack([order.permuted(_normal(draws)) for _ in range(int(codes.max()) + 1)])
    return parts[codes]


def _normal(draws: Draws) -> FloatArray:
    """Return as many standard normal numbers as draws, evenly spread."""
    quantiles: FloatArray = ndtri((np.arange(draws.count) + 0.5) / draws.count)
    return quantiles
