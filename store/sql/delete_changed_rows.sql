-- name: rows of a batch that are not among its new rows as they stand
-- params: $batch (integer, the batch that is written; not used by derived tables)
-- grain: the table's key
DELETE FROM {table}
WHERE
  {rows_of_batch}
  AND ({keys}) IN (
    SELECT ({keys})
    FROM (
      SELECT {columns}
      FROM {table}
      WHERE {rows_of_batch}
      EXCEPT
      SELECT {columns}
      FROM new_{table}
    )
  );
