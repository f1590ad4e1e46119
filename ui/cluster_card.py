"""The card beside the map: the selected cluster in short, or how to begin."""

import pandas as pd
import streamlit as st

import codebook
from store.connection import Lake
from store.map_query import DEFAULT_MEASURE
from ui.case import Case
from ui.evidence_view import statements_html
from ui.markup import chips, count, element, plain_label, text
from ui.page_registry import page_file
from ui.prediction_view import tiers_html
from ui.reasons_view import reasons_html
from ui.standing import read_standing
from ui.style import theme
from ui.words import evidence_words, place_line

REASONS_SHOWN = 5
STATEMENTS_SHOWN = 3


def cluster_card(lake: Lake, case: Case) -> None:
    """Show the selected cluster: evidence first, then what the model makes of it, then the way on."""
    cluster, standing = case.cluster, read_standing(lake)
    st.html(
        element("h2", text(cluster.name), kind="card-title")
        + element("p", text(place_line(cluster)), kind="quiet")
        + chips(card_chips(case))
        + tiers_html(case, theme(), standing, is_short=True)
        + element("h3", "Why")
        + reasons_html(case, REASONS_SHOWN, standing)
        + element("h3", "What sources say")
        + statements_html(case, STATEMENTS_SHOWN)
    )
    if case.unknown_factors:
        unknown = ", ".join(codebook.factor(name).short_label for name in case.unknown_factors)
        st.html(element("h3", "Not known here") + element("p", text(unknown)))
    with st.container(key="full-case"):
        st.page_link(
            page_file("cluster"),
            label="Open the full case",
            query_params={"id": cluster.cluster_id},
            icon=":material/arrow_forward:",
            width="stretch",
        )


def card_chips(case: Case) -> list[str]:
    """Return the short facts of a case: how much evidence, and what needs care."""
    years = case.years
    labels = [evidence_words(len(case.evidence), case.source_count, years)]
    if case.evidence.empty and len(case.interventions):
        labels.append(count(len(case.interventions), "finding", "findings") + " on what was tried")
    if case.rival_factors:
        labels.append("sources disagree on " + count(len(case.rival_factors), "factor", "factors"))
    if case.cluster.location_precision == "country":
        labels.append("speaks of a whole country")
    return labels


def empty_card(clusters: pd.DataFrame, measure: str) -> str | None:
    """Show how to begin, with clusters worth opening; return the id of the one that was chosen.

    Parameters
    ----------
    clusters
        The clusters the map shows, as ``store.atlas.Atlas.clusters_for_table`` gives them.
    measure
        What colours them, and so what their classes are of.
    """
    if clusters.empty:
        st.html(
            element("h2", "Nothing matches", kind="card-title")
            + element("p", "Take a filter away in the sidebar, or press “Show all clusters” there.", kind="quiet")
        )
        return None
    st.html(
        element("h2", "Choose a cluster", kind="card-title")
        + element("p", "Click a mark on the map, or a row of the table under it, and read the evidence.", kind="quiet")
    )
    chosen = None
    for row, why in worth_opening(clusters, measure):
        if st.button(plain_label(row["name"]), key=f"open {row['cluster_id']}", width="stretch"):
            chosen = str(row["cluster_id"])
        st.html(element("p", text(why), kind="note"))
    return chosen


WIDE_GAP = 2
"""Colour classes that the first tier must lie above the lower tiers before the difference is worth pointing at."""


def worth_opening(clusters: pd.DataFrame, measure: str = DEFAULT_MEASURE) -> list[tuple[dict[str, object], str]]:
    """Return up to three different clusters with the reason why each is worth opening.

    The best documented one, the one whose first tier the model sees furthest above its lower tiers, and the one with
    the newest evidence; none is chosen for being good or bad.
    """
    known = clusters["first_known_factors"] + clusters["lower_known_factors"]
    # Missing where nothing is known of a tier.
    gap = clusters["first_class"] - clusters["lower_class"]
    # Only classes of the default colour are said against the same unknown place in both tiers.
    gap = gap if measure == DEFAULT_MEASURE else gap.where(gap.isna())
    found: list[tuple[dict[str, object], str]] = []
    for order, why in (
        ([known, clusters["evidence_rows"]], "The best documented of these: see what evidence looks like."),
        ([gap, known], "The model sees the first tier furthest above the lower tiers here: see why."),
        ([clusters["newest_year"], known], "The newest evidence of these: see what is happening now."),
    ):
        ranked = (
            pd.concat(order, axis=1)
            .set_axis(["first", "second"], axis=1)
            .sort_values(["first", "second"], ascending=False, na_position="last", kind="stable")
        )
        taken = [row["cluster_id"] for row, _ in found]
        if order[0] is gap:
            ranked = ranked[(ranked["first"] >= WIDE_GAP).fillna(value=False)]
        fresh = clusters.loc[ranked.index][~clusters.loc[ranked.index, "cluster_id"].isin(taken)]
        if not fresh.empty:
            found.append(({str(name): value for name, value in fresh.iloc[0].items()}, why))
    return found
