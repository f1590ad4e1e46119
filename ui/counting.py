"""The sentence above the map: how much is shown, and what its colour means."""

import streamlit as st

from store.atlas import Atlas
from store.connection import Lake
from ui.markup import count, element, text
from ui.standing import illustrative_words
from ui.url_state import MapState


def counting_sentence(lake: Lake, atlas: Atlas, state: MapState) -> None:
    """Show how many clusters, countries, pieces of evidence and sources the map shows."""
    summary = atlas.summary(state.wanted)
    clusters = count(summary.clusters, "cluster", "clusters")
    of_all = f" of {atlas.cluster_count:,}" if summary.clusters != atlas.cluster_count else ""
    rest = (
        f" in {count(summary.countries, 'country', 'countries')} · "
        f"{count(summary.evidence_rows, 'piece of evidence', 'pieces of evidence')} "
        f"from {count(summary.sources, 'source', 'sources')}"
    )
    colour = "colour: what the model implies, against a place nobody has studied"
    standing = f"{illustrative_words(lake)}no measurement"
    st.html(
        element(
            "p",
            element("strong", text(f"{clusters}{of_all}")),
            text(rest),
            element("span", text(f" · {colour}; {standing}"), kind="quiet"),
            kind="counting",
        )
    )
