"""Giving beside bad practice: the screen that the paper warns of, read from documented rows alone.

No prior and no driver enters. What nobody has written about is left out, not guessed; so the screen is only spoken of
where giving and at least one core practice are documented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import codebook
from model.flags import SMOKESCREEN
from model.priors import LEVELS, SERVED, FloatArray, PriorTable
from model.states import level_likelihood

GIVING = "philanthropy"
CORE_PRACTICES = {"working_conditions": "poor", "child_labour": "present", "pollution": "severe"}
"""Outcomes that giving may hide, and the worst level of each."""

_READ = (GIVING, *CORE_PRACTICES)

_COLUMNS = ("cluster_id", "factor", "value", "confidence", "source_id")


@dataclass(frozen=True)
class Smokescreen:
    """Giving beside bad practice in one cluster.

    Attributes
    ----------
    probability
        Chance that the firms give and at least one documented practice is at its worst, 0 to 1.
    giving
        Chance that they give at all.
    reasons
        Chance that each documented practice is at its worst, by its codebook name, the likeliest first.
    """

    probability: float
    giving: float
    reasons: tuple[tuple[str, float], ...]

    def is_raised(self, table: PriorTable = SERVED) -> bool:
        """Return whether it is likely enough to be pointed out."""
        return self.probability >= table.constant("smokescreen_minimum")

    def as_dict(self) -> dict[str, object]:
        """Return the flag as JSON holds it."""
        return {
            "flag": SMOKESCREEN,
            "factor": GIVING,
            "probability": self.probability,
            "reasons": [{"factor": factor, "probability": chance} for factor, chance in self.reasons],
        }


def find_smokescreen(evidence_of_one: pd.DataFrame, cluster_id: str) -> Smokescreen | None:
    """Return giving beside bad practice, None where giving or all core practices are undocumented.

    P(giving) x [1 - product of (1 - P(worst))]: giving of .95, one practice at its worst with .95 and another with .5
    make .95 x (1 - .05 x .5) = .93.
    """
    gives, worst = (chances[0] for chances in _chances(evidence_of_one, (cluster_id,)))
    documented = [
        (factor, float(chance)) for factor, chance in zip(CORE_PRACTICES, worst, strict=True) if np.isfinite(chance)
    ]
    if not documented or not np.isfinite(gives):
        return None
    probability = float(_probability(gives[None], worst[None])[0])
    return Smokescreen(probability, float(gives), tuple(sorted(documented, key=lambda reason: -reason[1])))


def smokescreen_chances(evidence: pd.DataFrame, cluster_ids: Sequence[str]) -> FloatArray:
    """Return the probability of `find_smokescreen` for many clusters, [clusters], NaN where it is None.

    Parameters
    ----------
    evidence
        One row per statement: cluster_id, factor, value, confidence, source_id; others are not read.
    cluster_ids
        The clusters asked for, each once.
    """
    return _probability(*_chances(evidence, cluster_ids))


def _probability(gives: FloatArray, worst: FloatArray) -> FloatArray:
    """Return the chance of giving and of one practice at its worst, NaN where one side is undocumented."""
    is_documented = np.isfinite(worst)
    all_fine = np.where(is_documented, 1.0 - np.nan_to_num(worst), 1.0).prod(axis=1)
    return np.where(is_documented.any(axis=1), gives * (1.0 - all_fine), np.nan)


def _chances(evidence: pd.DataFrame, cluster_ids: Sequence[str]) -> tuple[FloatArray, FloatArray]:
    """Return the chance of any giving [clusters] and of each practice at its worst [clusters, 3]; NaN: undocumented."""
    is_read = evidence["factor"].isin(_READ).to_numpy(dtype=bool)
    chance = _level_chances(
        {name: evidence[name].array[is_read].to_numpy(dtype=object) for name in _COLUMNS}, cluster_ids
    )
    worst = [_names(factor).index(level) for factor, level in CORE_PRACTICES.items()]
    return 1.0 - chance[:, 0, 0], chance[:, np.arange(1, len(_READ)), worst]


def _level_chances(rows: Mapping[str, NDArray[np.object_]], cluster_ids: Sequence[str]) -> FloatArray:
    """Return the chance of each level of each factor read, none favoured, [clusters, 4, 3]; NaN without rows.

    A source counts once a factor, however many rows it has; rows not in the codebook's words count for nothing.
    """
    confidences = tuple(_names("confidence"))
    cluster = pd.Index(list(cluster_ids), dtype=object).get_indexer(pd.Index(rows["cluster_id"], dtype=object))
    level_of, values = _levels()
    factor, value, confidence = (
        _index(names).get_indexer(pd.Index(rows[column], dtype=object))
        for column, names in (("factor", _READ), ("value", values), ("confidence", confidences))
    )
    # Without a value there is no level either: position -1 reads the last column, all -1.
    level = level_of[factor, value]
    counts = np.flatnonzero((cluster >= 0) & (level >= 0) & (confidence >= 0))
    cell = cluster[counts] * len(_READ) + factor[counts]
    source = pd.factorize(rows["source_id"])[0][counts]
    _, kind, size = np.unique(cell * (source.max(initial=0) + 2) + source, return_inverse=True, return_counts=True)
    share = 1.0 / size[kind]
    log_likelihood = np.log([level_likelihood(SERVED.constant(f"k_{name}")) for name in confidences])
    pull = log_likelihood[confidence[counts], level[counts]] * share[:, None]
    cells = len(cluster_ids) * len(_READ)
    total = np.stack([np.bincount(cell, pull[:, level], minlength=cells) for level in range(LEVELS)], axis=1)
    chance = np.exp(total - total.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    chance[np.bincount(cell, minlength=cells) == 0] = np.nan
    return chance.reshape(len(cluster_ids), len(_READ), LEVELS)


@lru_cache(maxsize=4)
def _index(names: tuple[str, ...]) -> pd.Index:
    """Return names as an index, which keeps what it needs to look them up."""
    return pd.Index(names, dtype=object)


@lru_cache(maxsize=1)
def _levels() -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """Return the level of each value for each factor read, -1 where it is none of its values, and the values.

    A last column holds -1 for no value.
    """
    values = tuple(dict.fromkeys(value for factor in _READ for value in _names(factor)))
    level_of = np.full((len(_READ), len(values) + 1), -1)
    for position, factor in enumerate(_READ):
        for level, value in enumerate(_names(factor)):
            level_of[position, values.index(value)] = level
    return level_of, values


def _names(domain: str) -> list[str]:
    return [value.value for value in codebook.values(domain)]
