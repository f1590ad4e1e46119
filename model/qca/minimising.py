"""From sufficient rows of a truth table to the shortest expressions that hold for them.

All of it is exact: every prime term is found, and every solution with the fewest terms. A row of the truth table is a
bit of a whole number, so that what a term covers is one number and the algebra of sets is one operation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from model.qca.truth_table import Row, combinations_of

PRESENT, ABSENT, ANY = "1", "0", "-"

Term = str
"""A sign for each condition: present, absent, or that it does not matter. "1-0": the first without the third."""

Solution = tuple[Term, ...]
"""Terms of which any one leads to the outcome, sorted."""

MOST_SOLUTIONS = 256
"""Of more equally short solutions only so many are listed; that many are no answer anyway."""


@dataclass(frozen=True)
class Solutions:
    """What the sufficient rows of a truth table come to; each empty where no row is sufficient.

    Attributes
    ----------
    conservative
        Solutions that assume nothing of combinations without cases.
    intermediate
        Solutions that assume of them only what theory expects.
    parsimonious
        Solutions that assume whatever makes them shortest.
    """

    conservative: tuple[Solution, ...]
    intermediate: tuple[Solution, ...]
    parsimonious: tuple[Solution, ...]


@dataclass(frozen=True)
class _Language:
    """All terms of a number of conditions: the rows each covers, and the terms with one sign less."""

    terms: tuple[Term, ...]
    rows: tuple[int, ...]
    wider: tuple[tuple[int, ...], ...]


def solve(table: Sequence[Row], expected: Term) -> Solutions:
    """Return the solutions of a truth table.

    Parameters
    ----------
    table
        From `truth_table`.
    expected
        Of each condition whether theory expects it present or absent where the outcome is, or either.
    """
    count = len(expected)
    positive = [row.number for row in table if row.is_sufficient]
    remainders = [row.number for row in table if row.is_sufficient is None]
    conservative = minimise(positive, (), count)
    parsimonious = minimise(positive, remainders, count)
    easy = {
        row.number
        for row in table
        if row.is_sufficient is None
        for term in _expected_terms(conservative, parsimonious, expected)
        if covers(term, row.combination)
    }
    return Solutions(conservative, minimise(positive, easy, count), parsimonious)


def minimise(positive: Iterable[int], free: Iterable[int], count: int) -> tuple[Solution, ...]:
    """Return every shortest solution that covers all positive rows and, beyond them, only rows that are free.

    Of two conditions the rows 2 ("10") and 3 ("11") positive, none free: the one solution is ("1-",).

    Parameters
    ----------
    positive, free
        Numbers of rows.
    count
        Number of conditions.
    """
    wanted = _mask(positive)
    if not wanted:
        return ()
    language = _language(count)
    barred = ~(wanted | _mask(free))
    is_valid = [not rows & barred for rows in language.rows]
    primes = {
        term: rows & wanted
        for term, rows, valid, wider in zip(language.terms, language.rows, is_valid, language.wider, strict=True)
        if valid and rows & wanted and not any(is_valid[number] for number in wider)
    }
    for size in range(1, len(primes) + 1):
        found: set[Solution] = set()
        for chosen in _covers_of(primes, wanted, size):
            found.add(tuple(sorted(chosen)))
            if len(found) == MOST_SOLUTIONS:
                break
        if found:
            return tuple(sorted(found))
    return ()


def covers(term: Term, combination: Sequence[bool]) -> bool:
    """Return whether a term holds for a combination of conditions."""
    return all(sign == ANY or (sign == PRESENT) == is_there for sign, is_there in zip(term, combination, strict=True))


def lies_in(long: Term, short: Term) -> bool:
    """Return whether a long term says all that a short one says."""
    return all(kept in (ANY, sign) for sign, kept in zip(long, short, strict=True))


def _covers_of(primes: dict[Term, int], wanted: int, size: int) -> Iterator[tuple[Term, ...]]:
    """Yield every choice of so many prime terms that covers the wanted rows; the same one may come twice."""
    if not wanted:
        yield ()
        return
    if size == 0:
        return
    # Whatever covers all rows covers the one that the fewest terms cover, so only those need be tried.
    rarest = min(_bits(wanted), key=lambda bit: sum(1 for rows in primes.values() if rows & bit))
    for term, rows in primes.items():
        if rows & rarest:
            for rest in _covers_of(primes, wanted & ~rows, size - 1):
                yield (term, *rest)


def _expected_terms(conservative: Sequence[Solution], parsimonious: Sequence[Solution], expected: Term) -> set[Term]:
    """Return the terms of combinations without cases that theory makes easy to believe in.

    Between a conservative term and a parsimonious one that contains it lies the one that drops only what theory does
    not speak for: an absent condition goes where presence is expected to help, a present one stays.
    """
    longs = {term for solution in conservative for term in solution}
    shorts = {term for solution in parsimonious for term in solution}
    pairs = [(long, short) for long in longs for short in shorts if lies_in(long, short)]
    return {"".join(map(_expected_sign, long, short, expected)) for long, short in pairs}


def _expected_sign(sign: str, kept: str, hope: str) -> str:
    return sign if kept != ANY or sign == hope else ANY


def _mask(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in set(numbers))


def _bits(mask: int) -> Iterator[int]:
    while mask:
        yield mask & -mask
        mask &= mask - 1


@lru_cache(maxsize=8)
def _language(count: int) -> _Language:
    terms = tuple("".join(signs) for signs in product((PRESENT, ABSENT, ANY), repeat=count))
    place = {term: number for number, term in enumerate(terms)}
    combinations = combinations_of(count)
    rows = tuple(_mask(n for n, combination in enumerate(combinations) if covers(term, combination)) for term in terms)
    wider = tuple(
        tuple(place[term[:i] + ANY + term[i + 1 :]] for i, sign in enumerate(term) if sign != ANY) for term in terms
    )
    return _Language(terms, rows, wider)
