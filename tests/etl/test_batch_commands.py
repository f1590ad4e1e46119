"""Import, review, undo and grant from the command line: the agreed shapes, exit codes, and nothing half-done."""

import json
from pathlib import Path
from typing import Any

import pytest

from etl.__main__ import main
from etl.accounts import REVIEWER, signed_in_account
from store.connection import CATALOG_VARIABLE, DATA_VARIABLE, Lake
from tests.etl.lake_state import scalar, state

HEADER = "name,country,place,latitude,longitude,sector,union_presence\n"
GOOD_ROW = "Looms of Test,IND,Agra,27.18,78.02,textiles,weak\n"
BAD_ROW = "Kilns of Test,Narnia,Agra,27.18,78.02,brick_kilns,weak\n"


@pytest.fixture
def lake(lake_copy: Lake, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """Return a lake that the command line finds."""
    monkeypatch.setenv(CATALOG_VARIABLE, lake_copy.settings.catalog)
    monkeypatch.setenv(DATA_VARIABLE, lake_copy.settings.data)
    return lake_copy


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file with one row that is ready and one that waits."""
    path = tmp_path / "visit.csv"
    path.write_text(HEADER + GOOD_ROW + BAD_ROW, encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any]:
    """Return exit code and JSON of one command."""
    code = main([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_good_rows_are_stored_while_others_wait(lake: Lake, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = state(lake)
    code, tried = run(capsys, "import", file, "--by", "Ana", "--all-new", "--dry-run")
    assert state(lake) == before
    assert (code, tried["batch_id"]) == (1, None)
    code, reply = run(capsys, "import", file, "--by", "Ana", "--all-new")
    assert set(reply) == {"batch_id", "snapshot", "committed", "waiting", "skipped", "sha256", "effects"}
    assert [reply[name] for name in ("batch_id", "committed", "waiting", "skipped")] == [1, 1, 1, 0]
    assert (code, reply["snapshot"]) == (1, lake.snapshot())
    assert {**reply, "batch_id": None, "snapshot": before[0]} == tried
    assert scalar(lake, "SELECT count(*) FROM evidence WHERE batch_id = 1") == 0


def test_a_batch_is_listed_judged_and_taken_back(lake: Lake, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", str(file), "--by", "Ana", "--all-new"])
    capsys.readouterr()
    code, reply = run(capsys, "review", 1, "accept", "--by", "Ravi")
    assert (code, reply["rows"]) == (0, 3)
    _, listed = run(capsys, "batches")
    assert [(row["batch_id"], row["author"], row["counting_rows"]) for row in listed[:1]] == [(1, "Ana", 1)]
    code, reply = run(capsys, "undo", 1, "--by", "Ana", "--message", "a mistake")
    assert (code, reply["removed"], reply["undoes"]) == (0, 3, 1)
    assert scalar(lake, "SELECT count(*) FROM evidence WHERE batch_id = 1") == 0
    assert scalar(lake, "SELECT undone_by FROM (SELECT max(batch_id) AS undone_by FROM batches WHERE undoes = 1)") == 2


def test_reviewed_rows_count_at_once(lake: Lake, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "import", file, "--by", "Ana", "--all-new", "--reviewed")
    assert scalar(lake, "SELECT count(*) FROM evidence WHERE batch_id = 1") == 1


def test_a_role_is_granted(lake: Lake, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = run(capsys, "grant", "Asha@Example.org", "reviewer")
    assert (code, signed_in_account(lake, "asha@example.org").role) == (0, REVIEWER)


@pytest.mark.parametrize(
    "arguments", [("undo", 0), ("undo", 7), ("review", 7, "accept"), ("import", "no-such-file.csv", "--by", "Ana")]
)
def test_what_cannot_be_done_says_why_in_words(
    lake: Lake, capsys: pytest.CaptureFixture[str], arguments: tuple[object, ...]
) -> None:
    before = state(lake)
    code, reply = run(capsys, *arguments)
    assert code == 1
    assert reply["error"].endswith(".")
    assert reply["next_step"]
    assert state(lake) == before


@pytest.mark.parametrize("arguments", [("import", "x.csv"), ("review", "1", "perhaps"), ("undo", "first")])
def test_wrong_usage_is_told_apart(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*arguments])
    assert caught.value.code == 2
