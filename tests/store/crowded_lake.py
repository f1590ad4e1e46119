"""A lake with a crowd: more clusters on one spot than a tile shows one by one, with names that hardly compress."""

import hashlib
from pathlib import Path

import duckdb

from geo.mercator import to_unit
from store.connection import Lake
from store.transaction import write
from tests.store import small_lake as small

CROWD = 1400
LATITUDE, LONGITUDE = -57.0, -55.0


def make_crowded_lake(folder: Path) -> Lake:
    """Return a lake below a folder: the eight clusters of small_lake.py and a crowd far from them."""
    lake = small.make_small_lake(folder)
    write(lake, _add_crowd, author="test", message="a crowd")
    return lake


def tile_of_crowd(zoom: int) -> tuple[int, int, int]:
    """Return zoom, column and row of the tile that holds the crowd."""
    x, y = to_unit(LONGITUDE, LATITUDE)
    return zoom, int(x * 2**zoom), int(y * 2**zoom)


def _add_crowd(cursor: duckdb.DuckDBPyConnection) -> None:
    template = cursor.execute("SELECT * FROM clusters WHERE cluster_id = $id", {"id": small.HOSTILE}).df()
    crowd = template.loc[template.index.repeat(CROWD)].reset_index(drop=True)
    crowd["cluster_id"] = [f"crowd-{number:04d}" for number in range(CROWD)]
    crowd["name"] = [hashlib.sha512(bytes([number % 256, number // 256])).hexdigest() for number in range(CROWD)]
    crowd["latitude"], crowd["longitude"] = LATITUDE, LONGITUDE
    cursor.append("clusters", crowd, by_name=True)
