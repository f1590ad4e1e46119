"""Filling of an atlas: what the map needs, read from the lake in one transaction into memory.

Questions to a filled atlas are in atlas.py.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain

import duckdb
import pyarrow as pa

import codebook
from store.atlas_queries import BITS_OF_A_PAIR, places_of_pairs, sql_for_factors, sql_for_measure
from store.connection import Lake, load_extension, readable
from store.filters import FILTERS
from store.place_keys import CELL_ZOOMS, GRID_ZOOM, spread_numbers
from store.queries import sql
from store.schema import table_definition
from store.writer import SHIPPED_BATCH

COUNTRY_LEVEL = codebook.value("location_precision", "country").value
"""Precision of entries that describe a national industry; they have no place on the map."""

LAST_PYRAMID_ZOOM = 6
"""Tiles up to this zoom are made from the pyramid; a deeper one holds few clusters enough to count them anew."""

MOST_CLASSES = 5
"""Classes that a measure may have: as many as a palette has colours."""

PART_CLUSTERS = 600_000
"""Clusters that are joined at a time, to keep the process small; evidence is read once more for each further part."""

BATCH_ROWS = 122_880
"""Rows that are taken from the lake at a time: one row group of DuckDB."""

MACROS = (
    "atlas/macro_mercator_x",
    "atlas/macro_mercator_y",
    "atlas/macro_longitude_at",
    "atlas/macro_latitude_at",
    "atlas/macro_class_of",
    "atlas/macro_place_key",
    "atlas/macro_own_before_all",
    "atlas/macro_pair_of",
    "atlas/macro_is_wanted",
)


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


def class_bounds(measure: str) -> list[float]:
    """Return where the classes of a measure begin, the first left out, infinite for those that it does not have.

    A class holds its lower bound; the middle of what is held against the unknown holds its upper bound too, as
    ``codebook.adoption_class`` says. Means of a factor belong to the nearest value.
    """
    classes = codebook.measure(measure).classes
    if measure in codebook.FACTORS:
        bounds = [item.number - 0.5 for item in classes[1:]]
    elif codebook.measure(measure).palette == codebook.measures()[0].palette:
        middle = len(classes) // 2
        lows = [item.low or 0.0 for item in classes]
        bounds = [*lows[1 : middle + 1], *(math.nextafter(low, math.inf) for low in lows[middle + 1 :])]
    else:
        bounds = [item.low or 0.0 for item in classes[1:]]
    return bounds + [math.inf] * (MOST_CLASSES - 1 - len(bounds))


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
    # DuckDB packs tables in memory only where a database asks for it, and then to about a quarter.
    connection.execute("ATTACH ':memory:' AS packed (COMPRESS)")
    connection.execute("ATTACH ':memory:' AS word_index (COMPRESS)")
    cursor = open_cursor(connection)
    for macro in MACROS:
        cursor.execute(sql(macro))
    return connection


def open_cursor(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Return a new cursor on the packed tables of a database of open_memory; each thread takes its own."""
    cursor = connection.cursor()
    cursor.execute("USE packed")
    return cursor


def fill(atlas: duckdb.DuckDBPyConnection, lake: Lake) -> LakeState:
    """Fill the tables of a cursor of open_cursor from the lake and return the state that they were filled from.

    Rows flow from the lake into the tables, so that a million clusters are in memory once and not twice.

    Raises
    ------
    BusyLakeError
        When another process locks the lake's catalogue.
    StoreError
        When a file of the lake is missing or broken.
    """
    is_empty = lake.is_empty()
    try:
        with _empty_lake() if is_empty else _reading(lake) as cursor:
            state = _read(cursor, atlas, is_empty=is_empty)
    except duckdb.Error as error:
        raise (readable(error) or error) from error
    _make_pyramid(atlas)
    for measure in codebook.MEASURE_NAMES:
        atlas.execute(sql_for_measure("macro_clusters_in_filter", measure))
    atlas.execute("CHECKPOINT")
    return state


