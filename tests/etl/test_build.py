"""The build: everything or nothing, once and no more, and only what differs is written."""

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

import codebook
import etl.build as build_module
from codebook.errors import RejectedDataError
from codebook.records import Finding
from etl import derivation, sources
from etl.build import BuildResult, build
from etl.sources import Input
from model.context import ClusterContext
from store.connection import Cursor, Lake
from store.transaction import write
from tests.etl.case_files import FILE_TABLES, DataFolder, copy_shipped
from tests.etl.lake_state import changes, data_snapshots, query, row_counts, scalar, state

HOSTILE = (
    "'; DROP TABLE clusters; --",
    '"><script>alert(1)</script>',
    "${alert(1)}`",
    '=HYPERLINK("http://a.org")',
    "{table} {columns} $batch %s",
    "\x1b[31mred\u202egnirts",
    "Straße 東京 😀 e\u0301",
)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """Return a copy of the shipped files that ``build(lake)`` now reads, free to change."""
    folder = copy_shipped(tmp_path / "data")
    monkeypatch.setattr(sources, "DATA_FOLDER", folder.path)
    return folder


@pytest.fixture
def other_lake(empty_lake: Lake) -> Iterator[Lake]:
    """Yield a second connection to the empty lake, as another process would have one."""
    lake = Lake(empty_lake.settings)
    yield lake
    lake.close()


def test_a_build_holds_every_row_of_the_files(built_lake: Lake, project_folder: Path) -> None:
    files = DataFolder(project_folder / "data")
    counts = row_counts(built_lake)
    assert {table: counts[table] for table in FILE_TABLES} == {table: len(files.rows(table)) for table in FILE_TABLES}
    assert counts["predictions"] == 2 * counts["clusters"]
    assert (counts["batches"], counts["writer"]) == (1, 1)


def test_an_empty_cell_is_stored_as_nothing(built_lake: Lake, project_folder: Path) -> None:
    rows = DataFolder(project_folder / "data").rows("evidence")
    missing = sum(row["year"] == "" for row in rows)
    assert missing == scalar(built_lake, "SELECT count(*) FROM evidence WHERE year IS NULL") > 0
    for table in FILE_TABLES:
        assert not [row for row in query(built_lake, "SELECT * FROM query_table(?)", [table]) if "" in row]


def test_an_error_leaves_the_lake_as_it_was(lake_copy: Lake, data: DataFolder) -> None:
    before = state(lake_copy)
    data.change("clusters", 0, name="A new name")
    line = data.change("evidence", 5, value="somewhat")
    with pytest.raises(RejectedDataError) as caught:
        build(lake_copy)
    assert state(lake_copy) == before
    assert [(f.line, f.value) for f in caught.value.findings if f.severity == "error"] == [(line, "somewhat")]
    assert "1 error in" in caught.value.message


def test_files_that_cannot_be_read_stop_the_build(empty_lake: Lake, data: DataFolder) -> None:
    before = state(empty_lake)
    for table in ("clusters", "codings", "countries"):
        data.file(table).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RejectedDataError) as caught:
        build(empty_lake)
    found = [(f.file, f.code) for f in caught.value.findings if f.severity == "error"]
    assert found == [(data.name(table), "unreadable_file") for table in ("countries", "clusters", "codings")]
    assert state(empty_lake) == before
    assert empty_lake.is_empty()


def test_a_point_in_the_sea_stops_the_build(empty_lake: Lake, data: DataFolder) -> None:
    data.change("clusters", 0, latitude="0", longitude="-30")
    with pytest.raises(RejectedDataError) as caught:
        build(empty_lake)
    assert [f.code for f in caught.value.findings if f.severity == "error"] == ["outside_country"]
    assert empty_lake.is_empty()


