-- name: rows of the atlas with a word that begins like the one asked for, give or take some letters behind the first two
-- params: $word (text, plainly spelled), $beyond (text, after every word that begins so), $letters (integer, most letters that may differ)
-- grain: none
SELECT unnest(place_rows) AS place_row
FROM word_index.words
WHERE
  word >= $word
  AND word < $beyond
UNION ALL
SELECT unnest(place_rows) AS place_row
FROM word_index.words
WHERE
  $letters > 0
  AND is_of_letters
  AND left(word, 1) IN (left($word, 1), substr($word, 2, 1))
  AND length(word) >= length($word) - $letters
  AND least(
    damerau_levenshtein(left(word, length($word) - 1), $word),
    damerau_levenshtein(left(word, length($word)), $word),
    damerau_levenshtein(left(word, length($word) + 1), $word)
  ) <= $letters;
