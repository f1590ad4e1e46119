"""The sidebar of the map page: what the map is narrowed to and which tier colours it."""

from dataclasses import replace

import streamlit as st

from store.atlas import Atlas
from store.filters import FILTERS, TIERS, MapFilter, parse_filter
from ui.url_state import TIER, WIDGET_KEYS, MapState, hold_choices, seed_widgets, write_map_state

FILTER_LABELS = {"country": "Country", "sector": "Sector"}
TIER_LABELS = {"both": "First tier and lower tiers", "first": "First tier", "lower": "Lower tiers"}


def map_filters(atlas: Atlas, state: MapState) -> MapState:
    """Show the filters and return the state with the reader's choices; the address follows."""
    seed_widgets(state)
    with st.sidebar:
        tier = st.selectbox("Colour by", TIERS, format_func=TIER_LABELS.__getitem__, key=WIDGET_KEYS[TIER])
        held = hold_choices(atlas.countries)
        options = atlas.filter_options(held)
        chosen: list[tuple[str, str]] = []
        for item in FILTERS:
            words = {option.value: f"{option.label} ({option.clusters:,})" for option in options[item.name]}
            # An address may ask for what no cluster has: that is nothing to be seen, and not everything.
            words = {**{value: f"{value} (0)" for value in held.values_of(item.name)}, **words}
            values = st.multiselect(
                FILTER_LABELS[item.name],
                list(words),
                format_func=words.__getitem__,
                key=WIDGET_KEYS[item.name],
                placeholder=f"all {len(words)}",
                # Loose matching would take Indonesia with India, and Enter would choose both.
                filter_mode="contains",
                select_all=False,
            )
            chosen += [(item.name, value) for value in values]
        if chosen:
            st.button("Show all clusters", on_click=_reset, args=(state,), width="stretch")
    # In the registry's order and not in that of the clicks: equal choices are one address.
    changed = replace(state, wanted=parse_filter(chosen, atlas.countries), tier=tier)
    write_map_state(changed)
    return changed


def _reset(state: MapState) -> None:
    """Clear the filters; what colours and what is selected stay."""
    for item in FILTERS:
        st.session_state[WIDGET_KEYS[item.name]] = []
    write_map_state(replace(state, wanted=MapFilter()))