def test_a_fault_while_storing_leaves_the_lake_as_it_was(
    lake_copy: Lake, data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(lake_copy)
    for index in range(30):
        data.change("evidence", index, statement="Changed, in more rows than stay in the catalogue.")

    def fail(evidence: pd.DataFrame, cluster_ids: list[str], context: ClusterContext) -> pd.DataFrame:
        message = f"no room for {len(evidence)} rows of {len(cluster_ids)} clusters in {len(context.place)} places"
        raise MemoryError(message)

    monkeypatch.setattr(derivation, "predict", fail)
    with pytest.raises(MemoryError):
        build(lake_copy)
    assert state(lake_copy) == before


def test_the_same_input_twice_makes_one_snapshot(lake_copy: Lake) -> None:
    before = state(lake_copy)
    result = build(lake_copy)
    assert (result.changed, result.snapshot) == (False, before[0])
    assert state(lake_copy) == before
    assert len(data_snapshots(lake_copy)) == 1
    check_shape(lake_copy, result)


def check_shape(lake: Lake, result: BuildResult) -> None:
    """Check that a result is what machines read: agreed names, findings of one shape, true coverage."""
    reply = json.loads(json.dumps(result.as_dict()))
    assert set(reply) == {field.name for field in fields(BuildResult)}
    names = [field.name for field in fields(Finding)]
    assert all(list(finding) == names for finding in reply["findings"])
    assert {finding["severity"] for finding in reply["findings"]} == {"warning"}
    assert list(reply["coverage"]) == list(codebook.FACTORS)
    clusters = "SELECT count(DISTINCT cluster_id) FROM evidence WHERE factor = ?"
    for factor, count in result.coverage.items():
        assert count == scalar(lake, clusters, [factor])


def test_one_changed_cell_changes_one_row(lake_copy: Lake, data: DataFolder) -> None:
    first = lake_copy.snapshot()
    facts_version = lake_copy.facts_version()
    evidence_id = data.rows("evidence")[7]["evidence_id"]
    data.change("evidence", 7, statement="Nobody had looked before.")
    result = build(lake_copy)
    assert (result.changed, result.snapshot) == (True, first + 1)
    assert lake_copy.facts_version() > facts_version
    changed = changes(lake_copy, "evidence", result.snapshot)
    assert [(row[0], row[1]) for row in sorted(changed)] == [("delete", evidence_id), ("insert", evidence_id)]
    untouched = [table for table in (*FILE_TABLES, "attributes") if table != "evidence"]
    assert [table for table in untouched if changes(lake_copy, table, result.snapshot)] == []
    assert [row[0] for row in changed if "Nobody had looked before." in row] == ["insert"]


def test_rows_added_and_removed_are_the_only_ones_that_change(lake_copy: Lake, data: DataFolder) -> None:
    rows = data.rows("evidence")
    gone = rows.pop(10)
    data.write("evidence", rows)
    data.add("evidence", evidence_id="af-new-01", factor="csr_capacity", value="low", year="")
    result = build(lake_copy)
    changed = changes(lake_copy, "evidence", result.snapshot)
    assert [(row[0], row[1]) for row in sorted(changed)] == [
        ("delete", gone["evidence_id"]),
        ("insert", "af-new-01"),
    ]
    kinds = [row[0] for row in changes(lake_copy, "attributes", result.snapshot)]
    assert 1 <= len(kinds) <= 4
    [author_and_message] = [row[1:] for row in data_snapshots(lake_copy) if row[0] == result.snapshot]
    assert author_and_message == (build_module.AUTHOR, f"case base of {result.clusters} clusters")


def test_a_new_model_scores_the_same_files_again(lake_copy: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_module, "model_version", lambda: "another")
    result = build(lake_copy)
    assert result.changed
    assert changes(lake_copy, "evidence", result.snapshot) == []


def test_other_batches_survive_a_build(empty_lake: Lake, small: DataFolder) -> None:
    build(empty_lake, Input(small.cases))

    def contribute(cursor: Cursor) -> None:
        cursor.execute("""INSERT INTO clusters BY NAME
                          SELECT * REPLACE ('own-1' AS cluster_id, 1 AS batch_id) FROM clusters LIMIT 1""")
        cursor.execute("""INSERT INTO evidence BY NAME
                          SELECT * REPLACE ('own-1' AS cluster_id, 'own-1-01' AS evidence_id, 1 AS batch_id)
                          FROM evidence WHERE factor = 'law_enforcement' LIMIT 1""")

    write(empty_lake, contribute, author="a contributor", message="one cluster")
    contributed = "SELECT * FROM evidence WHERE batch_id = 1"
    before = query(empty_lake, contributed)
    small.change("clusters", 0, name="A new name")
    result = build(empty_lake, Input(small.cases))
    assert result.clusters == len(small.rows("clusters"))
    assert query(empty_lake, contributed) == before != []
    assert scalar(empty_lake, "SELECT count(*) FROM clusters WHERE batch_id = 1") == 1
    assert scalar(empty_lake, "SELECT count(*) FROM clusters WHERE batch_id = 0") == result.clusters
    assert scalar(empty_lake, "SELECT sum(known_factors) FROM predictions WHERE cluster_id = 'own-1'") > 0
    assert scalar(empty_lake, "SELECT count(*) FROM attributes WHERE cluster_id = 'own-1'") == 1


def test_a_folder_of_three_files_takes_the_place_of_the_shipped_base(lake_copy: Lake, small: DataFolder) -> None:
    for table in ("withdrawn", "interventions"):
        small.file(table).unlink()
    result = build(lake_copy, Input(small.cases))
    counts = row_counts(lake_copy)
    assert result.changed
    assert (result.clusters, result.evidence, result.sources) == tuple(
        len(small.rows(table)) for table in ("clusters", "evidence", "sources")
    )
    assert (counts["clusters"], counts["evidence"], counts["sources"]) == (
        *(result.clusters, result.evidence, result.sources),
    )
    assert [counts[table] for table in ("withdrawn", "interventions", "codings", "source_audit")] == [0, 0, 0, 0]
    assert counts["predictions"] == 2 * result.clusters
    assert counts["countries"] > 3


def test_hostile_text_is_stored_as_it_is_while_progress_runs_to_its_end(empty_lake: Lake, small: DataFolder) -> None:
    for index, text in enumerate(HOSTILE):
        small.change("evidence", index, statement=text, locator=text)
    small.change("clusters", 0, name=HOSTILE[0], place=HOSTILE[1], summary=HOSTILE[2])
    shares: list[float] = []
    build(empty_lake, Input(small.cases), lambda step, share: shares.append(share if step else -1))
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    ids = [row["evidence_id"] for row in small.rows("evidence")[: len(HOSTILE)]]
    stored: dict[str, str] = dict(
        query(empty_lake, "SELECT evidence_id, statement FROM evidence WHERE statement = locator")
    )
    assert stored == dict(zip(ids, HOSTILE, strict=True))
    assert query(empty_lake, "SELECT name, place, summary FROM clusters WHERE name LIKE '%DROP%'") == [HOSTILE[:3]]
    assert row_counts(empty_lake)["clusters"] == len(small.rows("clusters"))


def test_of_two_builds_of_the_same_files_the_slower_stores_nothing(
    empty_lake: Lake, other_lake: Lake, small: DataFolder
) -> None:
    faster: list[BuildResult] = []

    def race(step: str, share: float) -> None:
        if step == "Committing" and share < 1 and not faster:
            faster.append(build(other_lake, Input(small.cases)))

    slower = build(empty_lake, Input(small.cases), race)
    assert (faster[0].changed, slower.changed) == (True, False)
    assert len(data_snapshots(empty_lake)) == 1
    assert row_counts(empty_lake)["clusters"] == len(small.rows("clusters"))


def test_of_two_builds_of_different_files_the_later_one_stands(
    empty_lake: Lake, other_lake: Lake, small: DataFolder, tmp_path: Path
) -> None:
    other = DataFolder(tmp_path / "other")
    for table in FILE_TABLES:
        other.write(table, small.rows(table))
    other.change("clusters", 0, name="Other name")
    small.change("clusters", 0, name="Own name")
    faster: list[BuildResult] = []

    def race(step: str, share: float) -> None:
        if step == "Committing" and share < 1 and not faster:
            faster.append(build(other_lake, Input(other.cases)))

    slower = build(empty_lake, Input(small.cases), race)
    assert (faster[0].changed, slower.changed) == (True, True)
    assert len(data_snapshots(empty_lake)) == 2
    assert query(empty_lake, "SELECT name FROM clusters WHERE name LIKE '% name'") == [("Own name",)]
    assert row_counts(empty_lake)["evidence"] == len(small.rows("evidence"))
