"""A map filter as the atlas's queries take it: values as its columns hold them, slow filters as bits of its rows.

A text search and an area are answered once each, as one bit for every row of the atlas, and kept for the next tile.
"""

from collections.abc import Callable, Collection
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

import codebook
from store.atlas_search import Search
from store.filters import FILTER_NAMES, MapFilter
from store.map_query import CLASS_FILTERS, area_points
from store.queries import sql
from store.remembering import Remembered

KEPT_ANSWERS = 32
"""Searches and areas whose rows are kept: a bit a cluster, an eighth of a megabyte each for a million."""

PAIRS = 64
"""Pairs of the classes of both tiers, see atlas_queries.py."""

Bits = NDArray[np.uint8]


class Binder:
    """Makes the value of $wanted for the queries of one atlas.

    Parameters
    ----------
    cursor
        A cursor on the atlas's tables.
    row_count
        Clusters in it.
    search
        Finds clusters by words.
    """

    def __init__(self, cursor: Callable[[], duckdb.DuckDBPyConnection], row_count: int, search: Search) -> None:
        self._cursor = cursor
        self._row_count = row_count
        self._bits: Remembered[Bits] = Remembered(KEPT_ANSWERS)
        self._finders: dict[str, Callable[[str], NDArray[np.int64]]] = {"q": search.rows, "area": self._rows_in_area}

    def wanted(self, wanted: MapFilter) -> dict[str, Any]:
        """Return the struct that clusters_by_<measure> takes: a field a filter, ``pair`` and ``rows``; None for all."""
        given: dict[str, Any] = {**dict.fromkeys(FILTER_NAMES), "pair": _pairs_of_classes(wanted), "rows": None}
        rows: Bits | None = None
        for name, values in wanted.chosen:
            if name in self._finders:
                found = self._bits_of(name, values[0])
                rows = found if rows is None else rows & found
            elif name in codebook.FACTORS:
                given[name] = _pairs_of_values(name, values)
            elif name not in CLASS_FILTERS:
                given[name] = values[0] if name == "changed_since" else list(values)
        return {**given, "rows": None if rows is None else rows.tobytes()}

    def _bits_of(self, name: str, value: str) -> Bits:
        def find() -> Bits:
            is_found = np.zeros(max(self._row_count, 1), dtype=bool)
            is_found[self._finders[name](value)] = True
            return np.packbits(is_found)

        return self._bits.get((name, value), find)

    def _rows_in_area(self, area: str) -> NDArray[np.int64]:
        points = area_points(area)
        longitudes, latitudes = zip(*points, strict=True)
        ring = ", ".join(f"{longitude} {latitude}" for longitude, latitude in (*points, points[0]))
        values = {
            "polygon": f"POLYGON (({ring}))",
            "west": min(longitudes),
            "east": max(longitudes),
            "south": min(latitudes),
            "north": max(latitudes),
        }
        with self._cursor() as cursor:
            found = cursor.execute(sql("atlas/rows_in_area"), values).fetchnumpy()
        return np.asarray(found["place_row"], dtype=np.int64)


def _pairs_of_values(factor: str, values: Collection[str]) -> int:
    """Return a bit for each pair of values of which one is wanted; of unknown the pair that has none in either tier."""
    positions = {value.value: position for position, value in enumerate(codebook.values(factor), start=1)}
    wanted = {positions[value] for value in values if value in positions}
    is_unknown_wanted = codebook.UNKNOWN in values
    return _bits_of_pairs(
        lambda first, lower: bool(wanted & {first, lower}) or (is_unknown_wanted and first == lower == 0)
    )


def _pairs_of_classes(wanted: MapFilter) -> int | None:
    """Return a bit for each pair of classes that the filters by colour let through, None where there are none."""
    of_first, of_lower = (
        {0 if value == codebook.UNKNOWN else int(value) for value in wanted.values_of(name)} for name in CLASS_FILTERS
    )
    if not of_first and not of_lower:
        return None
    return _bits_of_pairs(
        lambda first, lower: (not of_first or first in of_first) and (not of_lower or lower in of_lower)
    )


def _bits_of_pairs(is_wanted: Callable[[int, int], bool]) -> int:
    return sum(1 << pair for pair in range(PAIRS) if is_wanted(pair & 7, pair >> 3))
