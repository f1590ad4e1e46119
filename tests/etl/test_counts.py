"""The contract of the case base: tests/contract/counts.json, key by key, equals what the built lake counts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import codebook
from model.outcomes import most_likely_outcomes
from store import reader
from store.connection import Lake
from store.writer import model_input
from tests.etl.lake_state import query, scalar

CONTRACT = Path(__file__).parents[1] / "contract" / "counts.json"
COUNTS: dict[str, Any] = json.loads(CONTRACT.read_text(encoding="utf-8"))
PLAIN_KEYS = {key for key, value in COUNTS.items() if isinstance(value, int)}


def count_initiatives(lake: Lake) -> dict[str, int]:
    """Return how many initiatives were measured before, were compared, and both."""
    statement = """
        WITH initiatives AS (
            SELECT intervention_id, bool_or(baseline = 'yes') AS baseline,
                   bool_or(comparison IN ('comparison_group', 'matched', 'randomised')) AS comparison
            FROM interventions GROUP BY intervention_id)
        SELECT count(*) FILTER (baseline), count(*) FILTER (comparison), count(*) FILTER (baseline AND comparison)
        FROM initiatives"""
    [numbers] = query(lake, statement)
    return dict(zip(("with_baseline", "with_comparison_group_or_better", "both"), numbers, strict=True))


def count_codings(lake: Lake) -> dict[str, float]:
    """Return how many statements were coded, how many without a value, how often both coders agreed."""
    statement = """
        SELECT count(*), count(*) FILTER (second = '-'),
               round(count(*) FILTER (first = second) / count(*) FILTER (second <> '-'), 3)
        FROM codings"""
    [numbers] = query(lake, statement)
    return dict(zip(("statements", "without_value_for_second_coder", "equal_among_valued"), numbers, strict=True))


def count_audit(lake: Lake) -> dict[str, Any]:
    """Return what the audit of random rows found."""
    found = "SELECT count(*) FROM source_audit WHERE found IN ('same', 'other')"
    return {
        "rows": scalar(lake, "SELECT count(*) FROM source_audit"),
        "found": scalar(lake, found),
        "statement": dict(query(lake, "SELECT statement, count(*) FROM source_audit GROUP BY statement")),
        "wider": scalar(lake, "SELECT count(*) FROM source_audit WHERE place = 'wider'"),
    }


def count_outcomes(lake: Lake) -> dict[str, list[int]]:
    """Return for each tier's adoption how many clusters are most likely at each level, lowest first."""
    evidence = model_input(lake.cursor()).evidence
    counts = {}
    for outcome in ("first_tier_adoption", "lower_tier_adoption"):
        levels = most_likely_outcomes(evidence, outcome).value_counts()
        counts[outcome] = [int(levels.get(value.value, 0)) for value in codebook.values(outcome)]
    return counts


NESTED: dict[str, Callable[[Lake], Any]] = {
    "outcomes_none_partial_substantial": count_outcomes,
    "pollution": lambda lake: reader.value_counts(lake, "pollution"),
    "initiatives": count_initiatives,
    "codings": count_codings,
    "audit": count_audit,
}


@pytest.mark.parametrize("key", sorted(PLAIN_KEYS))
def test_the_lake_holds_as_many_as_agreed(built_lake: Lake, key: str) -> None:
    assert getattr(reader.counts(built_lake), key) == COUNTS[key]


@pytest.mark.parametrize("key", sorted(NESTED))
def test_the_lake_is_made_up_as_agreed(built_lake: Lake, key: str) -> None:
    assert NESTED[key](built_lake) == COUNTS[key]


def test_every_key_of_the_contract_is_compared() -> None:
    assert set(COUNTS) == PLAIN_KEYS | set(NESTED)
