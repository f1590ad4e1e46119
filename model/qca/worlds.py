"""Missing conditions as possible worlds: how often each solution holds when what is not known is drawn by its chance.

The classical method drops every case that lacks one document, which leaves hardly a case. Instead each world draws
every condition of every case from its state, so that all coded cases take part and the answer says how unsure it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

import codebook
from model.priors import FloatArray
from model.qca.minimising import Solution, minimise
from model.qca.question import Question
from model.qca.truth_table import truth_table

WORLDS = 200
"""Worlds that are drawn; shares of them have a standard error of at most .035."""

RANGE = (0.05, 0.5, 0.95)
"""Quantiles over the worlds: a 90 % range and the middle."""

Range = tuple[float, float, float]
"""Lower end, middle and upper end of a measure over the worlds."""


@dataclass(frozen=True)
class Worlds:
    """What holds in how many worlds, for one outcome.

    Attributes
    ----------
    solutions
        Sets of equally short parsimonious solutions with the number of worlds in which they are the answer, the most
        frequent first; an empty set: no combination was sufficient.
    sufficiency, necessity
        Of each condition, then of each one's absence, the range of its inclusion as sufficient and as necessary.
    """

    solutions: tuple[tuple[tuple[Solution, ...], int], ...]
    sufficiency: tuple[Range, ...]
    necessity: tuple[Range, ...]

    @property
    def modal(self) -> tuple[Solution, ...]:
        """The most frequent answer, empty where that is none."""
        return self.solutions[0][0] if self.solutions else ()

    @property
    def modal_share(self) -> float:
        """Share of the worlds with the most frequent answer, 0 to 1."""
        return self.solutions[0][1] / WORLDS if self.solutions else 0.0

    @property
    def without_solution(self) -> int:
        """Number of worlds in which no combination is sufficient."""
        return dict(self.solutions).get((), 0)


def draw_worlds(chance: FloatArray) -> Iterator[FloatArray]:
    """Yield each world: whether each condition is present, 1 or 0, [cases, conditions].

    The same worlds each time, a pure function of the chances and the codebook's seed; one after the other, since all
    of them at once would not fit into memory for a large base.
    """
    rng = np.random.default_rng(int(codebook.prior("seed").median or 0))
    for _ in range(WORLDS):
        yield (rng.random(chance.shape) < chance).astype(float)


def solve_worlds(chance: FloatArray, outcome: FloatArray, question: Question) -> Worlds:
    """Return what holds in how many worlds.

    Parameters
    ----------
    chance
        Chance that a condition is present, [cases, conditions].
    outcome
        1 with the outcome, 0 without it, [cases]; the negated one gives the answers for its absence.
    question
        Its cut-offs count.
    """
    found: Counter[tuple[Solution, ...]] = Counter()
    together, members = [], []
    for conditions in draw_worlds(chance):
        found[_answer(conditions, outcome, question)] += 1
        both = np.concatenate([conditions, 1.0 - conditions], axis=1)
        together.append(outcome @ both)
        members.append(both.sum(axis=0))
    part = np.array(together)
    return Worlds(
        solutions=tuple(sorted(found.items(), key=lambda item: (-item[1], item[0]))),
        sufficiency=_ranges(part, np.array(members)),
        necessity=_ranges(part, np.full(part.shape, outcome.sum())),
    )


def _answer(conditions: FloatArray, outcome: FloatArray, question: Question) -> tuple[Solution, ...]:
    table = truth_table(conditions, outcome, question.inclusion_cut, question.fewest_cases)
    positive = [row.number for row in table if row.is_sufficient]
    free = [row.number for row in table if row.is_sufficient is None]
    return minimise(positive, free, conditions.shape[1])


def _ranges(part: FloatArray, whole: FloatArray) -> tuple[Range, ...]:
    """Return the range of a share over the worlds, by condition; where no world has a case it is all of 0 to 1."""
    ranges = []
    for place in range(part.shape[1]):
        is_there = whole[:, place] > 0
        shares = part[is_there, place] / whole[is_there, place]
        low, middle, high = np.quantile(shares, RANGE) if len(shares) else (0.0, 0.5, 1.0)
        ranges.append((float(low), float(middle), float(high)))
    return tuple(ranges)
