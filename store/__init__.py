"""The store: one DuckLake as the record, one in-memory atlas as the read model. Only this package imports duckdb."""
