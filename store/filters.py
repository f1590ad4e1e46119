"""Filters of the map: their registry, and what a map is narrowed to.

One registry serves the tiles, the exports, the pages' URLs and the queries. To add a filter: a row of
the vocabulary ``filter``, a row of FILTERS, and a condition in sql/atlas/macro_clusters_in_filter.sql.
What the query of a URL may say is in map_query.py.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import codebook
from codebook.errors import BadQueryError, UnknownNameError
from codebook.ids import shorten

LONGEST_SHOWN = 60
"""Characters of a refused name or value that its message repeats."""

YES = codebook.value("yes_no", "yes").value
"""What a flag says to let through only what has it."""


class RefusedQueryError(BadQueryError):
    """One name or value of a query is not allowed.

    ``allowed`` holds every name or value that would be, None where they follow a pattern.
    """

    def __init__(self, message: str, allowed: Sequence[str] | None) -> None:
        super().__init__(message)
        self.allowed = None if allowed is None else tuple(allowed)


@dataclass(frozen=True)
class Filter:
    """One way to narrow the map.

    Attributes
    ----------
    name
        Name in a URL, and of the field in the struct that queries bind.
    kind
        ``values``: any of several values; ``flag``: yes or not asked; ``text``, ``date``, ``area``:
        one value that follows a pattern.
    group
        Value of the vocabulary ``filter_group``.
    domain
        Vocabulary that the values come from; None where the lake, the measure or a pattern decides.
    """

    name: str
    kind: str
    group: str
    domain: str | None = None

    @property
    def label(self) -> str:
        """What screens call the filter."""
        if self.name in codebook.FACTORS:
            return codebook.factor(self.name).label
        return codebook.label("filter", self.name)

    @property
    def meaning(self) -> str:
        """One sentence on what the filter lets through."""
        if self.name in codebook.FACTORS:
            return codebook.factor(self.name).definition
        return codebook.value("filter", self.name).meaning

    @property
    def is_factor(self) -> bool:
        """True where a factor's value in either tier decides."""
        return self.name in codebook.FACTORS

    def in_order(self, values: Collection[str]) -> tuple[str, ...]:
        """Return values, each once, in one order whatever the URL's: equal choices are equal filters."""
        known = [item.value for item in codebook.values(self.domain)] if self.domain else []
        return tuple(sorted(set(values), key=lambda value: _place(value, known)))


def _place(value: str, known: list[str]) -> tuple[bool, int, str]:
    """Sort key: the vocabulary's order, else the alphabet's; what is not known comes last."""
    return value == codebook.UNKNOWN, known.index(value) if value in known else len(known), value


FILTERS: tuple[Filter, ...] = (
    Filter("country", "values", "place"),
    Filter("un_subregion", "values", "place", "un_subregion"),
    Filter("location_precision", "values", "place", "location_precision"),
    Filter("area", "area", "place"),
    Filter("sector", "values", "what", "sector"),
    Filter("q", "text", "what"),
    Filter("completeness", "values", "evidence", "completeness"),
    Filter("rival", "flag", "evidence"),
    Filter("changed_since", "date", "evidence"),
    Filter("proposition_class", "values", "prediction", "proposition_class"),
    Filter("smokescreen", "flag", "prediction"),
    Filter("first_class", "values", "prediction"),
    Filter("lower_class", "values", "prediction"),
    *(Filter(name, "values", "factor", name) for name in codebook.FACTORS),
)
"""Every filter there is, in the order they are offered."""

FILTER_NAMES: tuple[str, ...] = tuple(item.name for item in FILTERS)
_BY_NAME = {item.name: item for item in FILTERS}


def filter_named(name: str) -> Filter:
    """Return the filter with this name in a URL.

    Raises
    ------
    RefusedQueryError
        When there is no such filter.
    """
    if name not in _BY_NAME:
        raise unknown_name(name, FILTER_NAMES)
    return _BY_NAME[name]


def unknown_name(name: str, allowed: Sequence[str]) -> RefusedQueryError:
    """Return the error for a name that no query may have."""
    return refusal("filter", name, allowed)


def refusal(kind: str, value: str, allowed: Sequence[str]) -> RefusedQueryError:
    """Return the error for one value of a kind; the message repeats little of what may be long."""
    shown = shorten(value, LONGEST_SHOWN)
    return RefusedQueryError(UnknownNameError.of(kind, shown, allowed).message, allowed)


@dataclass(frozen=True, init=False)
class MapFilter:
    """What the map is narrowed to: any value of a filter suffices, all filters must hold.

    ``MapFilter(country=("IND", "PAK"), sector=("leather",))``; a filter that is not named lets all
    through. Values are not judged here, only put in order: parse_filter of map_query.py is strict.

    Attributes
    ----------
    chosen
        Names and values of the filters that narrow, in the registry's order.

    Raises
    ------
    RefusedQueryError
        When there is no filter of a name.
    """

    chosen: tuple[tuple[str, tuple[str, ...]], ...]

    def __init__(self, **values: Iterable[str]) -> None:
        ordered = {name: filter_named(name).in_order(tuple(given)) for name, given in values.items()}
        chosen = tuple((name, ordered[name]) for name in FILTER_NAMES if ordered.get(name))
        object.__setattr__(self, "chosen", chosen)

    def struct(self) -> dict[str, list[str] | None]:
        """Return the value of $wanted in the queries: a list per filter, None for all."""
        given = dict(self.chosen)
        return {name: list(given[name]) if name in given else None for name in FILTER_NAMES}

    def pairs(self) -> list[tuple[str, str]]:
        """Return the filter as the query of a URL; parse_filter makes an equal filter of it."""
        return [(name, value) for name, values in self.chosen for value in values]

    def values_of(self, name: str) -> tuple[str, ...]:
        """Return the chosen values of the filter with this name in a URL; empty means all.

        Raises
        ------
        RefusedQueryError
            When there is no such filter.
        """
        return dict(self.chosen).get(filter_named(name).name, ())

    def without(self, name: str) -> "MapFilter":
        """Return the filter with all values of one filter let through again.

        Raises
        ------
        RefusedQueryError
            When there is no such filter.
        """
        left = filter_named(name).name
        return MapFilter(**{other: values for other, values in self.chosen if other != left})
