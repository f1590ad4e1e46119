"""What is asked of the cases: which conditions, cut where, for which outcome; and how the cases are calibrated for it.

A condition is a factor at or above one of its levels, so that each case is in or out; the conditions are read in the
tier that the outcome speaks of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import codebook
from codebook.errors import InputError
from model.context import ClusterContext
from model.documented import UNKNOWN, Documented
from model.outcomes import adoption_outcomes
from model.priors import FACTOR_INDEX, LEVELS, FloatArray
from model.qca.minimising import ABSENT, PRESENT, Term
from model.qca.truth_table import MOST_CONDITIONS
from model.states import TIERS, make_states, prepare_rows, rates_of

FEWEST_CONDITIONS = 2
"""One condition alone makes no configuration."""


@dataclass(frozen=True)
class Cut:
    """A factor or an outcome at or above one of its levels.

    Attributes
    ----------
    factor
        A predictor or an adoption outcome of the codebook.
    value
        The lowest of its values that is in; never its lowest value, in which every case would be.
    """

    factor: str
    value: str

    @property
    def level(self) -> int:
        """Level of the value, from 1."""
        return [item.value for item in codebook.values(self.factor)].index(self.value)


@dataclass(frozen=True)
class Question:
    """What is asked of the cases.

    Attributes
    ----------
    outcome
        Adoption of a tier at or above a level.
    conditions
        Two to six cuts of different predictors.
    inclusion_cut
        Share of a combination's cases with the outcome from which it counts as sufficient, 0 to 1.
    fewest_cases
        With fewer cases a combination is a remainder.
    """

    outcome: Cut
    conditions: tuple[Cut, ...]
    inclusion_cut: float = 0.8
    fewest_cases: int = 1

    def __post_init__(self) -> None:
        """Refuse a question that has no answer.

        Raises
        ------
        InputError
            When there are too few or too many conditions, or two of the same factor.
        """
        count = len(self.conditions)
        if not FEWEST_CONDITIONS <= count <= MOST_CONDITIONS:
            message = f"{count} conditions; {FEWEST_CONDITIONS} to {MOST_CONDITIONS} are possible"
            raise InputError(message)
        if len({cut.factor for cut in self.conditions}) < count:
            message = "a factor can be a condition only once"
            raise InputError(message)

    @property
    def tier(self) -> int:
        """Position of the tier that the outcome speaks of."""
        return TIERS.index(codebook.factor(self.outcome.factor).outcome_tier or TIERS[0])

    @property
    def expected(self) -> Term:
        """What the theory expects of each condition where the outcome is: drivers present, barriers absent."""
        roles = (codebook.factor(cut.factor).role for cut in self.conditions)
        return "".join(ABSENT if role == "barrier" else PRESENT for role in roles)


@dataclass(frozen=True)
class Calibrated:
    """The cases of one question: every cluster whose outcome is coded.

    Attributes
    ----------
    cluster_ids
        The cases.
    outcome
        1 with the outcome, 0 without it, [cases].
    documented
        1 where a condition is documented as present, 0 as absent, NaN where it is not documented, [cases, conditions].
    chance
        Chance that a condition is present, from the model's state of it, [cases, conditions]: never quite 0 or 1.
    """

    cluster_ids: tuple[str, ...]
    outcome: FloatArray
    documented: FloatArray
    chance: FloatArray

    @property
    def is_complete(self) -> NDArray[np.bool_]:
        """Which cases are documented on every condition, [cases]."""
        return np.asarray(np.isfinite(self.documented).all(axis=1))


def outcome_cuts() -> tuple[Cut, ...]:
    """Return every outcome that can be asked for: adoption of each tier, at least at each level but the lowest."""
    return tuple(cut for name in adoption_outcomes().values() for cut in cuts_of(name))


def cuts_of(factor: str) -> tuple[Cut, ...]:
    """Return the cuts of a factor, lowest first."""
    return tuple(Cut(factor, value.value) for value in codebook.values(factor)[1:LEVELS])


def served_states(evidence: pd.DataFrame, cluster_ids: Sequence[str], context: ClusterContext | None) -> FloatArray:
    """Return the states that predictions are served from, [clusters, 15 factors, 2 tiers, 3 levels]."""
    rows = prepare_rows(evidence, cluster_ids)
    count = len(cluster_ids)
    return make_states(rows, 0, count, rates_of(context, rows, 0, count)).q


def calibrate(documents: Documented, states: FloatArray, question: Question) -> Calibrated:
    """Return the cases of a question.

    Parameters
    ----------
    documents
        From `model.documented.read_documents`.
    states
        From `served_states`, of the same clusters.
    """
    tier = question.tier
    coded = np.flatnonzero(documents.outcome[:, tier] != UNKNOWN)
    factors = [FACTOR_INDEX[cut.factor] for cut in question.conditions]
    levels = np.array([cut.level for cut in question.conditions])
    said = documents.level[coded][:, factors, tier]
    q = states[coded][:, factors, tier]
    return Calibrated(
        cluster_ids=tuple(documents.cluster_ids[place] for place in coded),
        outcome=(documents.outcome[coded, tier] >= question.outcome.level).astype(float),
        documented=np.where(said == UNKNOWN, np.nan, (said >= levels).astype(float)),
        chance=np.where(np.arange(LEVELS) >= levels[:, None], q, 0.0).sum(axis=2),
    )
