"""The command `explain`: what it prints, with the country's context and without it."""

import json
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

import model.__main__ as command
from codebook.errors import NotFoundError
from store import reader

CLUSTER_ID = "in-jalandhar-footballs"


@pytest.fixture(autouse=True)
def small_lake(monkeypatch: pytest.MonkeyPatch, project_folder: object, cases_evidence: pd.DataFrame) -> None:
    """Let the command read the shipped files in place of a lake."""
    folder = f"{project_folder}/data/context"
    tables = tuple(pd.read_csv(f"{folder}/{name}.csv") for name in ("countries", "country_context"))

    def cluster(lake: object, cluster_id: str) -> SimpleNamespace:
        del lake
        if cluster_id != CLUSTER_ID:
            message = f"no cluster {cluster_id}"
            raise NotFoundError(message)
        return SimpleNamespace(name="Jalandhar", country_iso3="IND")

    monkeypatch.setattr(command, "open_lake", lambda: SimpleNamespace(snapshot=lambda: 7))
    monkeypatch.setattr(reader, "cluster", cluster)
    monkeypatch.setattr(reader, "evidence_of_cluster", lambda *_: cases_evidence)
    monkeypatch.setattr(reader, "percentiles_of_cluster", lambda *_: {"first": 0.5, "lower": None})
    monkeypatch.setattr(reader, "national_context", lambda *_: tables)


def _told(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert command.main(["explain", CLUSTER_ID, "--json", *options]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_context_can_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    with_it, without_it = _told(capsys), _told(capsys, "--no-context")
    inferred = [[c["inferred"] for c in told["contributions"]] for told in (with_it, without_it)]
    assert any(inferred[0])
    assert not any(inferred[1])
    assert with_it["first_tier"] != without_it["first_tier"]
    assert with_it["base"] == without_it["base"]
    assert with_it["snapshot"] == 7


def test_people_read_the_class_and_what_to_find_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["explain", CLUSTER_ID]) == 0
    told = capsys.readouterr().out
    assert "adoption the model implies" in told
    assert "(from the country)" in told
    assert "  Class: " in told
    assert told.count("  To find out (would settle") == command.MOST_WORTHWHILE


def test_a_cluster_that_is_not_there_is_an_error_with_a_next_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["explain", "nowhere", "--json"]) == 1
    assert set(json.loads(capsys.readouterr().out)) == {"error", "next_step"}
