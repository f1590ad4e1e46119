"""When the theory leads, by how much, and what it takes to believe it."""

import numpy as np
import pytest

from model.priors import FloatArray
from model.validation.bounds import SETTLED, THRESHOLD
from model.validation.designs import Judged
from model.validation.gate import clusters_needed, compare, comparisons_of, make_gate
from model.validation.names import BASE_RATE, FROZEN, INDEX, THEORY

LEVEL = np.arange(40) % 2
RIGHT = np.eye(3)[LEVEL]
NOTHING = np.repeat([[0.5, 0.5, 0.0]], len(LEVEL), axis=0)


def _judged(theory: FloatArray, index: FloatArray = NOTHING) -> Judged:
    return Judged("first", FROZEN, LEVEL, {BASE_RATE: NOTHING, THEORY: theory, INDEX: index})


def _leaning(sure: float, wrong_every: int) -> FloatArray:
    """Return forecasts that lean to the truth, but every so many clusters the other way."""
    turned = np.where(np.arange(len(LEVEL)) % wrong_every == 0, 1 - LEVEL, LEVEL)
    return sure * np.eye(3)[turned] + (1.0 - sure) * NOTHING


def test_the_number_of_clusters_that_would_settle_it() -> None:
    assert clusters_needed(0.01, 0.05) == 157
    assert clusters_needed(0.0, 0.05) is None
    assert clusters_needed(-0.01, 0.05) is None
    assert clusters_needed(1e-17, 0.05) is None


def test_with_as_many_clusters_as_needed_the_gain_is_settled() -> None:
    comparison = compare(_judged(_leaning(0.6, 4)), THEORY, BASE_RATE)
    assert comparison.n_needed is not None
    assert comparison.gain is not None
    assert comparison.gain_sd is not None
    error = comparison.gain_sd / np.sqrt(comparison.n_needed)
    assert comparison.gain / error >= SETTLED
    assert comparison.n_more == max(comparison.n_needed - comparison.n, 0)


def test_a_theory_that_leads_both_clearly_is_no_longer_illustrative() -> None:
    gate = make_gate(_judged(_leaning(0.6, 10)))
    assert gate.z_base_rate is not None
    assert gate.z_base_rate > THRESHOLD
    assert not gate.illustrative


@pytest.mark.parametrize(
    "judged",
    [
        _judged(NOTHING),
        _judged(_leaning(0.6, 10), index=RIGHT),
        _judged(_leaning(0.6, 2)),
        Judged("first", FROZEN, LEVEL[:5], {}),
    ],
    ids=["no lead", "behind the index", "as often wrong", "too few clusters"],
)
def test_a_theory_that_does_not_lead_both_clearly_stays_illustrative(judged: Judged) -> None:
    assert make_gate(judged).illustrative


def test_every_contestant_meets_the_base_rate_and_the_theory_meets_every_other() -> None:
    met = [(row.model, row.against) for row in comparisons_of(_judged(RIGHT))]
    assert met == [(THEORY, BASE_RATE), (INDEX, BASE_RATE), (THEORY, INDEX)]
    assert comparisons_of(Judged("first", FROZEN, LEVEL[:5], {})) == ()
