-- name: a search as the atlas spells its words
-- params: $search (text), $between (text, characters that part words), $blanks (text, as many blanks)
-- grain: one row
SELECT
  list_distinct(string_split(translate(strip_accents(lower($search)), $between, $blanks), ' ')) AS words;
