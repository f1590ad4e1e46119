"""What is known and what is not, by factor and group of clusters: the read model of the gap map, and its cells.

Gap maps add up a small cube (country, sector, factor) that is read from the lake once a state; single clusters, the
evidence behind a cell and the figures of the bias meter are read from the lake itself.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

import codebook
from store.asking import ask
from store.connection import Lake
from store.following import Follower

Wanted = Mapping[str, Sequence[str]]
"""Values by name of `FILTERS`; a name that is missing or empty means all."""

FILTERS = ("country", "un_subregion", "sector")
GROUPS = {"country": "country_iso3", "un_subregion": "un_subregion", "sector": "sector"}
"""What a gap map can be grouped by, beside single clusters, and the columns that hold it."""

CLUSTER = "cluster"
CONFIDENCES = tuple(item.value for item in codebook.values("confidence"))
"""Least sure first; a cell's ``best`` counts them from 1."""

CLUSTERS_SHOWN = 60
"""Clusters of one map; more rows than that nobody takes in at once."""

ASKED_ABOUT = 10_000
"""Clusters whose open questions are weighed one by one: sums lie within 2 % of those of six times as many."""

WHERE_SOLD = codebook.factor("export_orientation").name
CHILD_LABOUR = codebook.factor("child_labour").name
PRESS = tuple(codebook.value("source_type", name).value for name in ("news", "web"))
INDIA = "IND"
"""The country that the paper's figure on exports speaks of."""


@dataclass(frozen=True)
class BiasCounts:
    """Which way the base leans, in numbers.

    Attributes
    ----------
    sold_known, exporting, export_only
        Clusters of which it is known where they sell, those of them that sell abroad at all, and abroad alone.
    sold_known_india, exporting_india
        The first two in India.
    exporting_child_labour, domestic_child_labour
        Clusters that export, or sell at home alone, with any evidence on child labour.
    evidence_rows, press_rows, undated_rows
        Rows of evidence, those from news or web pages, those without a year.
    oldest_year, middle_year, newest_year
        Of the evidence with a year (half of it is older than the middle); None without any.
    documented, one_source
        Clusters with evidence, and those that rest on one source alone.
    combinations, combinations_one_source
        Combinations of cluster, factor and tier with evidence, and those that rest on one source alone.
    """

    sold_known: int
    exporting: int
    export_only: int
    sold_known_india: int
    exporting_india: int
    exporting_child_labour: int
    domestic_child_labour: int
    evidence_rows: int
    press_rows: int
    undated_rows: int
    oldest_year: int | None
    middle_year: int | None
    newest_year: int | None
    documented: int
    one_source: int
    combinations: int
    combinations_one_source: int


class Gaps:
    """How much is known of each factor in one state of the lake; safe to ask from any thread.

    Attributes
    ----------
    version
        The lake's facts version that it was read from; 0 for an empty lake.
    places
        One row per country and sector with clusters: country_iso3, country_name, un_subregion, sector, clusters.

    Raises
    ------
    EmptyLakeError
        When nothing was ever built.
    """

    def __init__(self, lake: Lake) -> None:
        self.version = lake.facts_version()
        self.places = ask(lake, "gap_places", {}).df()
        cube = ask(lake, "gap_cube", {"confidences": list(CONFIDENCES)}).df()
        self._cube = cube.merge(self.places.drop(columns="clusters"), on=["country_iso3", "sector"])

    def cells(self, by: str, wanted: Wanted | None = None) -> pd.DataFrame:
        """Return the cells of a gap map that hold anything.

        Parameters
        ----------
        by
            A name of `GROUPS`.

        Returns
        -------
        pandas.DataFrame
            One row per group and factor: group (its code), factor, best (1 for the least sure of `CONFIDENCES`),
            evidence_rows, clusters (those with evidence on it), newest_year (missing where none has a year).
        """
        column = GROUPS[by]
        rows = _narrowed(self._cube, wanted)
        found = rows.groupby([column, "factor"], as_index=False).agg(
            best=("best", "max"),
            evidence_rows=("evidence_rows", "sum"),
            clusters=("clusters", "sum"),
            newest_year=("newest_year", "max"),
        )
        return found.rename(columns={column: "group"})

    def groups(self, by: str, wanted: Wanted | None = None) -> pd.DataFrame:
        """Return the groups of a gap map, those without any evidence among them: group (its code), name, clusters.

        By name; only a country has one that differs from its code.
        """
        rows = _narrowed(self.places, wanted)
        keyed = rows.assign(group=rows[GROUPS[by]], name=rows["country_name" if by == "country" else GROUPS[by]])
        return keyed.groupby(["name", "group"], as_index=False).agg(clusters=("clusters", "sum"))


