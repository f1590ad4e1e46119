"""What the address of the map page says, read strictly and written whole: the only owner of that address.

Every choice a reader would share is in it: filters, the tier that colours, the selected cluster. Widgets are
seeded from it whenever it changed under them (a shared link, back, forward), else they write to it.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

import streamlit as st

from codebook.errors import BadQueryError
from codebook.ids import is_valid_id, shorten
from store.filters import FILTERS, TIERS, MapFilter, MapQuery, RefusedQueryError, parse_filter, parse_map_query

SELECTED = "selected"
TIER = "tier"
SEEN = "address of the map as the widgets know it"
WIDGET_KEYS = {**{item.name: f"filter {item.name}" for item in FILTERS}, TIER: "tier that colours"}


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
    tier
        Which tier colours: both, first or lower.
    selected
        Id of the selected cluster, None for none.
    """

    wanted: MapFilter
    tier: str = TIERS[0]
    selected: str | None = None

    def pairs(self) -> list[tuple[str, str]]:
        """Return the state as names and values of an address; defaults are left out."""
        pairs = self.wanted.pairs()
        if self.tier != TIERS[0]:
            pairs.append((TIER, self.tier))
        if self.selected is not None:
            pairs.append((SELECTED, self.selected))
        return pairs


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
    pairs = [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
    chosen = [value for name, value in pairs if name == SELECTED]
    if len(chosen) > 1 or not all(is_valid_id(value) for value in chosen):
        message = f"“{shorten(' '.join(chosen), 64)}” is not the id of a cluster."
        raise BadQueryError(message)
    query = _parse([pair for pair in pairs if pair[0] != SELECTED], countries_known)
    return MapState(query.filter, query.tier, chosen[0] if chosen else None)


def _parse(pairs: list[tuple[str, str]], countries_known: Collection[str]) -> MapQuery:
    """Return what names and values of an address ask for, or refuse them in words."""
    try:
        return parse_map_query(pairs, countries_known)
    except RefusedQueryError as error:
        refused = [pair for pair in pairs if not _is_allowed(pair, countries_known)]
        words = (
            f"The address of the map holds “{shorten('='.join(refused[0]), 64)}”, which the map does not know."
            if refused
            else "The address of the map makes the same choice more than once."
        )
        raise RefusedAddressError(error.message, words) from error


def _is_allowed(pair: tuple[str, str], countries_known: Collection[str]) -> bool:
    try:
        parse_map_query([pair], countries_known)
    except RefusedQueryError:
        return False
    return True


def seed_widgets(state: MapState) -> None:
    """Give the widgets the address's values when it changed since they last wrote it, or when they are new here.

    They are new after every visit to another page, too: Streamlit forgets the widgets of a page that was left.
    """
    is_new = any(key not in st.session_state for key in WIDGET_KEYS.values())
    if not is_new and st.session_state.get(SEEN) == state.pairs():
        return
    for item in FILTERS:
        st.session_state[WIDGET_KEYS[item.name]] = list(state.wanted.values_of(item.name))
    st.session_state[WIDGET_KEYS[TIER]] = state.tier
    st.session_state[SEEN] = state.pairs()


def hold_choices(countries_known: Collection[str]) -> MapFilter:
    """Return what the widgets of the filters hold now, and make them hold it through this run.

    Streamlit 1.67 tells the choices of a multiselect apart by their words and drops one whose words are gone; ours
    say how many clusters there are, which changes with every other choice. What is set here outlives its words.

    Parameters
    ----------
    countries_known
        Codes of the countries that the filter allows.
    """
    for item in FILTERS:
        st.session_state[WIDGET_KEYS[item.name]] = list(st.session_state[WIDGET_KEYS[item.name]])
    pairs = [(item.name, str(value)) for item in FILTERS for value in st.session_state[WIDGET_KEYS[item.name]]]
    return parse_filter(pairs, countries_known)


def write_map_state(state: MapState) -> None:
    """Make the address say this state, if it does not yet."""
    st.session_state[SEEN] = state.pairs()
    names = dict.fromkeys(name for name, _ in state.pairs())
    wanted = {name: [value for of, value in state.pairs() if of == name] for name in names}
    present = {name: st.query_params.get_all(name) for name in st.query_params}
    # An empty state is always written: a link to this same page without a query empties what Python sees of the
    # address, but leaves the browser's own as it was (Streamlit 1.67).
    if wanted != present or not wanted:
        st.query_params.from_dict(wanted)


def select(state: MapState, cluster_id: str | None) -> MapState:
    """Return the state with another cluster selected, and make the address say so."""
    selected = replace(state, selected=cluster_id)
    write_map_state(selected)
    return selected
