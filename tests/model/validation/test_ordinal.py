"""Ordered regressions: fits that are known beforehand, and fits that must not run away."""

import numpy as np
import pytest
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

from model.priors import FloatArray
from model.validation.cases import IntArray, TierCases
from model.validation.ordinal import fit_ordinal, fit_two_intercepts, forecast_two_intercepts

SHARES = np.array([5, 3, 2])


def _levels() -> IntArray:
    return np.repeat(np.arange(3), SHARES)


def _penalised_loss(latent: FloatArray, level: IntArray, cuts: tuple[float, float]) -> float:
    own = forecast_two_intercepts(latent, cuts)[np.arange(len(level)), level]
    away = (cuts[0] - 1.7) / 2.0, (np.log(cuts[1] - cuts[0]) - 1.1) / 0.7
    return float(-np.log(own).sum() + (away[0] ** 2 + away[1] ** 2) / 2.0)


def test_without_features_a_regression_forecasts_the_shares() -> None:
    fit = fit_ordinal(np.empty((10, 0)), _levels(), 0.0)
    assert fit.chances(np.empty((1, 0)))[0] == pytest.approx(SHARES / 10, abs=1e-4)
    assert fit.cut == pytest.approx(-logit(0.5), abs=1e-3)


def test_with_two_levels_it_is_the_ridge_of_scikit_learn() -> None:
    x = np.linspace(-1.0, 1.0, 30)[:, None] ** np.arange(1, 4)
    level = (np.sin(np.arange(30)) + x[:, 0] > 0).astype(np.int64)
    ours = fit_ordinal(x, level, 2.0)
    theirs = LogisticRegression(C=0.5, tol=1e-8).fit(x, level)
    assert ours.slopes == pytest.approx(theirs.coef_[0], abs=2e-3)
    assert 1.0 - ours.chances(x)[:, 0] == pytest.approx(theirs.predict_proba(x)[:, 1], abs=2e-3)


def test_a_level_that_no_case_has_leaves_a_finite_fit() -> None:
    x = np.linspace(-1.0, 1.0, 12)[:, None]
    for level in (np.arange(12) % 2, np.arange(12) % 2 * 2, np.zeros(12, dtype=np.int64)):
        chances = fit_ordinal(x, level, 0.0).chances(x)
        assert np.isfinite(chances).all()
        assert chances.sum(axis=1) == pytest.approx(1.0)


def test_two_intercepts_are_where_the_penalised_likelihood_is_highest(few_cases: TierCases) -> None:
    cuts = fit_two_intercepts(few_cases.latent, few_cases.level)
    best = _penalised_loss(few_cases.latent, few_cases.level, cuts)
    for first, second in ((0.05, 0.0), (-0.05, 0.0), (0.0, 0.05), (0.0, -0.05)):
        assert best < _penalised_loss(few_cases.latent, few_cases.level, (cuts[0] + first, cuts[1] + second))


def test_two_intercepts_come_near_those_that_made_the_cases() -> None:
    latent = np.linspace(-6.0, 10.0, 400)[:, None]
    uniform = (np.arange(400) * 0.618034) % 1.0
    level = (uniform < expit(latent[:, 0] - 1.0)).astype(np.int64) + (uniform < expit(latent[:, 0] - 4.0))
    assert fit_two_intercepts(latent, level) == pytest.approx((1.0, 4.0), abs=0.3)


def test_higher_latent_adoption_is_never_forecast_lower(few_cases: TierCases) -> None:
    cuts = fit_two_intercepts(few_cases.latent, few_cases.level)
    before = forecast_two_intercepts(few_cases.latent, cuts)
    after = forecast_two_intercepts(few_cases.latent + 1.0, cuts)
    assert (after[:, 0] < before[:, 0]).all()
    assert (after[:, 2] > before[:, 2]).all()