def _read(cursor: duckdb.DuckDBPyConnection, atlas: duckdb.DuckDBPyConnection, *, is_empty: bool) -> LakeState:
    countries = cursor.execute(sql("atlas/countries_of_lake")).to_arrow_table()
    names = countries["iso3"].to_pylist()
    _make_types(atlas, names)
    _keep(atlas, "lake_countries", countries, sql("atlas/create_atlas_countries"), {})
    _keep(atlas, "lake_clusters", _clusters(cursor), sql_for_factors("create_atlas"), _atlas_values())
    # Packs what was filled in, before the next table needs room.
    atlas.execute("CHECKPOINT")
    sources = cursor.execute(sql("atlas/sources_of_lake")).to_arrow_reader(BATCH_ROWS)
    _keep(atlas, "lake_sources", sources, sql("atlas/create_atlas_sources"), {})
    model_version = cursor.execute(sql("atlas/model_version_of_lake")).fetchone()
    return LakeState(
        version=0 if is_empty else _number(cursor, "facts_version"),
        snapshot=0 if is_empty else _number(cursor, "current_snapshot"),
        model_version=model_version[0] if model_version else None,
        countries=frozenset(names),
    )


def _clusters(cursor: duckdb.DuckDBPyConnection) -> pa.RecordBatchReader:
    """Return the clusters of the lake, joined part by part: the joins take more memory than what they give."""
    parts = 1 + _number(cursor, "atlas/count_clusters") // PART_CLUSTERS
    values = {"codes": _codes(), "shipped": SHIPPED_BATCH, "parts": parts}

    def read(part: int) -> pa.RecordBatchReader:
        return cursor.execute(sql("atlas/clusters_of_lake"), {**values, "part": part}).to_arrow_reader(BATCH_ROWS)

    first = read(0)
    rest = (batch for part in range(1, parts) for batch in read(part))
    return pa.RecordBatchReader.from_batches(first.schema, chain(first, rest))


def _make_types(connection: duckdb.DuckDBPyConnection, countries: Sequence[str]) -> None:
    """Make a type for every filter by values, so that columns hold small numbers; countries in the order given."""
    # A type needs at least one value, and an empty lake has no country.
    vocabularies: dict[str, Sequence[str]] = {"country": countries or [codebook.UNKNOWN]}
    for item in FILTERS:
        if item.domain is not None and not item.is_factor:
            vocabularies[item.name] = [value.value for value in codebook.values(item.domain)]
    for name, values in vocabularies.items():
        _keep(
            connection,
            "atlas_vocabulary",
            pa.table({"value": pa.array(values, pa.string())}),
            sql("atlas/create_type").format(column=name),
            {},
        )


def _codes() -> list[dict[str, object]]:
    """Return for each value of a factor and tier the bits that carry it, among a tier's own or those of the whole."""
    tiers = [tier.value for tier in codebook.values("model_tier")]
    whole = next(tier.value for tier in codebook.values("tier") if tier.value not in tiers)
    codes: list[dict[str, object]] = []
    for factor, (word, lowest) in places_of_pairs().items():
        for position, value in enumerate(codebook.values(factor), start=1):
            of_tier = [position << lowest, position << lowest + BITS_OF_A_PAIR // 2]
            for tier, bits in zip((*tiers, whole), (*of_tier, sum(of_tier)), strict=True):
                carried = [bits if number == word else 0 for number in (1, 2, 3)]
                nothing = [0, 0, 0]
                own, of_all = (nothing, carried) if tier == whole else (carried, nothing)
                codes.append(
                    {"factor": factor, "value": value.value, "tier": tier, "own_bits": own, "all_bits": of_all}
                )
    return codes


def _atlas_values() -> dict[str, object]:
    return {
        "bounds": {measure.name: class_bounds(measure.name) for measure in codebook.measures()},
        "completeness": [value.value for value in codebook.values("completeness")],
        "country_level": COUNTRY_LEVEL,
        "edge": float(2**GRID_ZOOM),
        "spread": spread_numbers(),
    }


def _make_pyramid(connection: duckdb.DuckDBPyConnection) -> None:
    finest = LAST_PYRAMID_ZOOM + CELL_ZOOMS
    values = {"level": finest, "shift": 2 * (GRID_ZOOM - finest)}
    connection.execute(sql_for_factors("create_pyramid"), values)
    for level in range(finest - 1, CELL_ZOOMS - 1, -1):
        connection.execute(sql_for_factors("insert_pyramid_level"), {"level": level})


def _keep(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    rows: pa.Table | pa.RecordBatchReader,
    statement: str,
    values: dict[str, object],
) -> None:
    connection.register(name, rows)
    connection.execute(statement, values)
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


def _number(cursor: duckdb.DuckDBPyConnection, query: str) -> int:
    row = cursor.execute(sql(query)).fetchone()
    return int(row[0]) if row else 0
