-- name: forget how the headers of a file were matched
-- params: $headers_hash (text)
-- grain: headers_hash
DELETE FROM header_mappings
WHERE headers_hash = $headers_hash;
