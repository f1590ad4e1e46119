"""What the address of the map page says, read strictly and written whole: the only owner of that address.

Every choice a reader would share is in it: filters, colour, tier, palette, the selected cluster and the place of the
map. How the widgets' values meet it is in ``ui.map_choices``.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

import streamlit as st

import codebook
from codebook.errors import BadQueryError
from codebook.ids import is_valid_id, shorten
from geo.cluster_layer import View
from store.filters import MapFilter, RefusedQueryError
from store.map_query import DEFAULT_MEASURE, PALETTES, TIERS, MapQuery, parse_map_query

SELECTED, AT, BASE = "selected", "at", "base"
"""Names of the page's address that a tile's address does not know."""
LEFT = "address at which the map was left"
PLACE = re.compile(r"(-?\d{1,2}\.\d{4}),(-?\d{1,3}\.\d{4}),(\d{1,2})", re.ASCII)
"""Latitude and longitude in degrees, to about ten metres, and the zoom: ``31.5204,74.3587,7``."""

Query = dict[str, str | list[str]]
Pairs = list[tuple[str, str]]


class RefusedAddressError(BadQueryError):
    """The address of the map holds a name or a value that is not allowed.

    The message names all that is, in the codes of an address; ``public_message`` says in words what was refused.
    """

    next_step = "Start again from the map, and choose from the lists beside it."

    def __init__(self, message: str, public_message: str) -> None:
        super().__init__(message)
        self._public_message = public_message

    @property
    def public_message(self) -> str:
        """What a page shows: no codes but those that somebody typed."""
        return self._public_message


@dataclass(frozen=True)
class MapState:
    """The map page's shareable state.

    Attributes
    ----------
    wanted
        What the map is narrowed to.
    colour
        Name of the measure that colours.
    tier
        Which tier colours: both, first or lower.
    palette
        Value of the vocabulary ``map_palette``.
    selected
        Id of the selected cluster, None for none.
    at
        Where the reader moved the map, None where it shows what the filters let through.
    base
        Online tiles under the clusters (value of the vocabulary ``base_tiles``), None for the map's own shapes.
    """

    wanted: MapFilter
    colour: str = DEFAULT_MEASURE
    tier: str = TIERS[0]
    palette: str = PALETTES[0]
    selected: str | None = None
    at: View | None = None
    base: str | None = None

    def pairs(self) -> Pairs:
        """Return the state as names and values of an address; defaults are left out."""
        rest = (
            ("colour", self.colour, DEFAULT_MEASURE),
            ("tier", self.tier, TIERS[0]),
            ("palette", self.palette, PALETTES[0]),
            (SELECTED, self.selected, None),
            (AT, None if self.at is None else place_text(self.at), None),
            (BASE, self.base, None),
        )
        chosen = [(name, value) for name, value, default in rest if value is not None and value != default]
        return [*self.wanted.pairs(), *chosen]

    def query(self) -> Query:
        """Return the state as Streamlit takes an address: a list of values by name."""
        return {name: [value for of, value in self.pairs() if of == name] for name, _ in self.pairs()}


def address_pairs() -> Pairs:
    """Return the names and values of the address as they stand there."""
    return [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]


def read_map_state(countries_known: Collection[str]) -> MapState:
    """Return the state that the address describes.

    Parameters
    ----------
    countries_known
        Codes of the countries that the filter allows.

    Raises
    ------
    BadQueryError
        When a name or a value is not allowed; the message says which and what is.
    """
    pairs = address_pairs()
    selected = _read_selected([value for name, value in pairs if name == SELECTED])
    at = _read_place([value for name, value in pairs if name == AT])
    base = _read_base([value for name, value in pairs if name == BASE])
    query = _parse([pair for pair in pairs if pair[0] not in {SELECTED, AT, BASE}], countries_known)
    return MapState(query.filter, query.colour, query.tier, query.palette, selected, at, base)


def write_map_state(state: MapState) -> None:
    """Make the address say this state, if it does not yet."""
    wanted = state.query()
    keep_way_back(state)
    present = {name: st.query_params.get_all(name) for name in st.query_params}
    # An address without a place is always written. The layer writes the place into the browser's address by itself,
    # which Python does not see; and a link to this same page without a query empties what Python sees, but leaves the
    # browser's own as it was (Streamlit 1.67). The browser keeps no second entry for an address that it has.
    if wanted != present or state.at is None:
        st.query_params.from_dict(wanted)


def keep_way_back(state: MapState) -> None:
    """Let other pages lead back to this state of the map."""
    st.session_state[LEFT] = state.query()


def way_back() -> Query:
    """Return the address at which the reader left the map, empty for the whole map."""
    return dict(st.session_state.get(LEFT, {}))


def rounded(lat: float, lon: float, zoom: float) -> View:
    """Return a place of the map as an address can hold it, a longitude once round the world taken back."""
    return View(round(lat, 4) + 0.0, round((lon + 180.0) % 360.0 - 180.0, 4) + 0.0, round(zoom))


def place_text(at: View) -> str:
    """Return a place of the map as it stands in an address."""
    return f"{at.lat:.4f},{at.lon:.4f},{at.zoom}"


def _read_selected(chosen: list[str]) -> str | None:
    if len(chosen) > 1 or not all(is_valid_id(value) for value in chosen):
        message = f"“{shorten(' '.join(chosen), 64)}” is not the id of a cluster."
        raise BadQueryError(message)
    return chosen[0] if chosen else None


def _read_place(chosen: list[str]) -> View | None:
    if not chosen:
        return None
    found = PLACE.fullmatch(chosen[0])
    if found is None or len(chosen) > 1 or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        shown = shorten(" ".join(chosen), 64)
        message = f"{AT} is {shown!r}; allowed: latitude, longitude and zoom, as in 31.5204,74.3587,7."
        raise RefusedAddressError(message, f"The address of the map holds “{shown}”, which is no place of the map.")
    return View(float(found[1]), float(found[2]), int(found[3]))


def _read_base(chosen: list[str]) -> str | None:
    allowed = [item.value for item in codebook.values("base_tiles")]
    if len(chosen) > 1 or not set(chosen) <= set(allowed):
        shown = shorten(" ".join(chosen), 64)
        message = f"{BASE} is {shown!r}; allowed: {', '.join(allowed)}."
        raise RefusedAddressError(message, f"The address of the map holds “{shown}”, which is no base map here.")
    return chosen[0] if chosen else None


def _parse(pairs: Pairs, countries_known: Collection[str]) -> MapQuery:
    """Return what names and values of an address ask for, or refuse them in words."""
    try:
        return parse_map_query(pairs, countries_known)
    except RefusedQueryError as error:
        # The colour first: it decides which of its classes a filter may ask for.
        in_order = sorted(pairs, key=lambda pair: pair[0] != "colour")
        colour = [pair for pair in in_order[:1] if pair[0] == "colour"]
        refused = [pair for pair in in_order if not _is_allowed([*colour, pair], countries_known)]
        words = (
            f"The address of the map holds “{shorten('='.join(refused[0]), 64)}”, which the map does not know."
            if refused
            else "The address of the map makes the same choice more than once."
        )
        raise RefusedAddressError(error.message, words) from error


def _is_allowed(pairs: Pairs, countries_known: Collection[str]) -> bool:
    """Return whether names and values may stand in an address together."""
    try:
        parse_map_query(list(dict.fromkeys(pairs)), countries_known)
    except RefusedQueryError:
        return False
    return True
