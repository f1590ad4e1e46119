"""The map in a page: what it shows goes in as a query, what the reader clicked comes back."""

from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from codebook.ids import is_valid_id
from geo.cluster_layer import LayerQuery, Selection, tile_search
from geo.cluster_map import make_map
from store import reader
from store.atlas import Atlas
from store.filters import FILTERS
from ui.style import theme
from ui.url_state import MapState

MAP_KEY = "cluster_map"
HEIGHT_PX = 640
CLICK_RADIUS_PX = 14
LAST_CLICK = "serial of the last click on the map"


def cluster_map(atlas: Atlas, state: MapState, selected: reader.Cluster | None) -> str | None:
    """Show the map and return the id of the cluster that was just clicked, None when none was.

    Parameters
    ----------
    atlas
        Answers what lies near a click.
    state
        Filters, tier and selection to show.
    selected
        The selected cluster's facts, so that the map can ring it and bring it into view.
    """
    filters = {item.name: state.wanted.values_of(item.name) for item in FILTERS}
    query = LayerQuery(
        tile_search(filters, colour="above_unknown", shown=state.tier, version=atlas.tag),
        shown=state.tier,
        theme=theme(),
        selected=None if selected is None else _selection(selected),
    )
    value = st_folium(
        make_map(),
        key=MAP_KEY,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=query,
    )
    click = (value or {}).get("clicked")
    if not click or click["serial"] == st.session_state.get(LAST_CLICK):
        return None
    st.session_state[LAST_CLICK] = click["serial"]
    return _cluster_at(atlas, state, click)


def _cluster_at(atlas: Atlas, state: MapState, click: dict[str, Any]) -> str | None:
    """Return the cluster whose mark was clicked, else the one that is drawn nearest to the click.

    Clusters of one town share its point, so only the mark's own id tells them apart. It comes from a browser and may
    say anything: it counts where the map shows a cluster of that id.
    """
    cluster_id = click.get("id")
    if isinstance(cluster_id, str) and is_valid_id(cluster_id) and atlas.holds(cluster_id, state.wanted):
        return cluster_id
    latitude, longitude, zoom = (float(click[name]) for name in ("lat", "lon", "zoom"))
    return atlas.nearest_cluster(latitude, longitude, zoom, CLICK_RADIUS_PX, state.wanted)


def _selection(cluster: reader.Cluster) -> Selection:
    if cluster.location_precision == "country":
        return Selection(cluster.cluster_id)
    return Selection(cluster.cluster_id, cluster.latitude, cluster.longitude)
