"""The atlas: what map, filters and tables read, kept in memory and never changed once filled.

A question to the atlas is one method here and one query of the same name below sql/atlas/. Filling
it from the lake is in atlas_filling.py, when it is filled anew in following.py.
"""

import threading
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

import codebook
from store.atlas_filling import UNSTUDIED_SHARE, class_bounds, fill, open_memory
from store.connection import Lake
from store.filters import FILTERS, MapFilter
from store.following import Follower
from store.queries import sql

CELLS_PER_EDGE = 8
"""Cells along one edge of a tile: a cell is 32 pixels wide on a tile of 256, room for a disc with its count."""

TILE_SIZE_PX = 256
TABLE_ROWS = 10_000
"""Rows of the table under the map; a browser scrolls no further in comfort."""

EVERYTHING = MapFilter()


class Point(NamedTuple):
    """One cluster of a tile: degrees, classes 1 to 5 and numbers of known factors by tier."""

    cluster_id: str
    name: str
    latitude: float
    longitude: float
    first_class: int
    lower_class: int
    first_known_factors: int
    lower_known_factors: int
    location_precision: str


class Cell(NamedTuple):
    """Several clusters of a tile: mean place in degrees, number, classes of the mean share.

    The unknown shares say which part of the clusters (0 to 1) has no known factor in that tier.
    """

    latitude: float
    longitude: float
    clusters: int
    first_class: int
    lower_class: int
    first_unknown_share: float
    lower_unknown_share: float


class CountryLevelCluster(NamedTuple):
    """One entry that describes a national industry and has no place on the map."""

    cluster_id: str
    name: str
    country_iso3: str
    first_class: int
    lower_class: int
    first_known_factors: int
    lower_known_factors: int


class Option(NamedTuple):
    """One value of a filter, its words, and how many clusters have it under the other filters."""

    value: str
    label: str
    clusters: int


@dataclass(frozen=True)
class Summary:
    """What a filter lets through.

    Attributes
    ----------
    clusters, countries, evidence_rows
        Numbers of clusters (country-level entries included), of their countries, of their evidence
        rows.
    sources
        Number of different sources that this evidence comes from.
    """

    clusters: int
    countries: int
    evidence_rows: int
    sources: int


