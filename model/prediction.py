"""Predicted adoption of every cluster and tier, with interval and place against the unknown.

A prediction is what the theory implies for the documented factors, averaged over the draws; it is
not fitted to any outcome, and a cluster's coded outcome never enters it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from model import structure
from model.draws import Draws, served_draws
from model.priors import SERVED, FloatArray, make_digest
from model.states import TIERS, States, make_states, prepare_rows, unknown_states

_CHUNK = 256
"""Clusters scored at once: the working arrays then stay near 100 MB at 512 draws."""

_INTERVAL = (0.05, 0.95)
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
    eta = structure.latent(q, draws).eta
    p_any, p_substantial = structure.at_least(eta, draws)
    levels = p_any + p_substantial
    any_mean, substantial_mean = p_any.mean(axis=2), p_substantial.mean(axis=2)
    p = np.stack([1.0 - any_mean, any_mean - substantial_mean, substantial_mean])
    against = reference.levels[:, None, :]
    above = (levels > against).mean(axis=2) + (levels == against).mean(axis=2) / 2.0
    interval = np.quantile(levels, _INTERVAL, axis=2)
    return Scores(
        p=np.moveaxis(p, 0, 2).swapaxes(0, 1),
        expected=levels.mean(axis=2).T,
        interval=np.moveaxis(interval, 0, 2).swapaxes(0, 1),
        above_unknown=above.T,
    )


def predict(evidence: pd.DataFrame, cluster_ids: Sequence[str]) -> pd.DataFrame:
    """Return the predictions of the given clusters, two rows each: first tier, then lower tier.

    Parameters
    ----------
    evidence
        One row per statement: cluster_id, factor, value, tier, year (number or missing), source_id,
        confidence. Rows of other clusters or factors, and outcomes, have no influence.
    cluster_ids
        The clusters to predict, each once; one without evidence gets the prediction of the unknown.

    Returns
    -------
    pandas.DataFrame
        In the order of `cluster_ids`: cluster_id, tier, p_none, p_partial, p_substantial (sum 1),
        expected (level 0 to 2), interval_low, interval_high (90 %), above_unknown (0 to 1),
        known_factors, of_factors (counts), base (level of the unknown), model_version.

    Raises
    ------
    InputError
        If a cluster is asked for twice, or `evidence` lacks a column.
    """
    ids = list(cluster_ids)
    rows = prepare_rows(evidence, ids)
    chunks = []
    # One chunk at least, so that no clusters still make a frame with its columns and types.
    for start in range(0, max(len(ids), 1), _CHUNK):
        stop = min(start + _CHUNK, len(ids))
        states = make_states(rows, start, stop)
        scores = score(states.q, served_draws(), served_reference())
        chunks.append(_frame(ids[start:stop], states, scores))
    return pd.concat(chunks, ignore_index=True)


def add_percentiles(predictions: pd.DataFrame, excluded_ids: Collection[str] = ()) -> pd.DataFrame:
    """Return the predictions with a column `percentile`, 0 to 1, or missing where a place has none.

    The clusters compared are those with at least one known factor of that tier, without the
    excluded ones. A cluster's percentile is the share of them with a lower expected level, ties
    (itself included) counting half: (below + equal / 2) / all. Of three clusters at levels .1, .2
    and .2 the first is at 1/6, the others at (1 + 2/2) / 3 = 2/3.

    Parameters
    ----------
    predictions
        From `predict`, whole: percentiles compare with the whole base, never with a filtered part.
    excluded_ids
        Clusters that are no place, such as entries for a national industry.
    """
    is_excluded = predictions["cluster_id"].isin(list(excluded_ids))
    compared = (predictions["known_factors"] > 0) & ~is_excluded
    by_tier = predictions[compared].groupby("tier")["expected"]
    # The average rank of n tied values that follow b lower ones is b + (n + 1) / 2.
    share = (by_tier.rank(method="average") - 0.5) / by_tier.transform("size")
    return predictions.assign(percentile=share.reindex(predictions.index))


@lru_cache(maxsize=1)
def model_version() -> str:
    """Return twelve hexadecimal digits for the priors, their seed and draws, and the formula.

    Predictions of one version from the same evidence are equal.
    """
    return make_digest((SERVED.version, structure.EDITION))


def _frame(ids: list[str], states: States, scores: Scores) -> pd.DataFrame:
    per_tier = len(TIERS)
    p = scores.p.reshape(-1, scores.p.shape[-1])
    interval = scores.interval.reshape(-1, len(_INTERVAL))
    return pd.DataFrame(
        {
            "cluster_id": np.repeat(np.array(ids, dtype=object), per_tier),
            "tier": np.tile(np.array(TIERS, dtype=object), len(ids)),
            "p_none": p[:, 0],
            "p_partial": p[:, 1],
            "p_substantial": p[:, 2],
            "expected": scores.expected.reshape(-1),
            "interval_low": interval[:, 0],
            "interval_high": interval[:, 1],
            "above_unknown": scores.above_unknown.reshape(-1),
            "known_factors": states.is_known.sum(axis=1).reshape(-1),
            "of_factors": states.is_known.shape[1],
            "base": np.tile(served_reference().expected, len(ids)),
            "model_version": model_version(),
        }
    )
