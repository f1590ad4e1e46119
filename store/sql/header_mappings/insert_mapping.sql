-- name: remember how the headers of a file were matched
-- params: $headers_hash, $mapping, $author (text), $saved_at (timestamp)
-- grain: headers_hash
INSERT INTO header_mappings (
  headers_hash,
  mapping,
  author,
  saved_at
)
VALUES (
  $headers_hash,
  $mapping,
  $author,
  $saved_at
);
