"""Judging the model on the lake's cases: one result a model version and state of the case base, and no fact moved."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import etl.validating as validating
from codebook.errors import EmptyLakeError
from etl import sources
from etl.build import build
from etl.validating import validate_case_base
from model.context import make_context
from model.prediction import model_version
from model.priors import FloatArray
from model.validation.result import Validation
from store import reader
from store.connection import Lake
from store.writer import model_input
from tests.etl.case_files import copy_shipped
from tests.etl.lake_state import FINGERPRINT, query
from tests.ui.made_validation import FAILED, PASSED, made_validation

STORED = "SELECT model_version, input_hash, result FROM validations ORDER BY ALL"
Asked = list[tuple[pd.DataFrame, pd.DataFrame, FloatArray]]


@pytest.fixture
def results(monkeypatch: pytest.MonkeyPatch) -> list[Validation]:
    """Return results that the next judgements find, one after the other: computing them is the model's own test."""
    coming = [made_validation(FAILED, FAILED), made_validation(PASSED, FAILED), made_validation(PASSED, PASSED)]
    left = list(coming)
    monkeypatch.setattr(validating, "validate", lambda *_: left.pop(0))
    return coming


def test_a_result_is_stored_for_its_model_and_its_cases_and_moves_no_fact(
    lake_copy: Lake, results: list[Validation]
) -> None:
    before = query(lake_copy, FINGERPRINT), lake_copy.facts_version()
    assert reader.validation(lake_copy, model_version()) is None
    assert validate_case_base(lake_copy) == results[0]
    [(input_hash,)] = query(lake_copy, "SELECT input_hash FROM batches WHERE batch_id = 0")
    assert query(lake_copy, STORED) == [(model_version(), input_hash, results[0].to_json())]
    assert reader.validation(lake_copy, model_version()) == results[0].to_json()
    assert (query(lake_copy, FINGERPRINT), lake_copy.facts_version()) == before


def test_judging_again_replaces_the_result_of_the_same_state(lake_copy: Lake, results: list[Validation]) -> None:
    validate_case_base(lake_copy)
    validate_case_base(lake_copy)
    assert [result for _, _, result in query(lake_copy, STORED)] == [results[1].to_json()]


def test_another_state_of_the_cases_has_a_result_of_its_own(
    lake_copy: Lake, results: list[Validation], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    validate_case_base(lake_copy)
    folder = copy_shipped(tmp_path / "data")
    folder.change("clusters", 0, products="other goods")
    monkeypatch.setattr(sources, "DATA_FOLDER", folder.path)
    build(lake_copy)
    assert reader.validation(lake_copy, model_version()) is None, "a result of other cases is none of these"
    validate_case_base(lake_copy)
    assert reader.validation(lake_copy, model_version()) == results[1].to_json()
    assert len(query(lake_copy, STORED)) == 2


def test_another_version_of_the_model_has_a_result_of_its_own(
    lake_copy: Lake, results: list[Validation], monkeypatch: pytest.MonkeyPatch
) -> None:
    validate_case_base(lake_copy)
    monkeypatch.setattr(validating, "model_version", lambda: "another")
    validate_case_base(lake_copy)
    assert reader.validation(lake_copy, model_version()) == results[0].to_json()
    assert reader.validation(lake_copy, "another") == results[1].to_json()
    assert reader.validation(lake_copy, "a third") is None


def test_the_model_is_judged_on_all_cases_with_the_context_of_their_countries(
    lake_copy: Lake, results: list[Validation], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Asked = []

    def watched(
        clusters: pd.DataFrame, evidence: pd.DataFrame, rates: Callable[[pd.DataFrame], FloatArray]
    ) -> Validation:
        asked.append((clusters, evidence, rates(clusters.iloc[:7])))
        return results[0]

    monkeypatch.setattr(validating, "validate", watched)
    validate_case_base(lake_copy)
    [(clusters, evidence, rates)] = asked
    given = model_input(lake_copy.cursor())
    pd.testing.assert_frame_equal(clusters, given.clusters)
    pd.testing.assert_frame_equal(evidence, given.evidence)
    context = make_context(given.countries, given.country_context)
    countries = given.clusters["country_iso3"].tolist()[:7]
    np.testing.assert_array_equal(rates, context.of(countries).base_rates(0, 7))


def test_without_a_build_there_is_nothing_to_judge_and_nothing_is_stored(empty_lake: Lake) -> None:
    with pytest.raises(EmptyLakeError):
        validate_case_base(empty_lake)
    assert empty_lake.is_empty()
    with pytest.raises(EmptyLakeError):
        reader.validation(empty_lake, model_version())
