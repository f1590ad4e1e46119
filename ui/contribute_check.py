"""Step 2 of giving records: what is ready, what waits and why, proposed mendings, and clusters that may be there."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

import codebook
from etl.contribution.annotated import annotate
from etl.contribution.duplicates import Candidate
from etl.contribution.findings import FindingGroup
from etl.contribution.report import STATUSES, Choice, Report
from ui.draft import Draft, change
from ui.markup import count, element, text

SHOWN_LINES = 5
"""Lines of a finding that the table names; the file that goes back names them all."""
SHOWN_GROUPS = 500
SHOWN_DUPLICATES = 50
"""Rows that may be there already, asked about at a time."""
NEW, SKIP = "a new cluster", "leave the row out"


def check_step(given: Draft, report: Report) -> None:
    """Show what the checks say and take the reader's decisions."""
    st.html(element("h2", "2. Check"))
    words = [f"{report.count(status):,} {codebook.label('row_status', status)}" for status in STATUSES]
    st.html(element("p", text(f"{count(report.rows, 'row', 'rows')}: {', '.join(words)}. Nothing is stored yet.")))
    _proposals(given, report)
    _duplicates(given, report)
    _findings(report)
    name = f"{Path(report.upload.name).stem}-checked.csv"
    st.download_button(
        "Your file with what was found, to mend and give again",
        lambda: annotate(report),
        name,
        "text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _proposals(given: Draft, report: Report) -> None:
    """Offer every proposed mending to be accepted, each kind once for all its rows."""
    offered = [group for group in report.groups if group.proposed is not None and group.column and len(group.rows)]
    if not offered:
        return
    st.html(element("h3", text(f"Proposed mendings ({len(offered)})")))
    table = pd.DataFrame(
        {
            "Accept": False,
            "Column": [group.column for group in offered],
            "In your file": [group.value or "" for group in offered],
            "Instead": [group.proposed for group in offered],
            "Rows": [len(group.rows) for group in offered],
            "Why": [group.message for group in offered],
        }
    )
    with st.form("proposals"):
        edited = st.data_editor(
            table, hide_index=True, disabled=[str(name) for name in table if name != "Accept"], width="stretch"
        )
        with st.container(horizontal=True):
            some, every = st.form_submit_button("Accept what is ticked"), st.form_submit_button("Accept all")
    ticked = range(len(offered)) if every else [place for place, is_on in enumerate(edited["Accept"]) if is_on]
    if (some or every) and ticked:
        accepted = {id(offered[place]) for place in ticked}
        change(fixes={**given.fixes, **report.proposals(lambda group: id(group) in accepted)})
        st.rerun()


def _duplicates(given: Draft, report: Report) -> None:
    """Ask of every row that may be a cluster which is there: the same, a new one, or left out."""
    by_line: dict[int, list[Candidate]] = {}
    for candidate in report.candidates():
        by_line.setdefault(int(report.upload.lines[candidate.row]), []).append(candidate)
    open_lines = [line for line in by_line if line not in given.choices]
    if not by_line:
        return
    st.html(element("h3", text(f"Is it there already? ({len(open_lines)} to decide)")))
    if given.choices and st.button("Decide again"):
        change(choices={})
        st.rerun()
    if not open_lines:
        return
    with st.form("duplicates"):
        answers = {line: _ask(report, line, by_line[line]) for line in open_lines[:SHOWN_DUPLICATES]}
        with st.container(horizontal=True):
            some = st.form_submit_button("Decide as chosen")
            every = st.form_submit_button(f"All {len(open_lines):,} are new clusters")
    decided = dict.fromkeys(open_lines, Choice("new")) if every else {k: v for k, v in answers.items() if v}
    if (some or every) and decided:
        change(choices={**given.choices, **decided})
        st.rerun()
    if len(open_lines) > SHOWN_DUPLICATES:
        st.caption(f"{len(open_lines) - SHOWN_DUPLICATES:,} more follow.")


def _ask(report: Report, line: int, candidates: Sequence[Candidate]) -> Choice | None:
    """Show the question about one row and return the answer, None while there is none."""
    row = candidates[0].row
    match = report.upload.matches_by_column.get("name")
    name = report.upload.cells[match.position].iloc[row] if match else ""
    words: dict[str, Choice] = {}
    for candidate in candidates:
        other = candidate.other_row
        where = f"line {int(report.upload.lines[other])}" if other is not None else "on the map"
        choice = (
            Choice("same", cluster_id=candidate.cluster_id)
            if other is None
            else Choice("same", line=int(report.upload.lines[other]))
        )
        words[f"the same as {candidate.name} ({where}): {', '.join(candidate.reasons)}"] = choice
    words |= {NEW: Choice("new"), SKIP: Choice("skip")}
    st.text(f"Line {line}: {name}")
    answer = st.radio(f"Line {line}", list(words), index=None, key=f"duplicate {line}", label_visibility="collapsed")
    return None if answer is None else words[str(answer)]


def _findings(report: Report) -> None:
    """Show what was found, each kind once with the lines it is about."""
    if not report.groups:
        st.html(element("p", "Nothing was found to mend."))
        return
    # What blocks comes first, then what is about most rows.
    groups = sorted(report.groups, key=lambda group: (not group.blocks, -len(group.rows)))
    st.html(element("h3", text(f"What the checks found ({len(groups)})")))
    shown = pd.DataFrame(
        {
            "How bad": [codebook.label("severity", group.severity) for group in groups],
            "What": [group.message for group in groups],
            "Column": [group.column or "" for group in groups],
            "In your file": [group.value or "" for group in groups],
            "Lines": [_lines(report, group) for group in groups],
            "Allowed": ["; ".join(group.allowed) for group in groups],
            "What to do": [group.hint for group in groups],
        }
    )
    st.dataframe(shown.head(SHOWN_GROUPS), hide_index=True, width="stretch", key="findings of the file")
    if len(shown) > SHOWN_GROUPS:
        st.caption(f"The first {SHOWN_GROUPS} of {len(shown):,}; the file below names them all.")


def _lines(report: Report, group: FindingGroup) -> str:
    """Return the first lines that a finding is about, and how many more."""
    if not len(group.rows):
        return str(group.line or "the file")
    lines = [str(line) for line in report.upload.lines[group.rows[:SHOWN_LINES]]]
    more = len(group.rows) - len(lines)
    return ", ".join(lines) + (f" and {more:,} more" if more > 0 else "")
