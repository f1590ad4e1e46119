"""The benchmarks answer in one shape, say what they cannot measure, and keep away from the project's lake."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pyarrow.csv
import pytest

import benchmarks.__main__ as command
from benchmarks import browser, startup
from benchmarks.machine import describe_machine
from benchmarks.measure import Compared, Measure, UnmeasurableError, ratio, rounded
from benchmarks.processes import seconds_of, serving, temporary_lake
from benchmarks.registry import BENCHMARKS, Benchmark
from benchmarks.rerun_client import open_page
from store.connection import settings_from_environment

SHAPE = (
    *("measure", "unit", "ours", "peer", "peer_name", "limit", "limit_name"),
    *("ratio_to_peer", "ratio_to_limit", "n"),
)
SLEEP = Measure(
    "a nap",
    "s",
    ours=(3.0, 1.0, 2.0),
    target=2.0,
    peer=Compared("a longer nap", (8.0, 8.0)),
    limit=Compared("a blink", (0.5,)),
)
NEVER = Measure("flight", "s", (), target=1.0, absent="There are no wings. Grow some.")


def _listed(monkeypatch: pytest.MonkeyPatch, *measures: Measure) -> None:
    """Make `naps` the only benchmark, with these measures."""
    benchmark = Benchmark("naps", "how long a nap takes", lambda _: list(measures))
    monkeypatch.setattr(command, "BENCHMARKS", (benchmark,))


def test_json_holds_medians_ratios_and_the_number_of_runs() -> None:
    assert SLEEP.as_dict() == {
        "measure": "a nap",
        "unit": "s",
        "ours": 2.0,
        "peer": 8.0,
        "peer_name": "a longer nap",
        "limit": 0.5,
        "limit_name": "a blink",
        "ratio_to_peer": 0.25,
        "ratio_to_limit": 4.0,
        "n": 3,
    }


def test_what_was_not_measured_is_null_and_never_zero() -> None:
    shown = NEVER.as_dict()
    assert tuple(shown) == SHAPE
    assert {name for name, value in shown.items() if value is None} == set(SHAPE) - {"measure", "unit", "n"}
    assert shown["n"] == 0


def test_people_read_median_range_target_and_who_it_is_compared_with() -> None:
    assert SLEEP.as_lines() == [
        "a nap",
        "  ours   2 s (1 to 3, n = 3); target at most 2 s: met",
        "  peer   8 s (8 to 8, n = 2), a longer nap; ours is 0.25 times that",
        "  limit  0.5 s (0.5 to 0.5, n = 1), a blink; ours is 4 times that",
    ]
    assert "target at most 1.5 s: missed" in replace(SLEEP, target=1.5).as_lines()[1]
    assert "target" not in replace(SLEEP, target=None).as_lines()[1]
    assert NEVER.as_lines() == ["flight", "  not measured: There are no wings. Grow some."]


@pytest.mark.parametrize(
    ("figure", "shown"),
    [(0.123456, 0.123), (12.3456, 12.3), (123.456, 123.0), (12345.6, 12346.0), (0.0, 0.0), (0.000012345, 0.0000123)],
)
def test_a_figure_has_no_more_digits_than_it_deserves(figure: float, shown: float) -> None:
    assert rounded(figure) == shown


def test_there_is_no_ratio_to_nothing() -> None:
    assert ratio(1.0, None) is None
    assert ratio(None, 1.0) is None
    assert ratio(1.0, 0.0) is None


def test_each_benchmark_is_listed_once_and_explained_by_the_help() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--help"],
        cwd=command.__file__.removesuffix("benchmarks/__main__.py"),
        capture_output=True,
        text=True,
        check=True,
    )
    names = [benchmark.name for benchmark in BENCHMARKS]
    assert len(set(names)) == len(names)
    assert all(f"    {benchmark.name} " in done.stdout and benchmark.summary for benchmark in BENCHMARKS)


def test_an_unknown_name_is_wrong_usage_and_names_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        command.main(["flight"])
    assert stopped.value.code == 2
    told = capsys.readouterr().err
    assert all(benchmark.name in told for benchmark in BENCHMARKS)


@pytest.mark.parametrize("arguments", [["--json"], ["naps", "--json"], ["--json", "naps"]])
def test_json_is_one_list_wherever_it_is_asked_for(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _listed(monkeypatch, SLEEP)
    assert command.main(arguments) == 0
    assert json.loads(capsys.readouterr().out) == [SLEEP.as_dict()]


def test_text_begins_with_the_machine_and_holds_every_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _listed(monkeypatch, SLEEP)
    assert command.main(["naps"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "cores" in lines[0]
    assert lines[2:] == SLEEP.as_lines()


def test_a_measure_that_is_missing_is_named_with_its_reason_and_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _listed(monkeypatch, SLEEP, NEVER)
    assert command.main(["--json"]) == 1
    shown = capsys.readouterr()
    assert [measure["n"] for measure in json.loads(shown.out)] == [3, 0]
    assert "flight: not measured: There are no wings. Grow some." in shown.err


def test_a_missed_target_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    _listed(monkeypatch, replace(SLEEP, target=0.1))
    assert command.main(["naps"]) == 0


def test_the_machine_is_described_by_date_cores_load_and_versions() -> None:
    described = describe_machine()
    assert all(word in described for word in ("cores", "load", "Python", "streamlit", "duckdb"))


def test_a_benchmark_has_a_lake_of_its_own_that_is_gone_afterwards() -> None:
    with temporary_lake() as environment, temporary_lake() as other:
        folder = Path(environment["CLUSTERWATCH_DATA"]).parent
        assert folder.is_dir()
        assert environment["CLUSTERWATCH_CATALOG"] == f"sqlite:{folder / 'catalog.sqlite'}"
        assert not {environment["CLUSTERWATCH_DATA"], other["CLUSTERWATCH_DATA"]} & {settings_from_environment().data}
        assert environment["CLUSTERWATCH_DATA"] != other["CLUSTERWATCH_DATA"]
    assert not folder.exists()


def test_a_process_that_fails_is_no_fast_one() -> None:
    with temporary_lake() as environment:
        assert seconds_of(["-c", "pass"], environment) > 0
        with pytest.raises(UnmeasurableError, match="the reason why"):
            seconds_of(["-c", "import sys; sys.exit('the reason why')"], environment)


def test_without_chromium_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(UnmeasurableError, match="Chromium was not found") as missing, browser.open_chromium():
        pass
    assert "apt install chromium" in missing.value.next_step


def test_without_chromium_the_start_has_no_figure_but_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def take(measure: Measure) -> list[Measure]:
        return [replace(measure, ours=(1.0,))]

    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(startup, "_build", lambda _: take(startup.BUILD_MEASURE))
    monkeypatch.setattr(startup, "_rerun", lambda _: take(startup.EXPLORE_MEASURE) + take(startup.CLUSTER_MEASURE))
    measures = startup.run(lambda _: None)
    assert [measure.measure for measure in measures] == [measure.measure for measure in startup.MEASURES]
    absent = [measure for measure in measures if measure.absent]
    assert [measure.measure for measure in absent] == [startup.START_MEASURE.measure, startup.FILTER_MEASURE.measure]
    assert all("Chromium was not found" in (measure.absent or "") for measure in absent)


def test_without_a_lake_nothing_else_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> float:
        message = "No build today."
        raise UnmeasurableError(message)

    monkeypatch.setattr(startup, "seconds_of", fail)
    measures = startup.run(lambda _: None)
    assert [measure.measure for measure in measures] == [measure.measure for measure in startup.MEASURES]
    assert all(measure.absent and not measure.ours for measure in measures)
    assert "No build today." in (measures[0].absent or "")


def test_the_fullest_cluster_is_the_one_with_the_most_evidence(project_folder: Path) -> None:
    cases = project_folder / "data" / "cases"
    options = pyarrow.csv.ParseOptions(newlines_in_values=True)
    evidence, clusters = (
        pyarrow.csv.read_csv(cases / f"{name}.csv", parse_options=options) for name in ("evidence", "clusters")
    )
    rows = Counter(evidence["cluster_id"].to_pylist())
    cluster_id, name, count = startup.fullest_cluster()
    assert rows[cluster_id] == max(rows.values())
    assert dict(zip(clusters["cluster_id"].to_pylist(), clusters["name"].to_pylist(), strict=True))[cluster_id] == name
    assert count == clusters.num_rows


def test_the_document_names_every_measure_and_its_target(project_folder: Path) -> None:
    document = (project_folder / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    for measure in startup.MEASURES:
        target = "none" if measure.target is None else f"{measure.target:g} {measure.unit}"
        assert f"| {measure.measure} | {target} |" in document, (
            f"To mend it: give “{measure.measure}” a row with its target in docs/benchmarks.md."
        )


def test_the_plain_page_does_the_work_it_stands_for() -> None:
    cluster_id, name, clusters = startup.fullest_cluster()
    with temporary_lake() as environment, serving(startup.PLAIN_APP, environment) as app:
        for query, expected in (
            ("", "A plain page."),
            ("show=map", "L.map("),
            ("show=marks", name),
            (f"show=evidence&id={cluster_id}", "statement"),
        ):
            with open_page(app, "", query, expected) as session:
                assert session.rerun_seconds() > 0
        with open_page(app, "", "show=marks", "L.circleMarker(") as session:
            assert session.run().count(b"L.circleMarker(") == clusters
        with pytest.raises(UnmeasurableError, match="does not say"), open_page(app, "", "", "words that it lacks"):
            pass
