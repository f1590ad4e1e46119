"""The two ways in which forecasts are made for cases that the forecaster has not seen, and their judging.

Leave-one-out forecasts each cluster of the earlier coding rounds from all others of them. The frozen design fits once
on those clusters, and judges on clusters that were chosen and coded after the form of the model stood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from model.priors import LEVELS, FloatArray
from model.validation.bounds import LEAST_CASES
from model.validation.cases import BoolArray, IntArray, TierCases
from model.validation.contestants import CONTESTANTS, Contestant
from model.validation.names import BASE_RATE, FROZEN, LEAVE_ONE_OUT
from model.validation.records import Score
from model.validation.scoring import (
    NOTHING,
    auc_interval,
    log_scores,
    make_resamples,
    mean_interval,
    paired_error,
    ranked_probability_scores,
)


@dataclass(frozen=True)
class Judged:
    """The forecasts of all contestants for the same clusters, in one tier and design.

    Attributes
    ----------
    tier, design
        Names.
    level
        What came, [clusters].
    chances
        Forecast chances by contestant, [clusters, 3] each; empty where there are too few clusters.
    """

    tier: str
    design: str
    level: IntArray
    chances: Mapping[str, FloatArray]

    def take(self, chosen: BoolArray) -> Judged:
        """Return the forecasts for the chosen clusters, by mask; without forecasts where these are too few."""
        enough = chosen.sum() >= LEAST_CASES
        chances = {model: forecast[chosen] for model, forecast in self.chances.items()} if enough else {}
        return Judged(self.tier, self.design, self.level[chosen], chances)

    def scores_of(self, model: str) -> FloatArray:
        """Return the ranked probability score of each forecast of a contestant, [clusters]."""
        return ranked_probability_scores(self.chances[model], self.level)

    def gains(self, model: str, against: str) -> FloatArray:
        """Return by how much a contestant beats another on each cluster, [clusters]."""
        return self.scores_of(against) - self.scores_of(model)


def judge_leave_one_out(cases: TierCases, contestants: Sequence[Contestant] = CONTESTANTS) -> Judged:
    """Return forecasts of each case by contestants that were fitted to all others."""
    chances = {}
    if len(cases) >= LEAST_CASES:
        chances = {contestant.name: _leave_one_out(contestant, cases) for contestant in contestants}
    return Judged(cases.tier, LEAVE_ONE_OUT, cases.level, chances)


def judge_frozen(training: TierCases, judged: TierCases, contestants: Sequence[Contestant] = CONTESTANTS) -> Judged:
    """Return forecasts of the judged cases by contestants that were fitted once to the training cases.

    A case that is among both is forecast by a fit of its own, to all training cases but itself.
    """
    chances = {}
    if min(len(training), len(judged)) >= LEAST_CASES:
        chances = {contestant.name: _frozen(contestant, training, judged) for contestant in contestants}
    return Judged(judged.tier, FROZEN, judged.level, chances)


def scores_of(judged: Judged, contestants: Sequence[Contestant] = CONTESTANTS) -> tuple[Score, ...]:
    """Return the scores of all contestants, in their order; without numbers where there are too few clusters."""
    count = len(judged.level)
    if not judged.chances:
        return tuple(Score(contestant.name, judged.tier, judged.design, count) for contestant in contestants)
    resamples = make_resamples(count)
    return tuple(_score(judged, contestant.name, resamples) for contestant in contestants)


def _score(judged: Judged, model: str, resamples: FloatArray) -> Score:
    chances, gains = judged.chances[model], judged.gains(model, BASE_RATE)
    rps = mean_interval(judged.scores_of(model), resamples)
    log = mean_interval(log_scores(chances, judged.level), resamples)
    gain = mean_interval(gains, resamples)
    # The base rate places nobody above anybody; leaving one out even makes its AUC exactly 0.
    auc = NOTHING if model == BASE_RATE else auc_interval(chances, judged.level, resamples)
    return Score(
        model=model,
        tier=judged.tier,
        design=judged.design,
        n=len(judged.level),
        rps=rps.value,
        log=log.value,
        auc=auc.value,
        gain=gain.value,
        gain_se=paired_error(gains),
        rps_low=rps.low,
        rps_high=rps.high,
        log_low=log.low,
        log_high=log.high,
        auc_low=auc.low,
        auc_high=auc.high,
        gain_low=gain.low,
        gain_high=gain.high,
    )


def _frozen(contestant: Contestant, training: TierCases, judged: TierCases) -> FloatArray:
    x, new = contestant.features(training), contestant.features(judged)
    chances = contestant.forecast(x, training.level, new)
    place_of = {cluster: place for place, cluster in enumerate(training.cluster_ids)}
    for row, cluster in enumerate(judged.cluster_ids):
        if cluster in place_of:
            rest = np.arange(len(training)) != place_of[cluster]
            chances[row] = contestant.forecast(x[rest], training.level[rest], new[row : row + 1])[0]
    return chances


def _leave_one_out(contestant: Contestant, cases: TierCases) -> FloatArray:
    x = contestant.features(cases)
    chances = np.empty((len(cases), LEVELS))
    for place in range(len(cases)):
        rest = np.arange(len(cases)) != place
        chances[place] = contestant.forecast(x[rest], cases.level[rest], x[place : place + 1])[0]
    return chances
