"""Which country a name means, in any of the languages that uploads are read in."""

import csv
import re
from functools import cache
from pathlib import Path

from codebook.errors import MissingFileError
from geo.names import normalise_name

NAMES_FILE = Path(__file__).parents[1] / "data" / "gazetteer" / "country_names.csv"
HEADER = ("iso3", "language", "name")
ISO3 = re.compile(r"[A-Za-z]{3}")


def find_country(text: str) -> str | None:
    """Return the ISO 3166 alpha-3 code that a name or a code in any case means, None when it means no country of ours.

    Accents, case and blanks make no difference: ``pakistán``, ``PAK`` and ``پاکستان`` all give ``PAK``.
    """
    code = text.strip().upper()
    if ISO3.fullmatch(code) and code in _codes():
        return code
    return _codes_by_name().get(normalise_name(text))


@cache
def _rows() -> tuple[tuple[str, str], ...]:
    """Return code and name of every row of the file.

    Raises
    ------
    MissingFileError
        The file is not in data/gazetteer.
    """
    if not NAMES_FILE.is_file():
        message = f"The list {NAMES_FILE.name} is missing in data/gazetteer."
        next_step = "Make it with: python -m etl.prepare.make_country_names"
        raise MissingFileError(message, next_step)
    with NAMES_FILE.open(encoding="utf-8", newline="") as file:
        return tuple((row["iso3"], row["name"]) for row in csv.DictReader(file))


@cache
def _codes() -> frozenset[str]:
    return frozenset(iso3 for iso3, _ in _rows())


@cache
def _codes_by_name() -> dict[str, str]:
    """Return codes by normalised name; a name that two countries share means neither."""
    meanings: dict[str, set[str]] = {}
    for iso3, name in _rows():
        meanings.setdefault(normalise_name(name), set()).add(iso3)
    return {name: next(iter(codes)) for name, codes in meanings.items() if name and len(codes) == 1}
