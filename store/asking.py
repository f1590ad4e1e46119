"""Asking the lake: one query of store/sql/ in one short statement, its failures as errors that people can read."""

import duckdb

from codebook.errors import EmptyLakeError, StoreError
from store.connection import Lake, readable
from store.queries import sql


def ask(lake: Lake, query: str, values: dict[str, object]) -> duckdb.DuckDBPyConnection:
    """Return what one query of store/sql/ finds, on a cursor of its own.

    Raises
    ------
    EmptyLakeError
        When the tables are not there because nothing was ever built.
    StoreError
        When an earlier version built the lake, without a table or column that is asked for; or when a file of the
        lake is missing or broken.
    BusyLakeError
        When the catalogue stays locked by another process.
    """
    try:
        return lake.cursor().execute(sql(query), values)
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        if lake.is_empty():
            message = "There are no data yet."
            raise EmptyLakeError(message) from error
        message = "The data were stored by an earlier version of Clusterwatch."
        raise StoreError(message, "Run: python -m etl build") from error
    except duckdb.Error as error:
        raise (readable(error) or error) from error
