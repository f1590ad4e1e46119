-- name: how the headers of a file were matched
-- params: $headers_hash (text)
-- grain: one row or none
SELECT mapping
FROM header_mappings
WHERE headers_hash = $headers_hash;
