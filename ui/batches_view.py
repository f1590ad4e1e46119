"""Contributed batches on a page: what each brought, where its rows stand, and the ways to judge it or take it back."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

import codebook
from codebook.errors import ClusterwatchError
from etl.accounts import CONTRIBUTOR, REVIEWER, Account
from etl.reviewing import review
from etl.undoing import UndoResult, undo
from store import batches
from store.connection import Lake
from store.writer import SHIPPED_BATCH
from ui.case import records
from ui.markup import count, element, text
from ui.words import heading

BATCH = "batch"
"""Name of the batch that is looked at, in the address."""

SHOWN_ROWS = 500
"""Rows of a batch that a page shows; the file holds them all."""


def history_view(lake: Lake) -> None:
    """Show every batch as a table; a chosen row opens its batch."""
    table = batches.history(lake.cursor())
    contributed = table[table["batch_id"] != SHIPPED_BATCH].reset_index(drop=True)
    if contributed.empty:
        st.text("Nobody has given anything yet: all there is comes from the shipped case base.")
        return
    shown = pd.DataFrame(
        {
            "Batch": contributed["batch_id"],
            "When (UTC)": contributed["created_at"],
            "By": contributed["author"],
            "Kind": [heading(codebook.label("batch_kind", kind)) for kind in contributed["kind"]],
            "File": contributed["file_name"].fillna(""),
            "Statements": contributed["evidence_rows"],
            "Count": contributed["counting_rows"],
            "Wait": contributed["waiting_rows"],
            "Sent back": contributed["returned_rows"],
            "Declined": contributed["declined_rows"],
            "Taken back by": ["" if pd.isna(number) else str(int(number)) for number in contributed["undone_by"]],
        }
    )
    st.caption("Choose a row to look at its batch.")
    event = st.dataframe(
        shown,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="history of batches",
        width="stretch",
    )
    chosen = event.selection.rows
    if chosen and int(contributed["batch_id"].iloc[chosen[0]]) != asked_batch():
        st.query_params[BATCH] = str(int(contributed["batch_id"].iloc[chosen[0]]))
        st.rerun()


def asked_batch() -> int | None:
    """Return the number of the batch in the address, None where there is none or no number."""
    asked = st.query_params.get(BATCH, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None


def batch_view(lake: Lake, account: Account, batch_id: int) -> None:
    """Show one batch: who, when, what; its rows; what was decided; and what may be done with it.

    Raises
    ------
    NotFoundError
        When there is no such batch.
    """
    cursor = lake.cursor()
    given = batches.batch(cursor, batch_id)
    undone_by = batches.undone_by(cursor, batch_id)
    facts = {
        "Given by": given.author,
        "When": f"{given.created_at:%Y-%m-%d %H:%M} UTC",
        "File": given.file_name,
        "SHA-256 of the file": given.input_hash if given.file_name else None,
        "Licence": given.licence,
        "Said about it": given.message,
        "Takes back": None if given.undoes is None else f"batch {given.undoes}",
        "Taken back": None if undone_by is None else f"by batch {undone_by}",
    }
    pairs = (element("dt", text(name)) + element("dd", text(value)) for name, value in facts.items() if value)
    st.html(element("h2", text(f"Batch {batch_id}")) + element("dl", *pairs, kind="facts-list"))
    rows = _rows(lake, batch_id)
    _show_rows(rows)
    _show_decisions(batches.reviews(cursor, batch_id))
    if batch_id != SHIPPED_BATCH and undone_by is None:
        _show_actions(lake, account, batch_id, rows, is_own=given.author == account.name)


def _rows(lake: Lake, batch_id: int) -> pd.DataFrame:
    """Return statements of a batch with where they stand: the file's columns, and ``state``."""
    cursor = lake.cursor()
    queued = batches.queue(cursor, batch_id)
    counting = batches.rows_of_batch(cursor, "evidence", batch_id)
    both = pd.concat([counting, queued[queued["table_name"] == "evidence"]], ignore_index=True)
    states = {state.value: state.label for state in codebook.values("review_state")}
    cells = batches.from_queue("evidence", both).to_pandas().drop(columns="line")
    return cells.assign(state=[states.get(state, "counts") for state in both["state"]])


