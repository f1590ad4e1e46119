-- name: who made the snapshot and why
-- params: $author (text), $message (text)
-- grain: none
CALL lake.set_commit_message($author, $message);
