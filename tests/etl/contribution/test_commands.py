"""``python -m etl check`` and ``template``: what they print, for people and machines, and their exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from codebook.records import Finding
from etl.__main__ import main
from etl.contribution import limits
from etl.contribution.commands import SHOWN
from store.connection import Lake
from tests.etl.contribution.files import HOSTILE, LONG, WIDE, csv_bytes

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(built_lake: Lake, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs a command beside the shipped base: exit code, output, errors."""
    assert not built_lake.is_empty()

    def run_command(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run_command


def write(folder: Path, *rows: dict[str, str]) -> Path:
    """Return the path of a CSV with rows."""
    path = folder / "mine.csv"
    path.write_bytes(csv_bytes(rows))
    return path


def test_a_good_file_is_told_in_words_and_ends_well(run: Run, tmp_path: Path) -> None:
    code, out, err = run("check", write(tmp_path, WIDE))
    assert (code, err) == (0, "")
    assert "Read as one row a cluster: encoding 'utf-8', delimiter ',', decimals '.'." in out
    assert "1 row: 1 ready, 0 needs you, 0 left out." in out


def test_what_waits_is_told_with_place_and_proposal_and_blocks(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("check", write(tmp_path, {**WIDE, "sector": "papel"}, {**WIDE, "sector": "papel"}))
    assert code == 1
    assert "Line 2 and 1 more: sector: This word is not in the column's vocabulary." in out
    assert "Proposed: paper Found: 'papel'." in out


def test_machines_get_the_agreed_shape_uncapped(run: Run, tmp_path: Path) -> None:
    rows = [{**LONG, "value": "??", "statement": str(number)} for number in range(3 * SHOWN)]
    code, out, err = run("check", write(tmp_path, *rows), "--json")
    reply = json.loads(out)
    assert (code, err, out.count("\n")) == (1, "", 1)
    assert (reply["form"], reply["rows"], reply["ok"], reply["needs_feedback"]) == ("long", 3 * SHOWN, 0, 3 * SHOWN)
    assert len(reply["findings"]) == 3 * SHOWN
    assert list(reply["findings"][0]) == list(Finding.__dataclass_fields__)
    assert reply["duplicates"] == []


def test_many_kinds_are_cut_for_people(run: Run, tmp_path: Path) -> None:
    rows = [{**LONG, "value": f"?{number}", "statement": str(number)} for number in range(3 * SHOWN)]
    _, out, _ = run("check", write(tmp_path, *rows))
    assert f"... and {2 * SHOWN} kinds more; --json lists every finding." in out


def test_nothing_in_a_file_steers_the_terminal(run: Run, tmp_path: Path) -> None:
    rows = [{**WIDE, column: hostile} for column in ("name", "sector", "union_presence") for hostile in HOSTILE]
    path = write(tmp_path, *rows, {**WIDE, "\x1b[31mred": "x"})
    _, out, _ = run("check", path)
    assert not {"\x1b", "\x07", "\u202e", "\x00"} & set(out)


def test_the_file_comes_back_annotated(run: Run, tmp_path: Path) -> None:
    run("check", write(tmp_path, {**WIDE, "sector": "papel"}), "--annotated", tmp_path / "back.csv")
    assert (tmp_path / "back.csv").read_text(encoding="utf-8-sig").startswith("_line,_status,_messages,name")
    code, _, err = run("check", tmp_path / "mine.csv", "--annotated", tmp_path / "no" / "back.csv")
    assert (code, "cannot be written" in err) == (1, True)


def test_a_file_that_is_not_there_or_too_large_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run("check", tmp_path / "nowhere.csv")
    assert (code, out) == (1, "")
    assert "The file nowhere.csv cannot be read" in err
    monkeypatch.setenv(limits.SIZE_VARIABLE, "1")
    (tmp_path / "large.csv").write_bytes(b"x" * 3_000_000)
    code, out, _ = run("check", tmp_path / "large.csv")
    assert code == 1
    assert "The file is larger than uploads may be." in out


def test_templates_are_printed_or_written(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("template")
    assert code == 0
    assert out.startswith("cluster_id,name,country,")
    assert run("template", "--form", "long")[1].startswith("cluster_id,factor,value,")
    assert run("template", "--guide")[1].startswith("Column,Needed,")
    reply = json.loads(run("template", "--json")[1])
    assert set(reply) == {"form", "columns", "guide"}
    for name in ("mine.csv", "mine.xlsx"):
        assert run("template", "--out", tmp_path / name)[0] == 0
        assert run("check", tmp_path / name)[0] == 1


@pytest.mark.parametrize("arguments", [["check"], ["check", "a", "b"], ["template", "--form", "tall"]])
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
