"""Scores of forecasts: known values, and the laws that they keep."""

import numpy as np
import pytest

from model.validation.scoring import (
    auc_interval,
    log_scores,
    make_resamples,
    mean_interval,
    paired_error,
    placed_above,
    ranked_probability_scores,
)

LEVEL = np.array([0, 0, 1, 2, 1])
CHANCES = np.array([[0.8, 0.2, 0.0], [0.3, 0.5, 0.2], [0.2, 0.5, 0.3], [0.1, 0.3, 0.6], [0.8, 0.2, 0.0]])


def test_the_scores_of_a_worked_forecast() -> None:
    forecast, came = np.array([[0.2, 0.5, 0.3]]), np.array([1])
    assert ranked_probability_scores(forecast, came)[0] == pytest.approx(0.065)
    assert log_scores(forecast, came)[0] == pytest.approx(0.6931, abs=5e-5)


def test_a_certain_forecast_scores_between_perfect_and_worst() -> None:
    forecast = np.eye(3)
    assert ranked_probability_scores(forecast, np.array([0, 1, 2])) == pytest.approx([0, 0, 0])
    assert ranked_probability_scores(forecast[[2, 1, 0]], np.array([0, 0, 2])) == pytest.approx([1, 0.5, 1])


def test_one_certain_and_wrong_forecast_keeps_a_finite_log_score() -> None:
    assert np.isfinite(log_scores(np.eye(3), np.array([1, 2, 0]))).all()


def test_the_auc_counts_pairs_and_halves_ties() -> None:
    # Expected levels: none .2 and .9, some 1.1, 1.5 and .2; of six pairs four are right and one is a tie.
    assert placed_above(CHANCES, LEVEL).mean() == pytest.approx(4.5 / 6)
    assert auc_interval(CHANCES, LEVEL, make_resamples(5)).value == pytest.approx(4.5 / 6)


def test_forecasts_that_are_all_alike_have_an_auc_of_one_half() -> None:
    alike = np.repeat([[0.2, 0.5, 0.3]], 5, axis=0)
    auc = auc_interval(alike, LEVEL, make_resamples(5))
    assert (auc.value, auc.low, auc.high) == (0.5, 0.5, 0.5)


def test_there_is_no_auc_where_one_kind_is_missing() -> None:
    assert auc_interval(CHANCES, np.ones(5, dtype=np.int64), make_resamples(5)).value is None


def test_a_resample_gives_the_score_of_its_own_clusters() -> None:
    drawn = np.array([[0.0, 2.0, 1.0, 1.0, 1.0]])
    chosen = [1, 1, 2, 3, 4]
    auc = auc_interval(CHANCES, LEVEL, drawn)
    assert auc.low == pytest.approx(placed_above(CHANCES[chosen], LEVEL[chosen]).mean())
    scores = ranked_probability_scores(CHANCES, LEVEL)
    assert mean_interval(scores, drawn).high == pytest.approx(scores[chosen].mean())


def test_resamples_draw_as_many_clusters_as_there_are_and_repeat() -> None:
    resamples = make_resamples(7)
    assert (resamples.sum(axis=1) == 7).all()
    assert (resamples == make_resamples(7)).all()


def test_an_interval_of_a_mean_is_about_two_standard_errors_wide_each_way() -> None:
    scores = np.linspace(0.0, 1.0, 100)
    interval = mean_interval(scores, make_resamples(100))
    error = paired_error(scores)
    assert interval.low == pytest.approx(0.5 - 1.96 * error, abs=0.01)
    assert interval.high == pytest.approx(0.5 + 1.96 * error, abs=0.01)
