"""What a reader takes away from the map: a link to the view, the clusters as data; and what lies under them."""

from urllib.parse import urlencode

import streamlit as st

import codebook
from geo.base_tiles import base_tiles
from ui.map_choices import hold_choice, now, take_choices
from ui.markup import element, text
from ui.style import theme
from ui.url_state import MapState
from ui.words import heading

DATA_FORMATS = {"csv": "Table (CSV)", "geojson": "Places (GeoJSON)", "parquet": "Table (Parquet)"}
"""What the route of the clusters offers, in words."""


def map_tools(state: MapState) -> None:
    """Show what stands under the map: to share it, and to change what lies under the clusters."""
    with st.container(horizontal=True, key="map-tools", gap="small"):
        # The map has told by now where it is.
        _sharing(now(state))
        _look_of_map(now(state))


def _sharing(state: MapState) -> None:
    """Show the link to this view, and the clusters that it shows as files."""
    with st.popover("Share and download", icon=":material/share:", on_change="rerun", key="sharing") as opened:
        if not opened.open:
            return
        st.html(element("p", "This link opens the same view: filters, colour, selection and place.", kind="note"))
        st.code(link_to(state), language=None, wrap_lines=True)
        st.html(element("p", "The clusters that the filters let through, reviewed evidence only:", kind="note"))
        for format_name, words in DATA_FORMATS.items():
            st.link_button(words, data_address(state, format_name), width="stretch", icon=":material/download:")
        st.link_button("This view as one page", page_address(state), width="stretch", icon=":material/download:")
        st.html(element("p", "The page opens without internet. A picture: the button on the map.", kind="note"))


def link_to(state: MapState) -> str:
    """Return the whole address of a view, to be copied."""
    page = str(st.context.url or "").partition("?")[0].rstrip("/")
    return f"{page}/?{urlencode(state.pairs())}" if state.pairs() else f"{page}/"


def data_address(state: MapState, format_name: str) -> str:
    """Return the address of the clusters that a view shows; its colour decides what its classes stand for."""
    pairs = [*state.wanted.pairs(), ("colour", state.colour), ("format", format_name)]
    return f"/api/clusters?{urlencode(pairs)}"


def page_address(state: MapState) -> str:
    """Return the address of the view as one file that opens without internet."""
    return f"/api/map.html?{urlencode([*state.pairs(), ('theme', theme())])}"


def _look_of_map(state: MapState) -> None:
    """Show what can be chosen beside the colour: colours for print, and online tiles under the clusters."""
    with st.popover("Base map and print", icon=":material/layers:", on_change="rerun", key="look of the map") as opened:
        if not opened.open:
            return
        take_choices(state, ("palette", "base"))
        st.radio(
            "Colours",
            [item.value for item in codebook.values("map_palette")],
            format_func=lambda name: heading(codebook.label("map_palette", name)),
            key=hold_choice("palette", state),
        )
        st.selectbox(
            "Online map under the clusters",
            [item.value for item in codebook.values("base_tiles")],
            index=None,
            format_func=lambda name: heading(codebook.label("base_tiles", name)),
            key=hold_choice("base", state),
            placeholder="none: land and borders only",
        )
        st.html(element("p", text(_who_is_asked(state.base)), kind="note"))


def _who_is_asked(name: str | None) -> str:
    """Return what leaves the reader's machine with a base map, and to whom it goes."""
    if name is None:
        return (
            "Nothing is asked of anybody but this server. An online base map is fetched from others once you choose it."
        )
    said = codebook.value("base_tiles", name).meaning
    return (
        f"{said} Your browser asks {host_of(name)} for every part of the map that you look at: whoever runs it sees "
        "your internet address, your browser and which places you look at, and nothing about the clusters."
    )


def host_of(name: str) -> str:
    """Return the host that a browser asks for online tiles, such as ``tile.openstreetmap.org``."""
    return base_tiles(name).url.split("/")[2].removeprefix("{s}.")
