"""Writing transactions: whole or not at all, one writer at a time, retried when another process was faster."""

from collections.abc import Callable

import duckdb
import tenacity

from codebook.errors import BusyLakeError
from store.connection import Lake, is_conflict, readable
from store.queries import sql
from store.schema import create_tables

ATTEMPTS = 8


Work = Callable[[duckdb.DuckDBPyConnection], None]
Question = Callable[[duckdb.DuckDBPyConnection], bool]


def write(
    lake: Lake,
    work: Work,
    *,
    author: str,
    message: str,
    facts: bool = True,
    cursor: duckdb.DuckDBPyConnection | None = None,
    is_done: Question | None = None,
) -> bool:
    """Run ``work`` in one transaction; return True when it was committed, False when nothing was left to do.

    Every writing transaction updates the one row of ``writer``: of two that overlap one commits, the other
    fails cleanly and is run again on fresh data, so ``work`` must read what it decides on inside itself.

    Parameters
    ----------
    lake
        The lake to write to.
    work
        Receives the cursor of the open transaction. Whatever it raises rolls everything back.
    author, message
        Kept with the snapshot.
    facts
        Whether facts or predictions change, so that each process rebuilds its atlas.
    cursor
        The cursor to write with, where rows are staged on it; a new one by default.
    is_done
        Asked inside each attempt's transaction before the work: whether somebody faster stored the same already.

    Raises
    ------
    BusyLakeError
        When other writers kept winning for all attempts.
    StoreError
        When a file of the lake cannot be read or written; nothing of the change is stored.
    """
    cursor = cursor or lake.cursor()
    committed = False
    try:
        for attempt in _attempts():
            with attempt:
                committed = _write_once(cursor, work, author, message, facts, is_done)
    except duckdb.Error as error:
        raise (readable(error) or error) from error
    return committed


def _attempts() -> tenacity.Retrying:
    """Return the attempts: again after a conflict with growing pauses, else at once the error itself."""
    return tenacity.Retrying(
        retry=tenacity.retry_if_exception(lambda error: isinstance(error, Exception) and is_conflict(error)),
        stop=tenacity.stop_after_attempt(ATTEMPTS),
        wait=tenacity.wait_random_exponential(multiplier=0.1, max=3),
        retry_error_callback=_give_up,
    )


def _give_up(state: tenacity.RetryCallState) -> None:
    """Raise what a person can act on after the last attempt."""
    text = "Another process kept writing to the data; nothing of this change was stored."
    raise BusyLakeError(text) from (state.outcome.exception() if state.outcome else None)


def _write_once(
    cursor: duckdb.DuckDBPyConnection, work: Work, author: str, message: str, facts: bool, is_done: Question | None
) -> bool:
    """Run one attempt and return whether it committed; nothing is written where there is nothing left to do."""
    cursor.execute("BEGIN TRANSACTION")
    try:
        create_tables(cursor)
        cursor.execute(sql("touch_writer"), {"facts": facts})
        # Asked inside: whoever stored the same before this moment is seen, whoever does it later conflicts.
        if is_done is not None and is_done(cursor):
            _roll_back(cursor)
            return False
        work(cursor)
        cursor.execute(sql("set_commit_message"), {"author": author, "message": message})
        cursor.execute("COMMIT")
    except BaseException:
        _roll_back(cursor)
        raise
    return True


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """Leave the lake as it was; a transaction that DuckDB already ended needs nothing."""
    try:
        cursor.execute("ROLLBACK")
    except duckdb.TransactionException:
        return
