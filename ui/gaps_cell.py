"""One cell of the gap map, opened: what is known there, or the question to ask and the row to fill in."""

import pandas as pd
import streamlit as st

import codebook
from codebook.uploads import upload_columns
from store.connection import Lake
from store.gaps import CLUSTER, Wanted, clusters_in_gap_cell, evidence_in_gap_cell
from ui.case import records
from ui.choices import Chosen
from ui.csv_download import csv_button
from ui.evidence_marks import Row
from ui.evidence_view import source_html
from ui.gaps_map import known_words
from ui.gaps_state import AT, FACTOR, NOTHING, GapMap, wanted_of
from ui.markup import element, option_words, text
from ui.page_registry import page_file

STATEMENTS_SHOWN = 8
CLUSTERS_OFFERED = 200
FORM = "long"
"""The form of upload with one observation a row."""


def how_to_begin() -> None:
    """Say how to open a cell."""
    st.html(
        element("h2", "Open a cell", kind="card-title")
        + element(
            "p",
            "Click one, or choose its row and its factor here. A filled cell shows what sources say; a hatched one is "
            "an invitation: the question to ask there, and a row to write the answer in.",
            kind="quiet",
        )
    )


def gap_cell(lake: Lake, found: GapMap, chosen: Chosen) -> None:
    """Show the chosen cell: its evidence, the way to its clusters, its question and a row to contribute."""
    (group,), (name,) = chosen[AT], chosen[FACTOR]
    row = found.rows[found.rows["group"] == group].iloc[0]
    cells = found.cells[(found.cells["group"] == group) & (found.cells["factor"] == name)].to_dict("records")
    wanted = {**wanted_of(chosen), found.by: (group,)}
    factor = codebook.factor(name)
    known = known_words(cells[0] if cells else None, int(row["clusters"]))
    st.html(
        element("h2", text(f"{factor.label}: {row['name']}"), kind="card-title")
        + element("p", text(factor.definition), kind="quiet")
        + element("p", text(known[:1].upper() + known[1:] + "."))
    )
    if cells:
        evidence = evidence_in_gap_cell(lake, name, wanted, STATEMENTS_SHOWN)
        st.html(_statements_html(records(evidence), int(cells[0]["evidence_rows"])))
        _ways_on(found, name, group, wanted)
    else:
        st.html(element("p", "That does not mean that there is none: nobody has written of it here.", kind="note"))
    _contribute(lake, name, wanted)


def _statements_html(rows: list[Row], of_all: int) -> str:
    items = [
        element(
            "li",
            element("strong", text(codebook.label(str(row["factor"]), str(row["value"])))),
            text(f" · {codebook.label('tier', str(row['tier']))} · {row['year'] or 'year not given'} · "),
            text(row["cluster_name"]),
            element("p", text(row["statement"]), kind="statement"),
            element("p", source_html(row), kind="source"),
        )
        for row in rows
    ]
    head = (
        "What sources say" if len(rows) == of_all else f"What sources say: {len(rows)} of {of_all:,}, the surest first"
    )
    return element("h3", text(head)) + element("ul", *items, kind="statements")


def _ways_on(found: GapMap, factor: str, group: str, wanted: Wanted) -> None:
    if found.by == CLUSTER:
        st.page_link(
            page_file("cluster"), label="Open the cluster", query_params={"id": group}, icon=":material/arrow_forward:"
        )
        return
    values = [item.value for item in codebook.values(factor)]
    query = {name: list(some) for name, some in wanted.items() if some}
    label = "Show these clusters on the map"
    st.page_link(page_file(""), label=label, query_params={**query, factor: values}, icon=":material/map:")


def _contribute(lake: Lake, factor: str, wanted: Wanted) -> None:
    """Show the question to ask, and offer a row of the evidence form for a cluster that has nothing on it."""
    st.html(element("h3", "What to ask there") + element("p", text(codebook.factor(factor).question)))
    open_clusters = option_words(clusters_in_gap_cell(lake, factor, wanted, CLUSTERS_OFFERED))
    cluster_id = None
    if len(open_clusters) > 1:
        cluster_id = st.selectbox(
            "A cluster that has nothing on it yet",
            list(open_clusters),
            format_func=open_clusters.__getitem__,
            key=f"gap cluster {factor}",
        )
    elif open_clusters:
        cluster_id = next(iter(open_clusters))
    else:
        (cluster_id,) = wanted.get(CLUSTER, ("",))
    csv_button("Download the row to fill in", row_to_fill_in(str(cluster_id or ""), factor), "evidence.csv", "gap row")


def row_to_fill_in(cluster_id: str, factor: str) -> pd.DataFrame:
    """Return one row of the evidence form with what the cell already says; the rest is left to whoever knows."""
    given = {"cluster_id": cluster_id, "factor": factor}
    return pd.DataFrame([{column.name: given.get(column.name, "") for column in upload_columns(FORM)}])


def is_open(chosen: Chosen) -> bool:
    """Return whether both a row and a factor are chosen."""
    return NOTHING not in (*chosen[AT], *chosen[FACTOR])
