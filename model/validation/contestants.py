"""Who competes: the theory, and plainer ways of saying what a cluster's adoption will be.

Every contestant sees the same evidence, is fitted to the same cases, and never sees the case that it forecasts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from model.priors import LEVELS, FloatArray
from model.validation.cases import BoolArray, FactorLevels, IntArray, TierCases
from model.validation.names import BASE_RATE, DOCUMENTATION, INDEX, RIDGE, RIDGE_SCIKIT, THEORY
from model.validation.ordinal import fit_ordinal, fit_two_intercepts, forecast_two_intercepts, level_chances

_UNKNOWN_INDEX = 0.3
"""Additive index of a cluster of which no factor is known: a little below the middle, as the base rates are."""

_RIDGE_PENALTY = 2.0
_RIDGE_STRENGTH = 0.5
"""scikit-learn's C; 1 / C is the penalty on the squared slopes, so this is the same ridge."""

_FLAG_STRENGTH = 0.3
"""Twice as many features, so a stronger ridge."""

_FLAG_SHIFT = 0.4
"""A known factor at this level says no more than that it is known."""


@dataclass(frozen=True)
class Contestant:
    """One way of forecasting outcomes.

    Attributes
    ----------
    name
        As tables and JSON print it.
    features
        What it sees of some cases, [cases, features].
    forecast
        Chances [judged, 3] from the features and levels that it learns from and the features that it judges.
    """

    name: str
    features: Callable[[TierCases], FloatArray]
    forecast: Callable[[FloatArray, IntArray, FloatArray], FloatArray]


def additive_index(factors: FactorLevels, tier: int) -> FloatArray:
    """Return the mean favourable level of the known factors, [clusters], 0 to 1; .3 where none is known.

    Association strong (1), buyers middling (.5) and capture widespread (0, a barrier) make .5.
    """
    known = factors.is_known.sum(axis=1)
    total = factors.known_or(0.0, tier).sum(axis=1)
    return np.where(known > 0, total / np.maximum(known, 1), _UNKNOWN_INDEX)


def _no_features(cases: TierCases) -> FloatArray:
    return np.empty((len(cases), 0))


def _latent(cases: TierCases) -> FloatArray:
    return cases.latent


def _index(cases: TierCases) -> FloatArray:
    return additive_index(cases.factors, cases.tier_index)[:, None]


def _levels(cases: TierCases) -> FloatArray:
    """Return the favourable level of every factor, unknown ones at 0 like absent ones."""
    return cases.factors.known_or(0.0, cases.tier_index)


def _levels_and_flags(cases: TierCases) -> FloatArray:
    shifted = cases.factors.known_or(0.0, cases.tier_index, _FLAG_SHIFT)
    return np.concatenate([shifted, cases.factors.is_known], axis=1)


def _forecast_base_rate(_x: FloatArray, level: IntArray, judged: FloatArray) -> FloatArray:
    counts = np.bincount(level, minlength=LEVELS) + 0.5
    return np.repeat((counts / counts.sum())[None, :], len(judged), axis=0)


def _forecast_theory(x: FloatArray, level: IntArray, judged: FloatArray) -> FloatArray:
    return forecast_two_intercepts(judged, fit_two_intercepts(x, level))


def _forecast_plain(x: FloatArray, level: IntArray, judged: FloatArray) -> FloatArray:
    return fit_ordinal(x, level, 0.0).chances(judged)


def _forecast_ridge(x: FloatArray, level: IntArray, judged: FloatArray) -> FloatArray:
    return fit_ordinal(x, level, _RIDGE_PENALTY).chances(judged)


def _forecast_scikit(x: FloatArray, level: IntArray, judged: FloatArray) -> FloatArray:
    return _cumulative_scikit(x, level, judged, _RIDGE_STRENGTH)


def _forecast_flags(x: FloatArray, level: IntArray, judged: FloatArray) -> FloatArray:
    return _cumulative_scikit(x, level, judged, _FLAG_STRENGTH)


def _cumulative_scikit(x: FloatArray, level: IntArray, judged: FloatArray, strength: float) -> FloatArray:
    """Return chances from one logistic regression for at least partial and one for substantial adoption."""
    one, two = (_logistic(x, level >= k, judged, strength) for k in range(1, LEVELS))
    # Two separate regressions may cross; substantial adoption is never likelier than partial or more.
    return level_chances(one, np.minimum(one, two))


def _logistic(x: FloatArray, is_reached: BoolArray, judged: FloatArray, strength: float) -> FloatArray:
    reached = int(is_reached.sum())
    if reached in (0, len(is_reached)):
        # A regression needs both kinds; the base rate stands in.
        return np.full(len(judged), (reached + 0.5) / (len(is_reached) + 1.0))
    # Newton's method needs a handful of small steps here, where the default solver needs dozens of slow ones.
    fitted = LogisticRegression(C=strength, solver="newton-cholesky").fit(x, is_reached)
    chances: FloatArray = fitted.predict_proba(judged)[:, 1]
    return chances


CONTESTANTS: tuple[Contestant, ...] = (
    Contestant(BASE_RATE, _no_features, _forecast_base_rate),
    Contestant(THEORY, _latent, _forecast_theory),
    Contestant(INDEX, _index, _forecast_plain),
    Contestant(RIDGE, _levels, _forecast_ridge),
    Contestant(RIDGE_SCIKIT, _levels, _forecast_scikit),
    Contestant(DOCUMENTATION, _levels_and_flags, _forecast_flags),
)
"""All contestants; the base rate comes first, the others are measured against it."""
