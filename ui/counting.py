"""The sentence above the map: how much is shown, and what its colour means."""

import streamlit as st

from store.atlas import Atlas
from ui.markup import count, element, text
from ui.url_state import MapState
from ui.words import WHAT_COLOUR_MEANS


def counting_sentence(atlas: Atlas, state: MapState) -> None:
    """Show how many clusters, countries, pieces of evidence and sources the map shows."""
    summary = atlas.summary(state.wanted)
    clusters = count(summary.clusters, "cluster", "clusters")
    of_all = f" of {atlas.cluster_count:,}" if summary.clusters != atlas.cluster_count else ""
    rest = (
        f" in {count(summary.countries, 'country', 'countries')} · "
        f"{count(summary.evidence_rows, 'piece of evidence', 'pieces of evidence')} "
        f"from {count(summary.sources, 'source', 'sources')}"
    )
    st.html(
        element(
            "p",
            element("strong", text(f"{clusters}{of_all}")),
            text(rest),
            element("span", text(f" · {WHAT_COLOUR_MEANS}"), kind="quiet"),
            kind="counting",
        )
    )
