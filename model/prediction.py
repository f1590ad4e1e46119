"""Predicted adoption of every cluster and tier, with interval and place against the unknown.

A prediction is what the theory implies for the documented factors, averaged over the draws; it is
not fitted to any outcome, and a cluster's coded outcome never enters it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from codebook.errors import InputError
from model import structure
from model.base_rate import Setting, setting_at
from model.codes import encode_all
from model.context import ClusterContext
from model.fast import plan_of, score_fast
from model.priors import SERVED, make_digest
from model.scoring import Reference, Scores, join_scores, make_reference, score, served_reference
from model.states import TIERS, EvidenceRows, prepare_rows, states_in_chunks

__all__ = [
    "Reference",
    "Scores",
    "add_percentiles",
    "make_reference",
    "model_version",
    "predict",
    "score",
    "served_reference",
]

_CHUNK = 256
"""Clusters scored at once: the working arrays then stay near 100 MB at 512 draws."""

FAST_FROM = 2_000
"""From so many clusters on they are scored in single precision; numbers move by less than what is printed of them."""


def predict(
    evidence: pd.DataFrame,
    cluster_ids: Sequence[str],
    context: ClusterContext | None = None,
    assumed_share: float | None = None,
) -> pd.DataFrame:
    """Return the predictions of the given clusters, two rows each: first tier, then lower tier.

    Parameters
    ----------
    evidence
        One row per statement: cluster_id, factor, value, tier, year (number or missing), source_id,
        confidence. Rows of other clusters or factors, and outcomes, have no influence.
    cluster_ids
        The clusters to predict, each once; one without evidence gets the prediction of the unknown.
    context
        Base rates of unknown factors by the clusters' countries, in the order of `cluster_ids`, from
        `model.context.NationalContext.of`; without it those of all clusters alike.
    assumed_share
        See `model.base_rate.setting_at`; the priors' own where None.

    Returns
    -------
    pandas.DataFrame
        In the order of `cluster_ids`: cluster_id, tier, p_none, p_partial, p_substantial (sum 1),
        expected (level 0 to 2), interval_low, interval_high (90 %), above_unknown (0 to 1),
        known_factors, of_factors (counts), base (level of the unknown), model_version.

    Raises
    ------
    InputError
        If a cluster is asked for twice, `evidence` lacks a column, the context is that of other clusters, or
        `assumed_share` is no share.
    """
    ids = list(cluster_ids)
    if context is not None and len(context.place) != len(ids):
        message = f"the context is that of {len(context.place)} clusters, {len(ids)} are asked for"
        raise InputError(message)
    rows = prepare_rows(evidence, ids)
    setting = setting_at(assumed_share)
    take = _score_many if len(ids) >= FAST_FROM else _score_few
    scores, known = take(rows, context, setting)
    return _frame(ids, known, scores, setting.reference)


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


def _score_few(
    rows: EvidenceRows, context: ClusterContext | None, setting: Setting
) -> tuple[Scores, NDArray[np.bool_]]:
    """Return scores in double precision, and which factors are known, [clusters, 15, 2]."""
    scores, known = [], []
    for _, states in states_in_chunks(rows, context, _CHUNK):
        scores.append(score(states.q, setting.draws, setting.reference))
        known.append(states.is_known)
    return join_scores(scores), np.concatenate(known)


def _score_many(
    rows: EvidenceRows, context: ClusterContext | None, setting: Setting
) -> tuple[Scores, NDArray[np.bool_]]:
    """Return scores in single precision, and which factors are known, [clusters, 15, 2]."""
    codes, known = encode_all(rows, context, setting.draws)
    groups = None if context is None else context.place
    return score_fast(codes, plan_of(setting.draws, setting.reference), groups), known


def _frame(ids: list[str], known: NDArray[np.bool_], scores: Scores, reference: Reference) -> pd.DataFrame:
    p = scores.p.reshape(-1, scores.p.shape[-1])
    interval = scores.interval.reshape(-1, scores.interval.shape[-1])
    return pd.DataFrame(
        {
            "cluster_id": np.repeat(np.array(ids, dtype=object), len(TIERS)),
            "tier": np.tile(np.array(TIERS, dtype=object), len(ids)),
            "p_none": p[:, 0],
            "p_partial": p[:, 1],
            "p_substantial": p[:, 2],
            "expected": scores.expected.reshape(-1),
            "interval_low": interval[:, 0],
            "interval_high": interval[:, 1],
            "above_unknown": scores.above_unknown.reshape(-1),
            "known_factors": known.sum(axis=1).reshape(-1),
            "of_factors": known.shape[1],
            "base": np.tile(reference.expected, len(ids)),
            "model_version": model_version(),
        }
    )
