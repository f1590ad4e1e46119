"""Rows that cannot be read: named with their reason, counted, and without influence."""

import pandas as pd
import pytest

import codebook
from codebook.errors import InputError
from model.prediction import predict
from model.quarantine import separate_rows
from tests.model.made_evidence import CLUSTER, frame, row

FAULTS: dict[str, dict[str, object]] = {
    "unknown_cluster": {"cluster_id": "elsewhere"},
    "unknown_factor": {"factor": "weather"},
    "unknown_value": {"value": "very strong"},
    "unknown_tier": {"tier": "middle"},
    "unknown_confidence": {"confidence": None},
    "outcome_of_other_tier": {"factor": "first_tier_adoption", "value": "partial", "tier": "lower"},
}


def test_every_reason_of_the_codebook_has_its_case() -> None:
    assert list(FAULTS) == [value.value for value in codebook.values("quarantine_reason")]


@pytest.mark.parametrize("reason", FAULTS)
def test_a_faulty_row_is_set_apart_with_its_reason_and_changes_nothing(reason: str) -> None:
    good = row("law_enforcement", 2)
    evidence = frame(good, good | FAULTS[reason], row("union_presence", 1))
    readable, quarantined = separate_rows(evidence, [CLUSTER])
    assert quarantined["reason"].tolist() == [reason]
    assert quarantined.index.tolist() == [1]
    assert len(readable) + len(quarantined) == len(evidence)
    with_it, without_it = (predict(rows, [CLUSTER]) for rows in (evidence, readable))
    pd.testing.assert_frame_equal(with_it, without_it, check_exact=True)


def test_a_row_with_several_faults_names_the_first() -> None:
    _, quarantined = separate_rows(frame(dict.fromkeys(row("law_enforcement", 0))), [CLUSTER])
    assert quarantined["reason"].tolist() == ["unknown_cluster"]


@pytest.mark.parametrize("tier", ["first", "all"])
def test_an_outcome_of_its_own_tier_or_of_the_whole_is_readable(tier: str) -> None:
    rows = frame(row("law_enforcement", 0) | {"factor": "first_tier_adoption", "value": "none", "tier": tier})
    assert separate_rows(rows, [CLUSTER])[1].empty


def test_the_case_base_is_readable_as_a_whole(cases_evidence: pd.DataFrame, cases_clusters: pd.DataFrame) -> None:
    readable, quarantined = separate_rows(cases_evidence, cases_clusters["cluster_id"].tolist())
    assert (len(readable), len(quarantined)) == (len(cases_evidence), 0)


def test_without_a_column_it_says_which() -> None:
    with pytest.raises(InputError, match="tier, confidence"):
        separate_rows(frame().drop(columns=["tier", "confidence"]), [CLUSTER])
