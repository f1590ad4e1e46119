"""The parts of the theory page, in the order in which it shows them."""

import streamlit as st

import codebook
from model.qca.analysis import Analysis
from model.qca.question import FEWEST_CONDITIONS
from model.qca.truth_table import MOST_CONDITIONS
from store.connection import Lake
from store.interventions import initiative_accounts, initiatives_of
from ui.choices import Choice, Chosen, read_choices, seed_choices, show_choices, write_choices
from ui.csv_download import csv_button
from ui.markup import count, element, link, text
from ui.method_view import PAPER, PAPER_CITATION
from ui.style import theme
from ui.theory_case import Theory, answer, read_theory
from ui.theory_configurations import (
    asked_words,
    base_words,
    gate_words,
    ranges_chart,
    singles_table,
    solutions_html,
    truth_table,
    truth_table_html,
    worlds_words,
)
from ui.theory_figure import figure_html
from ui.theory_governance import (
    CHECKING,
    governance_table,
    governance_words,
    leaders_html,
    levels_table,
    quadrants_html,
    read_governance,
)
from ui.theory_governance_chart import governance_chart
from ui.theory_propositions import CLAIMS, cases_table, classes_html, proposition_html, surprises_html
from ui.theory_state import PAGE, conditions_of, question_of, theory_choices


def open_theory(lake: Lake) -> tuple[Theory, tuple[Choice, ...], Chosen]:
    """Return the page's material, its lists, and what the address chooses; a bad address ends here."""
    choices = theory_choices()
    return read_theory(lake), choices, read_choices(choices)


def theory_figure(theory: Theory) -> None:
    """Show what the page is about, how sure it is, and the theory as a drawing."""
    paragraphs = (
        f"One paper’s theory, held against {count(theory.cluster_count, 'cluster', 'clusters')}: what the base holds "
        "on each of its parts, which cases speak for and against its propositions, and whether any combination of "
        "conditions leads to responsible practice.",
        "How sure it is: cases were written about because something had happened there, factors and outcomes come from "
        "the same texts, and most cases lack most documents. What follows shows where the theory meets evidence. It "
        "proves nothing.",
        "What you can do: open a case and read its sources, or ask about other conditions further down.",
    )
    st.html(
        element("h2", "The theory, and how much is known of each part")
        + element("div", *(element("p", text(paragraph)) for paragraph in paragraphs), kind="prose")
        + figure_html(theory.coverage, theory.cluster_count)
        + element(
            "p",
            "The stronger the colour of a box, the more clusters have evidence on it; hatched: none has.",
            kind="note",
        )
        + element("p", "After Figure 1 and the text of: " + link(PAPER, PAPER_CITATION), kind="note")
    )


def theory_propositions(theory: Theory) -> None:
    """Show the propositions with their cases, the surprises, and the model's own classes."""
    st.html(
        element("h2", "The propositions, and the cases for and against them")
        + element(
            "p",
            "A case counts only by what sources say of it, and only where that decides whatever else might come to "
            "light. The cases stand in alphabetical order.",
            kind="note",
        )
        + "".join(proposition_html(theory, proposition) for proposition in CLAIMS)
        + surprises_html(theory)
        + classes_html(theory)
    )
    csv_button("Cases and propositions as CSV", cases_table(theory), "propositions.csv", "csv of the propositions")


def theory_governance(lake: Lake, theory: Theory) -> None:
    """Show independence of monitoring against local ownership."""
    governance = read_governance(theory)
    said = "".join(element("p", text(words)) for words in governance_words(governance))
    st.html(
        element("h2", "Independent monitoring or local ownership")
        + element(
            "p",
            "The base does not code how independent monitoring is, or who owns it. Nearest come two factors, shown "
            "here where both are documented: whether civil society and the press watch, and whether an association of "
            "the firms acts.",
            kind="note",
        )
        + said
    )
    if len(governance.cases):
        drawing, lists = st.columns([3, 2], gap="large")
        with drawing:
            st.altair_chart(
                governance_chart(governance, theme()),
                width="stretch",
                theme=None,
                alt="Clusters by watch from outside and by association; the lists beside it and the table say the same",
            )
        with lists:
            st.html(quadrants_html(theory, governance))
        st.dataframe(
            levels_table(governance),
            hide_index=True,
            width="stretch",
            alt="Number of clusters by watch from outside and by association",
        )
        csv_button("These clusters as CSV", governance_table(theory, governance), "governance.csv", "csv of governance")
    st.html(leaders_html(initiatives_of(initiative_accounts(lake, {"kind": CHECKING}))))


def theory_configurations(lake: Lake, theory: Theory, choices: tuple[Choice, ...], chosen: Chosen) -> None:
    """Show the lists to ask with, then the answer: truth table, necessity, sufficiency, worlds and the gate."""
    st.html(
        element("h2", "Which conditions go with responsible practice")
        + element(
            "p",
            "Qualitative comparative analysis asks which combinations of conditions lead to an outcome. Choose two to "
            "six conditions and where each is cut; the absence of the outcome is always answered beside it.",
            kind="note",
        )
    )
    chosen = _choose(choices, chosen)
    asked = len(conditions_of(chosen))
    if not FEWEST_CONDITIONS <= asked <= MOST_CONDITIONS:
        words = f"{count(asked, 'condition is', 'conditions are')} chosen. Two to six can be asked about at once."
        st.html(element("p", text(words), kind="verdict"))
        return
    analysis = answer(lake, theory, question_of(chosen))
    st.html("".join(element("p", text(words)) for words in asked_words(analysis)))
    _truth_table(theory, analysis)
    _singles(analysis)
    _solutions(analysis)


def _choose(choices: tuple[Choice, ...], chosen: Chosen) -> Chosen:
    """Show the lists and return the reader's choices; the address follows."""
    seed_choices(PAGE, choices, chosen)
    with st.expander("Choose the outcome, the conditions and the cut-offs"), st.container(horizontal=True, key="lists"):
        made = show_choices(PAGE, choices, chosen)
    write_choices(PAGE, choices, made)
    return made


def _truth_table(theory: Theory, analysis: Analysis) -> None:
    st.html(element("h3", "Truth table") + truth_table_html(theory, analysis))
    csv_button("Truth table as CSV", truth_table(theory, analysis), "truth-table.csv", "csv of the truth table")


def _singles(analysis: Analysis) -> None:
    table = singles_table(analysis)
    st.html(
        element("h3", "Each condition alone: is it enough, is it needed") + element("p", text(base_words(analysis)))
    )
    st.altair_chart(
        ranges_chart(analysis, theme()),
        width="stretch",
        theme=None,
        alt="Share with the outcome by condition over the worlds; the table below says the same",
    )
    st.dataframe(table, hide_index=True, width="stretch", alt="Sufficiency and necessity, one condition in a row")
    csv_button("Conditions as CSV", table, "conditions.csv", "csv of the conditions")


def _solutions(analysis: Analysis) -> None:
    parts = [
        element(
            "div",
            element("p", text(gate_words(side, analysis)), kind="verdict"),
            solutions_html(side, analysis),
            element("p", text(worlds_words(side, analysis)), kind="note"),
        )
        for side in analysis.sides
    ]
    st.html(
        element("h3", "What the combinations come to")
        + element("div", *parts, kind="rivals cases")
        + element("p", text(codebook.note("selection").text), kind="note")
    )
