"""National context as parents of unknown factors: base rates of a country instead of those of all.

Context enters a prediction only here, through the base rates, and so only where a factor is unknown or its evidence is
weak: once a cluster is documented, the name of its country colours it no more. Levels are not learned from the coded
cases, because what gets written down there is not missing at random.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit

import codebook
from codebook.errors import InputError
from model.priors import FACTOR_INDEX, SERVED, FloatArray, PriorTable

PARENTS: dict[str, tuple[str, ...]] = {
    "law_enforcement": ("wgi_rl", "wgi_ge"),
    "regulator_capture": ("wgi_cc",),
    "ngo_media_monitoring": ("wgi_va",),
    "community_accountability": ("wgi_va",),
    "union_presence": ("ituc_rights_rating",),
    "union_suppression": ("ituc_rights_rating",),
    "normative_institutions": ("wgi_ge",),
    "stakeholder_dialogue": ("wgi_va",),
    "csr_capacity": ("wgi_ge",),
}
"""Indicators behind each factor that has any; of several the mean of their z-scores counts."""

_REVERSED = ("ituc_rights_rating",)
"""Indicators of which a higher value is the worse one."""

_ASSUMED_ERROR = {"ituc_rights_rating": "rating_error"}
"""Constant of the priors table that stands in for an error that the publisher does not give."""

_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
"""Points of a standard normal and their weights: means over it are exact far beyond the printed digits."""


@dataclass(frozen=True)
class ClusterContext:
    """Base rates of some clusters, those of one country stored once.

    Attributes
    ----------
    rates
        Chance of each level of an undocumented factor, [places, 15, 3]; the last place is "no context".
    place
        Position of each cluster in `rates`, [clusters].
    """

    rates: FloatArray
    place: NDArray[np.int64]

    def base_rates(self, start: int, stop: int) -> FloatArray:
        """Return the base rates of the clusters from `start` up to, not including, `stop`, [clusters, 15, 3]."""
        rates: FloatArray = self.rates[self.place[start:stop]]
        return rates


@dataclass(frozen=True)
class NationalContext:
    """Where every country stands, and the base rates that follow.

    Attributes
    ----------
    countries
        Codes of three letters, in the order of the first axis of the arrays.
    standing
        Mean z-score of the parents of each factor, [countries, 15]; 0 where there is none or nothing is published.
    error
        Its standard error, [countries, 15]; 0 where nothing is published.
    base_rates
        [countries, 15, 3]; exactly those without context where `standing` says nothing.
    no_context
        Base rates without context, [15, 3].
    """

    countries: tuple[str, ...]
    standing: FloatArray
    error: FloatArray
    base_rates: FloatArray
    no_context: FloatArray

    def of(self, countries: Sequence[str | None]) -> ClusterContext:
        """Return the base rates of clusters from the country of each; an unknown country has no context."""
        position = pd.Index(self.countries).get_indexer(pd.Index(list(countries), dtype=object))
        rates = np.concatenate([self.base_rates, self.no_context[None]])
        place = np.where(position < 0, len(self.countries), position).astype(np.int64)
        return ClusterContext(rates, place)


def make_context(countries: pd.DataFrame, country_context: pd.DataFrame, table: PriorTable = SERVED) -> NationalContext:
    """Return the national context of all countries, from the two tables of the codebook.

    An indicator's newest value of a country is standardised over the countries that are not high-income. With z the
    mean over a factor's parents and b the factor's loading, the log odds of reaching a level move by b z. Law
    enforcement has base rates .40, .50, .10 and a loading of .8: at z = 1 they become .231, .571, .198. The published
    standard error enters as a mean over a normal of that width, which pulls the rates a little together.

    Parameters
    ----------
    countries
        One row per country: iso3, income_group.
    country_context
        One row per country, indicator and year: iso3, indicator, year, value, standard_error (missing where none is
        published).

    Raises
    ------
    InputError
        If a table lacks a column.
    """
    _check_columns(countries, ("iso3", "income_group"), "countries")
    _check_columns(country_context, ("iso3", "indicator", "year", "value", "standard_error"), "country context")
    codes = tuple(sorted(countries["iso3"]))
    scores = {name: _z_scores(name, codes, countries, country_context, table) for name in _indicators()}
    standing, error = np.zeros((2, len(codes), len(FACTOR_INDEX)))
    for factor, parents in PARENTS.items():
        values, errors = (np.stack([scores[name][part] for name in parents]) for part in range(2))
        known = np.isfinite(values)
        count = np.maximum(known.sum(axis=0), 1)
        standing[:, FACTOR_INDEX[factor]] = np.where(known, values, 0.0).sum(axis=0) / count
        error[:, FACTOR_INDEX[factor]] = np.sqrt(np.where(known, errors**2, 0.0).sum(axis=0)) / count
    loading = np.array([table.loading(factor) for factor in FACTOR_INDEX])
    rates = shifted_rates(table.base_rates, loading * standing, np.abs(loading) * error)
    return NationalContext(codes, standing, error, rates, table.base_rates)


def shifted_rates(base_rates: FloatArray, shift: FloatArray, error: FloatArray) -> FloatArray:
    """Return base rates moved on the log-odds scale, averaged over an error of the shift, [..., 15, 3].

    Parameters
    ----------
    base_rates
        [15, 3].
    shift, error
        Of the log odds of reaching the middle and the highest level, [..., 15]. Where both are 0 the rates come back
        as they are, to the last bit.
    """
    reach = logit(np.stack([base_rates[:, 1] + base_rates[:, 2], base_rates[:, 2]]))
    moved = shift[..., None] + error[..., None] * _NODES
    chances = expit(reach.reshape((2,) + (1,) * (shift.ndim - 1) + (-1, 1)) + moved)
    middle_up, highest = chances @ (_NODE_WEIGHTS / _NODE_WEIGHTS.sum())
    rates = np.stack([1.0 - middle_up, middle_up - highest, highest], axis=-1)
    is_still = (shift == 0.0) & (error == 0.0)
    return np.where(is_still[..., None], base_rates, rates)


def _indicators() -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for parents in PARENTS.values() for name in parents))


def _z_scores(
    indicator: str, codes: tuple[str, ...], countries: pd.DataFrame, context: pd.DataFrame, table: PriorTable
) -> tuple[FloatArray, FloatArray]:
    """Return a country's z-score of an indicator and its error, [countries] each, NaN where nothing is published."""
    rows = context[(context["indicator"] == indicator) & context["value"].notna()]
    newest = rows.sort_values("year").drop_duplicates("iso3", keep="last").set_index("iso3").reindex(pd.Index(codes))
    values = newest["value"].to_numpy(dtype=float, na_value=np.nan)
    errors = newest["standard_error"].to_numpy(dtype=float, na_value=np.nan)
    if indicator in _ASSUMED_ERROR:
        errors = np.where(np.isfinite(errors), errors, table.constant(_ASSUMED_ERROR[indicator]))
    group = countries.set_index("iso3")["income_group"].reindex(pd.Index(codes))
    compared = values[(group != _richest_group()).to_numpy() & np.isfinite(values)]
    spread = compared.std() if compared.size else 0.0
    if spread == 0.0:
        return np.full(len(codes), np.nan), np.full(len(codes), np.nan)
    sign = -1.0 if indicator in _REVERSED else 1.0
    return sign * (values - compared.mean()) / spread, np.nan_to_num(errors) / spread


def _richest_group() -> str:
    return [group.value for group in codebook.values("income_group") if group.rank is not None][-1]


def _check_columns(frame: pd.DataFrame, columns: Sequence[str], what: str) -> None:
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        message = f"the table of {what} lacks the columns {', '.join(missing)}"
        raise InputError(message)
