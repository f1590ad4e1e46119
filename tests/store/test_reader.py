"""Reading: each function against the shipped files, unknown ids, and a lake in which nothing was ever built."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from codebook.errors import EmptyLakeError, NotFoundError
from store import reader
from store.connection import Lake
from tests.etl.case_files import DataFolder
from tests.store.made_rows import store

SIALKOT = "pk-sialkot-footballs"


@pytest.fixture(scope="module")
def shipped(project_folder: Path) -> DataFolder:
    """Return the shipped files as text."""
    return DataFolder(project_folder / "data")


def test_a_cluster_has_the_facts_of_its_row(built_lake: Lake, shipped: DataFolder) -> None:
    countries = {row["iso3"]: row["name"] for row in shipped.rows("countries")}
    for row in shipped.rows("clusters")[::40]:
        found = asdict(reader.cluster(built_lake, row["cluster_id"]))
        assert found.pop("country_name") == countries[row["country_iso3"]]
        expected = {name: row[name] or None for name in found}
        for name in ("latitude", "longitude", "firms", "workers", "size_year"):
            text = expected[name]
            expected[name] = None if text is None else float(text)  # type: ignore[assignment]  # now a number
        assert found == expected


@pytest.mark.parametrize(
    "cluster_id", ["no-such-cluster", "", "PK-SIALKOT-FOOTBALLS", "' OR 1=1 --", "x" * 65, "a\x00b", "../etc", "é"]
)
def test_an_unknown_id_is_told_with_a_way_on(built_lake: Lake, cluster_id: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        reader.cluster(built_lake, cluster_id)
    assert len(caught.value.message) < 150
    assert "map" in caught.value.next_step


def test_evidence_of_a_cluster_comes_with_its_sources(built_lake: Lake, shipped: DataFolder) -> None:
    rows = {row["evidence_id"]: row for row in shipped.rows("evidence") if row["cluster_id"] == SIALKOT}
    sources = {row["source_id"]: row for row in shipped.rows("sources")}
    df = reader.evidence_of_cluster(built_lake, SIALKOT)
    assert set(df["evidence_id"]) == set(rows)
    for row in df.astype(object).where(df.notna(), "").to_dict("records"):
        own, source = rows[row["evidence_id"]], sources[row["source_id"]]
        assert [row[name] for name in ("statement", "locator")] == [own[name] for name in ("statement", "locator")]
        found = [row[name] for name in ("citation", "source_type", "url", "doi")]
        assert found == [source[name] for name in ("citation", "type", "url", "doi")]


def test_evidence_stands_by_factor_and_newest_first(built_lake: Lake) -> None:
    df = reader.evidence_of_cluster(built_lake, SIALKOT)
    assert df["factor"].is_monotonic_increasing
    for _, group in df.groupby("factor"):
        years = group["year"].fillna(0).tolist()
        assert years == sorted(years, reverse=True)


def test_one_row_counts_for_each_factor_and_tier_and_rivals_are_marked(built_lake: Lake) -> None:
    is_rival_seen = False
    for cluster_id in (SIALKOT, "in-jalandhar-footballs", "pk-national-brick-kilns"):
        for _, group in reader.evidence_of_cluster(built_lake, cluster_id).groupby(["factor", "tier"]):
            assert group["counts"].sum() == 1
            assert set(group["is_rival"]) == {group["value"].nunique() > 1}
            is_rival_seen |= bool(group["is_rival"].any())
    assert is_rival_seen


def test_evidence_of_an_unknown_cluster_is_an_empty_table(built_lake: Lake) -> None:
    df = reader.evidence_of_cluster(built_lake, "' OR 1=1 --")
    assert df.empty
    assert "citation" in df.columns


def test_evidence_without_its_source_is_still_read(empty_lake: Lake) -> None:
    store(empty_lake, "evidence", {"evidence_id": "e", "cluster_id": "c", "source_id": "gone"})
    df = reader.evidence_of_cluster(empty_lake, "c")
    assert df["evidence_id"].tolist() == ["e"]
    assert df["citation"].isna().all()


def test_values_of_a_factor_are_counted(built_lake: Lake, shipped: DataFolder) -> None:
    rows = [row for row in shipped.rows("evidence") if row["factor"] == "union_presence"]
    found = reader.value_counts(built_lake, "union_presence")
    assert found == dict(Counter(row["value"] for row in rows))
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert reader.value_counts(built_lake, "nothing") == {}


def test_coverage_counts_clusters_not_rows(built_lake: Lake, shipped: DataFolder) -> None:
    df = reader.coverage_by_factor(built_lake).set_index("factor")
    rows = [row for row in shipped.rows("evidence") if row["factor"] == "pollution"]
    pollution = df.loc["pollution"]
    assert pollution["clusters"] == len({row["cluster_id"] for row in rows})
    assert pollution["evidence_rows"] == len(rows)
    assert pollution["source_count"] == len({row["source_id"] for row in rows})
    assert pollution["newest_year"] == max(int(row["year"]) for row in rows if row["year"])
    assert df["clusters"].is_monotonic_decreasing


def test_percentiles_are_shares_and_missing_where_nothing_is_ranked(built_lake: Lake) -> None:
    ranked = reader.percentiles_of_cluster(built_lake, SIALKOT)
    assert set(ranked) == {"first", "lower"}
    assert all(share is not None and 0 <= share <= 1 for share in ranked.values())
    assert set(reader.percentiles_of_cluster(built_lake, "pk-national-brick-kilns").values()) == {None}
    assert reader.percentiles_of_cluster(built_lake, "no-such-cluster") == {}


def test_sources_are_counted_by_type(built_lake: Lake, shipped: DataFolder) -> None:
    assert reader.source_types(built_lake) == dict(Counter(row["type"] for row in shipped.rows("sources")))


def test_the_context_names_its_sources(built_lake: Lake, shipped: DataFolder) -> None:
    df = reader.context_sources(built_lake)
    assert df["source_id"].tolist() == sorted(row["source_id"] for row in shipped.rows("context_sources"))
    assert df["licence"].notna().all()


@pytest.mark.parametrize(
    "read",
    [
        lambda lake: reader.cluster(lake, SIALKOT),
        lambda lake: reader.evidence_of_cluster(lake, SIALKOT),
        lambda lake: reader.percentiles_of_cluster(lake, SIALKOT),
        reader.counts,
        lambda lake: reader.value_counts(lake, "pollution"),
        reader.coverage_by_factor,
        reader.context_sources,
        reader.source_types,
    ],
)
def test_a_lake_in_which_nothing_was_built_says_so(empty_lake: Lake, read: Callable[[Lake], Any]) -> None:
    with pytest.raises(EmptyLakeError) as caught:
        read(empty_lake)
    assert "etl build" in caught.value.next_step
    store(empty_lake, "sources", {"source_id": "one"})
    if read is reader.counts:
        assert reader.counts(empty_lake).sources == 1
