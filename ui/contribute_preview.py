"""What a file would add, before it is given: every statement as a table, every new place on a map."""

from typing import Any

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

import codebook
from etl.importing import Contribution, ImportResult
from geo.cluster_layer import Fit, LayerQuery, tile_search
from geo.cluster_map import make_map
from store import atlas as read_model
from store.connection import Lake
from store.map_query import TIERS
from ui.markup import count
from ui.style import theme

SHOWN_ROWS = 500
HEIGHT_PX = 320
AROUND = 1.0
"""Degrees around the new places that the map shows."""


def preview(lake: Lake, contribution: Contribution, tried: ImportResult) -> None:
    """Show what the ready rows add: the table first, then the map of new clusters where there are any."""
    _table(contribution, tried)
    if tried.committed["clusters"]:
        _map(lake, contribution)


def _table(contribution: Contribution, tried: ImportResult) -> None:
    evidence = contribution.tables["evidence"].to_pandas()
    names = contribution.tables["clusters"].to_pandas().set_index("cluster_id")["name"].to_dict()
    shown = pd.DataFrame(
        {
            "What it is": [_state_words(row, tried) for row in evidence.to_dict("records")],
            "Cluster": [names.get(cluster_id, cluster_id) for cluster_id in evidence["cluster_id"]],
            "About": [codebook.factor(name).label for name in evidence["factor"]],
            "Value": [
                codebook.label(factor, value)
                for factor, value in zip(evidence["factor"], evidence["value"], strict=True)
            ],
            "Line": evidence["line"],
        }
    )
    st.dataframe(shown.head(SHOWN_ROWS), hide_index=True, width="stretch", key="what the file adds")
    if len(shown) > SHOWN_ROWS:
        st.caption(f"The first {SHOWN_ROWS} of {len(shown):,} statements.")


def _state_words(row: dict[Any, Any], tried: ImportResult) -> str:
    """Return what a statement is beside those that are there."""
    if row["evidence_id"] in tried.given_again:
        return "changed: takes the place of what you gave before"
    if row["evidence_id"] in tried.rivals:
        standing = codebook.label(row["factor"], tried.rivals[row["evidence_id"]])
        return f"conflicting: “{standing}” stands there"
    return "new"


@st.fragment
def _map(lake: Lake, contribution: Contribution) -> None:
    """Show the new places on the map of all clusters; nothing is stored by it."""
    clusters = contribution.tables["clusters"].to_pandas()
    points = clusters[["longitude", "latitude"]].astype(float)
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Point", "coordinates": place}}
        for name, place in zip(clusters["name"], points.to_numpy().tolist(), strict=True)
    ]
    south, west = points["latitude"].min() - AROUND, points["longitude"].min() - AROUND
    north, east = points["latitude"].max() + AROUND, points["longitude"].max() + AROUND
    st.caption(f"{count(len(features), 'new place', 'new places')} among the clusters that are there.")
    query = LayerQuery(
        tile_search({}, colour=codebook.MEASURE_NAMES[0], shown=TIERS[0], version=read_model.current(lake).tag),
        shown=TIERS[0],
        theme=theme(),
        selected=None,
        fit=Fit(1, max(south, -85.0), west, min(north, 85.0), east),
        overlay={"type": "FeatureCollection", "features": features},
    )
    st_folium(
        make_map(),
        key=f"new places {contribution.sha256}",
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=query,
    )
