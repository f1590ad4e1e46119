"""Writing rows: only what differs is written, a batch leaves others alone, attributes follow their rule."""

from datetime import datetime
from functools import partial
from typing import Any

import pandas as pd
import pytest

import codebook
from store.connection import Cursor, Lake
from store.transaction import write
from store.writer import (
    SHIPPED_BATCH,
    Batch,
    derive_attributes,
    input_hash_of,
    model_input,
    record_batch,
    replace_derived,
    replace_rows,
)
from tests.etl.lake_state import changes, query
from tests.store.made_rows import made_row, stage_new, store

Cells = dict[str, Any]
FACTOR = "law_enforcement"


def replace_sources(lake: Lake, batch: int, *rows: Cells) -> int:
    """Make the sources of a batch equal to the rows; return the snapshot."""

    def work(cursor: Cursor) -> None:
        stage_new(cursor, "sources", *({**row, "batch_id": batch} for row in rows))
        replace_rows(cursor, "sources", batch)

    write(lake, work, author="a test", message="replace")
    return lake.snapshot()


def kinds(lake: Lake, table: str, snapshot: int) -> list[tuple[str, str]]:
    """Return kind and key of what a snapshot changed in a table."""
    return sorted((row[0], row[1]) for row in changes(lake, table, snapshot))


def test_only_rows_that_differ_are_written(empty_lake: Lake) -> None:
    one, two, three = ({"source_id": name, "year": None} for name in ("one", "two", "three"))
    first = replace_sources(empty_lake, 0, one, two)
    assert kinds(empty_lake, "sources", first) == [("insert", "one"), ("insert", "two")]
    same = replace_sources(empty_lake, 0, two, one)
    assert kinds(empty_lake, "sources", same) == []
    changed = replace_sources(empty_lake, 0, one, {**two, "year": 2001}, three)
    assert kinds(empty_lake, "sources", changed) == [("delete", "two"), ("insert", "three"), ("insert", "two")]
    back = replace_sources(empty_lake, 0, one, two)
    assert kinds(empty_lake, "sources", back) == [("delete", "three"), ("delete", "two"), ("insert", "two")]
    gone = replace_sources(empty_lake, 0)
    assert kinds(empty_lake, "sources", gone) == [("delete", "one"), ("delete", "two")]


def test_a_batch_leaves_the_rows_of_others_alone(empty_lake: Lake) -> None:
    replace_sources(empty_lake, 1, {"source_id": "mine"}, {"source_id": "both"})
    replace_sources(empty_lake, 0, {"source_id": "shipped"}, {"source_id": "both"})
    replace_sources(empty_lake, 0, {"source_id": "shipped", "citation": "new"})
    found = query(empty_lake, "SELECT batch_id, source_id, citation FROM sources ORDER BY ALL")
    assert found == [(0, "shipped", "new"), (1, "both", "x"), (1, "mine", "x")]


def attributes_of(lake: Lake, *rows: Cells) -> dict[tuple[str, str], Cells]:
    """Return the attributes derived from evidence of one factor, by cluster and tier."""
    common = {"cluster_id": "c", "factor": FACTOR, "tier": "all", "confidence": "medium", "source_id": "s"}
    numbered = [{**common, "evidence_id": f"e-{n}", **row} for n, row in enumerate(rows, start=1)]
    store(lake, "evidence", *numbered)
    write(lake, derive_attributes, author="a test", message="derive")
    df = lake.cursor().execute("SELECT * FROM attributes").df()
    records = df.astype(object).where(df.notna(), None).to_dict("records")
    return {(str(row["cluster_id"]), str(row["tier"])): {str(k): v for k, v in row.items()} for row in records}


@pytest.mark.parametrize(
    ("rows", "stands"),
    [
        pytest.param([{"year": 2001}, {"year": 2012}], "e-2", id="the newest"),
        pytest.param([{"year": 2001, "confidence": "high"}, {"year": 2012}], "e-1", id="the surer before the newer"),
        pytest.param([{"year": 2012, "confidence": "low"}, {"year": 1990}], "e-2", id="medium before low"),
        pytest.param([{"year": None}, {"year": 1950}], "e-2", id="a year before none"),
        pytest.param([{"year": None, "confidence": "high"}, {"year": 2012}], "e-1", id="surer without a year"),
        pytest.param([{"year": None}, {"year": None}], "e-1", id="no year at all: the first id"),
        pytest.param([{"year": 2001, "evidence_id": "e-9"}, {"year": 2001}], "e-2", id="the same year: the first id"),
    ],
)
def test_the_newest_among_the_most_confident_stands(empty_lake: Lake, rows: list[Cells], stands: str) -> None:
    levels = [value.value for value in codebook.values(FACTOR)]
    told = [{"value": level, **row} for level, row in zip(levels, rows, strict=False)]
    [found] = attributes_of(empty_lake, *told).values()
    expected = next(row for n, row in enumerate(told, start=1) if row.get("evidence_id", f"e-{n}") == stands)
    assert (found["evidence_id"], found["value"], found["year"]) == (stands, expected["value"], expected["year"])
    assert found["confidence"] == expected.get("confidence", "medium")
    assert found["row_count"] == 2
    assert found["is_rival"]
    years = [row["year"] for row in told if row["year"] is not None]
    assert found["newest_year"] == max(years, default=None)


