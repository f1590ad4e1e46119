"""How well terms and solutions fit the cases, and which conditions alone or together are necessary."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from model.priors import FloatArray
from model.qca.fit import Necessity, Sufficiency, necessity, sufficiency
from model.qca.minimising import ABSENT, ANY, PRESENT, Solution, Term, lies_in
from model.qca.truth_table import ROUNDING


def members_of(term: Term, conditions: FloatArray) -> FloatArray:
    """Return how far each case [cases] is in a term: as far as in the condition it is least in."""
    parts = [_sign_members(conditions[:, place], sign) for place, sign in enumerate(term) if sign != ANY]
    return np.min(parts, axis=0) if parts else np.ones(len(conditions))


def fit_solution(
    solution: Solution, conditions: FloatArray, outcome: FloatArray
) -> tuple[tuple[Sufficiency, ...], Sufficiency]:
    """Return the fit of each term, with what it alone accounts for, and of the whole solution."""
    members = [members_of(term, conditions) for term in solution]
    whole = sufficiency(np.max(members, axis=0), outcome)
    terms = []
    for place, own in enumerate(members):
        fit = sufficiency(own, outcome)
        others = [part for other, part in enumerate(members) if other != place]
        rest = sufficiency(np.max(others, axis=0), outcome).coverage if others else 0.0
        unique = None if whole.coverage is None or rest is None else whole.coverage - rest
        terms.append(Sufficiency(fit.inclusion, fit.pri, fit.coverage, unique))
    return tuple(terms), whole


def single_terms(count: int) -> list[Term]:
    """Return the term of each condition present, then that of each absent."""
    return [ANY * place + sign + ANY * (count - place - 1) for sign in (PRESENT, ABSENT) for place in range(count)]


def necessary_together(
    conditions: FloatArray, outcome: FloatArray, inclusion_cut: float, relevance_cut: float
) -> tuple[list[tuple[Term, Necessity]], list[tuple[Term, Necessity]]]:
    """Return what is necessary and not trivially so: terms that hold together, and signs of which one must hold.

    Of those of which one must hold, only those are returned that no part of theirs makes superfluous.
    """
    count = conditions.shape[1]
    every = [
        term
        for size in range(1, count + 1)
        for places in combinations(range(count), size)
        for term in _terms_at(places, count)
    ]
    both, either = [], []
    for term in every:
        fit = necessity(members_of(term, conditions), outcome)
        if _passes(fit, inclusion_cut, relevance_cut):
            both.append((term, fit))
    reached: list[Term] = []
    for term in every:
        if any(lies_in(term, part) for part in reached):
            continue
        signs = [_sign_members(conditions[:, place], sign) for place, sign in enumerate(term) if sign != ANY]
        fit = necessity(np.max(signs, axis=0), outcome)
        if (fit.inclusion or 0.0) >= inclusion_cut - ROUNDING:
            reached.append(term)
            if len(signs) > 1 and _passes(fit, inclusion_cut, relevance_cut):
                either.append((term, fit))
    return both, either


def _passes(fit: Necessity, inclusion_cut: float, relevance_cut: float) -> bool:
    return (fit.inclusion or 0.0) >= inclusion_cut - ROUNDING and (fit.relevance or 0.0) >= relevance_cut - ROUNDING


def _terms_at(places: Sequence[int], count: int) -> list[Term]:
    terms = [ANY * count]
    for place in places:
        terms = [term[:place] + sign + term[place + 1 :] for term in terms for sign in (PRESENT, ABSENT)]
    return terms


def _sign_members(condition: FloatArray, sign: str) -> FloatArray:
    return condition if sign == PRESENT else 1.0 - condition
