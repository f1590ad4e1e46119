"""What the evidence says about each factor of each cluster, as chances of its three levels.

Every cluster, factor and tier has a state: three chances that sum to 1. Without evidence they are
the base rates, never "absent"; each row of evidence pulls them towards its value, the more so the
surer and the newer it is. Outcomes, and whatever is content or result of adoption, have no state.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import codebook
from codebook.errors import InputError
from model.context import ClusterContext
from model.priors import FACTOR_INDEX, LEVELS, SERVED, FloatArray, PriorTable

TIERS = ("first", "lower")
"""The two tiers, in the order of every tier axis of the model."""

ONE_STATE_FACTORS = ("subcontracting",)
"""Factors that link the tiers: one state for both, whatever tier a row names."""

_SORTED_BY = ("cluster", "factor", "tier", "value", "confidence", "year", "share")
"""All that a row contributes, as the columns of its numbers."""

_COLUMNS = ("cluster_id", "factor", "value", "tier", "confidence", "source_id")


@dataclass(frozen=True)
class EvidenceRows:
    """Rows of evidence that speak of a predictor, as numbers, sorted by cluster.

    Attributes
    ----------
    cluster
        Position of the row's cluster in the asked clusters, [rows], ascending.
    factor
        Position of the row's factor among the predictors, [rows].
    log_likelihood
        Logarithm of the chance of the row's value at each true level, [rows, 3 levels].
    weight
        What the row counts in each tier, [rows, 2 tiers], 0 to 1.
    speaks_of
        Whether the row makes the factor known in each tier, [rows, 2 tiers].
    level
        Level that the row reports, [rows], 0 for the lowest.
    confidence
        Position of the row's confidence in the codebook, [rows], 0 for the least sure.
    cluster_count
        Number of asked clusters, those without a row included.
    """

    cluster: NDArray[np.int64]
    factor: NDArray[np.int64]
    log_likelihood: FloatArray
    weight: FloatArray
    speaks_of: NDArray[np.bool_]
    level: NDArray[np.int64]
    confidence: NDArray[np.int64]
    cluster_count: int


@dataclass(frozen=True)
class States:
    """The states of some clusters.

    Attributes
    ----------
    q
        Chance of each level, [clusters, 15 factors, 2 tiers, 3 levels].
    is_known
        Whether at least one row speaks of the factor in that tier, [clusters, 15, 2].
    """

    q: FloatArray
    is_known: NDArray[np.bool_]


def level_likelihood(sharpness: float) -> FloatArray:
    """Return the chance that a row says level v where the truth is x, [v, x], columns sum to 1.

    A row is a noisy reading of the true level: the chance falls by exp(-sharpness) for each level
    that it is off. At sharpness 2 (medium confidence) a true highest level is reported as such with
    1 / (1 + e^-2 + e^-4) = .867, a true middle level with 1 / (1 + 2 e^-2) = .787.
    """
    levels = np.arange(LEVELS)
    kernel = np.exp(-sharpness * np.abs(levels[:, None] - levels[None, :]))
    likelihood: FloatArray = kernel / kernel.sum(axis=0, keepdims=True)
    return likelihood


def age_weight(year: FloatArray, table: PriorTable = SERVED) -> FloatArray:
    """Return what rows of the given years still count: half is lost every half-life.

    With a reference year of 2026 and a half-life of 20 years a row of 2006 weighs .5, one of 1986
    .25. A year after the reference year weighs 1; a missing year (NaN) has a weight of its own.
    """
    age = np.maximum(table.constant("reference_year") - year, 0.0)
    weight = 0.5 ** (age / table.constant("half_life_years"))
    return np.where(np.isfinite(year), weight, table.constant("missing_year_weight"))


def prepare_rows(evidence: pd.DataFrame, cluster_ids: Sequence[str], table: PriorTable = SERVED) -> EvidenceRows:
    """Return the rows of evidence that count, sorted by cluster, with likelihoods and weights.

    A row weighs its share of its source (1 over the rows that the source has on this cluster and
    factor, so that a source coded twice counts once), times what its age leaves, times the
    other-tier weight for the tier it does not speak of. Rows of another cluster, of no predictor,
    or with a value, tier or confidence outside the codebook have no influence whatever.

    Parameters
    ----------
    evidence
        One row per statement: cluster_id, factor, value, tier, year (number or missing), source_id,
        confidence. Further columns are not read; the order of rows does not matter.
    cluster_ids
        The clusters asked for, each once.

    Raises
    ------
    InputError
        If a cluster is asked for twice, or a column is missing.
    """
    index = _cluster_index(cluster_ids)
    _check_columns(evidence)
    counted = _counted(evidence, index)
    # Sums of floats depend on their order: sorting by all that a row contributes makes the result
    # the same to the last bit for every order of the file.
    order = np.lexsort([counted[name] for name in reversed(_SORTED_BY)])
    counted = {name: column[order] for name, column in counted.items()}
    speaks_of, tier_weight = _tier_weights(counted, table)
    sharpness = [table.constant(f"k_{level.value}") for level in codebook.values("confidence")]
    log_likelihood = np.log([level_likelihood(k) for k in sharpness])
    weight = counted["share"] * age_weight(counted["year"], table)
    return EvidenceRows(
        cluster=counted["cluster"],
        factor=counted["factor"],
        log_likelihood=log_likelihood[counted["confidence"], counted["value"]],
        weight=weight[:, None] * tier_weight,
        speaks_of=speaks_of,
        level=counted["value"],
        confidence=counted["confidence"],
        cluster_count=len(index),
    )


def make_states(rows: EvidenceRows, start: int, stop: int, base_rates: FloatArray = SERVED.base_rates) -> States:
    """Return the states of the clusters from position `start` up to, not including, `stop`.

    The chance of a level is proportional to its base rate times the likelihood of every row, each
    raised to the row's weight. Law enforcement has base rates .40, .50, .10; one fresh row "strong"
    of high confidence makes them .0079, .1909, .8012, and "absent" beside it, equally sure, takes
    them back to .4176, .4780, .1044. All chances stay above 0.

    Parameters
    ----------
    rows
        From `prepare_rows`.
    base_rates
        Chances without evidence, [15, 3] for all clusters or [clusters, 15, 3] for each its own.
    """
    count, factors, tiers = stop - start, len(FACTOR_INDEX), len(TIERS)
    first, last = np.searchsorted(rows.cluster, (start, stop))
    cell = (rows.cluster[first:last] - start) * factors + rows.factor[first:last]
    summed = np.zeros((count * factors, tiers, LEVELS))
    is_known = np.zeros((count * factors, tiers), dtype=bool)
    for tier in range(tiers):
        weight = rows.weight[first:last, tier]
        for level in range(LEVELS):
            pull = weight * rows.log_likelihood[first:last, level]
            summed[:, tier, level] = np.bincount(cell, pull, minlength=count * factors)
        is_known[cell[rows.speaks_of[first:last, tier]], tier] = True
    evidence = summed.reshape(count, factors, tiers, LEVELS)
    # The largest exponent is 0, so that many rows on one factor cannot make every chance 0.
    likelihood = np.exp(evidence - evidence.max(axis=3, keepdims=True))
    chance = base_rates[..., :, None, :] * likelihood
    return States(
        q=chance / chance.sum(axis=3, keepdims=True),
        is_known=is_known.reshape(count, factors, tiers),
    )


def rates_of(context: ClusterContext | None, rows: EvidenceRows, start: int, stop: int) -> FloatArray:
    """Return the base rates of the clusters from `start` up to `stop`: [15, 3] for all, or [clusters, 15, 3].

    With a context they are those of the clusters' countries, but only where at least one row counts: a place that
    nobody has studied is like any other unstudied place, and the name of its country alone colours nothing.
    """
    if context is None:
        return SERVED.base_rates
    first, last = np.searchsorted(rows.cluster, (start, stop))
    is_studied = np.zeros(stop - start, dtype=bool)
    is_studied[rows.cluster[first:last] - start] = True
    return np.where(is_studied[:, None, None], context.base_rates(start, stop), SERVED.base_rates)


def states_in_chunks(rows: EvidenceRows, context: ClusterContext | None, size: int) -> Iterator[tuple[slice, States]]:
    """Yield the states of all clusters, so many at a time, each with the positions it holds.

    Of no clusters it yields one empty part, so that what is joined of the parts keeps its shape and type.
    """
    for start in range(0, max(rows.cluster_count, 1), size):
        stop = min(start + size, rows.cluster_count)
        yield slice(start, stop), make_states(rows, start, stop, rates_of(context, rows, start, stop))


@lru_cache(maxsize=4)
def unknown_states(table: PriorTable = SERVED) -> States:
    """Return the states of one cluster about which nothing is known, the common reference; not to be written to."""
    nothing = pd.DataFrame(columns=[*_COLUMNS, "year"])
    states = make_states(prepare_rows(nothing, ("unknown",), table), 0, 1, table.base_rates)
    for array in (states.q, states.is_known):
        array.flags.writeable = False
    return states


def _cluster_index(cluster_ids: Sequence[str]) -> pd.Index:
    index = pd.Index(list(cluster_ids), dtype=object)
    if not index.is_unique:
        twice = index[index.duplicated()][0]
        message = f"cluster {twice!r} is asked for twice; each cluster is predicted once"
        raise InputError(message)
    return index


def _check_columns(evidence: pd.DataFrame) -> None:
    missing = [name for name in (*_COLUMNS, "year") if name not in evidence.columns]
    if missing:
        message = f"evidence lacks the columns {', '.join(missing)}"
        raise InputError(message)


def _counted(evidence: pd.DataFrame, index: pd.Index) -> dict[str, NDArray[Any]]:
    """Return the rows that count, as numbers by `_SORTED_BY`, each with its share of its source."""
    level_of, values = _levels()
    codes = {
        "cluster": index.get_indexer(pd.Index(evidence["cluster_id"])),
        "factor": _positions(evidence["factor"], tuple(FACTOR_INDEX)),
        "tier": _positions(evidence["tier"], _names("tier")),
        "value": _positions(evidence["value"], values),
        "confidence": _positions(evidence["confidence"], _names("confidence")),
    }
    # Without a factor or a value there is no level either: position -1 reads the last row or column, all -1.
    codes["value"] = level_of[codes["factor"], codes["value"]]
    counts = np.flatnonzero(np.min(list(codes.values()), axis=0) >= 0)
    counted: dict[str, NDArray[Any]] = {name: column[counts] for name, column in codes.items()}
    year = pd.to_numeric(evidence["year"], errors="coerce")
    counted["year"] = year.to_numpy(dtype=float, na_value=np.nan)[counts]
    source = pd.factorize(evidence["source_id"])[0][counts]
    cell = counted["cluster"] * len(FACTOR_INDEX) + counted["factor"]
    key = cell * (source.max(initial=0) + 2) + source
    _, kind, size = np.unique(key, return_inverse=True, return_counts=True)
    counted["share"] = 1.0 / size[kind]
    return counted


@lru_cache(maxsize=1)
def _levels() -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Return the level of each value for each predictor, -1 where it is none of its values, and the values.

    A last row and a last column hold -1 for no factor and no value.
    """
    values = tuple(dict.fromkeys(value.value for factor in FACTOR_INDEX for value in codebook.values(factor)))
    level_of = np.full((len(FACTOR_INDEX) + 1, len(values) + 1), -1)
    for factor, row in FACTOR_INDEX.items():
        for level, value in enumerate(codebook.values(factor)):
            level_of[row, values.index(value.value)] = level
    return level_of, values


def _names(domain: str) -> tuple[str, ...]:
    return tuple(value.value for value in codebook.values(domain))


def _positions(column: pd.Series, allowed: tuple[str, ...]) -> NDArray[np.int64]:
    return pd.Index(allowed, dtype=object).get_indexer(pd.Index(column)).astype(np.int64)


def _tier_weights(rows: Mapping[str, NDArray[Any]], table: PriorTable) -> tuple[NDArray[np.bool_], FloatArray]:
    """Return whether a row speaks of each tier and what it weighs there, both [rows, 2 tiers]."""
    # A row that names neither tier speaks of both.
    speaks_of_tier = np.array([[v == tier or v not in TIERS for tier in TIERS] for v in _names("tier")])
    one_state = [FACTOR_INDEX[factor] for factor in ONE_STATE_FACTORS]
    speaks_of = speaks_of_tier[rows["tier"]] | np.isin(rows["factor"], one_state)[:, None]
    return speaks_of, np.where(speaks_of, 1.0, table.constant("other_tier_weight"))
