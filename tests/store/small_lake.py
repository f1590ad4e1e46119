"""A lake of eight clusters, each there for one edge of the map; made by hand, written as a build writes."""

from pathlib import Path

import duckdb
import pandas as pd

import codebook
from etl.derivation import score
from store import writer
from store.connection import Lake, LakeSettings
from store.transaction import write

HOSTILE_NAME = "<script>alert(1)</script> ` ${alert(2)} \"' \u2028 clusters"
WITHOUT_EVIDENCE = "in-quiet-town"
WITHOUT_PREDICTION = "pk-unscored"
COUNTRY_LEVEL = "in-national"
WELL_KNOWN = "in-twin-known"
LITTLE_KNOWN = "in-twin-little"
HOSTILE = "pk-hostile"
AT_180_EAST = "fj-date-line"
ON_A_TILE_CORNER = "gh-null-island"

COUNTRIES = (
    ("FJI", "Fiji", "Melanesia"),
    ("GHA", "Ghana", "Western Africa"),
    ("IND", "India", "Southern Asia"),
    ("LSO", "Lesotho", "Southern Africa"),
    ("PAK", "Pakistan", "Southern Asia"),
)
# cluster_id, name, country, latitude, longitude, location_precision, sector
CLUSTERS = (
    (WITHOUT_EVIDENCE, "Quiet town", "IND", 12.9, 77.6, "town", "leather"),
    (WITHOUT_PREDICTION, "Unscored", "PAK", 31.5, 74.3, "town", "leather"),
    (COUNTRY_LEVEL, "Indian leather (national)", "IND", 22.0, 79.0, "country", "leather"),
    (WELL_KNOWN, "Twin, well known", "IND", 26.45, 80.35, "town", "leather"),
    (LITTLE_KNOWN, "Twin, little known", "IND", 26.45, 80.35, "district", "textiles"),
    (HOSTILE, HOSTILE_NAME, "PAK", 32.5, 74.5, "site", "sports_goods"),
    (AT_180_EAST, "On the date line", "FJI", -16.8, 180.0, "town", "food"),
    (ON_A_TILE_CORNER, "Where equator and zero meridian cross", "GHA", 0.0, 0.0, "site", "food"),
)
# cluster_id, factor, position of the value in the codebook, tier, year, source_id
EVIDENCE = (
    (COUNTRY_LEVEL, "law_enforcement", 1, "all", 2015, "paper"),
    (WELL_KNOWN, "export_orientation", 2, "all", 2019, "paper"),
    (WELL_KNOWN, "union_presence", 2, "all", 2021, "report"),
    (WELL_KNOWN, "peer_monitoring", 2, "all", 2020, "report"),
    (LITTLE_KNOWN, "export_orientation", 0, "all", None, "paper"),
    (HOSTILE, "buyer_visibility", 2, "first", 2010, "news"),
    (AT_180_EAST, "csr_capacity", 0, "all", 2001, "news"),
    (ON_A_TILE_CORNER, "law_enforcement", 0, "all", 2005, "paper"),
)


def make_small_lake(folder: Path) -> Lake:
    """Return a lake below a folder with these clusters, scored, in one snapshot."""
    lake = empty_lake(folder)
    write(lake, _fill, author="test", message="eight clusters")
    return lake


def empty_lake(folder: Path) -> Lake:
    """Return a lake in which nothing was ever built."""
    return Lake(LakeSettings(f"sqlite:{folder / 'catalog.sqlite'}", str(folder / "files")))


def append(cursor: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, object]]) -> None:
    """Add rows to a table of the lake; columns that a row does not name stay null."""
    types = {column.name: column.type for column in codebook.columns(table)}
    df = pd.DataFrame([{name: row.get(name) for name in types} for row in rows])
    cursor.append(table, df.convert_dtypes(), by_name=True)


def _fill(cursor: duckdb.DuckDBPyConnection) -> None:
    countries: list[dict[str, object]] = [
        {"iso3": iso3, "name": name, "un_subregion": region, "income_group": "", "wb_region": ""}
        for iso3, name, region in COUNTRIES
    ]
    names = (
        *("cluster_id", "name", "country_iso3", "latitude", "longitude"),
        *("location_precision", "sector"),
    )
    rest = {"place": "a place", "products": "goods", "summary": "", "coding_round": 1}
    clusters = [{**dict(zip(names, row, strict=True)), **rest, "batch_id": writer.SHIPPED_BATCH} for row in CLUSTERS]
    append(cursor, "countries", countries)
    append(cursor, "clusters", clusters)
    append(cursor, "evidence", _evidence())
    writer.derive_attributes(cursor)
    score(cursor)
    cursor.execute("DELETE FROM predictions WHERE cluster_id = $id", {"id": WITHOUT_PREDICTION})


def _evidence() -> list[dict[str, object]]:
    return [
        {
            "evidence_id": f"{cluster_id}-{number}",
            "cluster_id": cluster_id,
            "factor": factor,
            "value": codebook.values(factor)[position].value,
            "tier": tier,
            "year": year,
            "source_id": source_id,
            "locator": "p. 1",
            "statement": "A statement.",
            "confidence": "high",
            "scope": "cluster",
            "mode": "observed",
            "coders_agreeing": 2,
            "coders": 2,
            "coding_round": 1,
            "batch_id": writer.SHIPPED_BATCH,
        }
        for number, (cluster_id, factor, position, tier, year, source_id) in enumerate(EVIDENCE)
    ]
