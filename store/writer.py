"""Writes inside an open transaction: rows of a batch, what is derived from them, the batch itself.

Every function takes the cursor that store.transaction.write hands to its work; none opens or ends a transaction.
A write touches only rows that differ, so that the changes between two snapshots are the true ones.
"""

from dataclasses import dataclass
from datetime import datetime

import duckdb
import pandas as pd
import pyarrow as pa

import codebook
from store.queries import bound_batch, sql, sql_for_table

SHIPPED_BATCH = 0


@dataclass(frozen=True)
class Batch:
    """One load of rows.

    Attributes
    ----------
    batch_id
        Number of the batch; 0 is the shipped case base, which ``etl build`` replaces.
    kind
        How it came, e.g. ``build``.
    author, message
        Who loaded it and what was said about it.
    created_at
        UTC, without a time zone.
    input_hash
        Checksum of everything the batch was made from; equal hash, equal content.
    cluster_rows, evidence_rows, source_rows
        Rows it brought.
    """

    batch_id: int
    kind: str
    author: str
    message: str
    created_at: datetime
    input_hash: str
    cluster_rows: int
    evidence_rows: int
    source_rows: int


def replace_rows(cursor: duckdb.DuckDBPyConnection, table: str, batch: int = SHIPPED_BATCH) -> None:
    """Make a table's rows of one batch equal to ``new_<table>``; for a derived table, all its rows.

    Parameters
    ----------
    table
        Table of the codebook; a temporary table ``new_<table>`` of the same columns must exist on this cursor.
    batch
        Number of the batch the rows belong to.
    """
    for name in ("delete_changed_rows", "insert_changed_rows"):
        statement = sql_for_table(name, table)
        cursor.execute(statement, bound_batch(table, batch))


def derive_attributes(cursor: duckdb.DuckDBPyConnection) -> None:
    """Derive the value that counts per cluster, factor and tier from all evidence, and store what changed.

    The rule is in sql/derive_attributes.sql: the newest among the most confident rows; the losing values stay
    in ``evidence``.
    """
    ranks = {value.value: value.rank for value in codebook.values("confidence")}
    table = pa.table({"confidence": list(ranks), "rank": [rank or 0 for rank in ranks.values()]})
    cursor.register("confidence_ranks", table)
    cursor.execute(sql("derive_attributes"))
    replace_rows(cursor, "attributes")


def evidence_for_model(cursor: duckdb.DuckDBPyConnection) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Return what the model reads.

    Returns
    -------
    evidence
        One row per evidence row: cluster_id, factor, value, tier, year (nullable), source_id, confidence.
    cluster_ids
        Every cluster, with evidence or without, sorted.
    country_level_ids
        Those that stand for a whole country.
    """
    evidence = cursor.execute(sql("evidence_for_model")).df()
    clusters = cursor.execute(sql("clusters_for_model")).fetchall()
    return (
        evidence,
        [cluster_id for cluster_id, _ in clusters],
        [cluster_id for cluster_id, is_country_level in clusters if is_country_level],
    )


def replace_predictions(cursor: duckdb.DuckDBPyConnection, predictions: pd.DataFrame) -> None:
    """Store predictions, one row per cluster and tier, in place of all that were there.

    Parameters
    ----------
    predictions
        Columns of the codebook's table ``predictions`` in any order; missing percentiles are null.
    """
    names = [column.name for column in codebook.columns("predictions")]
    cursor.register("scored", pa.Table.from_pandas(predictions[names], preserve_index=False))
    cursor.execute(sql_for_table("type_predictions", "predictions"))
    replace_rows(cursor, "predictions")
    cursor.unregister("scored")


def input_hash_of(cursor: duckdb.DuckDBPyConnection, batch: int = SHIPPED_BATCH) -> str | None:
    """Return the input hash a batch was loaded with, None when it was never loaded."""
    row = cursor.execute(sql("input_hash_of_batch"), {"batch": batch}).fetchone()
    return str(row[0]) if row else None


def record_batch(cursor: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Store a batch's own row in place of an earlier one of the same number."""
    cursor.execute(sql("delete_batch_row"), {"batch": batch.batch_id})
    cursor.execute(sql("insert_batch_row"), vars(batch))
