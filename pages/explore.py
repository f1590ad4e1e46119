"""The map: every cluster, what its colour means, and the card of the one that is chosen."""

import streamlit as st

from store import atlas as read_model
from ui.case import read_case
from ui.cluster_card import cluster_card, empty_card
from ui.cluster_map import cluster_map
from ui.cluster_table import cluster_table
from ui.counting import counting_sentence
from ui.frame import calmly, page
from ui.map_filters import map_filters
from ui.url_state import MapState, read_map_state, select

TITLE = "Map of industrial clusters"

with page(TITLE) as lake:
    atlas = read_model.current(lake)
    state = map_filters(atlas, read_map_state(atlas.countries))
    counting_sentence(lake, atlas, state)

    @st.fragment
    @calmly(TITLE)
    def map_card_and_table(state: MapState) -> None:
        """Show map, card and table; a click or a chosen row changes only these."""
        clusters = atlas.clusters_for_table(state.wanted)
        case = read_case(lake, state.selected) if state.selected else None
        map_column, card_column = st.columns([7, 3], gap="medium")
        with map_column:
            chosen = cluster_map(atlas, state, case.cluster if case else None)
        with card_column:
            if case is None:
                chosen = empty_card(clusters) or chosen
            else:
                cluster_card(case)
        chosen = cluster_table(clusters) or chosen
        if chosen and chosen != state.selected:
            select(state, chosen)
            st.rerun()

    map_card_and_table(state)
