"""Filters of the map: their names in a URL, what they allow, and the struct that queries bind.

One registry serves the tiles, the pages' URLs and the queries. To add a filter: a field of
MapFilter, a row of FILTERS, one condition in sql/atlas/macro_clusters_in_filter.sql and a query
that counts its options.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import codebook
from codebook.errors import BadQueryError, UnknownNameError
from codebook.ids import shorten

LONGEST_SHOWN = 60
"""Characters of a refused name or value that its message repeats."""
COUNTRY_CODE = re.compile(r"[A-Z]{3}")
VERSION = re.compile(r"[A-Za-z0-9.-]{1,40}")

Pairs = Iterable[tuple[str, str]]


class RefusedQueryError(BadQueryError):
    """One name or value of a query is not allowed.

    ``allowed`` holds every name or value that would be, None where they follow a pattern.
    """

    def __init__(self, message: str, allowed: Sequence[str] | None) -> None:
        super().__init__(message)
        self.allowed = None if allowed is None else tuple(allowed)


@dataclass(frozen=True)
class MapFilter:
    """What the map is narrowed to: any value of a filter suffices, all filters must hold.

    Attributes
    ----------
    countries
        ISO 3166 alpha-3 codes, sorted, each once; empty means all.
    sectors
        Values of the codebook's sectors in its order, each once; empty means all.
    """

    countries: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()

    def struct(self) -> dict[str, list[str] | None]:
        """Return the value of $wanted in the queries: a list per filter, None for all."""
        return {item.name: list(self.values_of(item.name)) or None for item in FILTERS}

    def pairs(self) -> list[tuple[str, str]]:
        """Return the filter as the query of a URL; parse_filter makes an equal filter of it."""
        return [(item.name, value) for item in FILTERS for value in self.values_of(item.name)]

    def values_of(self, name: str) -> tuple[str, ...]:
        """Return the chosen values of the filter with this name in a URL; empty means all.

        Raises
        ------
        RefusedQueryError
            When there is no such filter.
        """
        values: tuple[str, ...] = getattr(self, _filter_named(name).field)
        return values

    def without(self, name: str) -> "MapFilter":
        """Return the filter with all values of one filter let through again.

        Raises
        ------
        RefusedQueryError
            When there is no such filter.
        """
        chosen = {item.field: self.values_of(item.name) for item in FILTERS}
        return MapFilter(**{**chosen, _filter_named(name).field: ()})


@dataclass(frozen=True)
class Filter:
    """One way to narrow the map.

    Attributes
    ----------
    name
        Name in a URL, and of the field in the struct that queries bind.
    field
        Field of MapFilter that holds the chosen values.
    column
        Column of the table clusters, and of the atlas, that the values are compared with.
    options
        Query below sql/atlas/ that counts clusters per value.
    """

    name: str
    field: str
    column: str
    options: str

    @property
    def domain(self) -> str | None:
        """Vocabulary of the codebook that the values come from; None where the lake decides."""
        return codebook.column("clusters", self.column).domain_name


FILTERS: tuple[Filter, ...] = (
    Filter("country", "countries", "country_iso3", "atlas/country_options"),
    Filter("sector", "sectors", "sector", "atlas/sector_options"),
)
"""Every filter there is, in the order they are offered."""

COLOURS = ("above_unknown",)
"""What the map can be coloured by; the first is the default."""

TIERS = ("both", *(item.value for item in codebook.values("model_tier")))
"""Which tiers the map's marks show; the first is the default."""


@dataclass(frozen=True)
class MapQuery:
    """The whole query of a tile's URL.

    Attributes
    ----------
    filter
        What the map is narrowed to.
    colour, tier
        What the marks show; tiles hold the same for all of them so far.
    version
        Tag of the atlas that the asking page knows, None when it does not say.
    """

    filter: MapFilter
    colour: str
    tier: str
    version: str | None


def parse_filter(pairs: Pairs, countries_known: Collection[str]) -> MapFilter:
    """Return the filter that the query of a URL describes.

    Parameters
    ----------
    pairs
        Names and values in their order; a name repeats for several values.
    countries_known
        Codes of the countries in the lake. With an empty lake every well-formed code passes.

    Raises
    ------
    RefusedQueryError
        When a name or value is unknown; it says which and what is allowed.
    """
    chosen: dict[str, set[str]] = {item.name: set() for item in FILTERS}
    for name, value in pairs:
        item = _filter_named(name)
        _check_value(item, value, countries_known)
        chosen[name].add(value)
    return MapFilter(
        **{item.field: _in_order(item, chosen[item.name]) for item in FILTERS},
    )


def parse_map_query(pairs: Pairs, countries_known: Collection[str]) -> MapQuery:
    """Return the query of a tile's URL, with the defaults of what it leaves out.

    Raises
    ------
    RefusedQueryError
        When a name or value is unknown, or a name that takes one value is repeated.
    """
    filters = {item.name for item in FILTERS}
    chosen: dict[str, str] = {}
    rest: list[tuple[str, str]] = []
    for name, value in pairs:
        if name in filters:
            rest.append((name, value))
            continue
        _check_single(name, value)
        if name in chosen:
            message = f"{name} takes one value, but the address gives more."
            raise RefusedQueryError(message, (name,))
        chosen[name] = value
    return MapQuery(
        filter=parse_filter(rest, countries_known),
        colour=chosen.get("colour", COLOURS[0]),
        tier=chosen.get("tier", TIERS[0]),
        version=chosen.get("v"),
    )


SINGLE: dict[str, tuple[str, ...] | None] = {"colour": COLOURS, "tier": TIERS, "v": None}
"""Names of a tile's URL that take one value, with what is allowed; None: a pattern decides."""


def _filter_named(name: str) -> Filter:
    for item in FILTERS:
        if item.name == name:
            return item
    raise _unknown_name(name, [item.name for item in FILTERS])


def _check_single(name: str, value: str) -> None:
    if name not in SINGLE:
        raise _unknown_name(name, [*(item.name for item in FILTERS), *SINGLE])
    allowed = SINGLE[name]
    if allowed is not None and value not in allowed:
        raise _refusal(name, value, allowed)
    if allowed is None and not VERSION.fullmatch(value):
        message = f"{name} is {_shown(value)!r}; allowed: up to 40 letters, digits, dots, hyphens."
        raise RefusedQueryError(message, None)


def _check_value(item: Filter, value: str, countries_known: Collection[str]) -> None:
    if item.domain is not None:
        allowed = [entry.value for entry in codebook.values(item.domain)]
    elif countries_known:
        allowed = sorted(countries_known)
    elif COUNTRY_CODE.fullmatch(value):
        return
    else:
        message = f"{item.name} is {_shown(value)!r}; allowed: codes of three capital letters."
        raise RefusedQueryError(message, None)
    if value not in allowed:
        raise _refusal(item.name, value, allowed)


def _refusal(kind: str, value: str, allowed: Sequence[str]) -> RefusedQueryError:
    """Return the error for one value; the message repeats little of what may be long."""
    return RefusedQueryError(UnknownNameError.of(kind, _shown(value), allowed).message, allowed)


def _unknown_name(name: str, allowed: Sequence[str]) -> RefusedQueryError:
    return _refusal("filter", name, allowed)


def _shown(value: str) -> str:
    return shorten(value, LONGEST_SHOWN)


def _in_order(item: Filter, values: Collection[str]) -> tuple[str, ...]:
    """Return values in one order whatever the URL's, so that equal filters are equal."""
    if item.domain is None:
        return tuple(sorted(values))
    return tuple(entry.value for entry in codebook.values(item.domain) if entry.value in values)
