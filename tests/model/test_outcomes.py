"""Most likely outcomes: rows weigh by confidence, rows of one source share one voice, ties go to the lower level."""

import pandas as pd
import pytest

from model.outcomes import adoption_outcomes, likeliest_adoption, most_likely_outcomes

OUTCOME = "first_tier_adoption"
Rows = list[tuple[str, str, str]]


def outcomes_of(rows: Rows, cluster_id: str = "a") -> pd.Series:
    """Return the outcomes of rows of value, confidence and source of one cluster."""
    evidence = pd.DataFrame(rows, columns=["value", "confidence", "source_id"])
    return most_likely_outcomes(evidence.assign(cluster_id=cluster_id, factor=OUTCOME, tier="all"), OUTCOME)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([("partial", "low", "s")], "partial", id="one row"),
        pytest.param([("substantial", "medium", "s"), ("none", "low", "t")], "substantial", id="the surer one"),
        pytest.param(
            [("none", "low", "s"), ("none", "low", "t"), ("substantial", "high", "u")],
            "substantial",
            id="one high, two low",
        ),
        pytest.param([("none", "low", "s"), ("substantial", "low", "t")], "none", id="a tie goes to the lower"),
        pytest.param([("partial", "high", "s"), ("none", "high", "t")], "none", id="an end beats the middle"),
        pytest.param(
            [("none", "low", "s")] * 5 + [("substantial", "medium", "t")], "substantial", id="one source, one voice"
        ),
        pytest.param(
            [("none", "low", "s"), ("none", "low", "t"), ("none", "low", "u"), ("substantial", "medium", "v")],
            "none",
            id="three sources",
        ),
    ],
)
def test_the_most_likely_level_stands(rows: Rows, expected: str) -> None:
    assert outcomes_of(rows).to_dict() == {"a": expected}
    assert outcomes_of(rows[::-1]).to_dict() == {"a": expected}


def test_clusters_do_not_hear_each_other_and_come_sorted() -> None:
    evidence = pd.DataFrame(
        {
            "cluster_id": ["b", "a", "b"],
            "factor": [OUTCOME, OUTCOME, "lower_tier_adoption"],
            "value": ["substantial", "none", "none"],
            "tier": ["first", "first", "lower"],
            "confidence": ["low", "high", "high"],
            "source_id": ["s", "s", "s"],
        }
    )
    found = most_likely_outcomes(evidence, OUTCOME)
    assert list(found.items()) == [("a", "none"), ("b", "substantial")]
    assert found.index.name == "cluster_id"


def test_a_cluster_without_a_row_has_no_outcome() -> None:
    evidence = outcome_free_evidence()
    assert most_likely_outcomes(evidence, OUTCOME).empty
    assert most_likely_outcomes(evidence.iloc[:0], OUTCOME).empty


def outcome_free_evidence() -> pd.DataFrame:
    """Return one row of a factor that is no outcome."""
    return pd.DataFrame(
        {
            "cluster_id": ["a"],
            "factor": ["law_enforcement"],
            "value": ["weak"],
            "tier": ["all"],
            "confidence": ["high"],
            "source_id": ["s"],
        }
    )


def test_age_takes_nothing_from_an_outcome() -> None:
    old = outcomes_of([("none", "low", "s"), ("substantial", "medium", "t")])
    evidence = pd.DataFrame(
        {
            "cluster_id": "a",
            "factor": OUTCOME,
            "value": ["none", "substantial"],
            "tier": "first",
            "confidence": ["low", "medium"],
            "source_id": ["s", "t"],
            "year": [2026, 1950],
        }
    )
    assert most_likely_outcomes(evidence, OUTCOME).to_dict() == old.to_dict()


def test_each_tier_has_its_outcome_and_the_likeliest_of_both_stand_in_one_table() -> None:
    assert adoption_outcomes() == {"first": "first_tier_adoption", "lower": "lower_tier_adoption"}
    evidence = pd.DataFrame(
        {
            "cluster_id": ["b", "a", "b"],
            "factor": ["lower_tier_adoption", OUTCOME, OUTCOME],
            "value": ["none", "partial", "none"],
            "tier": ["lower", "all", "lower"],
            "confidence": "high",
            "source_id": "s",
        }
    )
    # The last row reports the first tier's adoption of the lower tier, and so counts for nothing.
    assert likeliest_adoption(evidence).to_numpy().tolist() == [
        ["a", OUTCOME, "partial"],
        ["b", "lower_tier_adoption", "none"],
    ]
    assert list(likeliest_adoption(evidence[:0]).columns) == ["cluster_id", "factor", "value"]
