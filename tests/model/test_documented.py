"""Documented levels: what the rows make likeliest, no level favoured beforehand, unknown where no row speaks."""

import numpy as np
import pandas as pd
import pytest

from model.documented import UNKNOWN, read_documents
from model.priors import FACTOR_INDEX
from model.states import TIERS
from tests.model.made_evidence import CLUSTER, frame, row
from tests.model.plain_documents import plain_level

LAW = FACTOR_INDEX["law_enforcement"]


def level_of(factor: str, *rows: dict[str, object], tier: int = 0) -> int:
    return int(read_documents(frame(*rows), [CLUSTER]).level[0, FACTOR_INDEX[factor], tier])


def test_a_factor_without_a_row_is_unknown_in_both_tiers() -> None:
    documents = read_documents(frame(), [CLUSTER])
    assert (documents.level == UNKNOWN).all()
    assert (documents.outcome == UNKNOWN).all()


def test_one_row_of_low_confidence_stands_though_the_model_thinks_it_rare() -> None:
    assert level_of("business_association", row("business_association", 2, confidence="low")) == 2


def test_of_equally_likely_levels_the_lower_one_stands() -> None:
    # High confidence: the two ends cancel and leave all three levels equally likely.
    rows = (row("law_enforcement", 0, source_id="s"), row("law_enforcement", 2, source_id="t"))
    assert level_of("law_enforcement", *rows) == level_of("law_enforcement", *reversed(rows)) == 0


def test_a_row_of_one_tier_documents_that_tier_only() -> None:
    documents = read_documents(frame(row("law_enforcement", 2, tier="lower")), [CLUSTER])
    assert documents.level[0, LAW].tolist() == [UNKNOWN, 2]


def test_the_newer_of_two_equally_sure_rows_stands() -> None:
    rows = (row("law_enforcement", 0, year=1990.0, source_id="s"), row("law_enforcement", 2, source_id="t"))
    assert level_of("law_enforcement", *rows) == 2


def test_outcomes_are_those_that_count_everywhere() -> None:
    rows = (
        row("first_tier_adoption", 1, tier="first"),
        row("lower_tier_adoption", 0, tier="lower", cluster_id="other"),
    )
    documents = read_documents(frame(*rows), [CLUSTER, "other", "third"])
    assert documents.outcome.tolist() == [[1, UNKNOWN], [UNKNOWN, 0], [UNKNOWN, UNKNOWN]]


def test_no_cluster_at_all_is_an_empty_answer() -> None:
    documents = read_documents(frame(), [])
    assert documents.level.shape == (0, len(FACTOR_INDEX), len(TIERS))


def test_the_shipped_case_base_agrees_with_plain_arithmetic(
    cases_evidence: pd.DataFrame, cases_clusters: pd.DataFrame
) -> None:
    ids = cases_clusters["cluster_id"].tolist()
    documents = read_documents(cases_evidence, ids)
    expected = np.full(documents.level.shape, UNKNOWN)
    places = {cluster_id: place for place, cluster_id in enumerate(ids)}
    for (cluster_id, factor), rows in cases_evidence.groupby(["cluster_id", "factor"]):
        if factor in FACTOR_INDEX:
            for tier, name in enumerate(TIERS):
                level = plain_level(rows, str(factor), name)
                expected[places[str(cluster_id)], FACTOR_INDEX[str(factor)], tier] = UNKNOWN if level is None else level
    assert (documents.level == expected).all()


@pytest.mark.parametrize(("tier", "counts"), [(0, [31, 70, 10]), (1, [89, 29, 7])])
def test_the_shipped_outcomes_count_to_the_contract(
    cases_evidence: pd.DataFrame, cases_clusters: pd.DataFrame, tier: int, counts: list[int]
) -> None:
    outcome = read_documents(cases_evidence, cases_clusters["cluster_id"].tolist()).outcome[:, tier]
    assert np.bincount(outcome[outcome != UNKNOWN]).tolist() == counts
