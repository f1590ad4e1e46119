"""The sidebar of the map page: what the map is narrowed to, each choice with its count under the other filters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

import codebook
from store.atlas import Atlas
from store.atlas_records import Option
from store.filters import FILTERS, Filter, MapFilter, filter_named
from store.map_query import LONGEST_TEXT
from store.map_words import value_in_words
from ui.map_area import area_filter, own_shapes_upload
from ui.map_choices import change, hold
from ui.map_legend import colour_choices, narrowed_to
from ui.markup import element, text
from ui.url_state import MapState

FIRST = ("q", "country", "un_subregion", "sector")
"""Filters that always stand at the top; the others are folded away by their group."""
FIRST_FACTORS = ("export_orientation", "union_presence", "effluent_treatment")
"""Factors that are offered before a reader looks for another."""
ADDED = "factors that were added to the filters"
ADD = "factor to add"
GROUP_KEY = "filters of the group {}"
"""Key of the folded group of filters, by its name in the codebook."""
EARLIEST_DAY = date(2000, 1, 1)
"""First day of the calendar; an address may name an earlier one."""


def map_filters(atlas: Atlas, state: MapState) -> None:
    """Show every filter in the sidebar: the first ones at the top, the others folded by their group."""
    with st.sidebar:
        _show(atlas, state, [filter_named(name) for name in FIRST])
        colour_choices(state)
        _folded(atlas, state)
        if state.wanted.chosen:
            st.html(element("p", text(f"Narrowed to: {narrowed_to(atlas, state)}."), kind="note"))
            st.button("Show all clusters", on_click=show_all, args=(state,), width="stretch")


def _folded(atlas: Atlas, state: MapState) -> None:
    """Show the other filters by their group; a folded group asks the atlas for nothing."""
    for group in codebook.values("filter_group"):
        items = [item for item in FILTERS if item.group == group.value and item.name not in FIRST]
        if not items:
            continue
        key = GROUP_KEY.format(group.value)
        chosen = sum(bool(state.wanted.values_of(item.name)) for item in items)
        # A link unfolds what it narrows by; from then on the reader folds.
        st.session_state.setdefault(key, chosen > 0)
        # With another label, a count in it say, Streamlit 1.67 takes it for another group and folds it.
        with st.expander(group.label, key=key, on_change="rerun") as folded:
            if folded.open:
                _show(atlas, state, _offered(items, state))
                _add_factor(items, state)


def show_all(state: MapState) -> None:
    """Take every filter away; what colours and what is selected stay."""
    st.session_state.pop(ADDED, None)
    change(replace(state, wanted=MapFilter(), at=None))


def _show(atlas: Atlas, state: MapState, items: Sequence[Filter]) -> None:
    """Draw filters; the atlas counts in one go what they offer."""
    counted = [item.name for item in items if item.kind in {"values", "flag"}]
    options = atlas.filter_options(state.wanted, counted, state.colour)
    for item in items:
        DRAWN[item.kind](item, state, options.get(item.name, ()))


def _draw_values(item: Filter, state: MapState, options: Sequence[Option]) -> None:
    words = {option.value: f"{option.label} ({option.clusters:,})" for option in options}
    # An address may ask for what no cluster has: that is nothing to be seen, and not everything.
    missing = [value for value in state.wanted.values_of(item.name) if value not in words]
    words |= {value: f"{value_in_words(item, value, state.colour, {})} (0)" for value in missing}
    st.multiselect(
        item.label,
        list(words),
        format_func=words.__getitem__,
        key=hold(item, state),
        placeholder=f"all {len(words)}",
        # Loose matching would take Indonesia with India, and Enter would choose both.
        filter_mode="contains",
        select_all=False,
        help=item.meaning if item.name not in FIRST else None,
    )


def _draw_flag(item: Filter, state: MapState, options: Sequence[Option]) -> None:
    count = sum(option.clusters for option in options)
    st.checkbox(f"{item.label} ({count:,})", key=hold(item, state), help=item.meaning)


def _draw_text(item: Filter, state: MapState, options: Sequence[Option]) -> None:
    del options
    st.text_input(
        item.label,
        key=hold(item, state),
        max_chars=LONGEST_TEXT,
        placeholder="name, place or product",
        icon=":material/search:",
    )


def _draw_date(item: Filter, state: MapState, options: Sequence[Option]) -> None:
    del options
    chosen = [date.fromisoformat(value) for value in state.wanted.values_of(item.name)]
    st.date_input(
        item.label,
        value=None,
        key=hold(item, state),
        min_value=min([EARLIEST_DAY, *chosen]),
        max_value=max([date.today(), *chosen]),
        format="YYYY-MM-DD",
        help=item.meaning,
    )


def _draw_area(item: Filter, state: MapState, options: Sequence[Option]) -> None:
    del options
    area_filter(item, state)
    own_shapes_upload()


DRAWN = {
    "values": _draw_values,
    "flag": _draw_flag,
    "text": _draw_text,
    "date": _draw_date,
    "area": _draw_area,
}
"""How a filter is drawn, by its kind."""


def _offered(items: Sequence[Filter], state: MapState) -> list[Filter]:
    """Return the filters of a group that are drawn: of the factors only the first, the chosen and the added."""
    added = st.session_state.get(ADDED, ())
    first = sorted(items, key=lambda item: FIRST_FACTORS.index(item.name) if item.name in FIRST_FACTORS else 99)
    return [
        item
        for item in first
        if not item.is_factor or item.name in (*FIRST_FACTORS, *added) or state.wanted.values_of(item.name)
    ]


def _add_factor(items: Sequence[Filter], state: MapState) -> None:
    """Offer the factors of a group that are not drawn yet."""
    drawn = _offered(items, state)
    left = [item.name for item in items if item not in drawn]
    if left:
        st.selectbox(
            "Filter by another factor",
            left,
            index=None,
            format_func=lambda name: filter_named(name).label,
            key=ADD,
            on_change=_add,
            placeholder=f"{len(left)} more",
            filter_mode="contains",
        )


def _add(*_: object) -> None:
    """Draw one more factor from now on; the list of what is left begins empty again."""
    name = st.session_state[ADD]
    if name is not None:
        st.session_state[ADDED] = (*st.session_state.get(ADDED, ()), name)
        st.session_state[ADD] = None
