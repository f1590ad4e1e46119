"""A case read from the shipped case base: facts, evidence and prediction that belong together."""

import pytest

import codebook
from codebook.errors import NotFoundError
from store.connection import Lake
from tests.ui.conftest import ReadCase
from ui.case import read_case, records

SIALKOT = "pk-sialkot-footballs"


def test_a_case_holds_every_piece_of_evidence_on_its_cluster(case_of: ReadCase, case_base: Lake) -> None:
    case = case_of(SIALKOT)
    stored = case_base.cursor().execute(
        "SELECT evidence_id FROM evidence WHERE cluster_id = $id ORDER BY evidence_id", {"id": SIALKOT}
    )
    assert sorted(case.evidence["evidence_id"]) == [row[0] for row in stored.fetchall()]
    assert set(case.evidence["cluster_id"]) == {SIALKOT}
    assert case.source_count == case.evidence["source_id"].nunique() > 5


def test_what_counts_is_the_attribute(case_of: ReadCase, case_base: Lake) -> None:
    case = case_of(SIALKOT)
    stored = case_base.cursor().execute(
        "SELECT factor, tier, value, evidence_id FROM attributes WHERE cluster_id = $id", {"id": SIALKOT}
    )
    expected = {(factor, tier): (value, evidence_id) for factor, tier, value, evidence_id in stored.fetchall()}
    counting = [row for factor in codebook.FACTORS for row in records(case.counting_rows(factor))]
    assert {(row["factor"], row["tier"]): (row["value"], row["evidence_id"]) for row in counting} == expected
    assert len(counting) == len(expected)


def test_factors_are_known_or_unknown_and_never_both(case_of: ReadCase) -> None:
    case = case_of(SIALKOT)
    known = [reason.factor for reason in case.reasons()]
    assert sorted(known + case.unknown_factors) == sorted(codebook.PREDICTORS)
    assert set(known) == set(case.evidence["factor"]) & set(codebook.PREDICTORS)


def test_reasons_come_strongest_first(case_of: ReadCase) -> None:
    sizes = [abs(reason.first_tier) + abs(reason.lower_tier) for reason in case_of(SIALKOT).reasons()]
    assert sizes == sorted(sizes, reverse=True)


def test_rivals_are_the_factors_whose_evidence_disagrees_within_a_tier(case_of: ReadCase) -> None:
    case = case_of(SIALKOT)
    values = case.evidence.groupby(["factor", "tier"])["value"].nunique()
    expected = set(values[values > 1].reset_index()["factor"])
    assert set(case.rival_factors) == expected
    assert expected


def test_a_cluster_without_evidence_has_no_years_no_reasons_and_knows_nothing(case_of: ReadCase) -> None:
    case = case_of("bd-dhaka-garments")
    assert case.evidence.empty
    assert case.years is None
    assert case.reasons() == []
    assert case.rival_factors == []
    assert case.unknown_factors == list(codebook.PREDICTORS)


def test_the_case_explains_the_prediction_that_is_stored(case_of: ReadCase, case_base: Lake) -> None:
    case = case_of(SIALKOT)
    rows = case_base.cursor().execute(
        "SELECT tier, expected, above_unknown FROM predictions WHERE cluster_id = $id", {"id": SIALKOT}
    )
    stored = {tier: rest for tier, *rest in rows.fetchall()}
    for tier, prediction in (("first", case.explanation.first), ("lower", case.explanation.lower)):
        assert [prediction.expected, prediction.above_unknown] == pytest.approx(stored[tier])


def test_records_hold_plain_values(case_of: ReadCase) -> None:
    rows = records(case_of("mx-tehuacan-jeans").evidence)
    for row in rows:
        assert row["year"] is None or type(row["year"]) is int
        assert not any(value != value for value in row.values()), "a missing value is None"


@pytest.mark.parametrize("cluster_id", ["no-such-cluster", "", "'; DROP TABLE clusters --", "../x", "A"])
def test_there_is_no_case_of_what_is_no_cluster(case_base: Lake, cluster_id: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        read_case(case_base, cluster_id)
    assert caught.value.next_step
