"""The benchmark of scoring: each kind of run does what it says, and a failure is told."""

import json

import numpy as np
import pytest

from benchmarks import score, score_work
from benchmarks.measure import UnmeasurableError
from model.draws import served_draws


@pytest.mark.parametrize(
    ("what", "times"), [("everything", 1.0), ("map", 1.0), ("context", 1.0), ("limit", 1.0), ("peer", 32.0)]
)
def test_each_work_is_done_and_counted(what: str, times: float) -> None:
    work = vars(score_work)[f"_{what}"](300)
    assert work() == times


def test_one_cluster_counts_one_of_its_explanations() -> None:
    assert score_work._one(1)() == 1 / score_work.EXPLANATIONS


def test_made_up_clusters_know_as_much_as_the_real_ones() -> None:
    codes = score_work._codes(4_000)
    assert codes.shape == (4_000, 15, 2)
    assert (codes[:2] == score_work._codes(4_000)[:2]).all()
    most_common = [np.bincount(codes[:, factor, 0]).argmax() for factor in range(15)]
    unknown = (codes[:, :, 0] == most_common).mean()
    assert 0.4 < unknown < 0.8


def test_a_run_tells_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    score_work.main("limit", 50)
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"cpu", "wall", "peak_mb"}
    assert served_draws().count == 512


def test_a_failed_run_says_its_last_words() -> None:
    with pytest.raises(UnmeasurableError, match="invalid literal|failed"):
        score._work("everything", -1)


def test_what_cannot_be_measured_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(what: str, clusters: int) -> dict[str, float]:
        message = f"no room for {clusters:,} clusters ({what})"
        raise UnmeasurableError(message)

    monkeypatch.setattr(score, "_work", fail)
    measures = score.run(lambda _: None)
    assert len(measures) == len(score.MEASURES)
    assert all(measure.absent and "no room for 1,000,000 clusters" in measure.absent for measure in measures)
