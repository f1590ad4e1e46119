"""What a build predicts: from which evidence and context, for which clusters, in which order."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

import etl.derivation as derivation
from etl import sources
from etl.build import build
from model.context import ClusterContext, make_context
from model.hashing import evidence_hash
from model.prediction import model_version, predict
from store.connection import Lake
from store.writer import model_input
from tests.etl.case_files import DataFolder, copy_shipped
from tests.etl.lake_state import query


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """Return a copy of the shipped files that ``build(lake)`` now reads, free to change."""
    folder = copy_shipped(tmp_path / "data")
    monkeypatch.setattr(sources, "DATA_FOLDER", folder.path)
    return folder


def test_predictions_carry_the_model_and_the_input_they_were_made_from(built_lake: Lake) -> None:
    given = model_input(built_lake.cursor())
    context = make_context(given.countries, given.country_context).of(given.clusters["country_iso3"].tolist())
    ids = given.clusters["cluster_id"].tolist()
    expected = dict(zip(ids, evidence_hash(given.evidence, ids, context), strict=True))
    found = query(built_lake, "SELECT DISTINCT cluster_id, model_version, input_hash FROM predictions")
    assert {cluster_id: digest for cluster_id, _, digest in found} == expected
    assert {version for _, version, _ in found} == {model_version()}
    assert len(set(expected.values())) > 200


def test_only_clusters_whose_evidence_changed_are_scored_again(
    lake_copy: Lake, data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def watched(evidence: pd.DataFrame, cluster_ids: Sequence[str], context: ClusterContext) -> pd.DataFrame:
        asked.append(list(cluster_ids))
        return predict(evidence, cluster_ids, context)

    monkeypatch.setattr(derivation, "predict", watched)
    rows = data.rows("evidence")
    place = next(n for n, row in enumerate(rows) if row["factor"] == "law_enforcement" and row["value"] == "weak")
    data.change("evidence", place, value="strong")
    build(lake_copy)
    assert asked == [[rows[place]["cluster_id"]]]


def test_the_paper_s_order_holds_in_the_lake(built_lake: Lake) -> None:
    expected: dict[str, float] = dict(
        query(built_lake, "SELECT cluster_id, expected FROM predictions WHERE tier = 'first'")
    )
    order = ["pk-sialkot-footballs", "in-jalandhar-footballs", "pk-national-brick-kilns"]
    assert sorted(order, key=lambda cluster_id: -expected[cluster_id]) == order
