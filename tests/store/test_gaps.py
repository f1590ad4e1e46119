"""Gaps: every cell, figure and list against the shipped files read by themselves."""

import csv
from collections import Counter, defaultdict
from dataclasses import asdict
from functools import cache
from statistics import median

import pandas as pd
import pytest

import codebook
from codebook.errors import EmptyLakeError
from store.connection import Lake
from store.gaps import (
    GROUPS,
    Gaps,
    bias_counts,
    clusters_in_gap_cell,
    clusters_to_ask_about,
    current,
    evidence_in_gap_cell,
    evidence_of_asked_clusters,
    gaps_of_clusters,
    outcome_counts,
)
from tests.conftest import ROOT

Row = dict[str, str]
SURENESS = {"low": 1, "medium": 2, "high": 3}


@cache
def _rows(name: str) -> tuple[Row, ...]:
    with (ROOT / "data" / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _place_of_cluster() -> dict[str, Row]:
    countries = {row["iso3"]: row for row in _rows("context/countries.csv")}
    return {
        row["cluster_id"]: {
            "country": row["country_iso3"],
            "un_subregion": countries[row["country_iso3"]]["un_subregion"],
            "sector": row["sector"],
            "cluster": row["cluster_id"],
            "name": row["name"],
        }
        for row in _rows("cases/clusters.csv")
    }


def _cells(by: str, **wanted: str) -> dict[tuple[str, str], tuple[int, int, int, int | None]]:
    """Return best confidence, rows, clusters and newest year by group and factor, counted row by row."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in _rows("cases/evidence.csv"):
        place = _place_of_cluster()[row["cluster_id"]]
        if all(place[name] == value for name, value in wanted.items()):
            found[place[by], row["factor"]].append(row)
    return {key: _cell(rows) for key, rows in found.items()}


def _cell(rows: list[Row]) -> tuple[int, int, int, int | None]:
    years = [int(row["year"]) for row in rows if row["year"]]
    best = max(SURENESS[row["confidence"]] for row in rows)
    return best, len(rows), len({row["cluster_id"] for row in rows}), max(years, default=None)


def _as_cells(cells: pd.DataFrame) -> dict[tuple[str, str], tuple[int, int, int, int | None]]:
    return {
        (row["group"], row["factor"]): (
            int(row["best"]),
            int(row["evidence_rows"]),
            int(row["clusters"]),
            None if pd.isna(row["newest_year"]) else int(row["newest_year"]),
        )
        for row in cells.to_dict("records")
    }


@pytest.mark.parametrize("by", GROUPS)
def test_a_map_holds_what_the_evidence_holds(built_lake: Lake, by: str) -> None:
    assert _as_cells(current(built_lake).cells(by)) == _cells(by)


@pytest.mark.parametrize(
    "wanted", [{"country": "IND"}, {"sector": "leather"}, {"un_subregion": "Southern Asia"}], ids=str
)
@pytest.mark.parametrize("by", GROUPS)
def test_a_filter_narrows_every_map(built_lake: Lake, by: str, wanted: Row) -> None:
    found = current(built_lake).cells(by, {name: (value,) for name, value in wanted.items()})
    assert _as_cells(found) == _cells(by, **wanted)


@pytest.mark.parametrize("by", GROUPS)
def test_groups_count_all_clusters_those_without_evidence_among_them(built_lake: Lake, by: str) -> None:
    groups = current(built_lake).groups(by)
    assert dict(zip(groups["group"], groups["clusters"], strict=True)) == Counter(
        place[by] for place in _place_of_cluster().values()
    )


def test_single_clusters_have_their_cells_and_one_without_evidence_has_an_empty_row(built_lake: Lake) -> None:
    found = gaps_of_clusters(built_lake, row_limit=10_000)
    known = found[found["factor"].notna()].assign(clusters=1)
    assert _as_cells(known) == _cells("cluster")
    documented = {row["cluster_id"] for row in _rows("cases/evidence.csv")}
    assert set(found.loc[found["factor"].isna(), "group"]) == set(_place_of_cluster()) - documented


def test_a_limit_takes_whole_clusters_by_country_and_name(built_lake: Lake) -> None:
    some = gaps_of_clusters(built_lake, {"country": ("PAK",)}, 3)
    names = sorted(place["name"] for place in _place_of_cluster().values() if place["country"] == "PAK")
    assert list(dict.fromkeys(some["name"])) == names[:3]


@pytest.mark.parametrize(
    "wanted", [{"country": "PAK"}, {"sector": "garments"}, {"cluster": "pk-sialkot-footballs"}], ids=str
)
def test_a_cell_opens_its_evidence_and_names_the_clusters_without_any(built_lake: Lake, wanted: Row) -> None:
    chosen = {name: (value,) for name, value in wanted.items()}
    inside = {key for key, place in _place_of_cluster().items() if all(place[n] == v for n, v in wanted.items())}
    rows = [
        row for row in _rows("cases/evidence.csv") if row["factor"] == "child_labour" and row["cluster_id"] in inside
    ]
    found = evidence_in_gap_cell(built_lake, "child_labour", chosen, 10_000)
    assert sorted(found["statement"]) == sorted(row["statement"] for row in rows)
    ranks = found["confidence"].map(SURENESS)
    assert ranks.is_monotonic_decreasing
    without = clusters_in_gap_cell(built_lake, "child_labour", chosen, 10_000)
    assert set(without) == inside - {row["cluster_id"] for row in rows}


def test_the_bias_meter_counts_what_the_files_hold(built_lake: Lake) -> None:
    evidence = _rows("cases/evidence.csv")
    sold: dict[str, set[str]] = defaultdict(set)
    sources: dict[str, set[str]] = defaultdict(set)
    combined: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in evidence:
        sources[row["cluster_id"]].add(row["source_id"])
        combined[row["cluster_id"], row["factor"], row["tier"]].add(row["source_id"])
    for row in _standing("export_orientation"):
        sold[row["cluster_id"]].add(row["value"])
    exporting = {key for key, values in sold.items() if values != {"domestic"}}
    looked_at = {row["cluster_id"] for row in evidence if row["factor"] == "child_labour"}
    indian = {key for key in sold if _place_of_cluster()[key]["country"] == "IND"}
    press = {row["source_id"] for row in _rows("cases/sources.csv") if row["type"] in ("news", "web")}
    years = [int(row["year"]) for row in evidence if row["year"]]
    assert asdict(bias_counts(built_lake)) == {
        "sold_known": len(sold),
        "exporting": len(exporting),
        "export_only": sum(values == {"export"} for values in sold.values()),
        "sold_known_india": len(indian),
        "exporting_india": len(indian & exporting),
        "exporting_child_labour": len(exporting & looked_at),
        "domestic_child_labour": len((sold.keys() - exporting) & looked_at),
        "evidence_rows": len(evidence),
        "press_rows": sum(row["source_id"] in press for row in evidence),
        "undated_rows": sum(not row["year"] for row in evidence),
        "oldest_year": min(years),
        "middle_year": int(median(years)),
        "newest_year": max(years),
        "documented": len(sources),
        "one_source": sum(len(of) == 1 for of in sources.values()),
        "combinations": len(combined),
        "combinations_one_source": sum(len(of) == 1 for of in combined.values()),
    }


def _standing(factor: str) -> list[Row]:
    """Return the row that counts per cluster and tier: the newest among the most confident."""
    best: dict[tuple[str, str], Row] = {}
    for row in _rows("cases/evidence.csv"):
        if row["factor"] == factor:
            key = row["cluster_id"], row["tier"]
            best[key] = max(best.get(key, row), row, key=_order)
    return list(best.values())


def _order(row: Row) -> tuple[int, int, str]:
    # Of equals the one with the smaller id counts.
    return SURENESS[row["confidence"]], int(row["year"] or 0), "".join(chr(255 - ord(c)) for c in row["evidence_id"])


def test_outcomes_are_counted_by_value(built_lake: Lake) -> None:
    counted = Counter((row["factor"], row["value"]) for row in _rows("cases/evidence.csv"))
    found = outcome_counts(built_lake)
    assert set(found) == {name for name, factor in codebook.FACTORS.items() if factor.role == "outcome"}
    assert {(name, value): number for name, of in found.items() for value, number in of.items()} == {
        key: number for key, number in counted.items() if key[0] in found
    }


def test_few_clusters_are_all_asked_about_and_of_many_the_same_few(built_lake: Lake) -> None:
    everyone = clusters_to_ask_about(built_lake)
    assert set(everyone["cluster_id"]) == set(_place_of_cluster())
    some = clusters_to_ask_about(built_lake, row_limit=20)
    assert some["cluster_id"].tolist() == clusters_to_ask_about(built_lake, row_limit=20)["cluster_id"].tolist()
    assert set(some["of_all"]) == {len(everyone)}
    evidence = evidence_of_asked_clusters(built_lake, some["cluster_id"].tolist())
    expected = [row for row in _rows("cases/evidence.csv") if row["cluster_id"] in set(some["cluster_id"])]
    assert sorted(evidence["evidence_id"]) == sorted(row["evidence_id"] for row in expected)


def test_values_are_bound_and_never_read_as_sql(built_lake: Lake) -> None:
    assert evidence_in_gap_cell(built_lake, "' OR 1=1 --", {"country": ("' OR 1=1 --",)}, 10).empty
    assert current(built_lake).cells("country", {"sector": ("' OR 1=1 --",)}).empty


def test_a_lake_without_a_build_says_so(empty_lake: Lake) -> None:
    with pytest.raises(EmptyLakeError):
        Gaps(empty_lake)
