"""Clusters as files for other programs, made batch by batch: one exporter a format, for API and command line."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

import codebook
from store.atlas import EVERYTHING, Atlas
from store.filters import MapFilter
from store.map_query import DEFAULT_MEASURE
from store.spreadsheet_cells import neutralise

BATCH_ROWS = 10_000
"""Clusters that are in memory at a time while a file is made."""

FORMULA = r"^[=+\-@\t\r\n]"
"""How a text begins that a spreadsheet might run; what is done about it is said in spreadsheet_cells.py."""


@dataclass(frozen=True)
class Export:
    """One format: its media type, and what makes its bytes, part by part, from batches of clusters."""

    media_type: str
    parts: Callable[[pa.Schema, Iterator[pa.RecordBatch]], Iterator[bytes]]


def export_clusters(
    atlas: Atlas, format_name: str, wanted: MapFilter = EVERYTHING, measure: str = DEFAULT_MEASURE
) -> Iterator[bytes]:
    """Return the bytes of a file with the clusters that a filter lets through, part by part; one row per cluster.

    Columns: the facts of each cluster, what is known, both predictions, and each factor's value by tier (empty where
    unknown). Country-level entries have no place. Codes, not labels: the data dictionary says what they mean.

    Parameters
    ----------
    format_name
        A key of EXPORTS.
    """
    values = {"values": {factor: [value.value for value in codebook.values(factor)] for factor in codebook.FACTORS}}
    with atlas.batches("clusters_for_export", wanted, measure, values, BATCH_ROWS) as reader:
        yield from EXPORTS[format_name].parts(reader.schema, iter(reader))


def _csv_parts(schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> Iterator[bytes]:
    yield _csv(pa.RecordBatch.from_pylist([], schema=schema), has_header=True)
    for batch in batches:
        yield _csv(_neutralised(batch), has_header=False)


def _csv(batch: pa.RecordBatch, *, has_header: bool) -> bytes:
    sink = io.BytesIO()
    pyarrow.csv.write_csv(batch, sink, pyarrow.csv.WriteOptions(include_header=has_header))
    return sink.getvalue()


def _neutralised(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the batch with every text harmless in a spreadsheet; columns without such a text stay as they are."""
    columns = []
    for column in batch.columns:
        is_risky = pa.types.is_string(column.type) and pc.any(pc.match_substring_regex(column, FORMULA)).as_py()
        texts = [None if text is None else neutralise(text) for text in column.to_pylist()] if is_risky else None
        columns.append(column if texts is None else pa.array(texts, column.type))
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def _geojson_parts(schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> Iterator[bytes]:
    names = [name for name in schema.names if name not in {"latitude", "longitude"}]
    yield b'{"type":"FeatureCollection","features":['
    separator = ""
    for batch in batches:
        features = [_feature(row, names) for row in batch.to_pylist()]
        yield (separator + ",".join(features)).encode()
        separator = ","
    yield b"]}"


def _feature(row: dict[str, object], names: list[str]) -> str:
    place = [row["longitude"], row["latitude"]]
    geometry = None if place[0] is None else {"type": "Point", "coordinates": place}
    feature = {"type": "Feature", "geometry": geometry, "properties": {name: row[name] for name in names}}
    return json.dumps(feature, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class _Outbox:
    """A file whose bytes are taken out as they are written: it keeps nothing, so that a large file needs no room."""

    closed = False

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._written = 0

    def tell(self) -> int:
        """Return the number of bytes written so far."""
        return self._written

    def write(self, part: bytes) -> int:
        """Keep bytes until they are taken, and return their number."""
        self._parts.append(bytes(part))
        self._written += len(part)
        return len(part)

    def flush(self) -> None:
        """Do nothing: whoever takes the bytes has them all."""

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def _parquet_parts(schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> Iterator[bytes]:
    outbox = _Outbox()
    with pyarrow.parquet.ParquetWriter(outbox, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
            yield outbox.take()
    yield outbox.take()


EXPORTS: dict[str, Export] = {
    "geojson": Export("application/geo+json", _geojson_parts),
    "csv": Export("text/csv; charset=utf-8", _csv_parts),
    "parquet": Export("application/vnd.apache.parquet", _parquet_parts),
}
"""Every format, by its name in a URL; the first is the default."""