def test_tiers_and_clusters_stand_for_themselves(empty_lake: Lake) -> None:
    found = attributes_of(
        empty_lake,
        {"value": "weak", "source_id": "s"},
        {"value": "weak", "source_id": "t"},
        {"value": "weak", "source_id": "t"},
        {"value": "strong", "tier": "lower"},
        {"value": "absent", "cluster_id": "d"},
    )
    assert {key: row["value"] for key, row in found.items()} == {
        ("c", "all"): "weak",
        ("c", "lower"): "strong",
        ("d", "all"): "absent",
    }
    agreeing = found["c", "all"]
    assert (agreeing["row_count"], agreeing["source_count"], agreeing["is_rival"]) == (3, 2, False)


def test_of_an_outcome_the_likeliest_level_stands_and_of_its_rows_the_newest_of_the_surest(empty_lake: Lake) -> None:
    levels = [value.value for value in codebook.values(FACTOR)]
    told = [
        (levels[2], "high", 2015),
        (levels[0], "medium", 2001),
        (levels[0], "low", 2014),
        (levels[0], "medium", 2009),
    ]
    attributes_of(empty_lake, *({"value": value, "confidence": sure, "year": year} for value, sure, year in told))
    likeliest = pd.DataFrame({"cluster_id": ["c", "d"], "factor": FACTOR, "value": levels[0]})
    write(empty_lake, lambda cursor: derive_attributes(cursor, likeliest), author="a test", message="derive")
    assert query(empty_lake, "SELECT cluster_id, value, evidence_id, is_rival FROM attributes") == [
        ("c", levels[0], "e-4", True)
    ]


def test_attributes_of_withdrawn_evidence_go(empty_lake: Lake) -> None:
    assert len(attributes_of(empty_lake, {"value": "weak"})) == 1

    def withdraw(cursor: Cursor) -> None:
        cursor.execute("DELETE FROM evidence")
        derive_attributes(cursor)

    write(empty_lake, withdraw, author="a test", message="withdraw")
    assert query(empty_lake, "SELECT * FROM attributes") == []


def test_the_model_gets_all_evidence_and_every_cluster(empty_lake: Lake) -> None:
    store(empty_lake, "clusters", {"cluster_id": "b"}, {"cluster_id": "a", "location_precision": "country"})
    store(empty_lake, "evidence", {"evidence_id": "e", "cluster_id": "b", "year": None, "batch_id": 4})
    given = model_input(empty_lake.cursor())
    assert given.clusters["cluster_id"].tolist() == ["a", "b"]
    assert given.clusters["is_country_level"].tolist() == [True, False]
    names = ["evidence_id", "cluster_id", "factor", "value", "tier", "year", "source_id", "confidence"]
    assert list(given.evidence.columns) == names
    assert given.evidence["year"].isna().tolist() == [True]


def test_predictions_take_the_place_of_all_before(empty_lake: Lake) -> None:
    row = made_row("predictions", tier="first", input_hash="h")
    old = pd.DataFrame([{**row, "cluster_id": "a"}, {**row, "cluster_id": "b"}])
    new = pd.DataFrame([{**row, "cluster_id": "b"}, {**row, "cluster_id": "c", "percentile": 0.25}])
    for predictions in (old, new[sorted(new.columns)]):
        work = partial(replace_derived, table="predictions", rows=predictions)
        write(empty_lake, work, author="a test", message="score")
    found = query(empty_lake, "SELECT cluster_id, percentile, known_factors FROM predictions ORDER BY ALL")
    assert found == [("b", None, 1), ("c", 0.25, 1)]
    assert kinds(empty_lake, "predictions", empty_lake.snapshot()) == [("delete", "a"), ("insert", "c")]


def test_a_batch_is_recorded_once_under_its_number(empty_lake: Lake) -> None:
    def record(input_hash: str, batch: int) -> None:
        row = Batch(batch, "build", "an author", "a message", datetime(2026, 1, 2, 3, 4, 5), input_hash, 1, 2, 3)
        write(empty_lake, lambda cursor: record_batch(cursor, row), author="a test", message="record")

    record("first", SHIPPED_BATCH)
    record("other", 1)
    record("second", SHIPPED_BATCH)
    cursor = empty_lake.cursor()
    assert [input_hash_of(cursor, batch) for batch in (SHIPPED_BATCH, 1, 2)] == ["second", "other", None]
    assert query(empty_lake, "SELECT * FROM batches WHERE batch_id = 0") == [
        (0, "build", "an author", "a message", datetime(2026, 1, 2, 3, 4, 5), "second", 1, 2, 3, None, None, None, None)
    ]
