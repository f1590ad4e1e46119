"""Free text search in an atlas: names, places and products, tolerant of spelling.

The words of the atlas are collected once, with the rows that each stands in. Every word of a search must be the
beginning of a word of the cluster, give or take a letter in longer ones; its first letter must be right, or the second
must stand before it, and numbers must be right throughout.
"""

import threading
from collections.abc import Callable
from functools import reduce

import duckdb
import numpy as np
from numpy.typing import NDArray

from store.queries import sql

BETWEEN = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\t\n\r\u00a0\u2010\u2013\u2014\u2019\u201c\u201d\u2026`´·"
"""Characters that part two words, beside the blank."""
LAST_CHARACTER = "\U0010ffff"
"""Comes after every other, so that what begins with a word lies between the word and the word with this behind it."""
MOST_WORDS = 6
"""Words of a search that are looked for; more narrow nothing further."""
LETTERS = ((8, 2), (4, 1), (0, 0))
"""From this many letters on, so many may differ: short words are told apart by every letter."""


class Search:
    """Finds the clusters of one atlas by the words that they are called by.

    Parameters
    ----------
    cursor
        A cursor on the atlas's tables; one of its own for each search.
    """

    def __init__(self, cursor: Callable[[], duckdb.DuckDBPyConnection]) -> None:
        self._cursor = cursor
        self._turn = threading.Lock()
        self._has_words = False

    def collect_words(self) -> None:
        """Make the table of words, once; a million clusters take some seconds, so it is begun before anybody asks."""
        with self._turn, self._cursor() as cursor:
            if not self._has_words:
                cursor.execute(sql("atlas/create_words"), _parting())
                # Packs the words. They have a database of their own, where nobody else has anything open by now.
                cursor.execute("CHECKPOINT word_index")
                self._has_words = True

    def rows(self, search: str) -> NDArray[np.int64]:
        """Return the rows of the atlas, rising, whose words fit every word of a search; none where it has no word."""
        self.collect_words()
        with self._cursor() as cursor:
            row = cursor.execute(sql("atlas/plain_words"), {"search": search, **_parting()}).fetchone()
            words = sorted(word for word in (row[0] if row else []) if word)[:MOST_WORDS]
            found = [np.unique(_rows_of_word(cursor, word)) for word in words]
        if not found:
            return np.empty(0, dtype=np.int64)
        return reduce(lambda common, rows: np.intersect1d(common, rows, assume_unique=True), found)


def _rows_of_word(cursor: duckdb.DuckDBPyConnection, word: str) -> NDArray[np.int64]:
    letters = next(letters for length, letters in LETTERS if len(word) >= length)
    values = {"word": word, "beyond": f"{word}{LAST_CHARACTER}", "letters": letters}
    found = cursor.execute(sql("atlas/rows_of_word"), values).fetchnumpy()
    return np.asarray(found["place_row"], dtype=np.int64)


def _parting() -> dict[str, str]:
    return {"between": BETWEEN, "blanks": " " * len(BETWEEN)}
