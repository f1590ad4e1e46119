"""Filling of an atlas: everything the map needs, read from the lake in one transaction, kept in memory.

Questions to a filled atlas are in atlas.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import pyarrow as pa

import codebook
from store.connection import Lake, _extension_file, _quoted
from store.queries import sql
from store.schema import table_definition

UNSTUDIED_SHARE = 0.5
"""Where a cluster stands against the unknown about which nothing is known: by definition in the middle."""

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
    """Return the upper bounds of the adoption classes but the last, lowest first (shares, 0 to 1)."""
    return [colour.high or 0.0 for colour in codebook.adoption_colours()[:-1]]


def open_memory() -> duckdb.DuckDBPyConnection:
    """Return a new database in memory with the spatial extension and the atlas's own functions.

    Raises
    ------
    StoreError
        When the extension's wheel is missing or of another version.
    """
    connection = duckdb.connect(
        config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )
    # The wheel's file by its path, as for the lake's own extensions: nothing is downloaded.
    connection.execute(f"LOAD '{_quoted(str(_extension_file('spatial')))}'")
    for macro in MACROS:
        connection.execute(sql(macro))
    return connection


def fill(connection: duckdb.DuckDBPyConnection, lake: Lake) -> LakeState:
    """Fill a database of open_memory from the lake and return the state that it was filled from.

    The lake is left before the tables are sorted, so that its read transaction stays short.

    Raises
    ------
    duckdb.Error
        When the lake cannot be read, for instance because another process locks its catalogue.
    """
    with _reading(lake) as cursor:
        state = _read_state(cursor, version_is_known=not lake.is_empty())
        read = {name: cursor.execute(sql(query)).to_arrow_table() for name, query, _ in TABLES}
    for name, _, statement in TABLES:
        _keep(connection, name, read.pop(name), statement)
    connection.execute(sql("atlas/macro_clusters_in_filter"))
    return state


def _keep(
    connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table, statement: str
) -> None:
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
    """Yield a cursor on one state of the lake; for an empty lake one on the same tables without rows."""
    if lake.is_empty():
        with duckdb.connect() as connection:
            for table in codebook.TABLES:
                connection.execute(table_definition(table))
            yield connection
        return
    cursor = lake.cursor()
    cursor.execute("BEGIN TRANSACTION")
    try:
        yield cursor
    finally:
        cursor.execute("ROLLBACK")
        cursor.close()


def _read_state(cursor: duckdb.DuckDBPyConnection, *, version_is_known: bool) -> LakeState:
    return LakeState(
        version=int(_one(cursor, "facts_version")) if version_is_known else 0,
        snapshot=int(_one(cursor, "current_snapshot")) if version_is_known else 0,
        model_version=_one(cursor, "atlas/model_version_of_lake"),
        countries=frozenset(
            iso3 for (iso3,) in cursor.execute(sql("atlas/countries_of_lake")).fetchall()
        ),
    )


def _one(cursor: duckdb.DuckDBPyConnection, query: str) -> "int | str | None":
    row = cursor.execute(sql(query)).fetchone()
    return None if row is None else row[0]
