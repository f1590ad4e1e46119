"""The parts of the page of initiatives, in the order in which it shows them."""

import pandas as pd
import streamlit as st

from store.connection import Lake, LakeSettings, open_lake
from store.interventions import FILTERS, InitiativeCounts, count_initiatives, initiative_accounts, initiatives_of
from store.reader import country_names
from ui.case import records
from ui.choices import Chosen, clear_choices, read_choices, seed_choices, show_choices, write_choices
from ui.csv_download import csv_button
from ui.interventions_view import initiative_html
from ui.markup import count, element, text, wide_html
from ui.page_registry import page_file
from ui.style import theme
from ui.tried_state import PAGE, split_of, tried_choices, words_of
from ui.tried_strip import lay_out, strip_chart
from ui.tried_words import accounts_in_words, counting_html, gains_html, list_in_words, strength_table_html

RIVALS_SHOWN = 40
LOSSES_SHOWN = 60
MARKS_SHOWN = 2_000
"""Beyond so many marks nobody tells one from another; the table and the file hold all."""


class Tried:
    """What the page shows: the choice, its accounts, and their figures."""

    def __init__(self, accounts: pd.DataFrame, of_all: int, chosen: Chosen, countries: dict[str, str]) -> None:
        self.accounts = accounts
        self.initiatives = initiatives_of(accounts)
        self.counts: InitiativeCounts = count_initiatives(accounts)
        self.of_all = of_all
        self.by = split_of(chosen)
        self.words = {} if self.by is None else words_of(self.by, countries)


def choose_initiatives(lake: Lake) -> Tried:
    """Show the filters and return what they let through."""
    everything = _accounts(lake.settings, lake.snapshot(), ())
    countries = country_names(lake)
    choices = tried_choices(everything, countries)
    chosen = read_choices(choices)
    seed_choices(PAGE, choices, chosen)
    with st.sidebar:
        chosen = show_choices(PAGE, choices, chosen)
        if any(chosen[name] for name in FILTERS):
            st.button("Show all initiatives", on_click=clear_choices, args=(PAGE, choices), width="stretch")
    write_choices(PAGE, choices, chosen)
    wanted = tuple((name, chosen[name]) for name in FILTERS if chosen[name])
    accounts = _accounts(lake.settings, lake.snapshot(), wanted) if wanted else everything
    return Tried(accounts, everything["intervention_id"].nunique(), chosen, countries)


@st.cache_data(max_entries=16, show_spinner=False)
def _accounts(settings: LakeSettings, snapshot: int, wanted: tuple[tuple[str, tuple[str, ...]], ...]) -> pd.DataFrame:
    """Read the accounts; the snapshot tells the cache which state of the data they belong to."""
    del snapshot
    return initiative_accounts(open_lake(settings), dict(wanted))


def tried_strip(tried: Tried) -> None:
    """Show the counting sentence, the strip, whose marks open their cluster, and its table."""
    st.html(element("h2", "What was tried, and how would anybody know") + counting_html(tried.counts, tried.of_all))
    if tried.initiatives.empty:
        return
    strip = lay_out(tried.initiatives.head(MARKS_SHOWN), tried.by, tried.words, theme())
    if len(tried.initiatives) > MARKS_SHOWN:
        st.html(element("p", text(f"The strip draws the first {MARKS_SHOWN:,}; the table counts all."), kind="note"))
    st.altair_chart(
        strip_chart(strip, theme()),
        width="stretch",
        theme=None,
        key="strip of initiatives",
        alt="Initiatives by how strongly they were compared and what was found; the table below says the same",
    )
    st.html(
        element("h3", "The same in numbers of initiatives")
        + wide_html(strength_table_html(tried.initiatives, tried.by, tried.words))
    )


def tried_rivals(tried: Tried) -> None:
    """Show initiatives whose sources disagree, what each source found beside the others."""
    rival = tried.accounts[tried.accounts["is_rival"].astype(bool)]
    groups = [records(rows) for _, rows in rival.groupby("intervention_id", sort=False)][:RIVALS_SHOWN]
    if not groups:
        return
    words = f"Sources disagree on {count(tried.counts.rival, 'initiative', 'initiatives')}"
    shown = f", the first {len(groups)} of them here" if len(groups) < tried.counts.rival else ""
    note = "The account with the strongest comparison stands first. The others are kept: times change, and so do eyes."
    body = "".join(initiative_html(group, str(group[0]["cluster_name"])) for group in groups)
    st.html(
        element("h2", text(words + shown))
        + element("p", note, kind="note")
        + element("details", "<summary>Read them side by side</summary>", body)
    )


def tried_gains(tried: Tried) -> None:
    """Show who gained and who lost, in the words of the sources."""
    st.html(element("h2", "Who gained and who lost") + gains_html(tried.accounts, tried.counts, LOSSES_SHOWN))


def tried_list(tried: Tried) -> None:
    """Show the initiatives as a list, the accounts of the chosen one below it, and offer all accounts as a file."""
    st.html(
        element("h2", "The same initiatives as a list")
        + element(
            "p",
            "Choose a row to open its cluster. With the keyboard: arrows move, Shift and space choose.",
            kind="note",
        )
    )
    event = st.dataframe(
        list_in_words(tried.accounts),
        hide_index=True,
        placeholder="not known",
        alt="The initiatives that the strip shows, one in a row",
        width="stretch",
        on_select="rerun",
        selection_mode="single-row",
        key="list of initiatives",
    )
    rows = event["selection"]["rows"]
    if rows and rows[0] < len(tried.initiatives):
        _chosen(tried, str(tried.initiatives.iloc[rows[0]]["intervention_id"]))
    csv_button("Download these accounts as CSV", accounts_in_words(tried.accounts), "what-was-tried.csv", "tried file")


def _chosen(tried: Tried, intervention_id: str) -> None:
    """Show one initiative with all its accounts, and the way to its cluster."""
    accounts = records(tried.accounts[tried.accounts["intervention_id"] == intervention_id])
    st.html(initiative_html(accounts, str(accounts[0]["cluster_name"])))
    with st.container(key="full-case"):
        st.page_link(
            page_file("cluster"),
            label="Open the cluster",
            query_params={"id": str(accounts[0]["cluster_id"])},
            icon=":material/arrow_forward:",
        )
