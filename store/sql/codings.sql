-- name: every coded statement with the values of the blind coders
-- params: none
-- grain: evidence_id
SELECT
  evidence_id,
  coding_round,
  factor,
  tier,
  first,
  second,
  rules_check,
  third,
  settled
FROM codings
ORDER BY evidence_id;
