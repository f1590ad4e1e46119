"""The truth table: every combination of conditions, with the cases that show it and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from codebook.errors import InputError
from model.priors import FloatArray
from model.qca.fit import Sufficiency, sufficiency

MOST_CONDITIONS = 6
"""Beyond that a truth table has more rows than there are cases to fill it."""

ROUNDING = 1e-9
"""An inclusion this little below the cut still reaches it: sums of shares carry their last bits."""


@dataclass(frozen=True)
class Row:
    """One combination of conditions.

    Attributes
    ----------
    number
        Its place, from 0: the conditions read as a binary number, the first one leading.
    combination
        True where a condition is present.
    cases
        Positions of the cases that show it, ascending.
    fit
        How far being in it goes with the outcome, over all cases.
    is_sufficient
        Whether it counts as leading to the outcome; None without enough cases (a remainder).
    is_contradictory
        Whether its cases disagree on the outcome.
    """

    number: int
    combination: tuple[bool, ...]
    cases: tuple[int, ...]
    fit: Sufficiency
    is_sufficient: bool | None
    is_contradictory: bool


def truth_table(
    conditions: FloatArray, outcome: FloatArray, inclusion_cut: float, fewest_cases: int = 1
) -> tuple[Row, ...]:
    """Return every combination of the conditions, in the order of its number, those without a case included.

    A case belongs to the one combination in which it is more in than out.

    Parameters
    ----------
    conditions
        How far each case is in each condition, [cases, conditions], 0 to 1, never .5.
    outcome
        How far each case is in the outcome, [cases], 0 to 1.
    inclusion_cut
        Inclusion from which a combination counts as sufficient.
    fewest_cases
        With fewer cases a combination is a remainder.

    Raises
    ------
    InputError
        When there are too many conditions, or a case is neither in nor out of one.
    """
    count = conditions.shape[1]
    if not 1 <= count <= MOST_CONDITIONS:
        message = f"a truth table of {count} conditions; 1 to {MOST_CONDITIONS} are possible"
        raise InputError(message)
    if bool((conditions == 0.5).any()):
        message = "a case is exactly .5 in a condition: neither in nor out"
        raise InputError(message)
    own = (conditions > 0.5) @ (1 << np.arange(count)[::-1])
    rows = []
    for number, combination in enumerate(combinations_of(count)):
        cases = np.flatnonzero(own == number)
        members = np.where(combination, conditions, 1.0 - conditions).min(axis=1, initial=1.0)
        fit = sufficiency(members, outcome)
        reached = len(cases) >= fewest_cases and fit.inclusion is not None
        has_outcome = outcome[cases] > 0.5
        rows.append(
            Row(
                number=number,
                combination=combination,
                cases=tuple(cases.tolist()),
                fit=fit,
                is_sufficient=(fit.inclusion or 0.0) >= inclusion_cut - ROUNDING if reached else None,
                is_contradictory=bool(has_outcome.any() and not has_outcome.all()),
            )
        )
    return tuple(rows)


@lru_cache(maxsize=MOST_CONDITIONS)
def combinations_of(count: int) -> tuple[tuple[bool, ...], ...]:
    """Return all combinations of so many conditions, in the order of their numbers."""
    return tuple(product((False, True), repeat=count))
