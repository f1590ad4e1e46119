"""The peer's page: what one would write with Streamlit, folium and pandas in an afternoon.

``?show=`` chooses: ``words`` (one sentence), ``map`` (a map without anything on it), ``marks`` (a filter, a count and
the clusters of the case base as folium's own circle markers), ``evidence`` (one cluster's rows, ``&id=``, as a table).
"""

from pathlib import Path

import folium
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

CASES = Path(__file__).resolve().parent.parent / "data" / "cases"


class PlainMap(folium.Map):
    """A folium map with Leaflet alone, from our own server: a usual one waits for four others."""

    default_js = [("leaflet", "/vendor/leaflet.js")]
    default_css = [("leaflet_css", "/vendor/leaflet.css")]


@st.cache_data
def read(name: str) -> pd.DataFrame:
    """Return one file of the case base."""
    return pd.read_csv(CASES / f"{name}.csv")


def show_map(clusters: pd.DataFrame) -> None:
    """Show the map with one marker a row."""
    plain_map = PlainMap(location=(20, 60), zoom_start=3, tiles=None)
    for name, latitude, longitude in zip(clusters["name"], clusters["latitude"], clusters["longitude"], strict=True):
        folium.CircleMarker((latitude, longitude), radius=6, tooltip=name).add_to(plain_map)
    st_folium(plain_map, key="map", height=640, use_container_width=True, returned_objects=[])


def choose_sectors(clusters: pd.DataFrame) -> pd.DataFrame:
    """Show a filter and a count; return the clusters that are left."""
    counts = clusters["sector"].value_counts()
    chosen = st.multiselect("Sector", list(counts.index), format_func=lambda sector: f"{sector} ({counts[sector]})")
    left = clusters[clusters["sector"].isin(chosen)] if chosen else clusters
    st.html(f"<p class='counting'><strong>{len(left)} clusters</strong></p>")
    return left


st.write("A plain page.")
shown = st.query_params.get("show", "words")
if shown == "map":
    show_map(read("clusters").head(0))
elif shown == "marks":
    show_map(choose_sectors(read("clusters")))
elif shown == "evidence":
    rows = read("evidence")
    st.dataframe(rows[rows["cluster_id"] == st.query_params["id"]].merge(read("sources"), on="source_id", how="left"))
