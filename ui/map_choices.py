"""What the reader of the map has chosen: address and widgets made one state, which both then say.

Streamlit forgets a widget that is not drawn, and most of ours stand in folded groups: so the state is kept here, the
widgets are given its values before they are drawn, and change it when the reader changes them. Whatever else changes
it (an address, a legend, a button) goes through the address, from which the next run seeds the widgets.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from geo.cluster_layer import Fit
from store.atlas import Atlas
from store.filters import FILTERS, YES, Filter, MapFilter
from store.map_query import CLASS_FILTERS, parse_filter
from ui.url_state import AT, MapState, Pairs, address_pairs, keep_way_back, read_map_state, rounded, write_map_state

SEEN = "address of the map as the page knows it"
STATE = "state of the map"
FITTED = "what the map was last fitted to"
FIT = "the box to bring into view"
SERIAL = "number of boxes that were brought into view"
Box = tuple[float, float, float, float]
"""South, west, north and east in degrees."""
CHOICES = ("colour", "tier", "palette", "base")
"""What the map shows beside its filters, by its name in an address and in the state."""
WIDGET_KEYS = {
    **{item.name: f"filter {item.name}" for item in FILTERS if item.kind != "area"},
    **{name: f"choice of {name}" for name in CHOICES},
}
"""Key of the widget of each filter and choice that has one, by its name in an address."""


def map_choices(atlas: Atlas) -> MapState:
    """Return what the reader has chosen, by the address or by the widgets; the address then says it.

    Raises
    ------
    BadQueryError
        When the address holds what is not allowed.
    """
    # The widget of the colour is always drawn: without it the reader has just come to this page.
    is_new = WIDGET_KEYS["colour"] not in st.session_state
    seen: Pairs | None = st.session_state.get(SEEN)
    if is_new or seen is None or _without_place(address_pairs()) != _without_place(seen):
        state = read_map_state(atlas.countries)
        _forget_widgets()
    else:
        state = st.session_state[STATE]
        if address_pairs() != seen:
            # The layer wrote where the map is: that is no other choice, and the widgets still have their say.
            state = replace(state, at=read_map_state(atlas.countries).at)
        state = _changed_by_widgets(state, atlas)
    _fit_where_narrowed(state, atlas)
    _keep(state)
    return state


def _without_place(pairs: Pairs) -> Pairs:
    return [pair for pair in pairs if pair[0] != AT]


def _keep(state: MapState) -> None:
    st.session_state[STATE] = state
    write_map_state(state)
    # As it stands there, and not as we would write it: its names may come in another order.
    st.session_state[SEEN] = address_pairs()


def change(state: MapState) -> None:
    """Make the address say a state that no widget made; the next run reads it there and seeds the widgets."""
    st.session_state[STATE] = state
    st.session_state[SEEN] = None
    write_map_state(state)


def select(state: MapState, cluster_id: str | None) -> None:
    """Make the address say that another cluster is selected."""
    change(replace(now(state), selected=cluster_id))


def narrow(state: MapState, **values: tuple[str, ...]) -> None:
    """Make the address say that filters, by their names, have other values; empty lets all through."""
    wanted = MapFilter(**{**dict(state.wanted.chosen), **values})
    change(replace(now(state), wanted=wanted, at=None))


def narrow_in_place(state: MapState, **values: tuple[str, ...]) -> None:
    """Narrow without moving the map: for a reader who points at what is seen."""
    wanted = MapFilter(**{**dict(state.wanted.chosen), **values})
    st.session_state[FITTED] = wanted
    change(replace(now(state), wanted=wanted))


def now(state: MapState) -> MapState:
    """Return a state with the place that the map has by now."""
    return replace(state, at=st.session_state[STATE].at)


def moved(state: MapState, lat: float, lon: float, zoom: float) -> MapState:
    """Return the state after the reader moved the map; the layer has told the address by itself."""
    at = rounded(lat, lon, zoom)
    kept: MapState = replace(st.session_state[STATE], at=at)
    st.session_state[STATE] = kept
    keep_way_back(kept)
    return replace(state, at=at)


def fit_to(state: MapState, box: Box) -> None:
    """Bring a box into view at the next run."""
    _ask_fit(box)
    change(replace(state, at=None))


def fit_of(state: MapState) -> Fit | None:
    """Return the box to bring into view, None where the reader has moved the map or nothing was asked for."""
    fit: Fit | None = st.session_state.get(FIT)
    return fit if state.at is None else None


def _ask_fit(box: Box | None) -> None:
    """Keep the box to bring into view; its number grows, so that the same box can be asked for again."""
    st.session_state[SERIAL] = st.session_state.get(SERIAL, 0) + 1
    st.session_state[FIT] = None if box is None else Fit(st.session_state[SERIAL], *box)


def _fit_where_narrowed(state: MapState, atlas: Atlas) -> None:
    """Ask the map to show what the filters let through, where they changed and the address names no place."""
    if state.wanted != st.session_state.get(FITTED, MapFilter()):
        st.session_state[FITTED] = state.wanted
        _ask_fit(None if state.at is not None else atlas.bounds(state.wanted, state.colour))


def _forget_widgets() -> None:
    """Let every widget take the state's values when it is drawn next."""
    for key in WIDGET_KEYS.values():
        st.session_state.pop(key, None)


