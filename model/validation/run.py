"""The whole validation in one call: both designs, both tiers, and what stands beside the scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model.draws import served_draws
from model.prediction import make_reference, model_version
from model.priors import FloatArray
from model.states import TIERS, unknown_states
from model.validation.calibration import calibration_of, scale_of
from model.validation.cases import TierCases, make_cases
from model.validation.contestants import CONTESTANTS, Contestant
from model.validation.convergent import convergence_of
from model.validation.designs import Judged, judge_frozen, judge_leave_one_out, scores_of
from model.validation.gate import comparisons_of, make_gate
from model.validation.names import BASE_RATE, FROZEN, INDEX, THEORY
from model.validation.records import Gate, Scale
from model.validation.result import Validation, WithContext
from model.validation.sensitivity import sensitivity_of

Context = Callable[[pd.DataFrame], FloatArray]
"""Base rates [clusters, 15, 3] that national context implies for a frame of clusters."""

_MOVED_BY_CONTEXT = tuple(item for item in CONTESTANTS if item.name in (BASE_RATE, THEORY, INDEX))
"""What the gate needs; the regressions read evidence alone, so context cannot change them."""


def validate(clusters: pd.DataFrame, evidence: pd.DataFrame, context: Context | None = None) -> Validation:
    """Return how the model and its contestants do on the case base.

    Parameters
    ----------
    clusters
        One row per cluster: cluster_id, coding_round, and what `context` reads.
    evidence
        One row per statement, outcomes included: cluster_id, factor, value, tier, year, source_id, confidence.
    context
        Gives national context; without it only the scores without context are computed.

    Raises
    ------
    InputError
        If a column is missing or a cluster stands twice.
    """
    cases = make_cases(clusters, evidence)
    rates = context(clusters) if context else None
    judged = [item for tier in TIERS for item in _judge_shipped(cases[tier], CONTESTANTS)]
    with_context = None
    if rates is not None:
        moved = make_cases(clusters, evidence, rates)
        beside = [item for tier in TIERS for item in _judge_shipped(moved[tier], _MOVED_BY_CONTEXT)]
        with_context = _with_context(beside, _gates(beside))
    return Validation(
        n_first=len(cases["first"]),
        n_lower=len(cases["lower"]),
        scores=tuple(row for item in judged for row in scores_of(item)),
        gate=_gates(judged),
        model_version=model_version(),
        is_outside=False,
        n_clusters=len(clusters),
        n_training={tier: int((~cases[tier].is_frozen).sum()) for tier in TIERS},
        with_context=with_context,
        calibration=tuple(row for item in judged for row in calibration_of(item)),
        scale=_scales(cases),
        needed=tuple(row for item in judged for row in comparisons_of(item)),
        sensitivity=sensitivity_of(clusters, evidence, rates),
        convergent=convergence_of(clusters, evidence, rates),
    )


def validate_outside(
    clusters: pd.DataFrame,
    evidence: pd.DataFrame,
    outside_clusters: pd.DataFrame,
    outside_evidence: pd.DataFrame,
    context: Context | None = None,
) -> Validation:
    """Return how contestants that were frozen on the case base do on clusters from outside it.

    They learn from the clusters of the case base that were coded before the form of the model stood, the same fit that
    the frozen design judges; a cluster that they learned from is forecast by a fit without it.

    Parameters
    ----------
    clusters, evidence, context
        As `validate` reads them.
    outside_clusters, outside_evidence
        The same of the clusters to judge, all of them whatever their coding round.
    """
    # What a folder of cases leaves out, such as the country, is unknown.
    columns = list(dict.fromkeys([*outside_clusters.columns, *clusters.columns]))
    outside_clusters = outside_clusters.reindex(columns=columns)
    training = make_cases(clusters, evidence)
    cases = make_cases(outside_clusters, outside_evidence)
    judged = [_judge_outside(training[tier], cases[tier], CONTESTANTS) for tier in TIERS]
    with_context = None
    if context:
        known = make_cases(clusters, evidence, context(clusters))
        moved = make_cases(outside_clusters, outside_evidence, context(outside_clusters))
        beside = [_judge_outside(known[tier], moved[tier], _MOVED_BY_CONTEXT) for tier in TIERS]
        with_context = _with_context(beside, _gates(_unseen(item, training, cases) for item in beside))
    return Validation(
        n_first=len(cases["first"]),
        n_lower=len(cases["lower"]),
        scores=tuple(row for item in judged for row in scores_of(item)),
        gate=_gates(_unseen(item, training, cases) for item in judged),
        model_version=model_version(),
        is_outside=True,
        n_clusters=len(outside_clusters),
        n_training={tier: int((~training[tier].is_frozen).sum()) for tier in TIERS},
        with_context=with_context,
        calibration=tuple(row for item in judged for row in calibration_of(item)),
        scale=_scales(cases),
        needed=tuple(row for item in judged for row in comparisons_of(item)),
        sensitivity=(),
        convergent=(),
    )


def _judge_shipped(cases: TierCases, contestants: tuple[Contestant, ...]) -> tuple[Judged, Judged]:
    earlier, later = cases.take(~cases.is_frozen), cases.take(cases.is_frozen)
    return judge_leave_one_out(earlier, contestants), judge_frozen(earlier, later, contestants)


def _judge_outside(training: TierCases, judged: TierCases, contestants: tuple[Contestant, ...]) -> Judged:
    return judge_frozen(training.take(~training.is_frozen), judged, contestants)


def _unseen(judged: Judged, training: Mapping[str, TierCases], cases: Mapping[str, TierCases]) -> Judged:
    """Return the forecasts for clusters that the frozen fits did not learn from: these alone decide the gate."""
    old = training[judged.tier].take(~training[judged.tier].is_frozen)
    return judged.take(~np.isin(_ids(cases[judged.tier]), _ids(old)))


def _ids(cases: TierCases) -> NDArray[np.object_]:
    return np.array(cases.cluster_ids, dtype=object)


def _with_context(judged: Iterable[Judged], gate: Mapping[str, Gate]) -> WithContext:
    rows = tuple(row for item in judged for row in scores_of(item, _MOVED_BY_CONTEXT))
    return WithContext(rows, gate)


def _gates(judged: Iterable[Judged]) -> dict[str, Gate]:
    return {item.tier: make_gate(item) for item in judged if item.design == FROZEN}


def _scales(cases: Mapping[str, TierCases]) -> tuple[Scale, ...]:
    draws = served_draws()
    unknown = make_reference(draws, unknown_states()).latent.eta
    scales = (scale_of(cases[tier], unknown[number, 0], draws) for number, tier in enumerate(TIERS))
    return tuple(scale for scale in scales if scale is not None)
