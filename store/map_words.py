"""A filter of the map in words, as a person reads it below a picture or at the head of a saved page."""

from collections.abc import Mapping

import codebook
from store.filters import FILTERS, Filter, MapFilter
from store.map_query import CLASS_FILTERS, DEFAULT_MEASURE


def filters_in_words(
    wanted: MapFilter, measure: str = DEFAULT_MEASURE, country_names: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Return what each filter lets through, such as ``Country: India, Pakistan``; nothing for no filter.

    Parameters
    ----------
    measure
        What the map is coloured by: its classes are what a filter by colour asks for.
    country_names
        Names by code; a country without one is named by its code.
    """
    chosen = [(item, wanted.values_of(item.name)) for item in FILTERS]
    return tuple(_in_words(item, values, measure, country_names or {}) for item, values in chosen if values)


def _in_words(item: Filter, values: tuple[str, ...], measure: str, country_names: Mapping[str, str]) -> str:
    if item.kind == "flag":
        return item.label
    if item.kind == "area":
        return f"{item.label}: a shape of {values[0].count(';') + 1} corners"
    return f"{item.label}: {', '.join(value_in_words(item, value, measure, country_names) for value in values)}"


def value_in_words(item: Filter, value: str, measure: str, country_names: Mapping[str, str]) -> str:
    """Return the words of one value of a filter; texts and days stand for themselves."""
    if item.kind != "values":
        return value
    if value == codebook.UNKNOWN:
        return codebook.NOT_KNOWN
    if item.name in CLASS_FILTERS:
        return codebook.measure(measure).classes[int(value) - 1].label
    return country_names.get(value, value) if item.domain is None else codebook.label(item.domain, value)
