"""The table under the map: the same clusters in words, sortable, and the map's twin for keyboard and reader."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

import codebook
from geo.cluster_layer import is_whole
from model.states import TIERS
from store.filters import MapFilter
from store.map_query import DEFAULT_MEASURE
from ui.markup import element
from ui.url_state import MapState
from ui.words import heading, tier_name

TABLE_HEIGHT_PX = 420
NOTHING = "nothing known"
LAST_ROW = "cluster last chosen in the table"


def cluster_table(clusters: pd.DataFrame, state: MapState) -> str | None:
    """Show the clusters and return the id of the row that was just chosen, None when none was.

    Parameters
    ----------
    clusters
        As ``store.atlas.Atlas.clusters_for_table`` gives them.
    state
        What they were narrowed to, and what colours them.
    """
    st.html(
        element("h2", "The same clusters as a table")
        + element(
            "p",
            "Sort by a column’s head; choose a row by the box at its left to open it. With the keyboard: arrows move "
            "and show the place on the map, Shift and space open it.",
            kind="note",
        )
    )
    if clusters.empty:
        st.info("No cluster matches these filters. Take one away, or press “Show all clusters”.")
        return None
    st.dataframe(
        table_in_words(clusters, state.colour),
        hide_index=True,
        height=TABLE_HEIGHT_PX,
        placeholder=codebook.NOT_KNOWN,
        alt="The clusters that the map shows, one in a row",
        width="stretch",
        on_select="rerun",
        selection_mode=("single-row", "single-cell"),
        key=_key(state.wanted),
    )
    rows = _selection(state.wanted)["rows"]
    chosen = str(clusters.iloc[rows[0]]["cluster_id"]) if rows and rows[0] < len(clusters) else None
    is_new = chosen != st.session_state.get(LAST_ROW)
    st.session_state[LAST_ROW] = chosen
    return chosen if is_new else None


def id_in_focus(clusters: Callable[[], pd.DataFrame], state: MapState) -> str | None:
    """Return the id of the cluster whose row the reader stands on, None when on none; known before the table is drawn.

    Parameters
    ----------
    clusters
        Gives what the table shows; asked only where there is such a row.
    state
        What the clusters were narrowed to.
    """
    cells = _selection(state.wanted)["cells"]
    rows = clusters().iloc[int(cells[0][0]) :] if cells else pd.DataFrame()
    return None if rows.empty else str(rows.iloc[0]["cluster_id"])


def _selection(wanted: MapFilter) -> dict[str, Any]:
    state = st.session_state.get(_key(wanted)) or {}
    selection = state.get("selection", {})
    return {name: selection.get(name) or [] for name in ("rows", "cells")}


def _key(wanted: MapFilter) -> str:
    """Return the table's key; each filter has a table of its own, as a row's number means nothing in another."""
    return f"clusters in the table {hash(wanted)}"


def table_in_words(clusters: pd.DataFrame, measure: str = DEFAULT_MEASURE) -> pd.DataFrame:
    """Return the table as people read it: one row per cluster, no codes, "nothing known" never "low".

    Parameters
    ----------
    clusters
        As ``store.atlas.Atlas.clusters_for_table`` gives them for the measure.
    measure
        What colours the map.
    """
    factors = len(codebook.PREDICTORS)
    return pd.DataFrame(
        {
            "Cluster": clusters["name"],
            "Country": clusters["country_name"],
            "Place": clusters["place"],
            "Sector": [heading(codebook.label("sector", sector)) for sector in clusters["sector"]],
            **_colours_in_words(clusters, measure),
            f"Factors known, first tier (of {factors})": clusters["first_known_factors"],
            f"Factors known, lower tiers (of {factors})": clusters["lower_known_factors"],
            "Pieces of evidence": clusters["evidence_rows"],
            "Newest evidence (year)": clusters["newest_year"],
            "The point": [codebook.label("location_precision", value) for value in clusters["location_precision"]],
        }
    )


def _colours_in_words(clusters: pd.DataFrame, measure: str) -> dict[str, list[str]]:
    """Return what the colours of the map say: a column a tier, or one where both tiers have one value."""
    known = codebook.measure(measure)
    words = {entry.number: entry.label for entry in known.classes}
    columns = {
        tier: [NOTHING if pd.isna(number) else words[int(number)] for number in clusters[f"{tier}_class"]]
        for tier in TIERS
    }
    if is_whole(measure):
        return {known.label: columns[TIERS[0]]}
    tail = "" if measure == DEFAULT_MEASURE else f": {known.label}"
    return {f"{tier_name(tier)}{tail}": column for tier, column in columns.items()}
