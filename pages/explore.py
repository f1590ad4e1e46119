"""The map: every cluster, what its colour means, and the card of the one that is chosen."""

from functools import cache

import pandas as pd
import streamlit as st

from store import atlas as read_model
from store import reader
from ui.case import read_case
from ui.cluster_card import cluster_card, empty_card
from ui.cluster_map import cluster_map, selection_buttons
from ui.cluster_table import cluster_table, id_in_focus
from ui.counting import counting_sentence
from ui.frame import calmly, page
from ui.map_choices import map_choices, select
from ui.map_filters import map_filters
from ui.map_sharing import map_tools
from ui.url_state import MapState

TITLE = "Map of industrial clusters"

with page(TITLE) as lake:
    atlas = read_model.current(lake)
    state = map_choices(atlas)
    sentence = st.container()

    @cache
    def shown_clusters() -> pd.DataFrame:
        """Return the clusters that the filters let through, asked for once a run and after the map."""
        return atlas.clusters_for_table(state.wanted, measure=state.colour)

    @st.fragment
    @calmly(TITLE)
    def map_alone(state: MapState, selected: reader.Cluster | None, pointed_at: reader.Cluster | None) -> None:
        """Show the map and what can be taken from it; moving it reads nothing and changes nothing else."""
        cluster_map(atlas, state, selected, pointed_at)
        map_tools(state)

    @st.fragment
    @calmly(TITLE)
    def map_card_and_table(state: MapState) -> None:
        """Show map, card and table; a click or a chosen row changes only these."""
        case = read_case(lake, state.selected) if state.selected else None
        in_focus = id_in_focus(shown_clusters, state)
        map_column, card_column = st.columns([7, 3], gap="medium")
        with map_column:
            map_alone(state, case.cluster if case else None, reader.cluster(lake, in_focus) if in_focus else None)
        chosen = None
        with card_column:
            if case is None:
                chosen = empty_card(shown_clusters(), state.colour)
            else:
                selection_buttons(atlas, state, case.cluster)
                cluster_card(lake, case)
        chosen = cluster_table(shown_clusters(), state) or chosen
        if chosen and chosen != state.selected:
            select(state, chosen)
            st.rerun()

    map_card_and_table(state)
    map_filters(atlas, state)
    # The sources of a million clusters take longest to count: what the map shows is on its way by then.
    with sentence:
        counting_sentence(lake, atlas, state)
