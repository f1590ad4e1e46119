"""The query of a view or of a tile, read strictly: every name and value is allowed, or refused with what is."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import codebook
from codebook.ids import shorten
from store.filters import (
    FILTER_NAMES,
    LONGEST_SHOWN,
    YES,
    Filter,
    MapFilter,
    RefusedQueryError,
    filter_named,
    refusal,
    unknown_name,
)

Pairs = Iterable[tuple[str, str]]

COUNTRY_CODE = re.compile(r"[A-Z]{3}")
VERSION = re.compile(r"[A-Za-z0-9.-]{1,40}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DEGREES = r"-?\d{1,3}(?:\.\d{1,5})?"
POINT = re.compile(rf"({DEGREES}),({DEGREES})", re.ASCII)
FEWEST_POINTS, MOST_POINTS = 3, 100
"""Corners that an area may have."""
LONGEST_TEXT = 80
"""Characters that a search may have."""

TIERS = ("both", *(item.value for item in codebook.values("model_tier")))
"""Which tiers the map's marks show; the first is the default."""
PALETTES = tuple(item.value for item in codebook.values("map_palette"))
"""Which colours the map takes; the first is the default."""
DEFAULT_MEASURE = codebook.MEASURE_NAMES[0]
"""What the map is coloured by unless the address says otherwise."""

SINGLE: dict[str, tuple[str, ...] | None] = {
    "colour": codebook.MEASURE_NAMES,
    "tier": TIERS,
    "palette": PALETTES,
    "v": None,
}
"""Names of a tile's URL that take one value, with what is allowed; None: a pattern decides."""


@dataclass(frozen=True)
class MapQuery:
    """The whole query of a view or of a tile.

    Attributes
    ----------
    filter
        What the map is narrowed to.
    colour
        Name of the measure that the marks show.
    tier, palette
        Which tiers they show and in which colours; tiles hold the same for all of them.
    version
        Tag of the atlas that the asking page knows, None when it does not say.
    """

    filter: MapFilter
    colour: str = DEFAULT_MEASURE
    tier: str = TIERS[0]
    palette: str = PALETTES[0]
    version: str | None = None


def parse_map_query(pairs: Pairs, countries_known: Collection[str]) -> MapQuery:
    """Return the query of a tile's URL, with the defaults of what it leaves out.

    Raises
    ------
    RefusedQueryError
        When a name or value is unknown, or a name that takes one value is repeated.
    """
    chosen: dict[str, str] = {}
    rest: list[tuple[str, str]] = []
    for name, value in pairs:
        if name in FILTER_NAMES:
            rest.append((name, value))
            continue
        _check_single(name, value)
        if name in chosen:
            raise _repeated(name)
        chosen[name] = value
    colour = chosen.get("colour", DEFAULT_MEASURE)
    return MapQuery(
        filter=parse_filter(rest, countries_known, colour),
        colour=colour,
        tier=chosen.get("tier", TIERS[0]),
        palette=chosen.get("palette", PALETTES[0]),
        version=chosen.get("v"),
    )


def parse_filter(pairs: Pairs, countries_known: Collection[str], measure: str = DEFAULT_MEASURE) -> MapFilter:
    """Return the filter that the query of a URL describes.

    Parameters
    ----------
    pairs
        Names and values in their order; a name repeats for several values.
    countries_known
        Codes of the countries in the lake. With an empty lake every well-formed code passes.
    measure
        What the map is coloured by: its classes are what a filter by colour may ask for.

    Raises
    ------
    RefusedQueryError
        When a name or value is unknown; it says which and what is allowed.
    """
    chosen: dict[str, list[str]] = {}
    for name, value in pairs:
        item = filter_named(name)
        chosen.setdefault(name, []).append(_checked(item, value, countries_known, measure))
        if item.kind in READERS and len(chosen[name]) > 1:
            raise _repeated(name)
    return MapFilter(**chosen)


