"""The parts of a cluster's page, in the order they are read: facts, prediction, evidence, what is unknown."""

import streamlit as st

import codebook
from codebook.ids import shorten
from ui.case import Case
from ui.cluster_card import card_chips
from ui.evidence_view import evidence_html
from ui.implications_view import implications_html
from ui.interventions_view import interventions_html
from ui.markup import chips, element, text, unturned
from ui.next_steps_view import find_out_html, levers_html
from ui.page_registry import page_file
from ui.prediction_view import tiers_html, unknown_html
from ui.reasons_view import reasons_html
from ui.standing import Standing
from ui.style import theme
from ui.url_state import way_back
from ui.words import heading, place_line

LONGEST_TITLE = 80
"""Characters of a cluster's name in the title of the browser's tab."""


def case_head(case: Case) -> None:
    """Show who and where the cluster is, in words and facts, and how much is known of it."""
    cluster = case.cluster
    # Only here is it known which cluster the page is about; the shell could but name the page.
    st.set_page_config(page_title=f"{shorten(unturned(cluster.name), LONGEST_TITLE)} · Clusterwatch")
    with st.container(key="way-back"):
        st.page_link(page_file(""), label="Back to the map", icon=":material/arrow_back:", query_params=way_back())
    st.html(
        element("h2", text(cluster.name), kind="case-title")
        + element("p", text(place_line(cluster)), kind="quiet")
        + element("p", text(cluster.summary))
        + _facts_html(case)
        + chips(card_chips(case))
    )


def _facts_html(case: Case) -> str:
    """Return the cluster's facts as a list of terms; what nobody has counted is said to be not known."""
    cluster = case.cluster
    year = f" ({cluster.size_year})" if cluster.size_year else ""
    facts = {
        "Sector": heading(codebook.label("sector", cluster.sector)),
        "Products": cluster.products or codebook.NOT_KNOWN,
        "Firms": f"{cluster.firms:,}{year}" if cluster.firms else codebook.NOT_KNOWN,
        "Workers": f"{cluster.workers:,}{year}" if cluster.workers else codebook.NOT_KNOWN,
        "Location": f"{cluster.latitude:.4f}, {cluster.longitude:.4f} (latitude, longitude in degrees)"
        if cluster.location_precision != "country"
        else "the whole country",
    }
    return element(
        "dl", *(f"<dt>{term}</dt><dd>{text(words)}</dd>" for term, words in facts.items()), kind="facts-list"
    )


def case_prediction(case: Case, standing: Standing) -> None:
    """Show both tiers with their ranges, and what kind of number this is."""
    words = standing.words()
    st.html(
        element("h2", "What the model implies")
        + element(
            "p",
            "What the theory’s mechanism implies from the evidence below: an index with stated uncertainty, "
            + text(f"{words}, " if words else "")
            + "not a finding about this place.",
            kind="note",
        )
        + tiers_html(case, theme(), standing)
    )


def case_reasons(case: Case, standing: Standing) -> None:
    """Show every known factor with what it does to the prediction of each tier."""
    version = text(case.explanation.model_version)
    st.html(
        element("h2", "Why: what each known factor adds or takes away")
        + reasons_html(case, standing=standing)
        + element(
            "p",
            "Numbers are levels of adoption, 0 none to 2 substantial. "
            + text(codebook.note("no_causal_reading").text)
            + f" Model version {version}.",
            kind="note",
        )
    )


def case_implications(case: Case, standing: Standing) -> None:
    """Show what follows: the theory's case, the gap, what to find out next, what one better step would do."""
    left, right = st.columns(2, gap="large")
    words = standing.words()
    with left:
        head = f"What follows from it ({words})" if words else "What follows from it"
        st.html(element("h2", text(head)) + implications_html(case))
    with right:
        st.html(element("h2", "What to find out next") + find_out_html(case, standing))
    levers = levers_html(case, standing)
    if levers:
        st.html(element("h2", "What one better step would move in the model") + levers)


def case_evidence(case: Case) -> None:
    """Show every piece of evidence with its source; the rule of what counts stands above them."""
    st.html(
        element("h2", "Evidence")
        + element(
            "p",
            "Where several speak of one factor and tier, the newest of the most confident counts in the summary; of an "
            "outcome, what all of them make likeliest. The model weighs all of them. Rival values stand side by side.",
            kind="note",
        )
        + evidence_html(case)
    )


def case_interventions(case: Case) -> None:
    """Show what was tried at the cluster and how anybody would know whether it worked."""
    st.html(element("h2", "What was tried here") + interventions_html(case))


def case_unknown(case: Case) -> None:
    """Show the factors without any evidence, each with the question a visitor could ask."""
    st.html(
        element("h2", "What is not known here, and what to ask")
        + element("p", text(codebook.note("no_evidence").text), kind="note")
        + unknown_html(case)
    )
