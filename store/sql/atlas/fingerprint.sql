-- name: a number that tells apart lakes of the same version by the clusters and predictions that they hold
-- params: none
-- grain: one row
SELECT
  coalesce(
    bit_xor(hash(cluster_id, name, place_key, first_above_unknown, lower_above_unknown, first_known_factors, evidence_rows)),
    0
  ) AS fingerprint
FROM atlas;
