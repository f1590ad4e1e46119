"""What the page of initiatives can be narrowed to and split by, all of it in its address."""

from collections.abc import Mapping

import pandas as pd

import codebook
from store.interventions import FILTERS
from ui.choices import Choice, Chosen, domain_words

PAGE = "tried"
BY = "by"
ALL_TOGETHER = "together"
SPLITS = ("kind", "topic", "route", "led_by", "tier_reached", "country", "sector")
"""What the strip can be split by, each in the order of the codebook."""

OF_CLUSTERS = {"country": "country_iso3", "sector": "sector"}
"""Columns of ``clusters`` that initiatives are narrowed by; the others are their own."""


def label_of(name: str) -> str:
    """Return what a filter or split is called on screens: its column's label."""
    if name in OF_CLUSTERS:
        return codebook.column("clusters", OF_CLUSTERS[name]).label
    return codebook.column("interventions", name).label


def words_of(name: str, countries: Mapping[str, str]) -> Mapping[str, str]:
    """Return words by value of a filter or split, in their order."""
    if name == "country":
        return countries
    column = codebook.column("clusters" if name in OF_CLUSTERS else "interventions", OF_CLUSTERS.get(name, name))
    return domain_words(column.domain_name or name)


def tried_choices(accounts: pd.DataFrame, countries: Mapping[str, str]) -> tuple[Choice, ...]:
    """Return the lists of the page: what the strip is split by, then its filters.

    Parameters
    ----------
    accounts
        All accounts, from ``store.interventions.initiative_accounts``: countries and sectors without any are not
        offered.
    countries
        Names by code of all countries that an address may ask for.
    """
    splits = {ALL_TOGETHER: "Nothing, all together"} | {name: label_of(name) for name in SPLITS}
    offered = {name: set(accounts[OF_CLUSTERS[name]]) for name in OF_CLUSTERS}
    return (
        Choice(BY, "Split by", splits, is_single=True),
        *(Choice(name, label_of(name), words_of(name, countries), offered=offered.get(name)) for name in FILTERS),
    )


def split_of(chosen: Chosen) -> str | None:
    """Return what the strip is split by, None for all together."""
    (by,) = chosen[BY]
    return None if by == ALL_TOGETHER else by
