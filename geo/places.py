"""Where a place is and whether a point fits it: gazetteer, named places, tolerances.

Answers questions of the checks without SQL: which populated places bear this name in this country,
how far is a point from the nearest of them, how far may it be. Distances to countries come from
:mod:`geo.distances`, the form of names from :mod:`geo.names`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TypeGuard

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from codebook.errors import MissingFileError
from geo.distances import distance_to_country_km as distance_to_country_km
from geo.distances import haversine_km as haversine_km
from geo.names import normalise_name, split_hyphens, split_place

GAZETTEER_FILE = Path(__file__).parents[1] / "data" / "gazetteer" / "places.parquet"
NAME_SEPARATOR = ";"

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a point may lie from what it is said to be, before a person should look at it.

    ``country_km``: kilometres outside the border or coast of its country. ``place_km``: kilometres
    from the nearest populated place of its name. Infinity means that the question makes no sense.
    """

    country_km: float
    place_km: float


# By location precision. Country: at 1:50 million a line drawn 0.2 mm off is 10 km off, so the coast
# may leave a well-measured beach that far at sea, while one wrong digit in a coordinate's first
# decimal moves it by 11 km; nominal points of wider areas get more. Place: a gazetteer puts a town
# at its centre, works lie at its edge, and a site is often known only by its city, up to 25 km away
# in a big one; a district's or a region's point may be its own centre while its name is that of its
# seat, and 50 and 150 km are about the half width of a large district and of a large region. A
# national entry has no place.
TOLERANCES: Mapping[str, Tolerance] = MappingProxyType(
    {
        "site": Tolerance(country_km=10.0, place_km=25.0),
        "town": Tolerance(country_km=10.0, place_km=25.0),
        "district": Tolerance(country_km=15.0, place_km=50.0),
        "region": Tolerance(country_km=25.0, place_km=150.0),
        "country": Tolerance(country_km=25.0, place_km=np.inf),
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """One populated place of the gazetteer.

    ``latitude`` and ``longitude`` in degrees of WGS 84; ``population`` in people, ``admin1`` the
    name of its first-level division, each None when not known.
    """

    geonames_id: int
    name: str
    country_iso3: str
    admin1: str | None
    latitude: float
    longitude: float
    population: int | None


def tolerances_km(location_precisions: Sequence[str]) -> pd.DataFrame:
    """Return the tolerances of many rows, in their order: columns ``country_km``, ``place_km``.

    NaN for a precision that is not known: nothing is then beyond tolerance.
    """
    unknown = Tolerance(np.nan, np.nan)
    found = [TOLERANCES.get(precision, unknown) for precision in location_precisions]
    return pd.DataFrame(
        {
            "country_km": np.array([item.country_km for item in found], dtype=np.float64),
            "place_km": np.array([item.place_km for item in found], dtype=np.float64),
        }
    )


@cache
def load_gazetteer() -> pd.DataFrame:
    """Return all populated places the project knows; shared, never to be changed.

    Columns ``geonames_id``, ``name``, ``ascii_name``, ``other_names`` (semicolon separated),
    ``country_iso3``, ``admin1``, ``latitude``, ``longitude`` (degrees, four decimals),
    ``population`` (0: not known); text is None where unknown. One row per place, ordered by country
    and id.

    Raises
    ------
    MissingFileError
        When the file is not in data/gazetteer.
    """
    if not GAZETTEER_FILE.is_file():
        message = f"The gazetteer {GAZETTEER_FILE.name} is missing in data/gazetteer."
        next_step = "Make it with: python -m etl.prepare.make_gazetteer"
        raise MissingFileError(message, next_step)
    places = pd.read_parquet(GAZETTEER_FILE)
    for column in ("latitude", "longitude"):
        places[column] = places[column].astype(np.float64).round(4)
    for column in ("ascii_name", "other_names", "admin1"):
        places[column] = places[column].astype(object).where(places[column].notna(), None)
    return places


@cache
def _positions_by_country() -> dict[str, NDArray[np.intp]]:
    """Return the row numbers of each country's places in the gazetteer."""
    groups = load_gazetteer().groupby("country_iso3").indices
    return {str(iso3): np.asarray(rows, dtype=np.intp) for iso3, rows in groups.items()}


@cache
def _positions_by_name(country_iso3: str) -> dict[str, list[int]]:
    """Return the row numbers of a country's places by normalised name, other names included."""
    positions = _positions_by_country().get(country_iso3, np.empty(0, dtype=np.intp))
    places = load_gazetteer().iloc[positions]
    by_name: dict[str, list[int]] = {}
    for position, name, other_names in zip(positions.tolist(), places["name"], places["other_names"], strict=True):
        spellings = [name, *(other_names.split(NAME_SEPARATOR) if other_names else ())]
        for key in {normalise_name(spelling) for spelling in spellings}:
            by_name.setdefault(key, []).append(position)
    return by_name


@cache
def _divisions() -> list[str | None]:
    """Return the name of each place's division, None where it is not known, in the gazetteer's order."""
    divisions: list[str | None] = load_gazetteer()["admin1"].tolist()
    return divisions


@cache
def _admin1_keys(country_iso3: str) -> frozenset[str]:
    """Return the normalised names of a country's divisions that the gazetteer knows."""
    positions = _positions_by_country().get(country_iso3, np.empty(0, dtype=np.intp))
    names = load_gazetteer()["admin1"].iloc[positions].dropna().unique()
    return frozenset(normalise_name(name) for name in names)


def find_place(name: str, country_iso3: str) -> tuple[Place, ...]:
    """Return the populated places of this name in the country, the largest first.

    Accents, case, hyphens and words such as "city" or "district" make no difference. ``name`` is
    one name; for an entry that may hold several see :func:`find_named_places`.
    """
    return _make_places(_positions_by_name(country_iso3).get(normalise_name(name), []))


def find_named_places(place: str, country_iso3: str, admin1: str | None = None) -> tuple[Place, ...]:
    """Return the populated places that an entry such as "Zhili, Wuxing, Huzhou" can mean.

    Every part of the entry counts. Where ``admin1`` is a division that the gazetteer knows, only
    places in it (or in none that is known) are meant: the village of the same name three provinces
    away is not. The largest comes first; none when no part is known.
    """
    return _make_places(_named_positions(place, country_iso3, admin1))


@lru_cache(maxsize=65_536)
def _named_positions(place: str, country_iso3: str, admin1: str | None) -> tuple[int, ...]:
    """Return the row numbers of the places that an entry can mean."""
    by_name = _positions_by_name(country_iso3)
    found: dict[int, None] = {}
    for part in split_place(place):
        whole = by_name.get(normalise_name(part))
        halves = () if whole else split_hyphens(part)
        found.update(dict.fromkeys(whole or ()))
        for half in halves:
            found.update(dict.fromkeys(by_name.get(normalise_name(half), ())))
    wanted = normalise_name(admin1) if admin1 else ""
    if wanted not in _admin1_keys(country_iso3):
        return tuple(found)
    divisions = _divisions()
    return tuple(
        position for position in found if divisions[position] is None or normalise_name(divisions[position]) == wanted
    )


def _make_places(positions: Sequence[int]) -> tuple[Place, ...]:
    """Return the rows of the gazetteer as records, the largest first, then by id."""
    rows = load_gazetteer().iloc[list(positions)]
    rows = rows.sort_values(["population", "geonames_id"], ascending=[False, True])
    return tuple(
        Place(
            geonames_id=int(row["geonames_id"]),
            name=str(row["name"]),
            country_iso3=str(row["country_iso3"]),
            admin1=row["admin1"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            population=int(row["population"]) or None,
        )
        for row in rows.to_dict("records")
    )


def place_distances_km(
    places: Sequence[str | None],
    iso3s: Sequence[str | None],
    longitudes: ArrayLike,
    latitudes: ArrayLike,
    admin1s: Sequence[str | None] | None = None,
) -> FloatArray:
    """Return how far each point lies from the nearest populated place that its entry names.

    Kilometres, one value a row, NaN where no part of the entry is known to the gazetteer or a
    coordinate is missing. What counts as named: see :func:`find_named_places`.
    """
    named = [
        _named_positions(place, iso3, admin1 if _is_text(admin1) else None)
        if _is_text(place) and _is_text(iso3)
        else ()
        for place, iso3, admin1 in zip(places, iso3s, admin1s or [None] * len(places), strict=True)
    ]
    counts = np.array([len(positions) for positions in named], dtype=np.intp)
    of_row = np.repeat(np.arange(len(named)), counts)
    towns = load_gazetteer()[["longitude", "latitude"]].to_numpy()[
        np.fromiter(chain.from_iterable(named), dtype=np.intp)
    ]
    points = np.column_stack([np.asarray(longitudes, float), np.asarray(latitudes, float)])[of_row]
    distances = np.full(len(named), np.nan)
    starts = (np.cumsum(counts) - counts)[counts > 0]
    distances[counts > 0] = np.minimum.reduceat(haversine_km(*points.T, *towns.T), starts)
    return distances


def _is_text(value: str | None) -> TypeGuard[str]:
    """Return whether a cell holds text; an empty cell of a frame is None or NaN."""
    return isinstance(value, str) and value != ""
