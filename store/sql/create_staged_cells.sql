-- name: every cell of every staged file, one a row: what most checks read
-- params: none
-- grain: table_name, line, column_name
CREATE OR REPLACE TEMP VIEW staged_cells AS
{cells};
