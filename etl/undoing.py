"""Undo: a batch is taken back by a batch of its own, which can be taken back in turn.

Rows that others rely on stay, and rows that were given again later belong to the later batch; both are reported.
"""

from dataclasses import dataclass

import pandas as pd

from codebook.errors import InputError
from etl.accounts import CONTRIBUTOR, REVIEWER, Account
from etl.derivation import derive
from etl.effects import Effects, effects_of
from store import batches, writer
from store.batches import COUNTS, are_among, pairs_of
from store.clock import now_utc
from store.connection import Cursor, Lake
from store.transaction import write


@dataclass(frozen=True)
class UndoResult:
    """What taking a batch back did.

    Attributes
    ----------
    batch_id
        Number of the undoing batch.
    undoes
        Batch that was taken back.
    snapshot
        Snapshot that holds the state.
    removed, restored
        Rows that were taken away, and rows that stand again as before the batch.
    kept
        Table and key of rows that stay because statements of other batches need them.
    given_again
        Table and key of rows of the batch that a later batch gave again; they stay as the later batch has them.
    effects
        What it changed in predictions.
    """

    batch_id: int
    undoes: int
    snapshot: int
    removed: int
    restored: int
    kept: tuple[tuple[str, str], ...]
    given_again: tuple[tuple[str, str], ...]
    effects: Effects

    def as_dict(self) -> dict[str, object]:
        """Return the result as plain values for JSON."""
        return {**vars(self), "effects": self.effects.as_dict()}


def undo(lake: Lake, batch_id: int, account: Account, message: str = "") -> UndoResult:
    """Take one batch back and return what that did; authors may take back their own, reviewers all.

    Raises
    ------
    ForbiddenError
        When the account may not.
    NotFoundError
        When there is no such batch.
    InputError
        When it is the shipped case base, or was taken back already.
    BusyLakeError
        When other writers kept winning.
    """
    account.require(CONTRIBUTOR, "take batches back")
    found: list[UndoResult] = []

    def work(cursor: Cursor) -> None:
        found[:] = [_undo(cursor, batch_id, account, message)]

    write(lake, work, author=account.name, message=f"undo batch {batch_id}: {message}".strip(": "))
    return UndoResult(**{**vars(found[0]), "snapshot": lake.snapshot()})


def _undo(cursor: Cursor, batch_id: int, account: Account, message: str) -> UndoResult:
    """Do the work inside the open transaction."""
    target = _undoable(cursor, batch_id)
    if target.author != account.name:
        account.require(REVIEWER, "take back what others gave")
    own = _batch(cursor, target, account.name, message)
    counting = batches.counting_rows(cursor, batch_id)
    queued = batches.queue(cursor, batch_id)
    needed = batches.needed_by_others(cursor, batch_id)
    is_needed = are_among(counting, needed)
    removed = counting[~is_needed]
    restored = _before(cursor, target)
    given_again = _given_again(cursor, target)
    effects = _effects(cursor, counting, restored, batch_id)
    for table in batches.TABLES:
        batches.delete_rows(cursor, table, batch_id, removed)
    batches.dequeue(cursor, queued)
    _restore(cursor, restored)
    if len(removed) or (restored["state"] == COUNTS).any():
        derive(cursor)
    writer.record_batch(cursor, own)
    return UndoResult(
        batch_id=own.batch_id,
        undoes=batch_id,
        snapshot=own.base_snapshot or 0,
        removed=len(removed) + len(queued),
        restored=len(restored),
        kept=tuple(pairs_of(counting[is_needed])),
        given_again=given_again,
        effects=effects,
    )


def _undoable(cursor: Cursor, batch_id: int) -> writer.Batch:
    """Return the batch, or raise where there is nothing to take back."""
    target = batches.batch(cursor, batch_id)
    if batch_id == writer.SHIPPED_BATCH:
        message = "Batch 0 is the shipped case base; a build replaces it, nothing takes it back."
        raise InputError(message, "Choose a contributed batch.")
    undone_by = batches.undone_by(cursor, batch_id)
    if undone_by is not None:
        message = f"Batch {batch_id} was taken back already, by batch {undone_by}."
        raise InputError(message, f"To have it again, take batch {undone_by} back.")
    if target.undoes is not None and (restored := batches.batch(cursor, target.undoes)).undoes is not None:
        message = f"Batch {batch_id} put batch {restored.undoes} back."
        raise InputError(message, f"Take batch {restored.undoes} itself back.")
    return target


def _before(cursor: Cursor, target: writer.Batch) -> pd.DataFrame:
    """Return the rows that the batch took away or replaced, as they were before it and are no more.

    Rows that counted have the state ``COUNTS``.
    """
    base = target.base_snapshot or 0
    queued = batches.queue_at(cursor, base)
    if target.undoes is None:
        return queued[are_among(queued, set(pairs_of(_brought(cursor, target))))]
    counted = batches.counting_rows(cursor, target.undoes, base)
    gone = pd.concat([counted, queued[queued["batch_id"] == target.undoes]], ignore_index=True)
    now = {*pairs_of(batches.queue(cursor)), *pairs_of(batches.counting_rows(cursor, target.undoes))}
    return gone[~are_among(gone, now)]


def _brought(cursor: Cursor, target: writer.Batch) -> pd.DataFrame:
    """Return the rows of an import as it brought them: in the snapshot that it made, the next after its base."""
    snapshot = (target.base_snapshot or 0) + 1
    counting = batches.counting_rows(cursor, target.batch_id, snapshot)
    queued = batches.queue_at(cursor, snapshot)
    return pd.concat([counting, queued[queued["batch_id"] == target.batch_id]], ignore_index=True)


def _given_again(cursor: Cursor, target: writer.Batch) -> tuple[tuple[str, str], ...]:
    """Return the rows of the batch that a later one gave again and that wait as its rows now."""
    if target.undoes is not None:
        return ()
    queued = batches.queue(cursor)
    later = set(pairs_of(queued[queued["batch_id"] > target.batch_id]))
    return tuple(pair for pair in pairs_of(_brought(cursor, target)) if pair in later)


def _effects(cursor: Cursor, counting: pd.DataFrame, restored: pd.DataFrame, batch_id: int) -> Effects:
    """Return what taking the counting rows away and putting the restored ones back does to predictions."""
    again = restored[restored["state"] == COUNTS]
    owner = int(again["batch_id"].iloc[0]) if len(again) else batch_id
    clusters, added = (
        batches.stage(cursor, table, batches.from_queue(table, again), owner) for table in ("clusters", "evidence")
    )
    touched = batches.from_queue("evidence", counting)["cluster_id"].to_pylist()
    return effects_of(cursor, clusters, added, removed_batch=batch_id, touched=touched)


def _restore(cursor: Cursor, rows: pd.DataFrame) -> None:
    """Put rows back where they were."""
    counted = rows[rows["state"] == COUNTS]
    if len(counted):
        batches.put_in(cursor, counted, int(counted["batch_id"].iloc[0]))
    batches.enqueue(cursor, rows[rows["state"] != COUNTS])


def _batch(cursor: Cursor, target: writer.Batch, author: str, message: str) -> writer.Batch:
    return writer.Batch(
        batch_id=batches.next_batch_id(cursor),
        kind="undo",
        author=author,
        message=message,
        created_at=now_utc(),
        input_hash=target.input_hash,
        cluster_rows=0,
        evidence_rows=0,
        source_rows=0,
        base_snapshot=batches.base_snapshot(cursor),
        undoes=target.batch_id,
    )
