"""One question answered: truth table, necessity, sufficiency and worlds, for the outcome and for its absence alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.priors import FloatArray
from model.qca.expressions import single_terms
from model.qca.fit import Necessity, Sufficiency, necessity, sufficiency
from model.qca.minimising import ABSENT, PRESENT, Solutions, Term, solve
from model.qca.question import Calibrated, Question
from model.qca.truth_table import Row, truth_table
from model.qca.worlds import Range, Worlds, solve_worlds

FEWEST_COMPLETE = 12
"""Cases documented on every condition that a solution needs at least."""

FEWEST_EACH = 4
"""Complete cases with the outcome, and without it, that a solution needs at least."""

SMALLEST_AGREEMENT = 0.5
"""Share of the worlds in which the most frequent answer must hold."""


@dataclass(frozen=True)
class Gate:
    """Whether a solution may be shown as a finding.

    Attributes
    ----------
    complete, with_outcome, without_outcome
        Complete cases, and those of them with and without the outcome.
    modal_share
        Share of worlds with the most frequent answer, 0 to 1.
    has_answer
        Whether that answer is a solution at all, and the complete cases have one.
    """

    complete: int
    with_outcome: int
    without_outcome: int
    modal_share: float
    has_answer: bool

    @property
    def is_open(self) -> bool:
        """Whether all of it holds."""
        return (
            self.complete >= FEWEST_COMPLETE
            and min(self.with_outcome, self.without_outcome) >= FEWEST_EACH
            and self.modal_share >= SMALLEST_AGREEMENT
            and self.has_answer
        )


@dataclass(frozen=True)
class SingleCondition:
    """One condition, or its absence, over the cases in which it is documented.

    Attributes
    ----------
    term
        Which condition, present or absent.
    cases, with_it
        Cases in which the condition is documented, and those of them in which the term holds.
    sufficiency, necessity
        How far it goes with the outcome, and how far the outcome needs it, over the documented cases.
    sufficiency_range, necessity_range
        The inclusion of both over the worlds, all coded cases taking part.
    """

    term: Term
    cases: int
    with_it: int
    sufficiency: Sufficiency
    necessity: Necessity
    sufficiency_range: Range
    necessity_range: Range


@dataclass(frozen=True)
class Side:
    """All answers for the outcome, or for its absence.

    Attributes
    ----------
    is_negated
        Whether it is the absence that is explained.
    with_outcome
        Number of coded cases that have what is explained.
    table
        Every combination; its cases are positions among the complete cases.
    solutions
        What the table comes to.
    singles
        Each condition present, then each absent.
    worlds
        What holds in how many worlds.
    gate
        Whether the solutions may be shown.
    """

    is_negated: bool
    with_outcome: int
    table: tuple[Row, ...]
    solutions: Solutions
    singles: tuple[SingleCondition, ...]
    worlds: Worlds
    gate: Gate


@dataclass(frozen=True)
class Analysis:
    """A question with its cases and both its sides.

    Attributes
    ----------
    question
        What was asked.
    cases
        Every coded case.
    complete
        Ids of the cases that are documented on every condition: the positions of the truth tables.
    sides
        The outcome, then its absence.
    """

    question: Question
    cases: Calibrated
    complete: tuple[str, ...]
    sides: tuple[Side, Side]


def analyse(cases: Calibrated, question: Question) -> Analysis:
    """Return the answers to a question; a pure function of cases, question and seed."""
    complete = tuple(cases.cluster_ids[place] for place in np.flatnonzero(cases.is_complete))
    outcome, negated = (_side(cases, question, is_negated) for is_negated in (False, True))
    return Analysis(question, cases, complete, (outcome, negated))


def _side(cases: Calibrated, question: Question, is_negated: bool) -> Side:
    outcome = 1.0 - cases.outcome if is_negated else cases.outcome
    complete = cases.is_complete
    table = truth_table(cases.documented[complete], outcome[complete], question.inclusion_cut, question.fewest_cases)
    solutions = solve(table, _negated(question.expected) if is_negated else question.expected)
    drawn = solve_worlds(cases.chance, outcome, question)
    with_outcome = int(outcome[complete].sum())
    gate = Gate(
        complete=int(complete.sum()),
        with_outcome=with_outcome,
        without_outcome=int(complete.sum()) - with_outcome,
        modal_share=drawn.modal_share,
        has_answer=bool(drawn.modal and solutions.conservative),
    )
    return Side(
        is_negated=is_negated,
        with_outcome=int(outcome.sum()),
        table=table,
        solutions=solutions,
        singles=_singles(cases, outcome, drawn),
        worlds=drawn,
        gate=gate,
    )


def _singles(cases: Calibrated, outcome: FloatArray, worlds: Worlds) -> tuple[SingleCondition, ...]:
    count = cases.documented.shape[1]
    both = np.concatenate([cases.documented, 1.0 - cases.documented], axis=1)
    singles = []
    for place, term in enumerate(single_terms(count)):
        is_known = ~np.isnan(both[:, place])
        members, having = both[is_known, place], outcome[is_known]
        singles.append(
            SingleCondition(
                term=term,
                cases=int(is_known.sum()),
                with_it=int(members.sum()),
                sufficiency=sufficiency(members, having),
                necessity=necessity(members, having),
                sufficiency_range=worlds.sufficiency[place],
                necessity_range=worlds.necessity[place],
            )
        )
    return tuple(singles)


def _negated(expected: Term) -> Term:
    return expected.translate(str.maketrans(PRESENT + ABSENT, ABSENT + PRESENT))
