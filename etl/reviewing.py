"""Review: a reviewer accepts, sends back or declines a contributed batch or single statements of it.

Accepted rows move from the queue into their own tables and count from then on; all others stay in the queue. Every
decision is kept with who and why.
"""

from collections.abc import Collection

import pandas as pd

import codebook
from codebook.errors import ForbiddenError, InputError, NotFoundError
from etl.accounts import REVIEWER, Account
from etl.derivation import derive
from store import batches
from store.batches import Review
from store.connection import Cursor, Lake
from store.transaction import write

ACCEPT = "accept"
STATE_AFTER = {"return": "returned", "decline": "declined"}
"""What a row's state is after a decision that keeps it in the queue."""


def review(
    lake: Lake,
    batch_id: int,
    decision: str,
    account: Account,
    note: str | None = None,
    *,
    evidence_ids: Collection[str] | None = None,
) -> int:
    """Apply one decision and return how many rows it moved.

    Parameters
    ----------
    batch_id
        Batch that is judged.
    decision
        Value of the codebook's ``review_decision``.
    account
        Who decides; the author of a batch may not, unless nobody else works here.
    note
        Why; needed unless the rows are accepted.
    evidence_ids
        Statements that are judged; None for the whole batch. A statement that is accepted takes the cluster and the
        source that it needs with it.

    Raises
    ------
    NotFoundError
        When there is no such batch, or it holds no such statement in a state that the decision could change.
    ForbiddenError
        When the account may not review, or gave the batch itself.
    InputError
        When a note is missing.
    """
    account.require(REVIEWER, "review what others gave")
    if codebook.value("review_decision", decision).value != ACCEPT and not (note or "").strip():
        message = "A batch or row that is not accepted needs a note that says why."
        raise InputError(message, "Write what the contributor should mend, or why the rows cannot count.")
    moved = [0]

    def work(cursor: Cursor) -> None:
        given = batches.batch(cursor, batch_id)
        if given.author == account.name and not account.is_alone:
            message = "A batch is reviewed by somebody else than its author."
            raise ForbiddenError(message)
        if decision == ACCEPT:
            moved[0] = _accept(cursor, batch_id, evidence_ids)
        else:
            moved[0] = _hold_back(cursor, batch_id, STATE_AFTER[decision], evidence_ids)
        for evidence_id in [None] if evidence_ids is None else sorted(evidence_ids):
            batches.record_review(cursor, Review(batch_id, evidence_id, decision, note, account.name))

    write(lake, work, author=account.name, message=f"batch {batch_id}: {decision}")
    return moved[0]


def _accept(cursor: Cursor, batch_id: int, evidence_ids: Collection[str] | None) -> int:
    """Move rows from the queue into their tables and return how many."""
    queued = batches.queue(cursor, batch_id)
    rows = queued if evidence_ids is None else _with_what_they_need(queued, _named(queued, evidence_ids))
    _need_rows(rows, batch_id)
    batches.put_in(cursor, rows, batch_id)
    batches.dequeue(cursor, rows)
    derive(cursor)
    return len(rows)


def _hold_back(cursor: Cursor, batch_id: int, state: str, evidence_ids: Collection[str] | None) -> int:
    """Give rows another state and return how many; those that count already go back into the queue."""
    queued = batches.queue(cursor, batch_id)
    counting = batches.counting_rows(cursor, batch_id)
    is_needed = batches.are_among(counting, batches.needed_by_others(cursor, batch_id))
    rows = pd.concat([queued, counting[~is_needed]], ignore_index=True)
    rows = rows if evidence_ids is None else _named(rows, evidence_ids)
    _need_rows(rows, batch_id)
    for table in batches.TABLES:
        batches.delete_rows(cursor, table, batch_id, rows)
    batches.enqueue(cursor, rows.assign(state=state))
    if (rows["state"] == batches.COUNTS).any():
        derive(cursor)
    return len(rows)


def _named(rows: pd.DataFrame, evidence_ids: Collection[str]) -> pd.DataFrame:
    return rows[(rows["table_name"] == "evidence") & rows["item_id"].isin(list(evidence_ids))]


def _with_what_they_need(queued: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return statements with their clusters and sources, as far as these wait in the queue too."""
    given = batches.from_queue("evidence", statements)
    needed = {
        *(("clusters", key) for key in given["cluster_id"].to_pylist()),
        *(("sources", key) for key in given["source_id"].to_pylist()),
    }
    return pd.concat([queued[batches.are_among(queued, needed)], statements], ignore_index=True)


def _need_rows(rows: pd.DataFrame, batch_id: int) -> None:
    if rows.empty:
        message = f"Batch {batch_id} holds no such row that this decision would change."
        raise NotFoundError(message, "Look at the batch: its rows may have been judged or taken back already.")
