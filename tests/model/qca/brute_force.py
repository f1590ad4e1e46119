"""Truth tables and shortest solutions by trying everything: slow, plain, and nothing of it shared with the product.

What belongs here: a second way to every answer, over sets of combinations and without any cleverness.
"""

from collections.abc import Iterable
from itertools import combinations, product

Combination = tuple[int, ...]
Term = tuple[int | None, ...]
Solution = frozenset[Term]


def covered(term: Term) -> set[Combination]:
    """Return the combinations that a term covers."""
    return set(product(*[(0, 1) if sign is None else (sign,) for sign in term]))


def shortest(positive: set[Combination], free: set[Combination], count: int) -> set[Solution]:
    """Return every smallest set of prime terms that covers the positive combinations and only free ones beside."""
    if not positive:
        return set()
    allowed = positive | free
    implicants = [term for term in product((1, 0, None), repeat=count) if covered(term) <= allowed]
    primes = [
        term
        for term in implicants
        if covered(term) & positive and not any(covered(term) < covered(other) for other in implicants)
    ]
    for size in range(1, len(primes) + 1):
        found = {
            frozenset(chosen)
            for chosen in combinations(primes, size)
            if positive <= set().union(*(covered(term) for term in chosen))
        }
        if found:
            return found
    return set()


def crisp_rows(
    cases: Iterable[Combination], outcomes: Iterable[int], inclusion: float, fewest: int
) -> tuple[set[Combination], set[Combination]]:
    """Return the combinations that are sufficient, and those with too few cases."""
    cases, outcomes = list(cases), list(outcomes)
    sufficient, remainders = set(), set()
    for combination in product((0, 1), repeat=len(cases[0])):
        having = [outcome for case, outcome in zip(cases, outcomes, strict=True) if case == combination]
        if len(having) < fewest:
            remainders.add(combination)
        elif sum(having) / len(having) >= inclusion - 1e-12:
            sufficient.add(combination)
    return sufficient, remainders


def read_term(text: str) -> Term:
    """Return a term of the product's writing as one of this file's."""
    signs: dict[str, int | None] = {"1": 1, "0": 0, "-": None}
    return tuple(signs[sign] for sign in text)
