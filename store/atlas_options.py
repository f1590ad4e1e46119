"""What a filter offers: its values in words, from counts of what the atlas's column for it holds."""

from collections.abc import Iterable, Mapping
from typing import Any

import codebook
from store.atlas_records import Option
from store.filters import YES, filter_named
from store.map_query import CLASS_FILTERS


def has_options(name: str) -> bool:
    """Return whether a filter is chosen from a list; a search, a day and an area are not.

    Raises
    ------
    RefusedQueryError
        When there is no such filter.
    """
    return filter_named(name).kind in {"values", "flag"}


def make_options(
    name: str,
    measure: str,
    of_all: Mapping[Any, int],
    found: Mapping[Any, int],
    country_names: Mapping[str, str],
) -> tuple[Option, ...]:
    """Return a filter's values with their counts, in the order that screens show them.

    Parameters
    ----------
    name
        Name of the filter.
    measure
        What the map is coloured by: its classes are the values of a filter by colour.
    of_all
        Clusters of the whole atlas by what the filter's column holds: a value, a flag or a pair.
    found
        The same for the clusters that the other filters let through.
    country_names
        Names of the countries by code, in their order.
    """
    item = filter_named(name)
    if name in CLASS_FILTERS or item.is_factor:
        return _options_of_pairs(name, measure, found)
    if item.kind == "flag":
        return (Option(YES, item.label, found.get(True, 0)),)
    words = country_names if item.domain is None else {v.value: v.label for v in codebook.values(item.domain)}
    return tuple(Option(value, label, found.get(value, 0)) for value, label in words.items() if value in of_all)


def _options_of_pairs(name: str, measure: str, found: Mapping[int, int]) -> tuple[Option, ...]:
    """Return the values or classes that pairs are made of, each counted once a cluster, and the unknown."""
    if name in codebook.FACTORS:
        labels = [(value.value, value.label) for value in codebook.values(name)]
        parts_of = {pair: {pair & 7, pair >> 3} for pair in found}
        parts_of = {pair: parts - {0} or {0} for pair, parts in parts_of.items()}
    else:
        labels = [(str(item.number), item.label) for item in codebook.measure(measure).classes]
        parts_of = {pair: {pair & 7 if name == CLASS_FILTERS[0] else pair >> 3} for pair in found}
    return (
        *(
            Option(value, label, _sum(found, parts_of, position))
            for position, (value, label) in enumerate(labels, start=1)
        ),
        Option(codebook.UNKNOWN, codebook.NOT_KNOWN, _sum(found, parts_of, 0)),
    )


def _sum(found: Mapping[int, int], parts_of: Mapping[int, Iterable[int]], position: int) -> int:
    return sum(clusters for pair, clusters in found.items() if position in parts_of[pair])
