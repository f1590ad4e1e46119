"""Hashes of inputs: they change with what changes a prediction, and with nothing else."""

import numpy as np
import pandas as pd
import pytest

from codebook.errors import InputError
from model.context import NationalContext
from model.hashing import evidence_hash, row_hashes
from model.prediction import predict
from tests.model.made_evidence import CLUSTER, frame, row

IDS = [CLUSTER, "other"]


def _hashes(*rows: dict[str, object]) -> list[str]:
    return evidence_hash(frame(*rows), IDS)


def test_a_hash_is_sixteen_digits_per_cluster_and_the_unknown_have_the_same() -> None:
    hashes = _hashes()
    assert [len(text) for text in hashes] == [16, 16]
    assert hashes[0] == hashes[1]


@pytest.mark.parametrize(
    "change",
    [{"value": "weak"}, {"confidence": "low"}, {"year": 1996.0}, {"tier": "lower"}, {"factor": "peer_monitoring"}],
)
def test_what_changes_a_prediction_changes_the_hash_of_its_cluster_alone(change: dict[str, object]) -> None:
    evidence = row("law_enforcement", 2)
    before, after = _hashes(evidence), _hashes(evidence | change)
    assert before[0] != after[0]
    assert before[1] == after[1]


def test_order_outcomes_and_unreadable_rows_do_not_matter() -> None:
    rows = [row("law_enforcement", 2), row("union_presence", 0, source_id="b")]
    outcome = row("law_enforcement", 0) | {"factor": "first_tier_adoption", "value": "none"}
    assert _hashes(*rows) == _hashes(*rows[::-1]) == _hashes(*rows, outcome, rows[0] | {"value": "?"})


def test_context_is_part_of_the_input(national: NationalContext) -> None:
    evidence = frame(row("buyer_visibility", 2))
    plain = evidence_hash(evidence, IDS)
    assert evidence_hash(evidence, IDS, national.of([None, None])) == plain
    assert evidence_hash(evidence, IDS, national.of(["IND", None]))[0] != plain[0]


def test_equal_hashes_have_equal_predictions(
    cases_evidence: pd.DataFrame, cases_clusters: pd.DataFrame, cases_predictions: pd.DataFrame
) -> None:
    ids = cases_clusters["cluster_id"].tolist()
    hashes = pd.Series(evidence_hash(cases_evidence, ids), index=ids)
    changed = cases_evidence[cases_evidence["cluster_id"] != "pk-sialkot-footballs"]
    after = pd.Series(evidence_hash(changed, ids), index=ids)
    assert hashes.index[hashes != after].tolist() == ["pk-sialkot-footballs"]
    same = predict(changed, ids).set_index("cluster_id").drop(index="pk-sialkot-footballs")
    pd.testing.assert_frame_equal(same, cases_predictions.set_index("cluster_id").drop(index="pk-sialkot-footballs"))


def test_rows_that_differ_in_one_place_or_in_order_have_different_hashes() -> None:
    rows = np.array([[1, 2, 3], [1, 3, 2], [1, 2, 4], [1, 2, 3], [0, 0, 0]])
    hashes = row_hashes(rows)
    assert hashes[0] == hashes[3]
    assert len(set(hashes.tolist())) == 4


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputError, match="tier"):
        evidence_hash(frame().drop(columns="tier"), IDS)
