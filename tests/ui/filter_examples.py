"""A value of every filter of the map, made from the registry, so that a new filter is tested without being named.

What belongs here: what a filter of each kind could be asked for. What happens then stands in the tests.
"""

from store.filters import FILTERS, Filter
from store.map_query import DEFAULT_MEASURE, allowed_values

EXAMPLE_OF_KIND = {
    "text": "leather, shoes & more",
    "date": "2026-02-28",
    "area": "60,5;95.5,5;95.5,40.25;60,40.25",
}
"""A value of each kind of filter that follows a pattern."""
COUNTRIES = ("IND", "LSO", "PAK")
FILTERS_BY_NAME = {item.name: item for item in FILTERS}


def values_for(item: Filter, measure: str = DEFAULT_MEASURE) -> tuple[str, ...]:
    """Return what a filter can be asked for: all its values, or the example of its kind."""
    if item.kind in EXAMPLE_OF_KIND:
        return (EXAMPLE_OF_KIND[item.kind],)
    return tuple(allowed_values(item, COUNTRIES, measure) or ())
