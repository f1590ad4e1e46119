"""Filling of an atlas: what the map needs, read from the lake in one transaction into memory.

Questions to a filled atlas are in atlas.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import pyarrow as pa

import codebook
from store.connection import Lake, load_extension, readable
from store.queries import sql
from store.schema import table_definition

UNSTUDIED_SHARE = 0.5
"""Where a cluster without evidence stands against the unknown: by definition in the middle."""

COUNTRY_LEVEL = codebook.value("location_precision", "country").value
"""Precision of entries that describe a national industry; they have no place on the map."""

MACROS = (
    "atlas/macro_mercator_x",
    "atlas/macro_mercator_y",
    "atlas/macro_longitude_at",
    "atlas/macro_latitude_at",
    "atlas/macro_adoption_class",
)
TABLES = (
    ("lake_clusters", "atlas/clusters_of_lake", "atlas/create_atlas"),
    ("lake_values", "atlas/values_of_lake", "atlas/create_atlas_values"),
    ("lake_sources", "atlas/sources_of_lake", "atlas/create_atlas_sources"),
)
"""What is read from the lake, by which query, and the statement that keeps it."""


@dataclass(frozen=True)
class LakeState:
    """The state of the lake that an atlas was filled from.

    Attributes
    ----------
    version
        The lake's facts version; 0 when nothing was ever built.
    snapshot
        Number of the lake's newest snapshot at that moment.
    model_version
        Version of the model behind the predictions, None when there are none.
    countries
        ISO 3166 alpha-3 codes of the countries in the lake.
    """

    version: int
    snapshot: int
    model_version: str | None
    countries: frozenset[str]


def class_bounds() -> list[float]:
    """Return the upper bounds of the adoption classes but the last, lowest first (0 to 1)."""
    return [colour.high or 0.0 for colour in codebook.adoption_colours()[:-1]]


def open_memory() -> duckdb.DuckDBPyConnection:
    """Return a new database in memory with the spatial extension and the atlas's own functions.

    Raises
    ------
    StoreError
        When the extension's wheel is missing or of another version.
    """
    connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    # The wheel's file by its path, as for the lake's own extensions: nothing is downloaded.
    load_extension(connection, "spatial")
    for macro in MACROS:
        connection.execute(sql(macro))
    return connection


def fill(connection: duckdb.DuckDBPyConnection, lake: Lake) -> LakeState:
    """Fill a database of open_memory from the lake and return the state that it was filled from.

    The lake is left before the tables are sorted, so that its read transaction stays short.

    Raises
    ------
    BusyLakeError
        When another process locks the lake's catalogue.
    """
    try:
        state, read = _read(lake)
    except duckdb.Error as error:
        raise (readable(error) or error) from error
    for name, _, statement in TABLES:
        _keep(connection, name, read.pop(name), statement)
    connection.execute(sql("atlas/macro_clusters_in_filter"))
    return state


def _read(lake: Lake) -> tuple[LakeState, dict[str, pa.Table]]:
    """Return one state of the lake: its numbers, and the tables as the atlas takes them in."""
    is_empty = lake.is_empty()
    with _empty_lake() if is_empty else _reading(lake) as cursor:
        state = _read_state(cursor, is_empty=is_empty)
        read = {name: cursor.execute(sql(query)).to_arrow_table() for name, query, _ in TABLES}
    return state, read


def _keep(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table, statement: str) -> None:
    values: dict[str, object] = {}
    if name == "lake_clusters":
        values = {
            "bounds": class_bounds(),
            "unknown": UNSTUDIED_SHARE,
            "country_level": COUNTRY_LEVEL,
        }
    connection.register(name, rows)
    connection.execute(sql(statement), values)
    connection.unregister(name)


@contextmanager
def _reading(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a cursor on one state of the lake, whatever others commit meanwhile."""
    cursor = lake.cursor()
    cursor.execute("BEGIN TRANSACTION")
    try:
        yield cursor
    finally:
        cursor.execute("ROLLBACK")
        cursor.close()


@contextmanager
def _empty_lake() -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a cursor on the codebook's tables without rows: an empty lake has not even these."""
    with duckdb.connect() as connection:
        for table in codebook.TABLES:
            connection.execute(table_definition(table))
        yield connection


def _read_state(cursor: duckdb.DuckDBPyConnection, *, is_empty: bool) -> LakeState:
    model_version = cursor.execute(sql("atlas/model_version_of_lake")).fetchone()
    countries = cursor.execute(sql("atlas/countries_of_lake")).fetchall()
    return LakeState(
        version=0 if is_empty else _number(cursor, "facts_version"),
        snapshot=0 if is_empty else _number(cursor, "current_snapshot"),
        model_version=model_version[0] if model_version else None,
        countries=frozenset(iso3 for (iso3,) in countries),
    )


def _number(cursor: duckdb.DuckDBPyConnection, query: str) -> int:
    row = cursor.execute(sql(query)).fetchone()
    return int(row[0]) if row else 0