def _narrowed(rows: pd.DataFrame, wanted: Wanted | None) -> pd.DataFrame:
    chosen = wanted or {}
    for name, column in GROUPS.items():
        if chosen.get(name):
            rows = rows[rows[column].isin(list(chosen[name]))]
    return rows


_followers: dict[Lake, Follower[Gaps]] = {}
_followers_lock = threading.Lock()


def current(lake: Lake) -> Gaps:
    """Return this process's gaps of a lake, at most about a second behind it.

    Raises
    ------
    EmptyLakeError, StoreError, BusyLakeError
        When there are none yet and the lake cannot be read.
    """
    with _followers_lock:
        follower = _followers.setdefault(lake, Follower(lake, Gaps))
    return follower.current()


def gaps_of_clusters(lake: Lake, wanted: Wanted | None = None, row_limit: int = CLUSTERS_SHOWN) -> pd.DataFrame:
    """Return the cells of the first clusters by country and name.

    Returns
    -------
    pandas.DataFrame
        One row per cluster and factor: group (the cluster's id), name, country_name, factor, best, evidence_rows,
        newest_year. A cluster without any evidence has one row without a factor.
    """
    values = {**_bound(wanted), "confidences": list(CONFIDENCES), "row_limit": row_limit}
    return ask(lake, "gaps_of_clusters", values).df().rename(columns={"cluster_id": "group"})


def evidence_in_gap_cell(lake: Lake, factor: str, wanted: Wanted, row_limit: int) -> pd.DataFrame:
    """Return what is known of one factor in some clusters, the surest and newest first.

    Parameters
    ----------
    wanted
        As for `Gaps`, and ``cluster`` for single ids.

    Returns
    -------
    pandas.DataFrame
        One row per piece of evidence: cluster_id, cluster_name, factor, value, tier, year, statement, confidence,
        locator, citation, source_year, doi, url, source_type.
    """
    values = {**_bound(wanted), CLUSTER: _list(wanted, CLUSTER), "factor": factor, "row_limit": row_limit}
    return ask(lake, "evidence_in_gap_cell", {**values, "confidences": list(CONFIDENCES)}).df()


def clusters_in_gap_cell(lake: Lake, factor: str, wanted: Wanted, row_limit: int) -> dict[str, str]:
    """Return the names by id of clusters about which nothing is written on one factor, in the order of the names."""
    values = {**_bound(wanted), CLUSTER: _list(wanted, CLUSTER), "factor": factor, "row_limit": row_limit}
    return dict(ask(lake, "clusters_in_gap_cell", values).fetchall())


def clusters_to_ask_about(lake: Lake, wanted: Wanted | None = None, row_limit: int = ASKED_ABOUT) -> pd.DataFrame:
    """Return the clusters whose open questions are weighed; of more than the limit a fixed sample.

    Returns
    -------
    pandas.DataFrame
        One row per cluster: cluster_id, name, country_iso3, country_name, of_all (how many there are).
    """
    return ask(lake, "clusters_to_ask_about", {**_bound(wanted), "row_limit": row_limit}).df()


def evidence_of_asked_clusters(lake: Lake, cluster_ids: Sequence[str]) -> pd.DataFrame:
    """Return the evidence on some clusters as ``model.prediction.predict`` takes it, one row per statement."""
    return ask(lake, "evidence_of_clusters_for_model", {"cluster_ids": list(cluster_ids)}).df()


def bias_counts(lake: Lake) -> BiasCounts:
    """Return the figures of the bias meter.

    Raises
    ------
    EmptyLakeError
        When nothing was ever built.
    """
    levels = [item.value for item in codebook.values(WHERE_SOLD)]
    values = {"where_sold": WHERE_SOLD, "domestic": levels[0], "export": levels[-1], "child_labour": CHILD_LABOUR}
    row = ask(lake, "bias_counts", {**values, "press": list(PRESS), "india": INDIA}).fetchone()
    return BiasCounts(*(row or ()))


def outcome_counts(lake: Lake) -> dict[str, dict[str, int]]:
    """Return for every outcome how many rows of evidence report each of its values."""
    outcomes = [name for name, factor in codebook.FACTORS.items() if factor.role == "outcome"]
    rows = ask(lake, "outcome_counts", {"factors": outcomes}).fetchall()
    return {name: {value: number for of, value, number in rows if of == name} for name in outcomes}


def _bound(wanted: Wanted | None) -> dict[str, object]:
    return {name: _list(wanted or {}, name) for name in FILTERS}


def _list(wanted: Wanted, name: str) -> list[str] | None:
    return list(wanted.get(name, ())) or None
