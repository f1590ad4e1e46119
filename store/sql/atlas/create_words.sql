-- name: the words of names, places and products, plainly spelled, each with the rows of the atlas that it stands in
-- params: $between (text, characters that part words), $blanks (text, as many blanks)
-- grain: word
CREATE TABLE word_index.words AS
WITH said AS (
  SELECT
    place_row,
    unnest(
      string_split(translate(strip_accents(lower(concat_ws(' ', name, place, products))), $between, $blanks), ' ')
    ) AS word
  FROM atlas
)
SELECT
  word,
  NOT regexp_matches(word, '[0-9]') AS is_of_letters,
  list(place_row) AS place_rows
FROM said
WHERE word <> ''
GROUP BY word
ORDER BY
  is_of_letters,
  word;
