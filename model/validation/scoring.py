"""Scores of forecasts of three ordered levels, and how sure they are.

All scores are means over clusters. Intervals come from drawing the judged clusters again with replacement; the
forecasts stay as they are, so an interval holds the chance of having met these clusters, not that of the fit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.priors import FloatArray
from model.validation.cases import IntArray

INTERVAL = (0.025, 0.975)
"""Ends of every interval of a score: 95 %."""

RESAMPLES = 2000
SEED = 2016
"""Of the resamples and permutations, so that the same cases give the same numbers."""

_LEAST_CHANCE = 1e-6
"""A forecast counts as at least this, so that one certain and wrong forecast does not make a mean infinite."""


@dataclass(frozen=True)
class Interval:
    """A number with the ends of its interval; None where it is not defined."""

    value: float | None
    low: float | None
    high: float | None


NOTHING = Interval(None, None, None)


def ranked_probability_scores(chances: FloatArray, level: IntArray) -> FloatArray:
    """Return the ranked probability score of each forecast, [cases]; 0 is perfect, 1 the worst.

    Half the sum of squared errors of the chances of level 0 and of level 0 or 1: a forecast pays for how far off it
    is. Chances .2, .5, .3 and level 1 give ((.2 - 0)^2 + (.7 - 1)^2) / 2 = .065.
    """
    below = np.cumsum(chances, axis=1)[:, :2]
    is_below = level[:, None] <= np.arange(2)
    scores: FloatArray = ((below - is_below) ** 2).sum(axis=1) / 2.0
    return scores


def log_scores(chances: FloatArray, level: IntArray) -> FloatArray:
    """Return -ln of the chance that each forecast gave to what came, [cases]; 0 is perfect. Chance .5 gives .6931."""
    own = chances[np.arange(len(level)), level]
    scores: FloatArray = -np.log(np.maximum(own, _LEAST_CHANCE))
    return scores


def expected_levels(chances: FloatArray) -> FloatArray:
    """Return the expected level of each forecast, [cases], 0 to 2."""
    levels: FloatArray = chances @ np.arange(chances.shape[1])
    return levels


def placed_above(chances: FloatArray, level: IntArray) -> FloatArray:
    """Return how each pair is placed, [clusters with some adoption, clusters with none].

    1 where the one with some adoption has the higher expected level, 0 where it has the lower one, .5 for a tie. The
    mean of all is the AUC.
    """
    expected = expected_levels(chances)
    some, none = expected[level > 0][:, None], expected[level == 0][None, :]
    return (some > none) + (some == none) / 2.0


def auc_interval(chances: FloatArray, level: IntArray, resamples: FloatArray) -> Interval:
    """Return the chance that a cluster with some adoption is placed above one with none, with its interval.

    .5 is what guessing gives, 1 perfect. None where one of the two kinds is missing; a resample that lacks one is left
    out.
    """
    pairs = placed_above(chances, level)
    if pairs.size == 0:
        return NOTHING
    some, none = resamples[:, level > 0], resamples[:, level == 0]
    count = some.sum(axis=1) * none.sum(axis=1)
    won = ((some @ pairs) * none).sum(axis=1)
    drawn = won[count > 0] / count[count > 0]
    return Interval(float(pairs.mean()), *_ends(drawn))


def mean_interval(scores: FloatArray, resamples: FloatArray) -> Interval:
    """Return the mean of the scores of clusters, with its interval."""
    drawn = resamples @ scores / len(scores)
    return Interval(float(scores.mean()), *_ends(drawn))


def make_resamples(count: int) -> FloatArray:
    """Return how often each of `count` clusters is drawn in each resample, [resamples, clusters].

    One set for all contestants, so that differences between them are not blurred.
    """
    random = np.random.default_rng(SEED)
    return random.multinomial(count, np.full(count, 1.0 / count), size=RESAMPLES).astype(float)


def paired_error(difference: FloatArray) -> float:
    """Return the standard error of the mean of paired differences, 0 for a single one."""
    count = len(difference)
    return float(difference.std(ddof=1) / np.sqrt(count)) if count > 1 else 0.0


def _ends(drawn: FloatArray) -> tuple[float, float]:
    low, high = np.quantile(drawn, INTERVAL)
    return float(low), float(high)
