-- name: scored clusters as typed rows, written nowhere yet
-- params: none
-- grain: cluster_id, tier
CREATE OR REPLACE TEMP TABLE new_{table} AS
SELECT {casts}
FROM scored;
