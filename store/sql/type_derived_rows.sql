-- name: what was derived in Python as typed rows, written nowhere yet
-- params: none
-- grain: the table's key
CREATE OR REPLACE TEMP TABLE new_{table} AS
SELECT {casts}
FROM derived_rows;
