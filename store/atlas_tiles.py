"""Tiles of an atlas: points where clusters are few, cells where many; the number decides, not the zoom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from store.atlas import EVERYTHING, LONGEST_NAME, Atlas
from store.atlas_filling import LAST_PYRAMID_ZOOM, class_bounds
from store.atlas_queries import PYRAMID_MEASURES, sql_for_measure
from store.atlas_records import Cell, Point
from store.filters import MapFilter
from store.map_query import DEFAULT_MEASURE
from store.place_keys import CELL_ZOOMS, cell_number, tile_range
from store.queries import sql

MOST_POINTS = 500
"""Clusters that a tile shows one by one; more are gathered in cells."""
LAST_ZOOM = 14
"""The map goes no closer: a cell there cannot be opened by a look from nearer by, so points stay points for longer."""
MOST_POINTS_AT_LAST = 1500
"""Clusters that a tile of the last zooms shows one by one."""


@dataclass(frozen=True)
class Tile:
    """One tile: its kind, ``points`` or ``cells``, and a row for each."""

    kind: str
    rows: Sequence[Point] | Sequence[Cell]


def make_tile(
    atlas: Atlas,
    zoom: int,
    column: int,
    row: int,
    wanted: MapFilter = EVERYTHING,
    measure: str = DEFAULT_MEASURE,
    *,
    most_points: int | None = None,
) -> Tile:
    """Return a tile of Web Mercator; country-level entries have no place and are in none.

    Parameters
    ----------
    most_points
        Clusters that are shown one by one, None for as many as the zoom allows.
    """
    cells = _cells_if_many(atlas, (zoom, column, row), wanted, measure, most_points)
    if cells:
        return Tile("cells", cells)
    return Tile("points", atlas.points_in_tile(zoom, column, row, wanted, measure))


def make_vector_tile(
    atlas: Atlas,
    zoom: int,
    column: int,
    row: int,
    wanted: MapFilter = EVERYTHING,
    measure: str = DEFAULT_MEASURE,
    *,
    most_points: int | None = None,
) -> bytes:
    """Return the same tile as a Mapbox vector tile whose one layer is called like its kind; nothing has no bytes."""
    box = _box(zoom, column, row)
    cells = _cells_if_many(atlas, (zoom, column, row), wanted, measure, most_points)
    if cells:
        values: dict[str, Any] = {"cells": [cell._asdict() for cell in cells], "box": box}
        found = atlas.plain_rows(sql("atlas/mvt_cells_in_tile"), values)
    else:
        keys = tile_range(zoom, column, row)
        values = {"low": keys.low, "high": keys.high, "box": box, "longest": LONGEST_NAME}
        found = atlas.rows("mvt_points_in_tile", wanted, measure, values)
    return bytes(found[0][0] or b"")


def _cells_if_many(
    atlas: Atlas, tile: tuple[int, int, int], wanted: MapFilter, measure: str, most_points: int | None
) -> list[Cell]:
    """Return the cells of a tile, none where its clusters are few enough to be shown one by one."""
    zoom = tile[0]
    of_zoom = MOST_POINTS if zoom < LAST_ZOOM else MOST_POINTS_AT_LAST
    most = of_zoom if most_points is None else most_points
    if atlas.most_in_tile(*tile) <= most:
        return []
    if zoom <= LAST_PYRAMID_ZOOM and wanted == EVERYTHING and measure in PYRAMID_MEASURES:
        cells = ready_made_cells(atlas, *tile, measure)
    else:
        cells = atlas.cells_in_tile(*tile, wanted, measure)
    return cells if sum(cell.clusters for cell in cells) > most else []


def ready_made_cells(atlas: Atlas, zoom: int, column: int, row: int, measure: str = DEFAULT_MEASURE) -> list[Cell]:
    """Return the cells that a tile of a zoom up to 6 has under no filter, from the pyramid: of its measures only."""
    low = cell_number(column, row) << 2 * CELL_ZOOMS
    values = {"level": zoom + CELL_ZOOMS, "low": low, "high": low + (1 << 2 * CELL_ZOOMS)}
    statement = sql_for_measure("cells_of_pyramid", measure)
    return [Cell(*found) for found in atlas.plain_rows(statement, {**values, "bounds": class_bounds(measure)})]


def _box(zoom: int, column: int, row: int) -> dict[str, float]:
    """Return a tile's edges on the unit square with y to the north, as vector tiles are made from."""
    size = 2.0**-zoom
    return {"min_x": column * size, "min_y": -(row + 1) * size, "max_x": (column + 1) * size, "max_y": -row * size}
