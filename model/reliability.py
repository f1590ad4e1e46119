"""How far the coding can be trusted: agreement of blind coders, and the audit of rows against sources.

Agreement measures the value given the statement; the audit measures the statement given the source. Neither is
ever read by a prediction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

import codebook

NO_VALUE = codebook.value("coding_mark", "-").value
"""What a coder writes where no value of the factor follows from the statement."""


@dataclass(frozen=True)
class Agreement:
    """How two blind coders agreed on some statements.

    Attributes
    ----------
    statements
        Statements that both coders read.
    without_value
        Of these, statements from which the second coder saw no value follow.
    equal
        Of the others, statements to which both gave the same value.
    kappa
        Cohen's kappa of the others, with linear weights where the values have an order: 1 is perfect, 0 what
        chance alone would give; None where it is not defined (fewer than two values in use).
    """

    statements: int
    without_value: int
    equal: int
    kappa: float | None

    @property
    def compared(self) -> int:
        """Statements that both coders gave a value to."""
        return self.statements - self.without_value

    @property
    def equal_share(self) -> float | None:
        """Share of the compared statements with the same value, None where none was compared."""
        return self.equal / self.compared if self.compared else None


def agreement(codings: pd.DataFrame) -> Agreement:
    """Return how the first and the second blind coder agreed.

    Parameters
    ----------
    codings
        One row per statement: factor, first, second. Statements of several factors are pooled by the rank of
        their values.
    """
    compared = codings[codings["second"] != NO_VALUE]
    positions = {
        factor: {value.value: place for place, value in enumerate(codebook.values(factor))}
        for factor in compared["factor"].unique()
    }
    pairs = [
        (positions[factor][first], positions[factor][second])
        for factor, first, second in zip(compared["factor"], compared["first"], compared["second"], strict=True)
    ]
    is_ordered = all(value.rank is not None for factor in positions for value in codebook.values(factor))
    # Pooled statements hold the one factor without an order too; it is weighed by position like the rest.
    weigh_linearly = is_ordered or len(positions) > 1
    return Agreement(
        statements=len(codings),
        without_value=len(codings) - len(compared),
        equal=int((compared["first"] == compared["second"]).sum()),
        kappa=weighted_kappa(pairs, linear=weigh_linearly),
    )


def agreement_by_factor(codings: pd.DataFrame) -> dict[str, Agreement]:
    """Return the agreement on each factor that was coded, in the codebook's order."""
    return {
        factor: agreement(codings[codings["factor"] == factor])
        for factor in codebook.FACTORS
        if (codings["factor"] == factor).any()
    }


def weighted_kappa(pairs: list[tuple[int, int]], *, linear: bool) -> float | None:
    """Return Cohen's kappa of pairs of positions.

    1 minus observed over expected disagreement; a pair disagrees by its distance in positions with linear
    weights, else by 1. Two coders who read (0, 0), (1, 1), (0, 1), (1, 0) agree as chance would: kappa 0.

    Parameters
    ----------
    pairs
        Positions (0, 1, ...) that the two coders chose, one pair a statement.
    linear
        Whether a distance of two positions counts twice.
    """
    if not pairs:
        return None
    size = max(max(pair) for pair in pairs) + 1
    table = np.zeros((size, size))
    for first, second in pairs:
        table[first, second] += 1
    table /= len(pairs)
    places = np.arange(size)
    distance = np.abs(places[:, None] - places[None, :])
    disagreement = distance if linear else (distance > 0)
    expected = float((disagreement * np.outer(table.sum(axis=1), table.sum(axis=0))).sum())
    return None if expected == 0 else 1 - float((disagreement * table).sum()) / expected
