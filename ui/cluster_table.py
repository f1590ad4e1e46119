"""The table under the map: the same clusters in words, sortable, and the map's twin for keyboard and reader."""

import pandas as pd
import streamlit as st

import codebook
from ui.markup import element
from ui.words import adoption_words, heading, tier_name

TABLE_HEIGHT_PX = 420


def cluster_table(clusters: pd.DataFrame) -> str | None:
    """Show the clusters and return the id of the row that was just chosen, None when none was.

    Parameters
    ----------
    clusters
        As ``store.atlas.Atlas.clusters_for_table`` gives them.
    """
    st.html(
        element("h2", "The same clusters as a table")
        + element(
            "p",
            "Sort by a column’s head; choose a row to open it. With the keyboard: arrows move, Shift and space choose.",
            kind="note",
        )
    )
    if clusters.empty:
        st.info("No cluster matches these filters. Take one away, or press “Show all clusters”.")
        return None
    event = st.dataframe(
        table_in_words(clusters),
        hide_index=True,
        height=TABLE_HEIGHT_PX,
        placeholder=codebook.NOT_KNOWN,
        alt="The clusters that the map shows, one in a row",
        width="stretch",
        on_select="rerun",
        selection_mode="single-row",
        key="clusters in the table",
    )
    rows = event["selection"]["rows"]
    chosen = str(clusters.iloc[rows[0]]["cluster_id"]) if rows and rows[0] < len(clusters) else None
    is_new = chosen != st.session_state.get(LAST_ROW)
    st.session_state[LAST_ROW] = chosen
    return chosen if is_new else None


LAST_ROW = "cluster last chosen in the table"


def table_in_words(clusters: pd.DataFrame) -> pd.DataFrame:
    """Return the table as people read it: one row per cluster, no codes, "nothing known" never "low"."""
    factors = len(codebook.PREDICTORS)
    tiers = {
        tier_name(tier): [
            adoption_words(int(adoption), int(known))
            for adoption, known in zip(clusters[f"{tier}_class"], clusters[f"{tier}_known_factors"], strict=True)
        ]
        for tier in ("first", "lower")
    }
    return pd.DataFrame(
        {
            "Cluster": clusters["name"],
            "Country": clusters["country_name"],
            "Place": clusters["place"],
            "Sector": [heading(codebook.label("sector", sector)) for sector in clusters["sector"]],
            **tiers,
            f"Factors known, first tier (of {factors})": clusters["first_known_factors"],
            f"Factors known, lower tiers (of {factors})": clusters["lower_known_factors"],
            "Pieces of evidence": clusters["evidence_rows"],
            "Newest evidence (year)": clusters["newest_year"],
            "The point": [codebook.label("location_precision", value) for value in clusters["location_precision"]],
        }
    )
