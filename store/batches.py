"""Contributed batches: their rows that count, their rows that wait, what was decided, and what they were before.

A contributed row counts once it stands in its own table; until then it waits in ``review_queue`` with its content as it
was given. Functions take the cursor of an open transaction (see store.transaction.write) or a new one to read.
Frames of the queue have the columns table_name, item_id, batch_id, state, content (JSON of the file's columns).
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

import codebook
from codebook.errors import NotFoundError
from store.clock import now_utc
from store.connection import Cursor
from store.queries import sql, sql_for_table
from store.writer import Batch

TABLES: tuple[str, ...] = tuple(value.value for value in codebook.values("reviewed_table"))
"""Tables that a contribution brings rows of: what others point to comes first."""

COUNTS = ""
"""State, in a frame of the queue, of a row that stands in its own table."""


@dataclass(frozen=True)
class Review:
    """One decision of a reviewer.

    Attributes
    ----------
    batch_id
        Batch that was judged.
    evidence_id
        Statement that was judged, None for the whole batch.
    decision
        Value of the codebook's ``review_decision``.
    note
        Why, None where nothing was said.
    reviewer
        Who decided.
    """

    batch_id: int
    evidence_id: str | None
    decision: str
    note: str | None
    reviewer: str


def key_of(table: str) -> str:
    """Return the one key column of a table that contributions bring rows of."""
    return next(column.name for column in codebook.columns(table) if column.is_key)


def next_batch_id(cursor: Cursor) -> int:
    """Return the number for a new batch; nobody else gets it while the transaction is open."""
    return _one_number(cursor, "batches/next_batch_id")


def base_snapshot(cursor: Cursor) -> int:
    """Return the snapshot that an open transaction sees, before its own changes."""
    return _one_number(cursor, "current_snapshot")


def batch(cursor: Cursor, batch_id: int) -> Batch:
    """Return one batch.

    Raises
    ------
    NotFoundError
        When there is no such batch.
    """
    row = cursor.execute(sql("batches/batch"), {"batch": batch_id}).fetchone()
    if row is None:
        message = f"There is no batch {batch_id}."
        raise NotFoundError(message, "Look it up in the list of batches.")
    return Batch(*row)


def history(cursor: Cursor) -> pd.DataFrame:
    """Return every batch, newest first, with where its statements stand now.

    Columns: those of ``batches`` but base_snapshot; undone_by (missing: stands); counting_rows, waiting_rows,
    returned_rows, declined_rows (statements).
    """
    return cursor.execute(sql("batches/history")).df()


def undone_by(cursor: Cursor, batch_id: int) -> int | None:
    """Return the number of the batch that took this one back, None where it stands."""
    row = cursor.execute(sql("batches/undone_by"), {"batch": batch_id}).fetchone()
    return None if row is None else int(row[0])


def stage(cursor: Cursor, table: str, rows: pa.Table, batch_id: int) -> pd.DataFrame:
    """Make ``new_<table>`` from rows of text, typed and in the batch, and return it.

    Parameters
    ----------
    rows
        Checked rows in the form of the table's file, one text column each; further columns are left out.
    """
    cursor.register(f"staged_{table}", rows)
    cursor.execute(sql_for_table("type_staged_rows", table), {"batch": batch_id})
    cursor.unregister(f"staged_{table}")
    return cursor.table(f"new_{table}").df()


def clashing_keys(cursor: Cursor, table: str) -> list[str]:
    """Return the keys of ``new_<table>`` that the table holds with other content."""
    return [key for (key,) in cursor.execute(sql_for_table("batches/clashing_rows", table)).fetchall()]


def known_keys(cursor: Cursor, table: str) -> set[str]:
    """Return the keys of ``new_<table>`` that the table holds."""
    return {key for (key,) in cursor.execute(sql_for_table("batches/known_keys", table)).fetchall()}


def keys_of_others(cursor: Cursor, table: str, author: str) -> list[str]:
    """Return the keys of ``new_<table>`` that wait in the queue as rows of another author."""
    rows = cursor.execute(sql_for_table("batches/keys_of_others", table), {"author": author}).fetchall()
    return [key for (key,) in rows]


def rival_rows(cursor: Cursor) -> dict[str, str]:
    """Return the ids of ``new_evidence`` beside which another value stands, with that value."""
    return dict(cursor.execute(sql("batches/rival_rows")).fetchall())


def given_again(cursor: Cursor, author: str) -> set[str]:
    """Return the ids of ``new_evidence`` that wait already as statements of the same author."""
    return {key for (key,) in cursor.execute(sql("batches/given_again"), {"author": author}).fetchall()}


def insert_new(cursor: Cursor, table: str) -> None:
    """Insert the rows of ``new_<table>`` whose key the table does not hold yet."""
    cursor.execute(sql_for_table("batches/insert_new_rows", table))


def rows_of_batch(cursor: Cursor, table: str, batch_id: int, snapshot: int | None = None) -> pd.DataFrame:
    """Return the rows of a batch that count, now or at a snapshot, in the form of the queue."""
    query = sql_for_table("batches/rows_of_batch" if snapshot is None else "batches/rows_at", table)
    at = {} if snapshot is None else {"snapshot": snapshot}
    rows = cursor.execute(query, {"batch": batch_id, **at}).to_arrow_table()
    return as_queue(table, rows.to_pylist(), batch_id)


def counting_rows(cursor: Cursor, batch_id: int, snapshot: int | None = None) -> pd.DataFrame:
    """Return the rows of a batch of all tables that count, now or at a snapshot, with the state ``COUNTS``."""
    return pd.concat([rows_of_batch(cursor, table, batch_id, snapshot) for table in TABLES], ignore_index=True)


def put_in(cursor: Cursor, rows: pd.DataFrame, batch_id: int) -> None:
    """Put rows in the form of the queue into their own tables, where they count from then on."""
    for table in TABLES:
        stage(cursor, table, from_queue(table, rows), batch_id)
        insert_new(cursor, table)


def pairs_of(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Return table and key of each row."""
    return list(zip(rows["table_name"], rows["item_id"], strict=True))


