"""Import: checked rows of a contributor become one batch, in one transaction or not at all.

A batch that nobody has reviewed waits in the queue and counts for nothing; what it would do is computed all the same.
A dry run is the same work, rolled back at its end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd
import pyarrow as pa

from codebook.errors import EmptyLakeError, RejectedDataError
from codebook.records import Finding
from etl.accounts import CONTRIBUTOR, REVIEWER, Account, check_rate
from etl.derivation import derive
from etl.effects import Effects, effects_of
from store import batches, writer
from store.clock import now_utc
from store.connection import Cursor, Lake
from store.transaction import write

WAITING = "waiting"
DEFAULT_LICENCE = "CC BY 4.0"
"""Licence that contributors are asked to give their records."""


@dataclass(frozen=True)
class Contribution:
    """Rows that somebody gives, checked by etl.contribution.

    Attributes
    ----------
    tables
        Rows in the case base's form by table (sources, clusters, evidence): text columns and ``line``.
    file_name, sha256
        The file they came in, and the checksum of its bytes.
    licence
        Licence that the author gives them.
    message
        What the author says about them, None for nothing.
    is_reviewed
        Whether they count at once; else they wait for a reviewer.
    """

    tables: Mapping[str, pa.Table]
    file_name: str
    sha256: str
    licence: str
    message: str | None = None
    is_reviewed: bool = False


@dataclass(frozen=True)
class ImportResult:
    """What an import did, or would do.

    Attributes
    ----------
    batch_id
        Number of the batch, None for a dry run.
    snapshot
        Snapshot that holds it; of a dry run the one that it was tried on.
    committed
        New rows by table.
    same
        Rows by table that the lake holds already, word for word.
    effects
        What the rows change in predictions once they count.
    rivals
        Ids of new statements beside which another value stands for the same factor and tier, with that value.
    given_again
        Ids of statements that wait already and are replaced by these.
    """

    batch_id: int | None
    snapshot: int
    committed: dict[str, int]
    same: dict[str, int]
    effects: Effects
    rivals: dict[str, str]
    given_again: frozenset[str]


class _DryRunDoneError(Exception):
    """Ends the transaction of a dry run, so that everything is rolled back."""


def import_batch(lake: Lake, contribution: Contribution, account: Account, *, dry_run: bool = False) -> ImportResult:
    """Store a contribution as one batch and return what it did; a dry run does the same and stores nothing.

    Rows that the lake holds word for word are left out. A row that waits in the queue already, given by the same
    author, is replaced.

    Raises
    ------
    RejectedDataError
        When a key stands in the lake with other content; nothing is stored.
    ForbiddenError
        When the account may not contribute, or not without review, or has given too much today.
    EmptyLakeError
        When nothing was ever built.
    BusyLakeError
        When other writers kept winning.
    """
    account.require(CONTRIBUTOR, "give records")
    if contribution.is_reviewed:
        account.require(REVIEWER, "give records that count without review")
    if lake.is_empty():
        message = "There are no data yet that a contribution could be added to."
        raise EmptyLakeError(message)
    found: list[ImportResult] = []

    def work(cursor: Cursor) -> None:
        check_rate(cursor, account)
        found[:] = [_import(cursor, contribution, account.name)]
        if dry_run:
            raise _DryRunDoneError

    message = f"{contribution.file_name}: {contribution.message or 'contribution'}"
    try:
        write(lake, work, author=account.name, message=message)
    except _DryRunDoneError:
        return replace(found[0], batch_id=None)
    return replace(found[0], snapshot=lake.snapshot())


def _import(cursor: Cursor, contribution: Contribution, author: str) -> ImportResult:
    """Do the work inside the open transaction."""
    base, batch_id = batches.base_snapshot(cursor), batches.next_batch_id(cursor)
    typed = {table: batches.stage(cursor, table, contribution.tables[table], batch_id) for table in batches.TABLES}
    _refuse_clashes(cursor, contribution, author)
    new = {table: _new_rows(cursor, table, rows) for table, rows in typed.items()}
    effects = effects_of(cursor, new["clusters"], new["evidence"])
    rivals, given_again = batches.rival_rows(cursor), frozenset(batches.given_again(cursor, author))
    if contribution.is_reviewed:
        for table in batches.TABLES:
            batches.insert_new(cursor, table)
        derive(cursor)
    else:
        _enqueue(cursor, contribution, new, batch_id)
    writer.record_batch(cursor, _batch(contribution, author, new, batch_id, base))
    counts = {table: len(rows) for table, rows in new.items()}
    same = {table: contribution.tables[table].num_rows - count for table, count in counts.items()}
    return ImportResult(batch_id, base, counts, same, effects, rivals, given_again)


def _new_rows(cursor: Cursor, table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose key the lake does not hold."""
    is_known = rows[batches.key_of(table)].isin(batches.known_keys(cursor, table))
    return rows[~is_known].reset_index(drop=True)


def _enqueue(cursor: Cursor, contribution: Contribution, new: Mapping[str, pd.DataFrame], batch_id: int) -> None:
    """Put the new rows into the queue, as they were given."""
    for table in batches.TABLES:
        keys = set(new[table][batches.key_of(table)])
        rows = [row for row in contribution.tables[table].to_pylist() if row[batches.key_of(table)] in keys]
        batches.enqueue(cursor, batches.as_queue(table, rows, batch_id, WAITING))


def _refuse_clashes(cursor: Cursor, contribution: Contribution, author: str) -> None:
    """Raise where a key belongs to other content, or to a row of another author that waits in the queue."""
    findings = [
        _clash(contribution.file_name, table, key)
        for table in batches.TABLES
        for key in (*batches.clashing_keys(cursor, table), *batches.keys_of_others(cursor, table, author))
    ]
    if findings:
        message = f"Nothing was stored: {len(findings)} rows carry a key that belongs to another row of the data."
        raise RejectedDataError(message, findings)


def _clash(file: str, table: str, key: str) -> Finding:
    return Finding(
        file=file,
        line=None,
        column=batches.key_of(table),
        value=key[:200],
        code="key_of_another_row",
        severity="error",
        message="This key stands in the data already, with other content.",
        allowed=("a key of its own, or the row word for word",),
        hint="Give the row another key; a row that counts is not changed by a contribution, only added to.",
    )


def _batch(
    contribution: Contribution, author: str, new: Mapping[str, pd.DataFrame], batch_id: int, base: int
) -> writer.Batch:
    return writer.Batch(
        batch_id=batch_id,
        kind="import",
        author=author,
        message=contribution.message or "",
        created_at=now_utc(),
        input_hash=contribution.sha256,
        cluster_rows=len(new["clusters"]),
        evidence_rows=len(new["evidence"]),
        source_rows=len(new["sources"]),
        file_name=contribution.file_name,
        licence=contribution.licence,
        base_snapshot=base,
    )
