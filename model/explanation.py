"""Why a cluster is predicted as it is: what each factor adds to the expected level, and what else follows.

The reference is a cluster about which nothing is known. Contributions and reference sum to the
expected level to the last decimal, in both tiers. They are associations in the model, not effects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

import codebook
from model import structure
from model.base_rate import Setting, setting_at
from model.closure import weighted_coefficients
from model.codes import drawn_chances, encode
from model.context import ClusterContext
from model.contributions import context_contributions, split_contributions
from model.explanation_parts import Completeness, Contribution, Information, Lever, TierPrediction
from model.flags import Flag, evidence_flags
from model.prediction import model_version
from model.priors import FACTOR_INDEX, SERVED, FloatArray
from model.propositions import CLASSES, Gap, Proposition, class_chances, gap_of_tiers, modal_class
from model.scoring import Scores, score_latent
from model.smokescreen import Smokescreen, find_smokescreen
from model.states import (
    ONE_STATE_FACTORS,
    TIERS,
    EvidenceRows,
    States,
    make_states,
    prepare_rows,
    rates_of,
    unknown_states,
)
from model.what_if import Override, Supposition, read_overrides, suppose

__all__ = ["Completeness", "Contribution", "Explanation", "Information", "Lever", "TierPrediction", "explain"]


@dataclass(frozen=True)
class Explanation:
    """One cluster's predictions with their reasons.

    Attributes
    ----------
    cluster_id
        The cluster.
    first, lower
        The prediction of each tier.
    contributions
        One per factor, in the order of the codebook.
    completeness
        Of the first and of the lower tier.
    proposition
        Its class of propositions.
    unstudied_classes
        Chance of each class for a place about which nothing is known, for comparison.
    gap
        How far the lower tier stays behind.
    information
        What learning each factor would be worth, per factor and tier, the most first.
    unexplained
        Share of the variance of each tier's level that no single factor would remove, 0 to 1: parameters mostly.
    levers
        One favourable step of each factor that has one, the strongest in the first tier first.
    flags
        Warnings about the evidence.
    smokescreen
        Giving beside bad practice, None where either is undocumented; see `Smokescreen.is_raised`.
    hypothetical
        What is supposed instead of the evidence; empty for a prediction.
    model_version
        The version that made it.
    """

    cluster_id: str
    first: TierPrediction
    lower: TierPrediction
    contributions: tuple[Contribution, ...]
    completeness: tuple[Completeness, Completeness]
    proposition: Proposition
    unstudied_classes: Mapping[str, float]
    gap: Gap
    information: tuple[Information, ...]
    unexplained: tuple[float, float]
    levers: tuple[Lever, ...]
    flags: tuple[Flag, ...]
    smokescreen: Smokescreen | None
    hypothetical: tuple[Supposition, ...]
    model_version: str

    @property
    def to_find_out(self) -> tuple[Information, ...]:
        """What is not known and could be learned, the most worthwhile first."""
        return tuple(item for item in self.information if not item.is_known and item.share > 0.0)

    def as_dict(self) -> dict[str, object]:
        """Return the explanation as JSON holds it, without what only base or store know."""
        first, lower = self.completeness
        flags = [flag.as_dict() for flag in self.flags]
        if self.smokescreen is not None and self.smokescreen.is_raised():
            flags.append(self.smokescreen.as_dict())
        shape: dict[str, object] = {
            "cluster_id": self.cluster_id,
            "completeness": {"first_tier": first.as_dict(), "lower_tier": lower.as_dict()},
            "first_tier": self.first.as_dict(),
            "lower_tier": self.lower.as_dict(),
            "base": {"first_tier": self.first.base, "lower_tier": self.lower.base},
            "contributions": [contribution.as_dict() for contribution in self.contributions],
            "proposition": self.proposition.as_dict(),
            "gap": self.gap.as_dict(),
            "value_of_information": [item.as_dict() for item in self.to_find_out],
            "levers": [lever.as_dict() for lever in self.levers],
            "flags": flags,
            "model_version": self.model_version,
        }
        if self.hypothetical:
            shape["hypothetical"] = [supposition.as_dict() for supposition in self.hypothetical]
        return shape


def explain(
    evidence_of_one: pd.DataFrame,
    cluster_id: str,
    context: ClusterContext | None = None,
    overrides: Mapping[str, Override] | None = None,
    assumed_share: float | None = None,
) -> Explanation:
    """Return the predictions of one cluster, equal to those of `predict`, with their reasons.

    Parameters
    ----------
    evidence_of_one
        Rows as `model.prediction.predict` reads them; those of other clusters have no influence.
    cluster_id
        The cluster to explain.
    context
        Base rates by the cluster's country, `NationalContext.of([country])`; without it those of all clusters.
    overrides
        What to suppose instead of the evidence, by factor: a value for both tiers, (tier, value) for one of them, or
        values by tier; None stands for "not known". The result is hypothetical and belongs in no store.
    assumed_share
        See `model.base_rate.setting_at`; the priors' own where None.

    Raises
    ------
    InputError
        If `evidence_of_one` lacks a column, or `assumed_share` is no share.
    UnknownNameError
        If `overrides` names what the codebook does not hold.
    """
    rows = prepare_rows(evidence_of_one, (cluster_id,))
    base_rates = rates_of(context, rows, 0, 1)
    suppositions = read_overrides(overrides or {})
    documented = make_states(rows, 0, 1, base_rates)
    states = suppose(documented, suppositions, base_rates.reshape(-1, *base_rates.shape[-2:])[0])
    without_context = states
    if context is not None:
        without_context = suppose(make_states(rows, 0, 1), suppositions, SERVED.base_rates)
    setting = setting_at(assumed_share)
    latent = structure.latent(states.q, setting.draws)
    scores = score_latent(latent, setting.draws, setting.reference)
    known, of = states.is_known[0].sum(axis=0), len(FACTOR_INDEX)
    information, levers = _learn(states, latent, scores, setting)
    return Explanation(
        cluster_id=cluster_id,
        first=_tier(scores, setting, 0),
        lower=_tier(scores, setting, 1),
        contributions=_contributions(states, without_context, latent, setting),
        completeness=(Completeness(int(known[0]), of), Completeness(int(known[1]), of)),
        proposition=modal_class(class_chances(latent, setting.draws)[0]),
        unstudied_classes=_unstudied_classes(assumed_share),
        gap=gap_of_tiers(latent, setting.draws),
        information=_information(information, states),
        unexplained=(_rest(information[0]), _rest(information[1])),
        levers=_levers(levers),
        flags=_flags(rows, documented, suppositions),
        smokescreen=find_smokescreen(evidence_of_one, cluster_id),
        hypothetical=suppositions,
        model_version=model_version(),
    )


def _flags(rows: EvidenceRows, documented: States, suppositions: tuple[Supposition, ...]) -> tuple[Flag, ...]:
    """Return the warnings about the evidence that still counts: what is supposed needs none."""
    supposed = {(supposition.factor, supposition.tier) for supposition in suppositions}
    return tuple(flag for flag in evidence_flags(rows, documented) if (flag.factor, flag.tier) not in supposed)


@lru_cache(maxsize=8)
def _unstudied_classes(assumed_share: float | None) -> Mapping[str, float]:
    """Return the chance of each class of propositions for a place about which nothing is known."""
    setting = setting_at(assumed_share)
    chances = class_chances(setting.reference.latent, setting.draws)[0]
    return {name: float(chance) for name, chance in zip(CLASSES, chances, strict=True)}


def _contributions(
    states: States, without_context: States, latent: structure.Latent, setting: Setting
) -> tuple[Contribution, ...]:
    draws, reference = setting.draws, setting.reference
    own, joint = (part[:, 0] for part in split_contributions(latent, draws, reference))
    levels = own + joint
    context = np.zeros_like(levels)
    if not np.array_equal(states.q, without_context.q):
        by_evidence = np.stack([structure.effects(without_context.q[:, :, tier], draws) for tier in range(len(TIERS))])
        context = context_contributions(latent, by_evidence, draws, reference)[:, 0]
    is_known = states.is_known[0]
    has_moved = (states.q[0] != unknown_states().q[0]).any(axis=(1, 2))
    return tuple(
        Contribution(
            factor=name,
            first_tier=float(levels[0, factor]),
            lower_tier=float(levels[1, factor]),
            first_joint=float(joint[0, factor]),
            lower_joint=float(joint[1, factor]),
            first_context=float(context[0, factor]),
            lower_context=float(context[1, factor]),
            inferred=bool(has_moved[factor] and not is_known[factor].any()),
            is_known_first=bool(is_known[factor, 0]),
            is_known_lower=bool(is_known[factor, 1]),
        )
        for name, factor in FACTOR_INDEX.items()
    )


def _learn(states: States, latent: structure.Latent, scores: Scores, setting: Setting) -> tuple[FloatArray, FloatArray]:
    """Return the share of variance that learning each factor would remove, and its lever, [2 tiers, 15] each."""
    draws, closure = setting.draws, setting.closure
    q = drawn_chances(encode(states.q, draws), draws).transpose(2, 3, 1, 0)
    p = np.stack([scores.p[..., 1] + scores.p[..., 2], scores.p[..., 2]]).transpose(2, 0, 1)
    variance, levers = closure.learn(q, p, weighted_coefficients(closure, latent.eta, draws))
    spread = np.sum(structure.at_least(latent.eta[:, 0], draws), axis=0).var(axis=1)
    return variance[:, :, 0] / spread[:, None], levers[:, :, 0]


def _information(shares: FloatArray, states: States) -> tuple[Information, ...]:
    found = [
        Information(name, tier, float(shares[t, factor]), question(name, tier), bool(states.is_known[0, factor, t]))
        for name, factor in FACTOR_INDEX.items()
        for t, tier in enumerate(TIERS)
    ]
    return tuple(sorted(found, key=lambda item: -item.share))


def _rest(shares: FloatArray) -> float:
    return max(0.0, 1.0 - float(shares.sum()))


def question(factor: str, tier: str) -> str:
    """Return the codebook's question, asked of one tier unless the factor links both."""
    question = codebook.factor(factor).question
    return question if factor in ONE_STATE_FACTORS else f"About the {codebook.label('model_tier', tier)}: {question}"


def _levers(levers: FloatArray) -> tuple[Lever, ...]:
    found = [Lever(name, float(levers[0, factor]), float(levers[1, factor])) for name, factor in FACTOR_INDEX.items()]
    some = [lever for lever in found if lever.first_tier or lever.lower_tier]
    return tuple(sorted(some, key=lambda lever: -lever.first_tier))


def _tier(scores: Scores, setting: Setting, tier: int) -> TierPrediction:
    none, partial, substantial = (float(chance) for chance in scores.p[0, tier])
    low, high = (float(end) for end in scores.interval[0, tier])
    return TierPrediction(
        p=(none, partial, substantial),
        expected=float(scores.expected[0, tier]),
        interval=(low, high),
        above_unknown=float(scores.above_unknown[0, tier]),
        base=float(setting.reference.expected[tier]),
    )
