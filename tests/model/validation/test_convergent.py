"""Whether predictions go with what they never read."""

import pandas as pd
import pytest

import codebook
from model.outcomes import adoption_outcomes
from model.validation.convergent import INDICATORS, convergence_of
from model.validation.names import INDEX, THEORY, THEORY_WITH_CONTEXT
from model.validation.records import Convergence
from model.validation.result import Validation
from tests.model.made_evidence import frame, row

MANY = 30


def _made(indicator: str, *, turned: bool = False, coded: bool = False) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return clusters whose drivers and whose indicator both rise, or fall against each other."""
    rows = []
    for number in range(MANY):
        level = number % 3
        good = 2 - level if turned else level
        name = {"cluster_id": f"cluster-{number:02}"}
        rows.append(row("law_enforcement", level, **name))
        rows.append(row("buyer_visibility", level, **name))
        rows.append(row(indicator, good if INDICATORS[indicator] > 0 else 2 - good, **name))
        if coded:
            rows.append(row(adoption_outcomes()["first"], level, tier="first", **name))
    evidence = frame(*rows)
    return pd.DataFrame({"cluster_id": evidence["cluster_id"].unique()}), evidence


def _of(rows: tuple[Convergence, ...], predictor: str, indicator: str | None) -> Convergence:
    return next(row for row in rows if (row.predictor, row.indicator) == (predictor, indicator))


@pytest.mark.parametrize("indicator", ["working_conditions", "pollution"])
def test_places_that_are_better_in_both_correlate_fully(indicator: str) -> None:
    rows = convergence_of(*_made(indicator))
    for predictor in (THEORY, INDEX):
        for which in (indicator, None):
            found = _of(rows, predictor, which)
            assert found.rho == pytest.approx(1.0)
            assert found.n == MANY
            assert found.p is not None
            assert 0.0 < found.p < 0.01


def test_places_that_are_better_in_one_and_worse_in_the_other_correlate_fully_the_other_way() -> None:
    assert _of(convergence_of(*_made("working_conditions", turned=True)), THEORY, None).rho == pytest.approx(-1.0)


def test_places_with_coded_adoption_are_left_to_the_scores() -> None:
    found = _of(convergence_of(*_made("pollution", coded=True)), THEORY, "pollution")
    assert (found.n, found.rho, found.p) == (0, None, None)


def test_indicators_are_no_predictors() -> None:
    assert not set(INDICATORS) & set(codebook.PREDICTORS)


def test_the_mean_weighs_each_indicator_by_its_places(shipped: Validation) -> None:
    for predictor in (THEORY, THEORY_WITH_CONTEXT, INDEX):
        single = [r for r in shipped.convergent if r.predictor == predictor and r.indicator and r.rho is not None]
        mean = _of(shipped.convergent, predictor, None)
        assert mean.n == sum(row.n for row in single)
        assert mean.rho == pytest.approx(sum((r.rho or 0.0) * r.n for r in single) / mean.n)
