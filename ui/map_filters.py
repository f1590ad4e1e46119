"""The sidebar of the map page: what the map is narrowed to and which tier colours it."""

from dataclasses import replace

import streamlit as st

from store.atlas import Atlas
from store.filters import FILTERS, TIERS, MapFilter
from ui.url_state import TIER, WIDGET_KEYS, MapState, seed_widgets, write_map_state

FILTER_LABELS = {"country": "Country", "sector": "Sector"}
TIER_LABELS = {"both": "First tier and lower tiers", "first": "First tier", "lower": "Lower tiers"}


def map_filters(atlas: Atlas, state: MapState) -> MapState:
    """Show the filters and return the state with the reader's choices; the address follows."""
    seed_widgets(state)
    with st.sidebar:
        tier = st.selectbox("Colour by", TIERS, format_func=TIER_LABELS.__getitem__, key=WIDGET_KEYS[TIER])
        chosen = {}
        options = atlas.filter_options(state.wanted)
        for item in FILTERS:
            words = {option.value: f"{option.label} ({option.clusters:,})" for option in options[item.name]}
            chosen[item.field] = tuple(
                st.multiselect(
                    FILTER_LABELS[item.name],
                    list(words),
                    format_func=words.__getitem__,
                    key=WIDGET_KEYS[item.name],
                    placeholder=f"all {len(words)}",
                )
            )
        if any(chosen.values()):
            st.button("Show all clusters", on_click=_reset, args=(state,), width="stretch")
    changed = replace(state, wanted=MapFilter(**chosen), tier=tier)
    write_map_state(changed)
    return changed


def _reset(state: MapState) -> None:
    """Clear the filters; what colours and what is selected stay."""
    for item in FILTERS:
        st.session_state[WIDGET_KEYS[item.name]] = []
    write_map_state(replace(state, wanted=MapFilter()))