class Atlas:
    """The clusters of one state of the lake, in memory; safe to ask from any thread.

    A cluster without a prediction is in it like one about which nothing is known: no known factors,
    the class of a share of .5, and nothing at all for the numbers that were never computed.

    Attributes
    ----------
    version
        The lake's facts version that it was filled from; 0 for an empty lake.
    snapshot
        The lake's newest snapshot at that moment.
    tag
        Text that changes with anything the map shows; goes into tile URLs and ETags.
    model_version
        Version of the model behind the predictions, None when there are none.
    countries
        ISO 3166 alpha-3 codes of all countries of the lake, those without clusters included.
    cluster_count
        Number of clusters, country-level entries included.

    Raises
    ------
    StoreError
        When the spatial extension is missing.
    BusyLakeError
        When the lake cannot be read just now.
    """

    def __init__(self, lake: Lake) -> None:
        self._connection = open_memory()
        state = fill(self._connection, lake)
        self.version = state.version
        self.snapshot = state.snapshot
        self.model_version = state.model_version
        self.countries = state.countries
        self.cluster_count = int(self._rows("count_clusters")[0][0])
        self.tag = f"{state.version}-{int(self._rows('fingerprint')[0][0]):016x}"

    def count_in_tile(self, zoom: int, column: int, row: int, wanted: MapFilter = EVERYTHING) -> int:
        """Return the number of clusters with a place in a tile of Web Mercator."""
        return int(self._rows("count_in_tile", wanted, _edges(zoom, column, row))[0][0])

    def points_in_tile(self, zoom: int, column: int, row: int, wanted: MapFilter = EVERYTHING) -> list[Point]:
        """Return the clusters with a place in a tile, the better known last.

        Country-level entries have no place and are in no tile.
        """
        rows = self._rows("points_in_tile", wanted, _edges(zoom, column, row))
        return [Point(*values) for values in rows]

    def cells_in_tile(self, zoom: int, column: int, row: int, wanted: MapFilter = EVERYTHING) -> list[Cell]:
        """Return the clusters of a tile gathered in up to 8 x 8 cells; empty cells are left out.

        A cell's classes are those of the mean share above the unknown, in which a cluster without a
        prediction counts as .5.
        """
        values = {
            **_edges(zoom, column, row),
            "cells": CELLS_PER_EDGE,
            "bounds": class_bounds(),
            "unknown": UNSTUDIED_SHARE,
        }
        return [Cell(*values) for values in self._rows("cells_in_tile", wanted, values)]

    def country_level_clusters(self, wanted: MapFilter = EVERYTHING) -> list[CountryLevelCluster]:
        """Return the entries that describe a national industry, by id."""
        rows = self._rows("country_level_clusters", wanted)
        return [CountryLevelCluster(*values) for values in rows]

    def holds(self, cluster_id: str, wanted: MapFilter = EVERYTHING) -> bool:
        """Return True where a filter lets the cluster of this id through, country-level entries included."""
        return bool(self._rows("contains_cluster", wanted, {"cluster_id": cluster_id})[0][0])

    def nearest_cluster(
        self,
        latitude: float,
        longitude: float,
        zoom: float,
        pixels: float,
        wanted: MapFilter = EVERYTHING,
    ) -> str | None:
        """Return the id of the cluster drawn nearest to a point, None when none is near enough.

        Of clusters at the same distance the better known is returned, as it is drawn on top.
        Country-level entries have no place and are never returned.

        Parameters
        ----------
        latitude, longitude
            The point in degrees; a longitude beyond 180 goes once more round the world.
        zoom
            Zoom of the map, fractions allowed; the world is 256 * 2 ** zoom pixels wide.
        pixels
            How far away a cluster may be drawn.
        """
        values = {
            "latitude": latitude,
            "longitude": (longitude + 180.0) % 360.0 - 180.0,
            "radius": pixels / (TILE_SIZE_PX * 2.0**zoom),
        }
        rows = self._rows("nearest_cluster", wanted, values)
        return str(rows[0][0]) if rows else None

    def clusters_for_table(self, wanted: MapFilter = EVERYTHING, row_limit: int | None = TABLE_ROWS) -> pd.DataFrame:
        """Return the clusters as a table, one row per cluster, by country and name.

        Columns: cluster_id, name, country_iso3, country_name, place, sector, location_precision,
        first_class and lower_class (1 to 5), first_known_factors and lower_known_factors,
        evidence_rows, newest_year (missing where no evidence has a year). Country-level entries are
        among them. RangeIndex.

        Parameters
        ----------
        row_limit
            Most rows to return, None for all.
        """
        values = {**_wanted(wanted), "row_limit": row_limit}
        cursor = self._connection.cursor()
        df = cursor.execute(sql("atlas/clusters_for_table"), values).df()
        # Whole numbers stay whole beside missing ones.
        return df.astype({"newest_year": "Int64"})

    def summary(self, wanted: MapFilter = EVERYTHING) -> Summary:
        """Return how many clusters, countries, evidence rows and sources a filter lets through."""
        return Summary(*(int(value) for value in self._rows("summary", wanted)[0]))

    def filter_options(self, wanted: MapFilter = EVERYTHING) -> dict[str, tuple[Option, ...]]:
        """Return for each filter the values that clusters have, counted under the other filters.

        The values are those of the whole atlas, so that one with a count of 0 stays to be seen and
        unchosen; in the codebook's order, countries by their name. Keys are the filters' names in a
        URL.
        """
        options = {}
        for item in FILTERS:
            rows = self._rows(item.options.removeprefix("atlas/"), wanted.without(item.name))
            found = {value: (label, int(clusters)) for value, label, clusters in rows}
            if item.domain is not None:
                order = [entry for entry in codebook.values(item.domain) if entry.value in found]
                found = {entry.value: (entry.label, found[entry.value][1]) for entry in order}
            options[item.name] = tuple(Option(value, *rest) for value, rest in found.items())
        return options

    def _rows(
        self, query: str, wanted: MapFilter | None = None, values: dict[str, Any] | None = None
    ) -> list[tuple[Any, ...]]:
        """Return the rows of one query; a cursor of its own lets threads ask at the same time."""
        bound = {**({} if wanted is None else _wanted(wanted)), **(values or {})}
        with self._connection.cursor() as cursor:
            return cursor.execute(sql(f"atlas/{query}"), bound).fetchall()


def _wanted(wanted: MapFilter) -> dict[str, Any]:
    return {"wanted": wanted.struct()}


def _edges(zoom: int, column: int, row: int) -> dict[str, Any]:
    """Return a tile's edges on the unit square; by powers of two, so shared exactly."""
    size = 2.0**-zoom
    return {
        "west": column * size,
        "east": (column + 1) * size,
        "north": row * size,
        "south": (row + 1) * size,
    }


_followers: dict[Lake, Follower[Atlas]] = {}
_followers_lock = threading.Lock()


def current(lake: Lake, *, at_once: bool = False) -> Atlas:
    """Return this process's atlas of a lake, at most about a second behind it.

    Where the lake has changed the atlas is filled anew and swapped in whole; a small one at once, a
    large one while the old one goes on serving, also when the lake is busy or out of reach.

    Parameters
    ----------
    at_once
        Wait for the newest state: for whoever has just stored something.

    Raises
    ------
    StoreError, BusyLakeError
        When there is no atlas yet and the lake cannot be read.
    """
    with _followers_lock:
        if lake not in _followers:
            _followers[lake] = Follower(lake, Atlas)
        follower = _followers[lake]
    return follower.current(at_once=at_once)
