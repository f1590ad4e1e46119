"""The command line of the data: what it prints, for people and for machines, and its exit codes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codebook.records import Finding
from etl.__main__ import SHOWN_ERRORS, main
from store import connection
from store.connection import CATALOG_VARIABLE, DATA_VARIABLE
from tests.etl.case_files import DataFolder

BUILD_KEYS = {"snapshot", "changed", "clusters", "evidence", "sources", "findings", "seconds"}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def lake_variables(tmp_path: Path) -> dict[str, str]:
    """Return the environment variables of a lake of this test's own, not made yet."""
    return {CATALOG_VARIABLE: f"sqlite:{tmp_path}/lake/catalog.sqlite", DATA_VARIABLE: str(tmp_path / "lake" / "files")}


@pytest.fixture
def run(lake_variables: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs a command in this process on a lake of its own: exit code, output, errors."""
    for name, value in lake_variables.items():
        monkeypatch.setenv(name, value)

    def run_command(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run_command


def reply_of(out: str) -> dict[str, Any]:
    """Return the one JSON object that a command printed."""
    reply: dict[str, Any] = json.loads(out)
    assert out.count("\n") == 1
    return reply


def test_a_build_tells_machines_one_object_and_people_a_summary(run: Run, small: DataFolder) -> None:
    code, out, err = run("build", "--from", small.cases, "--json")
    reply = reply_of(out)
    assert (code, err) == (0, "")
    assert set(reply) == BUILD_KEYS
    assert (reply["snapshot"], reply["changed"], reply["clusters"]) == (1, True, len(small.rows("clusters")))
    assert list(reply["findings"][0]) == list(Finding.__dataclass_fields__)
    code, out, err = run("build", "--from", small.cases)
    assert code == 0
    assert f"4 clusters, {len(small.rows('evidence'))} pieces of evidence" in out
    assert "unchanged since snapshot 1" in out
    assert "Enforcement of labour and environmental law" in out
    assert f"Findings: {len(reply['findings'])}" in out
    assert "100 %" in err


def test_findings_that_block_are_told_to_people_with_place_and_way_out(run: Run, small: DataFolder) -> None:
    line = small.change("evidence", 3, value="some\x1b[31mwhat")
    code, out, err = run("build", "--from", small.cases)
    assert (code, out) == (1, "")
    told = err.splitlines()
    [finding] = [text for text in told if text.startswith("evidence.csv")]
    assert finding.startswith(f"evidence.csv, line {line}, column value: This value does not belong")
    assert r"Found: 'some\x1b[31mwhat'. Allowed: " in finding
    assert "The data were not stored: 1 error in the files." in told
    assert "\x1b[31m" not in err


def test_findings_that_block_are_told_to_machines_in_the_agreed_shape(run: Run, small: DataFolder) -> None:
    line = small.change("evidence", 3, value="somewhat")
    code, out, err = run("build", "--from", small.cases, "--json")
    reply = reply_of(out)
    assert (code, err) == (1, "")
    assert set(reply) == {"error", "next_step", "findings"}
    [blocking] = [finding for finding in reply["findings"] if finding["severity"] == "error"]
    assert list(blocking) == list(Finding.__dataclass_fields__)
    assert (blocking["file"], blocking["line"], blocking["column"]) == ("evidence.csv", line, "value")
    assert reply["next_step"]


def test_a_fault_of_a_whole_file_names_no_line(run: Run, small: DataFolder) -> None:
    small.file("evidence").write_bytes(b"\xff\xfe")
    code, _, err = run("build", "--from", small.cases)
    assert code == 1
    assert any(text.startswith("evidence.csv: The file cannot be read.") for text in err.splitlines())
    assert "None" not in err


def test_many_findings_are_cut_for_people(run: Run, small: DataFolder) -> None:
    rows = small.rows("evidence")
    small.write("evidence", [{**row, "tier": "second"} for row in rows])
    code, _, err = run("build", "--from", small.cases)
    assert code == 1
    assert sum(text.startswith("evidence.csv, line") for text in err.splitlines()) == SHOWN_ERRORS
    assert f"... and {len(rows) - SHOWN_ERRORS} more; --json lists every one." in err


def test_a_folder_without_cases_is_an_error_to_act_on(run: Run, tmp_path: Path) -> None:
    code, out, err = run("build", "--from", tmp_path / "nowhere")
    assert (code, out) == (1, "")
    assert "does not hold clusters.csv, evidence.csv, sources.csv" in err
    code, out, _ = run("build", "--from", tmp_path / "nowhere", "--json")
    assert code == 1
    assert set(reply_of(out)) == {"error", "next_step"}


@pytest.mark.parametrize("command", ["build", "clean"])
def test_a_lake_that_cannot_be_opened_is_told_with_the_next_step(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    (tmp_path / "catalog.sqlite").write_bytes(b"no catalogue at all " * 100)
    monkeypatch.setenv(CATALOG_VARIABLE, f"sqlite:{tmp_path}/catalog.sqlite")
    monkeypatch.setattr(connection, "ATTACH_ATTEMPTS", 1)
    code, out, err = run(command)
    assert (code, out) == (1, "")
    assert "catalog.sqlite could not be opened" in err
    assert CATALOG_VARIABLE in err


@pytest.mark.parametrize(
    "arguments",
    [[], ["nonsense"], ["build", "--nonsense"], ["build", "--from"], ["build", "x"], ["clean", "--from", "x"]],
)
def test_wrong_usage_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: python -m etl")


def test_clean_says_what_it_deleted(run: Run) -> None:
    code, out, err = run("clean", "--json")
    assert (code, reply_of(out), err) == (0, {"deleted": []}, "")
    assert run("clean")[:2] == (0, "Deleted 0 leftover files older than a day.\n")


def test_the_command_runs_as_a_process_of_its_own(
    lake_variables: dict[str, str], small: DataFolder, project_folder: Path
) -> None:
    def etl(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "etl", *map(str, arguments)]
        environment = {**os.environ, **lake_variables}
        return subprocess.run(
            command, cwd=project_folder, env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    good = etl("build", "--from", small.cases, "--json")
    assert (good.returncode, good.stderr) == (0, "")
    assert set(reply_of(good.stdout)) == BUILD_KEYS
    small.change("evidence", 0, tier="second")
    bad = etl("build", "--from", small.cases)
    assert (bad.returncode, bad.stdout) == (1, "")
    assert "column tier" in bad.stderr
    assert "Traceback" not in bad.stderr
