-- name: staged text as typed rows, written nowhere yet
-- params: $batch (integer, the batch that brings the rows)
-- grain: the table's key
CREATE OR REPLACE TEMP TABLE new_{table} AS
SELECT {casts}
FROM staged_{table};
