"""Which of our columns each heading of a file means: by name, by synonym in seven languages, or as a person said."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

import codebook
from codebook import uploads
from codebook.errors import UnknownNameError
from etl.contribution.keys import word_key

How = Literal["name", "synonym", "given", "none"]
# Likeness, 0 to 100, from which a heading is shown beside one of ours; never taken without being asked.
LEAST_LIKENESS = 86
SHORTEST_TO_COMPARE = 4
# Columns that we ourselves add to a file that goes back; read again, they mean nothing.
OWN_MARKS = ("_line", "_status", "_messages")


@dataclass(frozen=True)
class HeaderMatch:
    """What one heading was taken for.

    Attributes
    ----------
    header
        As it stands in the file.
    position
        Its column, from 0.
    column
        Column of the form, a factor, or a factor with a suffix; None for a column of the person's own.
    how
        Why it was taken so.
    similar
        A column of ours that the heading resembles, where it was taken for none.
    is_repeated
        An earlier heading means the same; this one is not read.
    """

    header: str
    position: int
    column: str | None
    how: How
    similar: str | None = None
    is_repeated: bool = False


def form_columns(form: str) -> tuple[str, ...]:
    """Return every column that a form may have, in the order of its template; in the wide form the factors follow.

    Raises
    ------
    UnknownNameError
        There is no such form.
    """
    names = [column.name for column in uploads.upload_columns(form)]
    if form == "wide":
        names += [name for factor in codebook.FACTORS for name in (factor, *_with_suffixes(factor))]
    return tuple(names)


def _with_suffixes(factor: str) -> list[str]:
    return [f"{factor}_{suffix.name}" for suffix in uploads.suffixes()]


@cache
def all_columns() -> frozenset[str]:
    """Return the columns of all forms."""
    return frozenset(name for value in codebook.values("upload_form") for name in form_columns(value.value))


@cache
def _words() -> dict[str, tuple[str, How]]:
    """Return what each known word means; names of ours go before synonyms, columns before factors."""
    known: dict[str, tuple[str, How]] = {}
    for name in sorted(all_columns(), key=lambda name: (name in codebook.FACTORS, name)):
        known[word_key(name)] = (name, "name")
    for item in uploads.synonyms(uploads.HEADERS):
        known.setdefault(word_key(item.synonym), (item.value, "synonym"))
    for factor in codebook.FACTORS.values():
        for words in (factor.label, factor.short_label):
            known.setdefault(word_key(words), (factor.name, "synonym"))
    return known


@lru_cache(maxsize=4096)
def find_column(header: str) -> tuple[str, How] | None:
    """Return the column that a heading means and why, None when it is not known.

    A factor's word followed by a suffix's word in any of the languages is that factor's column: ``sindicatos fuente``.
    """
    key = word_key(header)
    if key in _words():
        return _words()[key]
    suffix_names = {suffix.name for suffix in uploads.suffixes()}
    parts = key.split("_")
    for cut in range(1, len(parts)):
        factor = _words().get("_".join(parts[:cut]))
        suffix = _words().get("_".join(parts[cut:]))
        if factor and suffix and factor[0] in codebook.FACTORS and suffix[0] in suffix_names:
            return f"{factor[0]}_{suffix[0]}", "synonym"
    return None


def count_known(headers: Sequence[str]) -> int:
    """Return how many headings mean different columns of ours: how much a row looks like a header."""
    return len({found[0] for header in headers if len(header) < 100 and (found := find_column(header))})


def header_key(headers: Sequence[str]) -> str:
    """Return a key for the set of headings, under which a person's mapping is remembered for the next file."""
    words = "\n".join(sorted(word_key(header) for header in headers))
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def recognise_form(columns: Sequence[str | None]) -> str:
    """Return the form that the columns belong to: the long one has a column for the factor and one for its value."""
    return "long" if {"factor", "value"} <= set(columns) else "wide"


def match_headers(headers: Sequence[str], given: Mapping[str, str | None] | None = None) -> tuple[HeaderMatch, ...]:
    """Return what each heading means.

    Parameters
    ----------
    headers
        The headings in order.
    given
        What a person said of headings, as they stand in the file: one of our columns, or None for a column of
        their own. It goes before everything else.

    Raises
    ------
    UnknownNameError
        ``given`` names a column that no form has.
    """
    given = given or {}
    for column in given.values():
        if column is not None and column not in all_columns():
            error = UnknownNameError.of("column of uploads", column, sorted(all_columns()))
            raise error
    found = [_match(header, position, given) for position, header in enumerate(headers)]
    wanted = set(form_columns(recognise_form([match.column for match in found])))
    seen: set[str] = set()
    matches = []
    # What a person said is never displaced by what was guessed.
    for match in sorted(found, key=lambda match: (match.how != "given", match.position)):
        matches.append(_settle(match, wanted, seen))
    return tuple(sorted(matches, key=lambda match: match.position))


def _match(header: str, position: int, given: Mapping[str, str | None]) -> HeaderMatch:
    if header in given:
        return HeaderMatch(header, position, given[header], "given")
    if header.strip() in OWN_MARKS:
        return HeaderMatch(header, position, None, "given")
    found = find_column(header)
    if found is None:
        return HeaderMatch(header, position, None, "none")
    return HeaderMatch(header, position, *found)


def _settle(match: HeaderMatch, wanted: set[str], seen: set[str]) -> HeaderMatch:
    """Return a match as the file's form allows it, each column once."""
    if match.column in seen:
        return HeaderMatch(match.header, match.position, None, match.how, is_repeated=True)
    if match.column is not None and match.column in wanted:
        seen.add(match.column)
        return match
    similar = _similar(match.header, wanted) if match.how == "none" else None
    return HeaderMatch(match.header, match.position, None, match.how if match.how == "given" else "none", similar)


def _similar(header: str, wanted: set[str]) -> str | None:
    """Return the column whose word a heading resembles, None when none is close."""
    key = word_key(header)[:100]
    if len(key) < SHORTEST_TO_COMPARE:
        return None
    best = process.extractOne(key, _words().keys(), scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS)
    column = _words()[best[0]][0] if best else None
    return column if column in wanted else None
