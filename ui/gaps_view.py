"""The parts of the page of gaps, in the order in which it shows them."""

import pandas as pd
import streamlit as st

import codebook
from store import gaps as read_model
from store.connection import Lake, LakeSettings, open_lake
from store.gaps import CLUSTER, FILTERS, BiasCounts, bias_counts, outcome_counts
from ui.choices import Chosen, choose, clear_choices, read_choices, seed_choices, show_choices, write_choices
from ui.csv_download import csv_button
from ui.gaps_bias import bias_html
from ui.gaps_cell import gap_cell, how_to_begin, is_open
from ui.gaps_map import OPENED, cells_of, gap_chart
from ui.gaps_questions import (
    QUESTIONS_SHOWN,
    questions_html,
    questions_in_words,
    rank_questions,
    read_questions,
    sampling_words,
)
from ui.gaps_state import (
    AREA,
    AT,
    FACTOR,
    PAGE,
    RANK,
    WORDS,
    GapMap,
    begun_choices,
    factors_shown,
    gap_lists,
    gap_map,
    opening_lists,
    ranking_list,
    wanted_of,
)
from ui.markup import count, element, text
from ui.style import theme
from ui.words import heading, share_words

CHART = "gap map"


def gaps_page(lake: Lake) -> None:
    """Show the gap map with its open cell, the bias meter, and the questions worth asking."""
    gaps = read_model.current(lake)
    lists, ranking = gap_lists(gaps), ranking_list()
    begun = gap_map(lake, gaps, begun_choices(lists))
    everything = (*lists, *opening_lists(begun), ranking)
    chosen = read_choices(everything)
    seed_choices(PAGE, everything, chosen)
    with st.sidebar:
        chosen |= show_choices(PAGE, lists, chosen)
        if any(chosen[name] for name in (*FILTERS, AREA)):
            st.button("Show everything", on_click=clear_choices, args=(PAGE, lists), width="stretch")
    found = gap_map(lake, gaps, chosen)
    st.html(element("h2", "What is known, and what is not") + counting_html(found, chosen))
    if found.rows.empty:
        write_choices(PAGE, everything, chosen)
        return
    opening = opening_lists(found)
    map_column, cell_column = st.columns([7, 3], gap="medium")
    with cell_column:
        chosen |= show_choices(PAGE, opening, chosen)
        if is_open(chosen):
            gap_cell(lake, found, chosen)
        else:
            how_to_begin()
    with map_column:
        show_map(found, chosen)
    show_bias(lake)
    chosen |= show_questions(lake, chosen)
    write_choices(PAGE, (*lists, *opening, ranking), chosen)


def counting_html(found: GapMap, chosen: Chosen) -> str:
    """Return how much of the map is empty, in one sentence."""
    factors = factors_shown(chosen)
    whole = len(found.rows) * len(factors)
    if not whole:
        return element("p", "No cluster matches these choices.", kind="counting")
    filled = int(found.cells["factor"].isin(factors).sum())
    what = count(len(found.rows), WORDS[found.by], _many(found.by))
    of = (
        f" (of {found.of_all:,}; narrow them by country or sector to see others)"
        if found.of_all > len(found.rows)
        else ""
    )
    words = (
        f" cells are empty, {share_words(whole - filled, whole)}: {what}{of} by {len(factors)} factors. "
        "Nobody has written there; that is not the same as nothing being there."
    )
    return element("p", element("strong", f"{whole - filled:,} of {whole:,}"), text(words), kind="counting") + element(
        "p",
        "Colour: the best confidence of what is written. Number: statements.",
        kind="note",
    )


def _many(by: str) -> str:
    return "countries" if by == "country" else f"{WORDS[by]}s"


def show_map(found: GapMap, chosen: Chosen) -> None:
    """Show the drawing and, folded away, the same as a table."""
    factors = factors_shown(chosen)
    opened = (chosen[AT][0], chosen[FACTOR][0])
    with st.container(key="gap-map"):
        st.altair_chart(
            gap_chart(found, factors, opened, theme()),
            width="content",
            theme=None,
            key=CHART,
            on_select=_open_cell,
            selection_mode=OPENED,
            alt="How much is known of each factor in each row; the table below says the same",
        )
    table = map_in_words(found, factors)
    with st.expander("The same as a table"):
        st.dataframe(
            table,
            hide_index=True,
            placeholder=codebook.NOT_KNOWN,
            alt="Every cell of the map, one in a row",
            width="stretch",
        )
    csv_button("Download the gap map as CSV", table, "what-is-not-known.csv", "gap file")


def _open_cell() -> None:
    """Choose the row and the factor of the cell that was clicked."""
    for cell in st.session_state[CHART]["selection"].get(OPENED, [])[:1]:
        opening = opening_lists(EMPTY)
        choose(PAGE, opening[0], str(cell["group"]))
        choose(PAGE, opening[1], str(cell["factor"]))


EMPTY = GapMap(CLUSTER, pd.DataFrame(), pd.DataFrame({"group": [], "name": []}), 0)


def map_in_words(found: GapMap, factors: list[str]) -> pd.DataFrame:
    """Return every cell of the map in words, one a row."""
    cells = cells_of(found, factors, theme())
    areas = [codebook.label("research_area", codebook.AREAS[name].area) for name in cells["factor"]]
    columns = {
        heading(WORDS[found.by]): cells["where"],
        "Area": areas,
        "Factor": cells["what"],
        "Known": cells["known"],
    }
    return pd.DataFrame(columns)


def show_bias(lake: Lake) -> None:
    """Show which way the base leans."""
    bias, outcomes = _bias(lake.settings, lake.snapshot())
    st.html(
        element("h2", "Which way the base leans")
        + element(
            "p",
            "The paper’s critique of its field (Table 3), asked of this base. No filter narrows this part.",
            kind="note",
        )
        + bias_html(bias, outcomes)
    )


@st.cache_data(max_entries=4, show_spinner=False)
def _bias(settings: LakeSettings, snapshot: int) -> tuple[BiasCounts, dict[str, dict[str, int]]]:
    """Read the figures; the snapshot tells the cache which state of the data they belong to."""
    del snapshot
    lake = open_lake(settings)
    return bias_counts(lake), outcome_counts(lake)


def show_questions(lake: Lake, chosen: Chosen) -> Chosen:
    """Show the questions whose answers would settle most, and return how the reader gathers them."""
    st.html(
        element("h2", f"The {QUESTIONS_SHOWN} questions worth asking")
        + element(
            "p",
            "Ranked by how much an answer would settle of what the model leaves uncertain. The list ranks questions, "
            "not places: a place stands high because little is known of it.",
            kind="note",
        )
    )
    ranking = show_choices(PAGE, (ranking_list(),), chosen)
    by = ranking[RANK][0]
    questions = read_questions(lake, wanted_of(chosen))
    ranked = rank_questions(questions, by)
    sample = sampling_words(questions)
    st.html((element("p", text(sample), kind="note") if sample else "") + questions_html(ranked, by))
    csv_button(
        "Download all questions as CSV", questions_in_words(ranked, by), "questions-to-ask.csv", "questions file"
    )
    return ranking