def are_among(rows: pd.DataFrame, pairs: Collection[tuple[str, str]]) -> NDArray[np.bool_]:
    """Return whether table and key of each row are among the given ones, [rows]."""
    return np.array([pair in pairs for pair in pairs_of(rows)], dtype=bool)


def queue(cursor: Cursor, batch_id: int | None = None) -> pd.DataFrame:
    """Return the queue, of one batch or of all."""
    return cursor.execute(sql("batches/queue"), {"batch": batch_id}).df()


def queue_at(cursor: Cursor, snapshot: int) -> pd.DataFrame:
    """Return the queue as it was at a snapshot."""
    return cursor.execute(sql("batches/queue_at"), {"snapshot": snapshot}).df()


def enqueue(cursor: Cursor, rows: pd.DataFrame) -> None:
    """Put rows into the queue, in place of those of the same key."""
    dequeue(cursor, rows)
    _with_rows(cursor, rows, sql("batches/enqueue"))


def dequeue(cursor: Cursor, rows: pd.DataFrame) -> None:
    """Take the rows of these keys out of the queue."""
    _with_rows(cursor, rows, sql("batches/dequeue"))


def delete_rows(cursor: Cursor, table: str, batch_id: int, rows: pd.DataFrame) -> None:
    """Delete rows of a batch that count; rows of other batches stay."""
    _with_rows(cursor, rows, sql_for_table("batches/delete_keys", table), {"batch": batch_id})


def needed_by_others(cursor: Cursor, batch_id: int) -> set[tuple[str, str]]:
    """Return table and key of a batch's clusters and sources that statements of other batches need."""
    return set(cursor.execute(sql("batches/needed_by_others"), {"batch": batch_id}).fetchall())


def clusters_for_model(cursor: Cursor, cluster_ids: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what the model reads of some clusters that count, and their evidence that counts.

    The first frame has cluster_id and country_iso3, the second the columns of ``writer.ModelInput.evidence`` and
    batch_id. Clusters that do not count are in neither.
    """
    names = ("batches/countries_of_clusters", "evidence_of_clusters_for_model")
    asked = {"cluster_ids": list(cluster_ids)}
    clusters, evidence = (cursor.execute(sql(name), asked).df() for name in names)
    return clusters, evidence


def record_review(cursor: Cursor, review: Review) -> None:
    """Keep a decision with the time it is made."""
    now = now_utc()
    cursor.execute(sql("batches/insert_review"), {**vars(review), "decided_at": now})


def reviews(cursor: Cursor, batch_id: int) -> pd.DataFrame:
    """Return the decisions on a batch, oldest first, one row each with the columns of ``reviews``."""
    return cursor.execute(sql("batches/reviews"), {"batch": batch_id}).df()


def as_queue(table: str, rows: Sequence[Mapping[str, str | None]], batch_id: int, state: str = COUNTS) -> pd.DataFrame:
    """Return rows of a file, text or None by column, in the form of the queue."""
    names = [column.name for column in codebook.columns(table) if not column.is_derived]
    content = [json.dumps({name: row[name] for name in names}, ensure_ascii=False) for row in rows]
    keys = [row[key_of(table)] for row in rows]
    return pd.DataFrame(
        {"table_name": table, "item_id": keys, "batch_id": batch_id, "state": state, "content": content},
        columns=["table_name", "item_id", "batch_id", "state", "content"],
    )


def from_queue(table: str, rows: pd.DataFrame) -> pa.Table:
    """Return the rows of one table out of a frame of the queue, as reading a file gives them: text and ``line``."""
    names = [column.name for column in codebook.columns(table) if not column.is_derived]
    parsed = [json.loads(content) for content in rows.loc[rows["table_name"] == table, "content"]]
    columns = {name: pa.array([row.get(name) for row in parsed], type=pa.string()) for name in names}
    return pa.table({"line": pa.array(range(1, len(parsed) + 1), type=pa.int64()), **columns})


def _with_rows(cursor: Cursor, rows: pd.DataFrame, statement: str, values: dict[str, object] | None = None) -> None:
    """Run a statement that reads ``named_rows``; without rows there is nothing to do."""
    if rows.empty:
        return
    cursor.register("named_rows", pa.Table.from_pandas(rows, preserve_index=False))
    cursor.execute(statement, values or {})
    cursor.unregister("named_rows")


def _one_number(cursor: Cursor, query: str) -> int:
    row = cursor.execute(sql(query)).fetchone()
    return int(row[0]) if row else 0
