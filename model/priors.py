"""The priors table of the codebook as numbers that the model can draw from.

Here belongs whatever reads a row of the priors table: constants, base rates, distributions and the
version of the whole. What is done with the numbers stands in `model.draws`, `model.states` and
`model.structure`. The numbers themselves stand in the codebook and nowhere else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri

import codebook
from codebook.errors import InputError, UnknownNameError
from codebook.records import Prior

FloatArray = NDArray[np.float64]
SmallFloats = NDArray[np.float32]

FACTOR_INDEX: dict[str, int] = {name: index for index, name in enumerate(codebook.PREDICTORS)}
"""Position of each of the 15 predictors on the factor axis of every array of the model."""

LEVELS = 3
"""Levels of each predictor and of each outcome, lowest first."""

_DRAWN_SCALES = ("log", "logit", "normal")


@dataclass(frozen=True)
class PriorTable:
    """One set of priors: the shipped one, or a variant of it for a sensitivity check.

    Attributes
    ----------
    rows
        Rows of the priors table, in its order. The order is part of the design: each drawn row
        takes the next dimension of it.
    """

    rows: tuple[Prior, ...]

    @cached_property
    def drawn(self) -> tuple[Prior, ...]:
        """Rows whose parameter has a distribution, in the order of the table."""
        return tuple(row for row in self.rows if row.scale in _DRAWN_SCALES)

    @cached_property
    def base_rates(self) -> FloatArray:
        """Chance of each level of an undocumented factor, [15 factors, 3 levels], rows sum to 1."""
        rates = np.full((len(FACTOR_INDEX), LEVELS), np.nan)
        for row in self.rows:
            if row.scale == "base_rate" and row.factor is not None:
                rates[FACTOR_INDEX[row.factor]] = (row.lowest, row.middle, row.highest)
        return rates / rates.sum(axis=1, keepdims=True)

    @cached_property
    def _fixed(self) -> dict[str, float | None]:
        return {row.parameter: row.median for row in self.rows if row.scale == "fixed" and row.factor is None}

    def constant(self, name: str) -> float:
        """Return the value of a fixed number of the table, such as `half_life_years`.

        Raises
        ------
        UnknownNameError
            If the table holds no fixed number of that name.
        """
        value = self._fixed.get(name)
        if value is None:
            kind = "constant of the priors table"
            raise UnknownNameError.of(kind, name, self._fixed)
        return float(value)

    def loading(self, factor: str) -> float:
        """Return how far one standard deviation of the national context moves a factor's log odds, 0 without a row."""
        loadings = {row.factor: row.median for row in self.rows if row.parameter == "context_loading"}
        return float(loadings.get(factor) or 0.0)

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with any number of the table, seed included.

        Wording, such as the passage that justifies a row, is not part of it.
        """
        return make_digest(row.numbers for row in self.rows)


SERVED = PriorTable(tuple(codebook.PRIORS.rows))
"""The priors that predictions are served from."""


def quantile(prior: Prior, probability: FloatArray) -> FloatArray:
    """Return the values of a parameter below which its prior puts the given probabilities.

    A prior is normal with the row's `sd` on an unconstrained scale, around the image of the row's
    median: the logarithm of a positive parameter, the log-odds of a share, the number itself.

    A parameter on the log scale with median 1.2 and sd .6 has its 95 % point at
    1.2 * exp(.6 * 1.645) = 3.22.

    Raises
    ------
    InputError
        If the row has no distribution (a fixed number or a base rate).
    """
    if prior.median is None or prior.sd is None or prior.scale not in _DRAWN_SCALES:
        message = f"the prior {prior.parameter!r} of scale {prior.scale!r} cannot be drawn from"
        raise InputError(message)
    shift = prior.sd * ndtri(probability)
    values: FloatArray
    if prior.scale == "log":
        values = prior.median * np.exp(shift)
    elif prior.scale == "logit":
        values = expit(logit(prior.median) + shift)
    else:
        values = prior.median + shift
    return values


def make_digest(parts: Iterable[object]) -> str:
    """Return the first twelve hexadecimal digits of the SHA-256 of the parts, written as JSON."""
    text = json.dumps(list(parts))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