def _show_rows(rows: pd.DataFrame) -> None:
    if rows.empty:
        st.text("No row of it stands any more.")
        return
    pairs = zip(rows["factor"], rows["value"], strict=True)
    shown = pd.DataFrame(
        {
            "State": rows["state"],
            "Cluster": rows["cluster_id"],
            "About": [codebook.factor(name).label for name in rows["factor"]],
            "Value": [codebook.label(factor, value) for factor, value in pairs],
            "Year": rows["year"].fillna(""),
            "Statement": rows["statement"],
            "How known": [codebook.label("mode", mode) for mode in rows["mode"]],
            "Id": rows["evidence_id"],
        }
    )
    st.dataframe(shown.head(SHOWN_ROWS), hide_index=True, width="stretch", key="rows of the batch")
    if len(shown) > SHOWN_ROWS:
        st.caption(f"The first {SHOWN_ROWS} of {len(shown):,} statements.")


def _show_decisions(decisions: pd.DataFrame) -> None:
    if decisions.empty:
        return
    items = [element("li", text(_decision_words(row))) for row in records(decisions)]
    st.html(element("h3", "Decisions") + element("ul", *items))


def _decision_words(row: Mapping[str, Any]) -> str:
    decision = codebook.label("review_decision", row["decision"])
    said = f"{row['decided_at']:%Y-%m-%d}: {row['reviewer']} has {decision} {row['evidence_id'] or 'the batch'}"
    return f"{said}: {row['note']}" if row["note"] else said


def _show_actions(lake: Lake, account: Account, batch_id: int, rows: pd.DataFrame, *, is_own: bool) -> None:
    """Show what this account may do with the batch."""
    if account.may(REVIEWER) and (account.is_alone or not is_own) and len(rows):
        _review_form(lake, account, batch_id, rows)
    if account.may(REVIEWER) or (account.may(CONTRIBUTOR) and is_own):
        why = st.text_input("Why it is taken back", key=f"why undo {batch_id}")
        if st.button(f"Take batch {batch_id} back", key=f"undo {batch_id}"):
            tell(lambda: _undo_words(undo(lake, batch_id, account, why)))


def _review_form(lake: Lake, account: Account, batch_id: int, rows: pd.DataFrame) -> None:
    with st.form(f"review {batch_id}"):
        decisions = {decision.value: heading(decision.label) for decision in codebook.values("review_decision")}
        decision = st.radio("Decision", list(decisions), format_func=decisions.__getitem__, horizontal=True, index=None)
        ids = rows["evidence_id"].tolist()
        chosen = st.multiselect("Statements", ids, placeholder="the whole batch", select_all=False)
        note = st.text_area("Note to the contributor (needed unless you accept)", max_chars=2000)
        if st.form_submit_button("Decide") and decision is not None:
            tell(lambda: _review(lake, account, batch_id, str(decision), note, chosen))


def _review(lake: Lake, account: Account, batch_id: int, decision: str, note: str, chosen: list[str]) -> str:
    moved = review(lake, batch_id, decision, account, note.strip() or None, evidence_ids=chosen or None)
    return f"Done: {count(moved, 'row', 'rows')} {codebook.label('review_decision', decision)}."


def _undo_words(result: UndoResult) -> str:
    words = [f"Batch {result.undoes} is taken back by batch {result.batch_id}."]
    if result.restored:
        words.append(f"{count(result.restored, 'row stands', 'rows stand')} again as before it.")
    if result.kept:
        names = ", ".join(item for _, item in result.kept[:5])
        words.append(f"{len(result.kept)} stay because statements of others need them: {names}.")
    if result.given_again:
        words.append(
            f"{count(len(result.given_again), 'row was', 'rows were')} given again later and stay as given then."
        )
    return " ".join(words)


def tell(action: Callable[[], str]) -> None:
    """Do something, say what came of it, and show the page anew."""
    try:
        st.session_state[SAID] = action()
    except ClusterwatchError as error:
        st.session_state[SAID] = f"{error.message} {error.next_step}"
    st.rerun()


SAID = "what came of the last action on a batch"


def said() -> None:
    """Show once what came of the last action."""
    words = st.session_state.pop(SAID, None)
    if words:
        st.html(element("p", text(words), kind="refusal"))
