-- name: a type that keeps the values of a vocabulary as small numbers, in the vocabulary's order
-- params: none (the vocabulary is registered as atlas_vocabulary)
-- grain: none
CREATE TYPE {column} AS ENUM (
  SELECT value
  FROM atlas_vocabulary
);
