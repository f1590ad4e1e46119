"""Synthetic clusters in any number: ``python -m benchmarks synthesise --clusters N --out DIR``.

Each takes the whole pattern of one real cluster (country, trade, precision, which factors are known of which tier, how
surely and from how many sources), so that what is missing together there is missing together here. Some values are
drawn anew, places come from the gazetteer of the same country (`benchmarks.synthesis_parts`). Nothing made here is a
fact, and every name says so.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from benchmarks.synthesis_parts import IntArray, Patterns, Places, load_patterns, load_places, numbered, text, whole
from codebook.errors import InputError
from etl.reading import file_columns
from etl.sources import REQUIRED_CASES

SEED = 11
CHUNK = 50_000
"""Clusters drawn at once: about 430,000 rows of evidence, below 500 MB."""

SIZE_SPREAD = 0.4
"""Standard deviation of the logarithm by which numbers of firms and workers differ from the real cluster's."""

YEARS_OFF = 1
"""Most years that a statement is moved by; one without a year stays without."""


def synthesise(
    clusters: int, folder: Path, seed: int = SEED, tell: Callable[[str], None] = lambda _: None
) -> dict[str, int]:
    """Write clusters.csv, evidence.csv and sources.csv into a folder and return the rows of each.

    Parameters
    ----------
    clusters
        How many.
    folder
        Where to; made where it is missing. Files of these names are replaced.
    seed
        The same seed and number give the same files.
    tell
        Told what is being drawn.

    Raises
    ------
    InputError
        When fewer than one cluster is asked for, or the folder cannot be written to.
    """
    if clusters < 1:
        message = f"{clusters} clusters cannot be drawn; at least one is needed."
        raise InputError(message)
    patterns, places = load_patterns(), load_places()
    random = np.random.default_rng(seed)
    rows = dict.fromkeys(REQUIRED_CASES, 0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            writers = {table: stack.enter_context(_writer(folder, table)) for table in REQUIRED_CASES}
            for numbers, drawn in _draw(random, clusters, patterns):
                tell(f"Drawing clusters {numbers[0]:,} to {numbers[-1]:,} of {clusters:,}")
                made = (
                    _clusters(random, numbers, drawn, patterns, places),
                    _evidence(random, numbers, drawn, patterns),
                    _sources(random, numbers, patterns),
                )
                for table, content in zip(REQUIRED_CASES, made, strict=True):
                    writers[table].write_table(content)
                    rows[table] += content.num_rows
    except OSError as error:
        message = f"The folder {folder} cannot be written to: {error}"
        raise InputError(message) from error
    return rows


def _draw(random: np.random.Generator, clusters: int, patterns: Patterns) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield running numbers from 1, and the positions of the real clusters that they take after, chunk by chunk.

    National entries come first, and no more of them than there are in the case base: a nation has one entry a trade,
    however many places there are.
    """
    national, placed = np.flatnonzero(patterns.is_national), np.flatnonzero(~patterns.is_national)
    national = national[: round(clusters * len(national) / len(patterns.is_national))]
    for start in range(0, clusters, CHUNK):
        numbers = np.arange(start, min(start + CHUNK, clusters), dtype=np.int64) + 1
        drawn = random.choice(placed, len(numbers))
        if start == 0:
            drawn[: len(national)] = national
        yield numbers, drawn


def _clusters(
    random: np.random.Generator, numbers: IntArray, drawn: IntArray, patterns: Patterns, places: Places
) -> pa.Table:
    real = patterns.clusters.take(drawn)
    is_national = pa.array(patterns.is_national[drawn])
    town = places.draw(random, real["country_iso3"])
    latitude, longitude = places.spread(random, town)
    number = numbered(numbers)
    # A quarter of its own: two clusters of one trade at one place would be taken for one entered twice.
    place = pc.if_else(is_national, real["place"], text(places.names.take(town), ", quarter ", number))
    name = pc.if_else(is_national, real["country_name"], places.names.take(town))
    made = {
        "cluster_id": text("synthetic-", number),
        "name": text(name, " ", real["sector_label"], " cluster ", number, " (synthetic)"),
        "admin1": pc.if_else(is_national, real["admin1"], places.admin1.take(town)),
        "place": place,
        "latitude": pc.if_else(is_national, real["latitude"], latitude),
        "longitude": pc.if_else(is_national, real["longitude"], longitude),
        "firms": _resized(random, real["firms"]),
        "workers": _resized(random, real["workers"]),
        "summary": text("Drawn by chance for measuring. There is no such cluster as number ", number, "."),
    }
    return _table("clusters", made, real)


def _evidence(random: np.random.Generator, numbers: IntArray, drawn: IntArray, patterns: Patterns) -> pa.Table:
    """Return the real clusters' rows under the drawn clusters' ids, with noise on values and years."""
    position, within = patterns.rows_of(drawn)
    real = patterns.evidence.take(position)
    number = np.repeat(numbers, patterns.row_count[drawn])
    cluster_id = text("synthetic-", numbered(number))
    said = patterns.evidence.select(["value", "words"]).take(patterns.with_noise(random, position))
    year = pc.add(real["year"], random.integers(-YEARS_OFF, YEARS_OFF + 1, len(position)))
    made = {
        "evidence_id": text(cluster_id, "-", numbered(within + 1, digits=2)),
        "cluster_id": cluster_id,
        "value": said["value"],
        "year": pc.min_element_wise(year, pc.max(real["year"]), skip_nulls=False),
        # A cluster's sources are those of its own number and the numbers before it, as many as the real one has.
        "source_id": _source_id(np.maximum(number - real["source_within"].to_numpy(), 1)),
        "locator": pa.repeat("nowhere", len(number)),
        "statement": text("Drawn by chance. ", said["words"], "."),
    }
    return _table("evidence", made, real)


def _sources(random: np.random.Generator, numbers: IntArray, patterns: Patterns) -> pa.Table:
    """Return one source a cluster; it has the kind and the year of a real one."""
    real = patterns.sources.take(random.integers(0, len(patterns.sources), len(numbers)))
    number = numbered(numbers)
    made = {
        "source_id": _source_id(numbers),
        "citation": text("Synthetic source ", number, ". There is no such work."),
        "doi": pa.nulls(len(numbers), pa.string()),
        "url": text("https://example.org/synthetic/", number),
    }
    return _table("sources", made, real)


def _source_id(numbers: IntArray) -> pa.Array:
    return text("synthetic-source-", numbered(numbers))


def _resized(random: np.random.Generator, sizes: pa.ChunkedArray) -> pa.Array:
    """Return whole numbers near the given ones and at least 1, null where they are."""
    factors = np.exp(random.normal(0.0, SIZE_SPREAD, len(sizes)))
    return whole(pc.max_element_wise(pc.multiply(sizes, factors), 1.0, skip_nulls=False))


def _table(table: str, made: dict[str, pa.Array], real: pa.Table) -> pa.Table:
    """Return a table of the codebook as text: what was made, and of the rest what the real rows have."""
    columns = {name: made[name] if name in made else real[name] for name in file_columns(table)}
    return pa.table({name: column.cast(pa.string()) for name, column in columns.items()})


def _writer(folder: Path, table: str) -> csv.CSVWriter:
    schema = pa.schema([(name, pa.string()) for name in file_columns(table)])
    return csv.CSVWriter(folder / f"{table}.csv", schema)
