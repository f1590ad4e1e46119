"""The clusters that judge the model: coded outcomes beside what every contestant may look at.

What a contestant sees is made from the same evidence for all of them: the theory's latent adoption, and the level and
the mere presence of evidence of each factor. Outcomes stand apart and enter no prediction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import codebook
from codebook.errors import InputError
from model import structure
from model.draws import Draws, served_draws
from model.outcomes import adoption_outcomes, most_likely_outcomes
from model.priors import FACTOR_INDEX, LEVELS, SERVED, FloatArray
from model.states import TIERS, EvidenceRows, States, make_states, prepare_rows

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

FROZEN_ROUND = 4
"""Clusters of this coding round and later were chosen and coded after the form of the model stood."""

_CHUNK = 128
"""Clusters whose latent adoption is computed at once, so that many clusters need little memory."""

_FLAT = np.full((len(FACTOR_INDEX), LEVELS), 1.0 / LEVELS)


@dataclass(frozen=True)
class FactorLevels:
    """What the evidence says of each factor, hardened to one level; unknown factors are marked.

    Attributes
    ----------
    favourable
        Most likely level as a share of the highest, 0, .5 or 1, with barriers turned round, so that 1 is always the
        favourable end, [clusters, 15, 2 tiers]. Meaningless where unknown.
    is_known
        Whether any row, of whichever tier, speaks of the factor, [clusters, 15].
    """

    favourable: FloatArray
    is_known: BoolArray

    def known_or(self, unknown: float, tier: int, shift: float = 0.0) -> FloatArray:
        """Return the favourable levels of one tier less `shift`, with `unknown` where nothing is known, [clusters, 15].

        With a shift of .4 and 0 for unknown, levels 0, .5 and 1 become -.4, .1 and .6.
        """
        return np.where(self.is_known, self.favourable[:, :, tier] - shift, unknown)

    def take(self, chosen: BoolArray | IntArray) -> FactorLevels:
        """Return the levels of the chosen clusters, by mask or position."""
        return FactorLevels(self.favourable[chosen], self.is_known[chosen])


@dataclass(frozen=True)
class TierCases:
    """The clusters with a coded outcome of one tier.

    Attributes
    ----------
    tier
        Name of the tier.
    cluster_ids
        Sorted.
    level
        Coded adoption: 0 none, 1 partial, 2 substantial, [clusters].
    is_frozen
        Whether the cluster was coded after the form of the model stood, [clusters].
    latent
        Latent adoption as the theory implies it, with no regard to the outcome, [clusters, draws].
    factors
        What is known of each factor.
    """

    tier: str
    cluster_ids: tuple[str, ...]
    level: IntArray
    is_frozen: BoolArray
    latent: FloatArray
    factors: FactorLevels

    def __len__(self) -> int:
        return len(self.cluster_ids)

    @property
    def tier_index(self) -> int:
        """Position of the tier on every tier axis."""
        return TIERS.index(self.tier)

    def take(self, chosen: BoolArray) -> TierCases:
        """Return the chosen clusters, by mask."""
        ids = tuple(np.array(self.cluster_ids, dtype=object)[chosen])
        return TierCases(
            self.tier,
            ids,
            self.level[chosen],
            self.is_frozen[chosen],
            self.latent[chosen],
            self.factors.take(chosen),
        )


def make_cases(
    clusters: pd.DataFrame, evidence: pd.DataFrame, base_rates: FloatArray | None = None
) -> dict[str, TierCases]:
    """Return the clusters with a coded outcome, by tier.

    Parameters
    ----------
    clusters
        One row per cluster: cluster_id, and coding_round where there is one; a cluster without a round counts as new.
    evidence
        One row per statement, outcomes included: cluster_id, factor, value, tier, year, source_id, confidence.
    base_rates
        Chance of each level of an undocumented factor, [clusters, 15, 3] in the order of `clusters`; those without
        national context where not given.

    Raises
    ------
    InputError
        If a column is missing or a cluster stands twice.
    """
    ids = cluster_ids_of(clusters)
    rows = prepare_rows(evidence, ids)
    outcomes = {tier: coded_levels(evidence, outcome, ids) for tier, outcome in adoption_outcomes().items()}
    rounds = _rounds(clusters)
    factors = make_factor_levels(rows)
    rates = SERVED.base_rates if base_rates is None else base_rates
    cases = {}
    for number, (tier, level) in enumerate(outcomes.items()):
        chosen = np.flatnonzero(level >= 0)
        chosen = chosen[np.argsort(np.array(ids, dtype=object)[chosen], kind="stable")]
        cases[tier] = TierCases(
            tier=tier,
            cluster_ids=tuple(ids[place] for place in chosen),
            level=level[chosen],
            # A comparison with an unknown round is False, so a cluster without one counts as new.
            is_frozen=~(rounds[chosen] < FROZEN_ROUND),
            latent=latent_of(rows, chosen, rates, served_draws())[number],
            factors=factors.take(chosen),
        )
    return cases


def coded_levels(evidence: pd.DataFrame, outcome: str, cluster_ids: list[str]) -> IntArray:
    """Return the most likely level of an outcome for each cluster, 0 for the lowest, -1 where it is not coded.

    Which rows count, and how, is said by `model.outcomes.most_likely_outcomes`.
    """
    levels = {value.value: place for place, value in enumerate(codebook.values(outcome))}
    likeliest = most_likely_outcomes(evidence, outcome)
    coded = {cluster: levels[value] for cluster, value in likeliest.items()}
    return np.array([coded.get(cluster, -1) for cluster in cluster_ids], dtype=np.int64)


def make_factor_levels(rows: EvidenceRows) -> FactorLevels:
    """Return the most likely level of each factor of each cluster, from its evidence alone.

    No level is favoured beforehand (base rates and context stay out), rows weigh as in the evidence layer, and of two
    equally likely levels the lower one stands, as for outcomes.
    """
    states = make_states(rows, 0, rows.cluster_count, _FLAT)
    # Rounding keeps the last bit of a float from deciding between equally likely levels.
    level = np.argmax(np.round(states.q, 9), axis=3) / (LEVELS - 1)
    is_barrier = np.array([codebook.FACTORS[name].role == "barrier" for name in FACTOR_INDEX])
    favourable = np.where(is_barrier[None, :, None], 1.0 - level, level)
    return FactorLevels(favourable, np.any(states.is_known, axis=2))


def latent_of(rows: EvidenceRows, chosen: IntArray, base_rates: FloatArray, draws: Draws) -> FloatArray:
    """Return the latent adoption of the clusters at the chosen positions, [2 tiers, chosen, draws]."""
    q = all_states(rows, base_rates).q[chosen]
    parts = [structure.latent(q[start : start + _CHUNK], draws).eta for start in range(0, len(q), _CHUNK)]
    return np.concatenate(parts, axis=1) if parts else np.empty((len(TIERS), 0, draws.count))


def all_states(rows: EvidenceRows, base_rates: FloatArray) -> States:
    """Return the states of all clusters as they are served: a place that nobody has studied has no context.

    Parameters
    ----------
    base_rates
        [15, 3] for all clusters, or [clusters, 15, 3] by national context.
    """
    is_studied = np.bincount(rows.cluster, minlength=rows.cluster_count) > 0
    return make_states(rows, 0, rows.cluster_count, np.where(is_studied[:, None, None], base_rates, SERVED.base_rates))


def cluster_ids_of(clusters: pd.DataFrame) -> list[str]:
    """Return the ids of a frame of clusters.

    Raises
    ------
    InputError
        If the frame has no column of ids, or one is missing.
    """
    if "cluster_id" not in clusters.columns:
        message = "clusters lack the column cluster_id"
        raise InputError(message)
    if clusters["cluster_id"].isna().any():
        message = "a cluster has no cluster_id"
        raise InputError(message)
    return clusters["cluster_id"].tolist()


def _rounds(clusters: pd.DataFrame) -> FloatArray:
    if "coding_round" not in clusters.columns:
        return np.full(len(clusters), np.nan)
    rounds = pd.to_numeric(clusters["coding_round"], errors="coerce")
    values: FloatArray = rounds.to_numpy(dtype=float, na_value=np.nan)
    return values
