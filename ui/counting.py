"""The sentence above the map: how much is shown, and what its colour means."""

import streamlit as st

import codebook
from store.atlas import Atlas
from store.connection import Lake
from store.map_query import DEFAULT_MEASURE
from ui.markup import count, element, text
from ui.standing import illustrative_words
from ui.url_state import MapState


def counting_sentence(lake: Lake, atlas: Atlas, state: MapState) -> None:
    """Show how many clusters, countries, pieces of evidence and sources the map shows, and what colours them."""
    summary = atlas.summary(state.wanted, state.colour)
    of_all = "" if summary.clusters == atlas.cluster_count else f"{summary.clusters:,} of "
    clusters = of_all + count(atlas.cluster_count, "cluster", "clusters")
    rest = (
        f", {summary.with_outcome:,} with a coded outcome, in {count(summary.countries, 'country', 'countries')} · "
        f"{count(summary.evidence_rows, 'piece of evidence', 'pieces of evidence')} "
        f"from {count(summary.sources, 'source', 'sources')}"
    )
    st.html(
        element(
            "p",
            element("strong", text(clusters)),
            text(rest),
            element("span", text(f" · colour: {_colour_words(lake, state)}"), kind="quiet"),
            kind="counting",
        )
    )


def _colour_words(lake: Lake, state: MapState) -> str:
    """Return what the colour says, and of the model's numbers that nobody measured them."""
    measure = codebook.measure(state.colour)
    words = measure.label[:1].lower() + measure.label[1:]
    if state.colour == DEFAULT_MEASURE:
        words = "what the model implies, against a place nobody has studied"
    # Colours that are held back where little is known are the model's; the others count or repeat what sources say.
    return f"{words}; {illustrative_words(lake)}no measurement" if measure.is_suppressed else words