def _changed_by_widgets(before: MapState, atlas: Atlas) -> MapState:
    """Return the state after what the reader changed in the widgets that are drawn."""
    chosen = {name: st.session_state.get(WIDGET_KEYS[name], getattr(before, name)) for name in CHOICES}
    pairs: Pairs = []
    for item in FILTERS:
        # A class of one colour says nothing about another.
        if item.name in CLASS_FILTERS and chosen["colour"] != before.colour:
            st.session_state.pop(WIDGET_KEYS[item.name], None)
            continue
        pairs += [(item.name, value) for value in _values_now(item, before.wanted)]
    wanted = parse_filter(pairs, atlas.countries, chosen["colour"])
    is_narrowed = wanted != before.wanted and chosen["colour"] == before.colour
    return replace(before, wanted=wanted, at=None if is_narrowed else before.at, **chosen)


def _values_now(item: Filter, before: MapFilter) -> tuple[str, ...]:
    """Return the values of a filter: those of its widget where it was drawn, else those from before."""
    key = WIDGET_KEYS.get(item.name)
    if key is None or key not in st.session_state:
        return before.values_of(item.name)
    return _address_values(item, st.session_state[key])


def _address_values(item: Filter, held: Any) -> tuple[str, ...]:
    """Return what a widget holds as the values of an address."""
    if item.kind == "values":
        return tuple(str(value) for value in held)
    if item.kind == "flag":
        return (YES,) if held else ()
    if item.kind == "date":
        return () if held is None else (held.isoformat(),)
    # A search that was pasted may hold line ends and worse; an address holds what can be seen.
    text = "".join(sign if sign.isprintable() else " " for sign in str(held or "")).strip()
    return (text,) if text else ()


def _widget_value(item: Filter, values: tuple[str, ...]) -> Any:
    """Return what a widget holds for the values of an address."""
    if item.kind == "values":
        return list(values)
    if item.kind == "flag":
        return bool(values)
    if item.kind == "date":
        return date.fromisoformat(values[0]) if values else None
    return values[0] if values else ""


def hold(item: Filter, state: MapState) -> str:
    """Give a filter's widget the state's values, before it is drawn, and return the widget's key.

    Streamlit 1.67 tells the choices of a multiselect apart by their words and drops one whose words are gone; ours
    say how many clusters there are, which changes with every other choice. What is set here outlives its words.
    """
    return _hold(item.name, _widget_value(item, state.wanted.values_of(item.name)))


def hold_choice(name: str, state: MapState) -> str:
    """Give the widget of a choice beside the filters the state's value, and return the widget's key."""
    return _hold(name, getattr(state, name))


def _hold(name: str, value: Any) -> str:
    key = WIDGET_KEYS[name]
    if isinstance(value, list) or st.session_state.get(key) != value or key not in st.session_state:
        st.session_state[key] = value
    return key


def take_choices(state: MapState, names: Sequence[str]) -> None:
    """Let the reader's changes in widgets of a fragment change the whole page; before they are drawn.

    A run of a fragment alone does not come past :func:`map_choices`.
    """
    held = {name: st.session_state.get(WIDGET_KEYS[name], getattr(state, name)) for name in names}
    if any(value != getattr(state, name) for name, value in held.items()):
        change(replace(state, **held))
        st.rerun()
