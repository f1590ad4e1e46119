"""The map in a page: what it shows goes in as a query, what the reader clicked comes back."""

import streamlit as st
from streamlit_folium import st_folium

from geo.cluster_layer import LayerQuery, Selection, tile_search
from geo.cluster_map import make_map
from geo.distances import distance_to_country_km
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
    return _cluster_at(atlas, state, float(click["lat"]), float(click["lon"]), float(click["zoom"]))


def _cluster_at(atlas: Atlas, state: MapState, latitude: float, longitude: float, zoom: float) -> str | None:
    """Return the cluster drawn nearest to a click, else an entry about the whole country clicked on."""
    nearest = atlas.nearest_cluster(latitude, longitude, zoom, CLICK_RADIUS_PX, state.wanted)
    if nearest is not None:
        return nearest
    entries = atlas.country_level_clusters(state.wanted)
    distances = distance_to_country_km(
        [longitude] * len(entries), [latitude] * len(entries), [entry.country_iso3 for entry in entries]
    )
    inside = [entry for entry, distance in zip(entries, distances, strict=True) if distance == 0]
    # Of several entries about one country the better known is meant, as it is drawn on top.
    inside.sort(key=lambda entry: -(entry.first_known_factors + entry.lower_known_factors))
    return inside[0].cluster_id if inside else None


def _selection(cluster: reader.Cluster) -> Selection:
    if cluster.location_precision == "country":
        return Selection(cluster.cluster_id)
    return Selection(cluster.cluster_id, cluster.latitude, cluster.longitude)
