"""Cumulative logit regressions of three ordered levels, by maximum penalised likelihood.

Only fitting and forecasting belongs here; what is put in stands in `model.validation.contestants`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from model.priors import FloatArray
from model.validation.cases import IntArray

_SMALLEST = 1e-12
"""Chances are kept above it, so that a fit never takes the logarithm of 0."""

_LARGEST_LOG_STEP = 30.0
"""A level that no case has sends the step between the cut points to infinity; this is far enough."""

_CUT_MEAN, _CUT_SD = 1.7, 2.0
_LOG_STEP_MEAN, _LOG_STEP_SD = 1.1, 0.7
"""Of the two intercepts of the theory: normal, wide, and centred where documented clusters were expected to lie."""

_FAINT = 1e-6
"""Penalty on the cut points of a regression: too small to move a printed digit, enough to keep a fit finite."""

_Terms = tuple[float, FloatArray]


@dataclass(frozen=True)
class OrdinalFit:
    """A fitted regression: P(at least level k) = logistic(x . slopes - cut_k).

    Attributes
    ----------
    cut, step
        First cut point, and how much higher the second one lies, above 0.
    slopes
        [features].
    """

    cut: float
    step: float
    slopes: FloatArray

    def chances(self, x: FloatArray) -> FloatArray:
        """Return the chance of each level, [cases, 3], from features [cases, features]."""
        z = x @ self.slopes
        return level_chances(expit(z - self.cut), expit(z - self.cut - self.step))


def level_chances(at_least_one: FloatArray, at_least_two: FloatArray) -> FloatArray:
    """Return the chances of levels 0, 1 and 2, [cases, 3], from those of at least 1 and of 2."""
    return np.stack([1.0 - at_least_one, at_least_one - at_least_two, at_least_two], axis=-1)


def fit_ordinal(x: FloatArray, level: IntArray, penalty: float) -> OrdinalFit:
    """Return the regression that minimises -log likelihood + penalty / 2 * (sum of squared slopes).

    Parameters
    ----------
    x
        Features, [cases, features].
    level
        0, 1 or 2, [cases].
    penalty
        0 for plain maximum likelihood.
    """
    weight = np.full(x.shape[1] + 2, max(penalty, _FAINT))
    weight[:2] = _FAINT

    def objective(p: FloatArray) -> _Terms:
        step = _step(p[1])
        z = x @ p[2:] - p[0]
        one, two = expit(z), expit(z - step)
        loss, by_one, by_two = _loss(one, two, level)
        # The slope of the logistic curve turns a change of chance into a change of its argument.
        by_one, by_two = by_one * one * (1.0 - one), by_two * two * (1.0 - two)
        both = by_one + by_two
        slope = np.concatenate([[-both.sum(), -by_two.sum() * step], both @ x])
        return loss + float(weight @ p**2) / 2.0, slope + weight * p

    p = _minimise(objective, np.concatenate([[0.0, 1.0], np.zeros(x.shape[1])]))
    return OrdinalFit(float(p[0]), _step(p[1]), p[2:])


def fit_two_intercepts(latent: FloatArray, level: IntArray) -> tuple[float, float]:
    """Return the two cut points that carry the theory to the scale of documented clusters, lower one first.

    The theory keeps its slopes, synergies and gap, draw by draw; P(at least level k) is the mean over draws of
    logistic(latent - cut_k). Cases are selected on the outcome, and selection shifts the intercept of a logistic model
    and not its slopes: exactly so for two levels, nearly so for three. The cut points are a and a + exp(b), with a
    normal around 1.7 (sd 2) and b normal around 1.1 (sd .7).

    Parameters
    ----------
    latent
        [cases, draws].
    level
        0, 1 or 2, [cases].
    """

    def objective(p: FloatArray) -> _Terms:
        step = _step(p[1])
        one, one_slope = _mean_curve(latent, p[0])
        two, two_slope = _mean_curve(latent, p[0] + step)
        loss, by_one, by_two = _loss(one, two, level)
        by_cut = np.array([-(by_one @ one_slope) - by_two @ two_slope, -(by_two @ two_slope) * step])
        away = (p - (_CUT_MEAN, _LOG_STEP_MEAN)) / (_CUT_SD, _LOG_STEP_SD)
        return loss + float(away @ away) / 2.0, by_cut + away / (_CUT_SD, _LOG_STEP_SD)

    p = _minimise(objective, np.array([_CUT_MEAN, _LOG_STEP_MEAN]))
    return float(p[0]), float(p[0]) + _step(p[1])


def forecast_two_intercepts(latent: FloatArray, cuts: tuple[float, float]) -> FloatArray:
    """Return the chance of each level, [cases, 3], from latent adoption [cases, draws] and two cut points."""
    return level_chances(expit(latent - cuts[0]).mean(axis=1), expit(latent - cuts[1]).mean(axis=1))


def _step(log_step: float) -> float:
    return float(np.exp(min(log_step, _LARGEST_LOG_STEP)))


def _mean_curve(latent: FloatArray, cut: float) -> tuple[FloatArray, FloatArray]:
    """Return the mean chance of reaching a cut point, and its slope, [cases] each."""
    chance = expit(latent - cut)
    mean = chance.mean(axis=1)
    # The slope of a logistic curve is chance - chance^2; einsum takes the squares without storing them.
    slope = mean - np.einsum("cd,cd->c", chance, chance) / latent.shape[1]
    return mean, slope


def _loss(one: FloatArray, two: FloatArray, level: IntArray) -> tuple[float, FloatArray, FloatArray]:
    """Return -log likelihood and its slopes by the chances of at least 1 and of 2, [cases] each."""
    chance = np.maximum(level_chances(one, two), _SMALLEST)
    own = chance[np.arange(len(level)), level]
    by_one = np.select([level == 0, level == 1], [1.0 / own, -1.0 / own], 0.0)
    by_two = np.select([level == 1, level == 2], [1.0 / own, -1.0 / own], 0.0)
    return -float(np.log(own).sum()), by_one, by_two


def _minimise(objective: Callable[[FloatArray], _Terms], start: FloatArray) -> FloatArray:
    found: FloatArray = minimize(objective, start, jac=True, method="BFGS", options={"gtol": 1e-4}).x
    return found