def area_points(area: str) -> list[tuple[float, float]]:
    """Return the corners of an area as longitude and latitude in degrees, the last one not the first again.

    Raises
    ------
    RefusedQueryError
        When the text is no area: fewer than 3 or more than 100 points, or one that is no place on earth.
    """
    matches = [POINT.fullmatch(part) for part in area.split(";", MOST_POINTS + 1)]
    points = [(float(match[1]), float(match[2])) for match in matches if match]
    is_whole = len(points) == len(matches)
    if len(points) > FEWEST_POINTS and points[0] == points[-1]:
        points.pop()
    is_on_earth = all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in points)
    is_area = len(set(points)) >= FEWEST_POINTS and len(points) <= MOST_POINTS
    if not (is_whole and is_on_earth and is_area):
        message = (
            f"area is {shorten(area, LONGEST_SHOWN)!r}; allowed: {FEWEST_POINTS} to {MOST_POINTS} points as "
            "lon,lat;lon,lat;... in degrees with at most 5 decimals."
        )
        raise RefusedQueryError(message, None)
    return points


def _read_area(area: str) -> str:
    return ";".join(f"{_degrees(lon)},{_degrees(lat)}" for lon, lat in area_points(area))


def _degrees(number: float) -> str:
    """Return degrees in one spelling: no trailing zeros, no negative zero."""
    return f"{number + 0.0:.5f}".rstrip("0").rstrip(".")


def _read_text(text: str) -> str:
    plain = " ".join(text.split())
    if not plain or len(plain) > LONGEST_TEXT or not plain.isprintable():
        message = f"q is {shorten(text, LONGEST_SHOWN)!r}; allowed: 1 to {LONGEST_TEXT} characters."
        raise RefusedQueryError(message, None)
    return plain


def _read_day(text: str) -> str:
    try:
        is_day = DAY.fullmatch(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        is_day = False
    if not is_day:
        message = f"changed_since is {shorten(text, LONGEST_SHOWN)!r}; allowed: a day as year-month-day, 2026-05-31."
        raise RefusedQueryError(message, None)
    return text


READERS: dict[str, Callable[[str], str]] = {"area": _read_area, "text": _read_text, "date": _read_day}
"""How the one value of a filter is read, by the kind of the filter; it comes back in one spelling."""


def _check_single(name: str, value: str) -> None:
    if name not in SINGLE:
        raise unknown_name(name, (*FILTER_NAMES, *SINGLE))
    allowed = SINGLE[name]
    if allowed is not None and value not in allowed:
        raise refusal(name, value, allowed)
    if allowed is None and not VERSION.fullmatch(value):
        shown = shorten(value, LONGEST_SHOWN)
        message = f"{name} is {shown!r}; allowed: up to 40 letters, digits, dots, hyphens."
        raise RefusedQueryError(message, None)


def _checked(item: Filter, value: str, countries_known: Collection[str], measure: str) -> str:
    """Return a value of a filter in its one spelling."""
    if item.kind in READERS:
        return READERS[item.kind](value)
    allowed = allowed_values(item, countries_known, measure)
    if allowed is None:
        if COUNTRY_CODE.fullmatch(value):
            return value
        shown = shorten(value, LONGEST_SHOWN)
        message = f"{item.name} is {shown!r}; allowed: codes of three capital letters."
        raise RefusedQueryError(message, None)
    if value not in allowed:
        raise refusal(item.name, value, allowed)
    return value


def allowed_values(item: Filter, countries_known: Collection[str], measure: str) -> Sequence[str] | None:
    """Return the values that a filter takes, None where a pattern decides."""
    if item.kind in READERS:
        return None
    if item.kind == "flag":
        return (YES,)
    if item.domain is not None:
        unknown = (codebook.UNKNOWN,) if item.is_factor else ()
        return (*(entry.value for entry in codebook.values(item.domain)), *unknown)
    if item.name in CLASS_FILTERS:
        return (*(str(entry.number) for entry in codebook.measure(measure).classes), codebook.UNKNOWN)
    return sorted(countries_known) or None


CLASS_FILTERS = ("first_class", "lower_class")
"""Filters whose values are the classes of the measure that colours the map."""


def _repeated(name: str) -> RefusedQueryError:
    message = f"{name} takes one value, but the address gives more."
    return RefusedQueryError(message, (name,))
