"""The command: what it writes, and what it makes of a folder of further cases."""

import json
from pathlib import Path

import pandas as pd
import pytest

from codebook.errors import InputError
from model.validation.command import read_cases, report_lines
from model.validation.names import FROZEN, MODEL_LABELS
from model.validation.records import Score
from model.validation.result import Validation, from_json
from model.validation.run import validate_outside
from tests.model.validation.conftest import made_context

NEWEST = "4"


def _write_cases(folder: Path, clusters: pd.DataFrame, evidence: pd.DataFrame) -> Path:
    clusters.to_csv(folder / "clusters.csv", index=False)
    evidence.to_csv(folder / "evidence.csv", index=False)
    evidence[["source_id"]].drop_duplicates().to_csv(folder / "sources.csv", index=False)
    return folder


@pytest.fixture
def newest_cases(tmp_path: Path, cases_clusters: pd.DataFrame, cases_evidence: pd.DataFrame) -> Path:
    """Return a folder with the shipped clusters of the newest round, as if they came from outside."""
    clusters = cases_clusters[cases_clusters["coding_round"] == NEWEST]
    evidence = cases_evidence[cases_evidence["cluster_id"].isin(clusters["cluster_id"])]
    return _write_cases(tmp_path, clusters, evidence)


def test_cases_from_outside_are_judged_by_the_frozen_fits(
    newest_cases: Path, shipped: Validation, cases_clusters: pd.DataFrame, cases_evidence: pd.DataFrame
) -> None:
    outside = validate_outside(cases_clusters, cases_evidence, *read_cases(newest_cases), made_context)
    assert from_json(outside.to_json()) == outside
    assert outside.is_outside
    assert outside.scores == tuple(score for score in shipped.scores if score.design == FROZEN)
    assert outside.gate == shipped.gate
    assert outside.with_context is not None
    assert shipped.with_context is not None
    assert outside.with_context.gate == shipped.with_context.gate
    assert (outside.n_first, outside.n_lower) == (19, 17)


def test_clusters_that_the_fits_learned_from_decide_no_gate(
    cases_clusters: pd.DataFrame, cases_evidence: pd.DataFrame, shipped: Validation
) -> None:
    # Every third of the old clusters and all new ones: scored together, but the gate is that of the new ones.
    chosen = cases_clusters[(cases_clusters.index % 3 == 0) | (cases_clusters["coding_round"] == NEWEST)]
    mixed = validate_outside(cases_clusters, cases_evidence, chosen, cases_evidence)
    assert mixed.n_first > shipped.gate["first"].n
    assert mixed.gate == shipped.gate


def test_a_small_folder_gets_words_instead_of_numbers(
    tmp_path: Path, cases_clusters: pd.DataFrame, cases_evidence: pd.DataFrame
) -> None:
    folder = _write_cases(tmp_path, cases_clusters[-3:], cases_evidence[-40:])
    lines = list(report_lines(validate_outside(cases_clusters, cases_evidence, *read_cases(folder))))
    text = "\n".join(lines)
    assert "too few for numbers" in text
    assert not [line for line in lines if "nan" in line.split()]


def test_a_folder_without_any_outcome_is_no_error(
    tmp_path: Path, cases_clusters: pd.DataFrame, cases_evidence: pd.DataFrame
) -> None:
    folder = _write_cases(tmp_path, cases_clusters[["cluster_id"]][:2], cases_evidence[:0])
    outside = validate_outside(cases_clusters, cases_evidence, *read_cases(folder), made_context)
    assert (outside.n_first, outside.n_lower) == (0, 0)
    assert {score.rps for score in outside.scores} == {None}


def test_the_report_has_a_line_for_every_score_and_a_sentence_for_every_statement(shipped: Validation) -> None:
    lines = list(report_lines(shipped))
    for label in MODEL_LABELS.values():
        assert sum(line.startswith(f"  {label} ") for line in lines) == 4
    assert sum(line.startswith("- ") for line in lines) > 10


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("evidence", None, "evidence.csv is missing"),
        ("sources", None, "sources.csv is missing"),
        ("clusters", b"", "cannot be read as CSV"),
        ("clusters", b"\xff\xfe\x00", "cannot be read as CSV"),
        ("clusters", b"name\nx\n", "lacks the columns cluster_id"),
        ("evidence", b"cluster_id,factor\na,b\n", "lacks the columns value, tier"),
    ],
)
def test_a_file_that_cannot_be_judged_is_named(newest_cases: Path, name: str, content: bytes | None, said: str) -> None:
    file = newest_cases / f"{name}.csv"
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_cases(newest_cases)


def test_words_that_look_like_missing_stay_words(tmp_path: Path) -> None:
    clusters = pd.DataFrame({"cluster_id": ["NA", "null"]})
    evidence = pd.DataFrame(columns=["cluster_id", "factor", "value", "tier", "year", "source_id", "confidence"])
    assert read_cases(_write_cases(tmp_path, clusters, evidence))[0]["cluster_id"].tolist() == ["NA", "null"]


def test_a_score_without_numbers_is_a_line_of_dashes(shipped: Validation) -> None:
    scores = (Score("theory", "first", FROZEN, 3),)
    lines = list(report_lines(_only(shipped, scores)))
    assert any(line.rstrip().endswith("-") for line in lines)


def _only(result: Validation, scores: tuple[Score, ...]) -> Validation:
    held = json.loads(result.to_json()) | {"scores": [score.__dict__ for score in scores]}
    return from_json(json.dumps(held))
