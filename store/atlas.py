"""The atlas: what map, filters and tables read, kept in memory and never changed once filled.

A question to the atlas is one method here and one query of the same name below sql/atlas/. Filling it from the lake is
in atlas_filling.py, what a filter means to its tables in atlas_binding.py, when it is filled anew in following.py.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from store.atlas_binding import Binder
from store.atlas_filling import class_bounds, fill, open_cursor, open_memory
from store.atlas_options import has_options, make_options
from store.atlas_queries import sql_for_measure
from store.atlas_records import Cell, CountryLevelCluster, Option, Point, Summary
from store.atlas_search import Search
from store.connection import Lake
from store.filters import MapFilter
from store.following import Follower
from store.map_query import DEFAULT_MEASURE
from store.place_keys import tile_range
from store.queries import sql
from store.remembering import Remembered

TILE_SIZE_PX = 256
TABLE_ROWS = 1_000
"""Rows of the table under the map: more than anybody scrolls through, and no more than a page should weigh."""
LONGEST_NAME = 100
"""Characters of a cluster's name that the map repeats."""
KEPT_ANSWERS = 512
"""Summaries, options and bounds that are kept for the next reader."""

EVERYTHING = MapFilter()

Answer = TypeVar("Answer")


class Atlas:
    """The clusters of one state of the lake, in memory; safe to ask from any thread.

    Every question takes a filter and the measure that colours: its classes are what tiles hold, and what a filter by
    colour means. A cluster without a prediction is in it like one about which nothing is known.

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
        with self._cursor() as cursor:
            state = fill(cursor, lake)
            keys = cursor.execute(sql("atlas/place_keys")).fetchnumpy()["place_key"]
            self._country_names = dict(cursor.execute(sql("atlas/country_names")).fetchall())
        self.version = state.version
        self.snapshot = state.snapshot
        self.model_version = state.model_version
        self.countries = state.countries
        self._place_keys = np.asarray(keys, dtype=np.int64)
        self.cluster_count = len(keys)
        self.tag = f"{state.version}-{int(self.plain_rows(sql('atlas/fingerprint'))[0][0]):016x}"
        search = Search(self._cursor)
        self._binder = Binder(self._cursor, self.cluster_count, search)
        self._answers: Remembered[Any] = Remembered(KEPT_ANSWERS)
        # No daemon: one that is still asking DuckDB when the process ends would abort it.
        threading.Thread(target=search.collect_words, name="collect-words").start()

    def most_in_tile(self, zoom: int, column: int, row: int) -> int:
        """Return the number of clusters with a place in a tile under no filter: no filter lets more through."""
        keys = tile_range(zoom, column, row)
        first, beyond = np.searchsorted(self._place_keys, (keys.low, keys.high))
        return int(beyond - first)

    def points_in_tile(
        self, zoom: int, column: int, row: int, wanted: MapFilter = EVERYTHING, measure: str = DEFAULT_MEASURE
    ) -> list[Point]:
        """Return the clusters with a place in a tile, the better known last."""
        if not self.most_in_tile(zoom, column, row):
            return []
        keys = tile_range(zoom, column, row)
        values = {"low": keys.low, "high": keys.high, "longest": LONGEST_NAME}
        return [Point(*found) for found in self.rows("points_in_tile", wanted, measure, values)]

    def cells_in_tile(
        self, zoom: int, column: int, row: int, wanted: MapFilter = EVERYTHING, measure: str = DEFAULT_MEASURE
    ) -> list[Cell]:
        """Return the clusters of a tile gathered in up to 8 x 8 cells; empty cells are left out.

        A cell's classes are those of the mean over its clusters for which the measure is known.
        """
        keys = tile_range(zoom, column, row)
        values = {**keys._asdict(), "bounds": class_bounds(measure)}
        return [Cell(*found) for found in self.rows("cells_in_tile", wanted, measure, values)]

    def country_level_clusters(
        self, wanted: MapFilter = EVERYTHING, measure: str = DEFAULT_MEASURE
    ) -> list[CountryLevelCluster]:
        """Return the entries that describe a national industry, by id."""
        rows = self.rows("country_level_clusters", wanted, measure, {"longest": LONGEST_NAME})
        return [CountryLevelCluster(*found) for found in rows]

    def holds(self, cluster_id: str, wanted: MapFilter = EVERYTHING, measure: str = DEFAULT_MEASURE) -> bool:
        """Return True where a filter lets the cluster of this id through, country-level entries included."""
        return bool(self.rows("contains_cluster", wanted, measure, {"cluster_id": cluster_id})[0][0])

    def nearest_cluster(
        self,
        latitude: float,
        longitude: float,
        zoom: float,
        pixels: float,
        wanted: MapFilter = EVERYTHING,
        measure: str = DEFAULT_MEASURE,
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
        rows = self.rows("nearest_cluster", wanted, measure, values)
        return str(rows[0][0]) if rows else None

    def clusters_for_table(
        self,
        wanted: MapFilter = EVERYTHING,
        row_limit: int | None = TABLE_ROWS,
        measure: str = DEFAULT_MEASURE,
    ) -> pd.DataFrame:
        """Return the clusters as a table, one row per cluster, by country and name.

        Columns: cluster_id, name, country_iso3, country_name, place, sector, location_precision,
        first_class and lower_class (of the measure, missing where it is not known), first_known_factors and
        lower_known_factors, evidence_rows, newest_year (missing where no evidence has a year). Country-level
        entries are among them. RangeIndex.

        Parameters
        ----------
        row_limit
            Most rows to return, None for all; those of the first countries where there are more.
        """
        values = {"wanted": self._binder.wanted(wanted), "row_limit": row_limit}
        with self._cursor() as cursor:
            df = cursor.execute(sql_for_measure("clusters_for_table", measure), values).df()
        # Whole numbers stay whole beside missing ones.
        return df.astype(dict.fromkeys(("first_class", "lower_class", "newest_year"), "Int64"))

    def summary(self, wanted: MapFilter = EVERYTHING, measure: str = DEFAULT_MEASURE) -> Summary:
        """Return how many clusters, countries, evidence rows, sources and coded outcomes a filter lets through."""

        def count() -> Summary:
            clusters, countries, evidence_rows, with_outcome = self.rows("summary", wanted, measure)[0]
            sources = self.rows("count_sources", wanted, measure)[0][0]
            return Summary(clusters, countries, int(evidence_rows), sources, with_outcome)

        return self._remembered("summary", wanted, measure, count)

    def bounds(
        self, wanted: MapFilter = EVERYTHING, measure: str = DEFAULT_MEASURE
    ) -> tuple[float, float, float, float] | None:
        """Return south, west, north and east of what a filter lets through, in degrees; None where no place is left."""
        found = self._remembered("bounds", wanted, measure, lambda: self.rows("bounds", wanted, measure)[0])
        return None if found[0] is None else found

    def filter_options(
        self, wanted: MapFilter = EVERYTHING, names: Iterable[str] = (), measure: str = DEFAULT_MEASURE
    ) -> dict[str, tuple[Option, ...]]:
        """Return for each filter that is named its values, each counted under the other filters.

        Values that no cluster of the whole atlas has are left out, but those of factors and colours are always all
        there; one that the other filters exclude stays with 0. In the codebook's order, countries by their name, the
        unknown last. A filter without values (text, day, area) has none.
        """
        return {name: self._options(wanted, name, measure) if has_options(name) else () for name in names}

    def _options(self, wanted: MapFilter, name: str, measure: str) -> tuple[Option, ...]:
        def count(under: MapFilter) -> dict[Any, int]:
            values = {"wanted": self._binder.wanted(under)}
            return dict(self.plain_rows(sql_for_measure("options", measure, name), values))

        def options() -> tuple[Option, ...]:
            of_all = self._remembered(f"all {name}", EVERYTHING, measure, lambda: count(EVERYTHING))
            under = wanted.without(name)
            found = of_all if under == EVERYTHING else count(under)
            return make_options(name, measure, of_all, found, self._country_names)

        return self._remembered(f"options of {name}", wanted.without(name), measure, options)

    def rows(
        self,
        query: str,
        wanted: MapFilter = EVERYTHING,
        measure: str = DEFAULT_MEASURE,
        values: Mapping[str, Any] | None = None,
    ) -> list[tuple[Any, ...]]:
        """Return the rows of a query below sql/atlas/ that asks clusters_by_<measure>.

        Parameters
        ----------
        values
            What it binds beside the filter.
        """
        return self.plain_rows(
            sql_for_measure(query, measure), {"wanted": self._binder.wanted(wanted), **(values or {})}
        )

    @contextmanager
    def batches(
        self, query: str, wanted: MapFilter, measure: str, values: Mapping[str, Any], batch_rows: int
    ) -> Iterator[pa.RecordBatchReader]:
        """Yield the answer of such a query as batches of rows, taken as they are made."""
        bound = {"wanted": self._binder.wanted(wanted), **values}
        with self._cursor() as cursor:
            yield cursor.execute(sql_for_measure(query, measure), bound).to_arrow_reader(batch_rows)

    def plain_rows(self, statement: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Return the rows of a statement; a cursor of its own lets threads ask at the same time."""
        with self._cursor() as cursor:
            return cursor.execute(statement, dict(values or {})).fetchall()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        return open_cursor(self._connection)

    def _remembered(self, question: str, wanted: MapFilter, measure: str, answer: Callable[[], Answer]) -> Answer:
        found: Answer = self._answers.get((question, wanted, measure), answer)
        return found


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
