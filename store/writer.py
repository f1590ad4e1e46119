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
from store.clock import now_utc
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
    file_name, licence
        Of a contribution: the file that was given and the licence of its records.
    base_snapshot
        Snapshot that it was added to; None for the shipped case base.
    undoes
        Batch that it takes back, None for all others.
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
    file_name: str | None = None
    licence: str | None = None
    base_snapshot: int | None = None
    undoes: int | None = None


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


def derive_attributes(cursor: duckdb.DuckDBPyConnection, outcomes: pd.DataFrame | None = None) -> None:
    """Derive the value that counts per cluster, factor and tier from all evidence, and store what changed.

    The rule is in sql/derive_attributes.sql: of an outcome the likeliest level, of anything else the newest among the
    most confident rows; the losing values stay in ``evidence``.

    Parameters
    ----------
    outcomes
        The likeliest level of every coded outcome, one row per cluster and outcome: cluster_id, factor, value. Outcomes
        of which it says nothing follow the rule of the others.
    """
    ranks = {value.value: value.rank for value in codebook.values("confidence")}
    table = pa.table({"confidence": list(ranks), "rank": [rank or 0 for rank in ranks.values()]})
    cursor.register("confidence_ranks", table)
    names = ("cluster_id", "factor", "value")
    texts = {name: [] if outcomes is None else outcomes[name].tolist() for name in names}
    cursor.register("likeliest_outcomes", pa.table(texts, schema=pa.schema([(name, pa.string()) for name in names])))
    cursor.execute(sql("derive_attributes"))
    replace_rows(cursor, "attributes")


def outcome_rows(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the evidence on adoption as `reader.outcome_rows` does, from the open transaction."""
    return cursor.execute(sql("outcome_rows")).df()


@dataclass(frozen=True)
class ModelInput:
    """What the model reads, in the state of one transaction.

    Attributes
    ----------
    evidence
        One row per evidence row: evidence_id, cluster_id, factor, value, tier, year (nullable), source_id, confidence.
    clusters
        One row per cluster, with evidence or without, by id: cluster_id, country_iso3, sector, coding_round,
        location_precision, is_country_level.
    countries
        One row per country: iso3, income_group.
    country_context
        One row per country, indicator and year: iso3, indicator, year, value, standard_error.
    """

    evidence: pd.DataFrame
    clusters: pd.DataFrame
    countries: pd.DataFrame
    country_context: pd.DataFrame


def model_input(cursor: duckdb.DuckDBPyConnection) -> ModelInput:
    """Return what the model reads, from the open transaction or the current snapshot."""
    evidence, clusters = (cursor.execute(sql(name)).df() for name in ("evidence_for_model", "clusters_for_model"))
    return ModelInput(evidence, clusters, *national_input(cursor))


def national_input(cursor: duckdb.DuckDBPyConnection) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the two tables that national context is made of, as ``ModelInput`` describes them."""
    return cursor.execute(sql("countries_for_model")).df(), cursor.execute(sql("context_for_model")).df()


def stored_predictions(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the predictions that are stored, one row per cluster and tier, without their percentiles."""
    return cursor.execute(sql("predictions_with_inputs")).df()


def stored_classes(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the stored classes of propositions, one row per cluster: cluster_id, proposition_class, proposition_p."""
    return cursor.execute(sql("classes_of_propositions")).df()


def replace_derived(cursor: duckdb.DuckDBPyConnection, table: str, rows: pd.DataFrame) -> None:
    """Make a derived table equal to the given rows.

    Parameters
    ----------
    table
        A table of the codebook that is made by us, e.g. ``predictions``.
    rows
        The table's columns in any order, further ones are left out; what is missing is null.
    """
    names = [column.name for column in codebook.columns(table)]
    cursor.register("derived_rows", pa.Table.from_pandas(rows[names], preserve_index=False))
    cursor.execute(sql_for_table("type_derived_rows", table))
    replace_rows(cursor, table)
    cursor.unregister("derived_rows")


def record_validation(cursor: duckdb.DuckDBPyConnection, model_version: str, input_hash: str, result: str) -> None:
    """Keep the result of judging the model, in place of an earlier one for the same version and state."""
    key = {"model_version": model_version, "input_hash": input_hash}
    cursor.execute(sql("delete_validation"), key)
    now = now_utc()
    cursor.execute(sql("insert_validation"), {**key, "created_at": now, "result": result})


def input_hash_of(cursor: duckdb.DuckDBPyConnection, batch: int = SHIPPED_BATCH) -> str | None:
    """Return the input hash a batch was loaded with, None when it was never loaded."""
    row = cursor.execute(sql("input_hash_of_batch"), {"batch": batch}).fetchone()
    return str(row[0]) if row else None


def record_batch(cursor: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Store a batch's own row in place of an earlier one of the same number."""
    cursor.execute(sql("delete_batch_row"), {"batch": batch.batch_id})
    cursor.execute(sql("insert_batch_row"), vars(batch))
