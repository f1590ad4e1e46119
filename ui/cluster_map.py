"""The map in a page: what it shows goes in as a query, what the reader did on it comes back."""

from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from codebook.ids import is_valid_id
from geo.base_tiles import base_tiles
from geo.cluster_layer import LayerQuery, Selection, discs_shown, tile_search
from geo.cluster_map import make_map
from store import reader
from store.atlas import Atlas
from store.filters import MapFilter, filter_named
from store.map_query import CLASS_FILTERS, TIERS, allowed_values, area_points
from ui.map_area import own_shapes, say_what_is_wrong_with_the_drawn_area, take_drawn_area
from ui.map_choices import Box, fit_of, fit_to, moved, narrow_in_place, now, select
from ui.map_legend import caption, map_legend
from ui.style import theme
from ui.url_state import MapState

MAP_KEY = "cluster_map"
HEIGHT_PX = 640
CLICK_RADIUS_PX = 14
AROUND = 0.3
"""Degrees on each side of a place that is looked at from near."""
LAST_VIEW = "view that the map last told of"
LAST_SERIAL = "serial of the last {} on the map"


def cluster_map(
    atlas: Atlas, state: MapState, selected: reader.Cluster | None, highlighted: reader.Cluster | None = None
) -> None:
    """Show the map, and let what the reader does on it change the state.

    Parameters
    ----------
    atlas
        Answers what lies near a click.
    state
        What to show.
    selected, highlighted
        Facts of the selected cluster and of the one whose row in the table has the focus, so that the map can ring
        them and bring them into view.
    """
    # What the map told of is there before it is drawn again: its own place goes back to it, and no older one.
    state = _place_told(now(state), st.session_state.get(MAP_KEY) or {})
    query = LayerQuery(
        tile_search(dict(state.wanted.chosen), colour=state.colour, shown=state.tier, version=atlas.tag),
        shown=discs_shown(state.colour, state.tier),
        theme=theme(),
        selected=_selection(selected),
        legend=map_legend(atlas, state),
        view=state.at,
        fit=fit_of(state),
        area=[point for value in state.wanted.values_of("area") for point in area_points(value)],
        overlay=own_shapes(),
        base_tiles=None if state.base is None else base_tiles(state.base),
        highlighted=_selection(highlighted),
        palette=state.palette,
        caption=caption(atlas, state),
    )
    value = st_folium(
        make_map(),
        key=MAP_KEY,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=query,
    )
    _answer(atlas, state, value or {})
    say_what_is_wrong_with_the_drawn_area()


def _place_told(state: MapState, told: dict[str, Any]) -> MapState:
    """Return the state at the place that the reader moved the map to, if the map tells of a new one.

    Every rerun brings the old value back, also after a filter has moved the map elsewhere.
    """
    view = told.get("view")
    if not view or view == st.session_state.get(LAST_VIEW):
        return state
    st.session_state[LAST_VIEW] = view
    return moved(state, *(float(view[name]) for name in ("lat", "lon", "zoom")))


def _answer(atlas: Atlas, state: MapState, told: dict[str, Any]) -> None:
    """Do what the reader asked for on the map."""
    state = _place_told(state, told)
    if click := _new(told, "clicked"):
        chosen = _cluster_at(atlas, state, click)
        if chosen is not None and chosen != state.selected:
            select(state, chosen)
            st.rerun()
    if pressed := _new(told, "legend"):
        narrow_in_place(state, **_pressed(state, pressed))
        st.rerun()
    if drawn := _new(told, "area"):
        take_drawn_area(state, drawn["ring"])
        st.rerun()


def _new(told: dict[str, Any], what: str) -> dict[str, Any] | None:
    """Return what the map told of, None where it is the old value that every rerun brings back."""
    event: dict[str, Any] | None = told.get(what)
    key = LAST_SERIAL.format(what)
    if not event or event["serial"] == st.session_state.get(key):
        return None
    st.session_state[key] = event["serial"]
    return event


def _pressed(state: MapState, pressed: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the filters by class after one class of the legend was pressed: chosen, or let go again."""
    names = [name for name in CLASS_FILTERS if pressed["tier"] in (TIERS[0], name.removesuffix("_class"))]
    value = str(pressed["class"])
    is_chosen = all(value in state.wanted.values_of(name) for name in names)
    changed = {}
    for name in names:
        others = tuple(other for other in state.wanted.values_of(name) if other != value)
        # What a browser tells may be anything: it counts where the colour has such a class.
        is_class = value in (allowed_values(filter_named(name), (), state.colour) or ())
        changed[name] = others if is_chosen or not is_class else (*others, value)
    return changed


def _cluster_at(atlas: Atlas, state: MapState, click: dict[str, Any]) -> str | None:
    """Return the cluster whose mark was clicked, else the one that is drawn nearest to the click.

    Clusters of one town share its point, so only the mark's own id tells them apart. It comes from a browser and may
    say anything: it counts where the map shows a cluster of that id.
    """
    cluster_id = click.get("id")
    if isinstance(cluster_id, str) and is_valid_id(cluster_id) and atlas.holds(cluster_id, state.wanted, state.colour):
        return cluster_id
    latitude, longitude, zoom = (float(click[name]) for name in ("lat", "lon", "zoom"))
    return atlas.nearest_cluster(latitude, longitude, zoom, CLICK_RADIUS_PX, state.wanted, state.colour)


def _selection(cluster: reader.Cluster | None) -> Selection | None:
    if cluster is None:
        return None
    if cluster.location_precision == "country":
        return Selection(cluster.cluster_id)
    return Selection(cluster.cluster_id, cluster.latitude, cluster.longitude)


def selection_buttons(atlas: Atlas, state: MapState, cluster: reader.Cluster) -> None:
    """Show what can be done with a selection: see it from near, or let it go."""
    with st.container(horizontal=True, key="selection", gap="small"):
        if st.button("Show it from near", icon=":material/zoom_in:", type="tertiary"):
            fit_to(state, _box_around(atlas, cluster))
            st.rerun()
        if st.button("Close", icon=":material/close:", type="tertiary"):
            select(state, None)
            st.rerun()


def _box_around(atlas: Atlas, cluster: reader.Cluster) -> Box:
    """Return a box with the cluster in its middle; for a whole country that of the country's other clusters."""
    box = None
    if cluster.location_precision == "country":
        box = atlas.bounds(MapFilter(country=(cluster.country_iso3,)))
    lat, lon = cluster.latitude, cluster.longitude
    return box or (lat - AROUND, lon - AROUND, lat + AROUND, lon + AROUND)
