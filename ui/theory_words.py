"""Conditions, terms and solutions of the theory page as people read them."""

from collections.abc import Sequence

import codebook
from model.qca.minimising import ABSENT, ANY, Solution, Term
from model.qca.question import Cut

NOTHING = "whatever the conditions"


def cut_words(cut: Cut) -> str:
    """Return a cut: ``Unions: at least weak``, or ``Unions: strong`` where nothing lies above."""
    factor = codebook.factor(cut.factor)
    is_highest = codebook.values(cut.factor)[-1].value == cut.value
    return f"{factor.short_label}: {'' if is_highest else 'at least '}{codebook.label(cut.factor, cut.value)}"


def term_words(term: Term, conditions: Sequence[Cut]) -> str:
    """Return a term: ``Unions: strong, and not (Law: strong)``."""
    return ", and ".join(_signs(term, conditions)) or NOTHING


def either_words(term: Term, conditions: Sequence[Cut]) -> str:
    """Return the signs of a term of which any one is enough: ``Unions: strong, or not (Law: strong)``."""
    return ", or ".join(_signs(term, conditions)) or NOTHING


def _signs(term: Term, conditions: Sequence[Cut]) -> list[str]:
    return [
        f"not ({cut_words(cut)})" if sign == ABSENT else cut_words(cut)
        for sign, cut in zip(term, conditions, strict=True)
        if sign != ANY
    ]


def solution_words(solution: Solution, conditions: Sequence[Cut]) -> str:
    """Return a solution: its terms, of which any one suffices."""
    return "; or ".join(term_words(term, conditions) for term in solution)


def outcome_words(cut: Cut, is_negated: bool) -> str:
    """Return what is explained: the outcome, or that it is not so."""
    return f"not ({cut_words(cut)})" if is_negated else cut_words(cut)
