"""The tables of the lake, made from the codebook.

DuckLake knows NOT NULL but no keys, no UNIQUE and no CHECK: those rules are the queries in sql/checks/.
"""

import duckdb

import codebook
from store.queries import sql


def table_definition(table: str) -> str:
    """Return the CREATE TABLE statement of one table of the codebook.

    Raises
    ------
    UnknownNameError
        When the codebook knows no such table.
    """
    lines = [
        f"  {column.name} {column.type}{'' if column.nullable else ' NOT NULL'}" for column in codebook.columns(table)
    ]
    return f"CREATE TABLE IF NOT EXISTS {table} (\n" + ",\n".join(lines) + "\n)"


def create_tables(cursor: duckdb.DuckDBPyConnection) -> None:
    """Create what is missing: tables, and columns that a newer codebook added to an older lake."""
    for table in codebook.TABLES:
        cursor.execute(table_definition(table))
    present = {(table, column) for table, column in cursor.execute(sql("columns_of_lake")).fetchall()}
    for table in codebook.TABLES:
        for column in codebook.columns(table):
            if (table, column.name) not in present:
                cursor.execute(f"ALTER TABLE {table} ADD COLUMN {column.name} {column.type}")
    cursor.execute(sql("insert_first_writer_row"))
