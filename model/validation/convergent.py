"""Whether predictions go with what they never read: conditions, pollution and practice in clusters without outcome.

An upper bound: the same coder saw factors and indicators in the same text.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from model.draws import served_draws
from model.outcomes import adoption_outcomes
from model.prediction import make_reference, score
from model.priors import SERVED, FloatArray
from model.states import TIERS, prepare_rows, unknown_states
from model.validation.cases import BoolArray, all_states, cluster_ids_of, coded_levels, make_factor_levels
from model.validation.contestants import additive_index
from model.validation.names import INDEX, THEORY, THEORY_WITH_CONTEXT
from model.validation.records import Convergence
from model.validation.scoring import SEED

INDICATORS: Mapping[str, int] = {
    "working_conditions": 1,
    "pollution": -1,
    "child_labour": -1,
    "effluent_treatment": 1,
    "cleaner_technology": 1,
}
"""Outcomes and practices that no prediction reads; -1 where the highest level is the bad end."""

_PERMUTATIONS = 2000
_CHUNK = 128
_LEAST_CLUSTERS = 10


def convergence_of(
    clusters: pd.DataFrame, evidence: pd.DataFrame, base_rates: FloatArray | None = None
) -> tuple[Convergence, ...]:
    """Return how first-tier predictions go with each indicator, and on average, in clusters without coded adoption.

    Parameters
    ----------
    clusters, evidence, base_rates
        As `model.validation.cases.make_cases` reads them; with base rates the theory is tried with context too.
    """
    ids = cluster_ids_of(clusters)
    has_outcome = np.any([coded_levels(evidence, name, ids) >= 0 for name in adoption_outcomes().values()], axis=0)
    levels = np.stack([sign * _level(evidence, name, ids) for name, sign in INDICATORS.items()], axis=1)
    chosen = ~has_outcome & np.isfinite(levels).any(axis=1)
    predictors = _predictors(ids, evidence, base_rates, chosen)
    return tuple(row for name, values in predictors.items() for row in _correlate(name, values, levels[chosen]))


def _level(evidence: pd.DataFrame, name: str, ids: list[str]) -> FloatArray:
    level = coded_levels(evidence, name, ids)
    return np.where(level >= 0, level, np.nan)


def _predictors(
    ids: list[str], evidence: pd.DataFrame, base_rates: FloatArray | None, chosen: BoolArray
) -> dict[str, FloatArray]:
    rows = prepare_rows(evidence, ids)
    predictors = {THEORY: _expected(all_states(rows, SERVED.base_rates).q[chosen])}
    if base_rates is not None:
        predictors[THEORY_WITH_CONTEXT] = _expected(all_states(rows, base_rates).q[chosen])
    predictors[INDEX] = additive_index(make_factor_levels(rows).take(chosen), TIERS.index("first"))
    return predictors


def _expected(q: FloatArray) -> FloatArray:
    draws = served_draws()
    reference = make_reference(draws, unknown_states())
    first = TIERS.index("first")
    parts = [score(q[start : start + _CHUNK], draws, reference).expected for start in range(0, len(q), _CHUNK)]
    return np.concatenate([part[:, first] for part in parts]) if parts else np.empty(0)


def _correlate(predictor: str, values: FloatArray, levels: FloatArray) -> list[Convergence]:
    """Return a row per indicator and one for the mean weighted by clusters, each with a permutation p.

    Whole clusters are shuffled, all indicators of one together, so that the mean's p allows for their common origin.
    """
    random = np.random.default_rng(SEED)
    shuffled = np.stack([values, *(random.permutation(values) for _ in range(_PERMUTATIONS))])
    rows, weights, all_rho = [], [], []
    for number, indicator in enumerate(INDICATORS):
        has = np.isfinite(levels[:, number])
        rho = _rank_correlations(shuffled[:, has], levels[has, number])
        count = int(has.sum())
        rows.append(_row(predictor, indicator, count, rho))
        if rho is not None:
            weights.append(count)
            all_rho.append(rho)
    mean = np.average(all_rho, axis=0, weights=weights) if all_rho else None
    return [*rows, _row(predictor, None, sum(weights), mean)]


def _rank_correlations(values: FloatArray, level: FloatArray) -> FloatArray | None:
    """Return Spearman's correlation of each row of values with the levels; None for too few or equal ones."""
    if len(level) < _LEAST_CLUSTERS:
        return None
    ranks = rankdata(values, axis=1)
    ranks -= ranks.mean(axis=1, keepdims=True)
    of_level = rankdata(level) - (len(level) + 1) / 2.0
    spread = np.sqrt((ranks**2).sum(axis=1) * (of_level**2).sum())
    if (spread == 0.0).any():
        return None
    correlations: FloatArray = ranks @ of_level / spread
    return correlations


def _row(predictor: str, indicator: str | None, count: int, rho: FloatArray | None) -> Convergence:
    if rho is None:
        return Convergence(predictor, indicator, count, None, None)
    # Rounding keeps the last bit of a float from deciding whether a shuffled value reaches the real one.
    reaches = np.round(np.abs(rho), 12) >= np.round(np.abs(rho[0]), 12)
    # The first row is the real order, so p is never 0.
    return Convergence(predictor, indicator, count, float(rho[0]), float(reaches.mean()))
