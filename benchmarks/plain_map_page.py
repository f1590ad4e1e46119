"""The peers' pages: the same clusters with place, name and colours, drawn as folium and pydeck are made to be used.

``?peer=`` chooses: ``fast`` (FastMarkerCluster), ``bare`` (the same with nothing but places), ``geojson`` (one GeoJson
layer), ``deck`` (pydeck's ScatterplotLayer), ``words`` (one sentence). The rows come from the Parquet file that
CLUSTERWATCH_PEER_ROWS names, and are read before the time counts.
"""

import os
from typing import Any

import folium
import pandas as pd
import pydeck
import streamlit as st
from folium.plugins import FastMarkerCluster
from streamlit_folium import st_folium

COLOURS = {1: "#7A4A12", 2: "#C08A3E", 3: "#D9D6CC", 4: "#6BA3A8", 5: "#0F5E6B"}
DRAW_ONE = """function (row) {
  var marker = L.circleMarker([row[0], row[1]], {radius: 6, color: row[3], fillColor: row[4]});
  return marker.bindTooltip(row[2]);
}"""


@st.cache_data
def read() -> pd.DataFrame:
    """Return the clusters: name, latitude, longitude, and the colour of each tier."""
    rows = pd.read_parquet(os.environ["CLUSTERWATCH_PEER_ROWS"])
    return rows.assign(first=rows["first"].map(COLOURS), lower=rows["lower"].map(COLOURS))


def plain_map() -> folium.Map:
    """Return a map without anything on it."""
    return folium.Map(location=(20, 60), zoom_start=3, tiles=None)


def show(layered: folium.Map) -> None:
    """Show a map as our page does."""
    st_folium(layered, key="map", height=720, use_container_width=True, returned_objects=[])


def feature(name: str, latitude: float, longitude: float, first: str, lower: str) -> dict[str, Any]:
    """Return one cluster as GeoJSON."""
    geometry = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "geometry": geometry, "properties": {"name": name, "first": first, "lower": lower}}


clusters = read()
peer = st.query_params.get("peer", "words")
st.write("A plain page.")
if peer == "fast":
    rows = clusters[["latitude", "longitude", "name", "first", "lower"]].to_numpy(dtype=object).tolist()
    layered = plain_map()
    FastMarkerCluster(rows, callback=DRAW_ONE).add_to(layered)
    show(layered)
elif peer == "bare":
    layered = plain_map()
    FastMarkerCluster(clusters[["latitude", "longitude"]].to_numpy().tolist()).add_to(layered)
    show(layered)
elif peer == "geojson":
    shown = clusters[["name", "latitude", "longitude", "first", "lower"]]
    features = [feature(*row) for row in shown.itertuples(index=False, name=None)]
    layered = plain_map()
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=folium.CircleMarker(radius=6),
        tooltip=folium.GeoJsonTooltip(["name"]),
        style_function=lambda item: {"color": item["properties"]["first"], "fillColor": item["properties"]["lower"]},
    ).add_to(layered)
    show(layered)
elif peer == "deck":
    layer = pydeck.Layer(
        "ScatterplotLayer", clusters, get_position=["longitude", "latitude"], get_radius=6, pickable=True
    )
    view = pydeck.ViewState(latitude=20, longitude=60, zoom=3)
    st.pydeck_chart(pydeck.Deck(layers=[layer], initial_view_state=view, tooltip={"text": "{name}"}))
