"""Synthetic clusters take after the real ones, lie in their countries, load without errors and come again by seed."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import benchmarks.__main__ as command
from benchmarks.synthesis import SEED, synthesise
from codebook.errors import InputError
from etl.build import MOST_JUDGED, build
from etl.sources import REQUIRED_CASES, Input
from geo.distances import distance_to_country_km
from geo.places import find_named_places
from model.prediction import model_version
from store import reader
from store.connection import Lake, LakeSettings

CLUSTERS = 3_000
TOLERANCE = 0.04
"""Of a share among 3,000 drawn ones: more than four standard errors of a share of one half."""

Tables = dict[str, pd.DataFrame]


def read(folder: Path) -> Tables:
    """Return the three tables of a folder of cases, every cell as text."""
    return {name: pd.read_csv(folder / f"{name}.csv", dtype=str) for name in REQUIRED_CASES}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of synthetic cases."""
    folder = tmp_path_factory.mktemp("synthetic")
    rows = synthesise(CLUSTERS, folder)
    assert rows["clusters"] == CLUSTERS
    return folder


@pytest.fixture(scope="module")
def drawn(folder: Path) -> Tables:
    """Return synthetic tables."""
    return read(folder)


@pytest.fixture(scope="module")
def real(project_folder: Path) -> Tables:
    """Return the shipped tables."""
    return read(project_folder / "data" / "cases")


def shares(column: pd.Series) -> pd.Series:
    """Return the share of each value."""
    return column.value_counts(normalize=True)


def furthest(one: pd.Series, other: pd.Series) -> float:
    """Return by how much two sets of shares differ at most."""
    return float(one.sub(other, fill_value=0).abs().max())


@pytest.mark.parametrize("column", ["sector", "location_precision", "country_iso3", "coding_round"])
def test_clusters_have_the_shares_of_the_case_base(drawn: Tables, real: Tables, column: str) -> None:
    assert furthest(shares(drawn["clusters"][column]), shares(real["clusters"][column])) < TOLERANCE


def test_factors_are_known_as_often_and_have_the_same_values(drawn: Tables, real: Tables) -> None:
    for kind in (["factor", "tier"], ["factor", "value"], ["confidence"], ["mode"]):
        counts = [
            table["evidence"].groupby(kind)["cluster_id"].nunique() / len(table["clusters"]) for table in (drawn, real)
        ]
        assert furthest(*counts) < TOLERANCE, kind


def test_what_is_missing_together_there_is_missing_together_here(drawn: Tables, real: Tables) -> None:
    def patterns(tables: Tables) -> set[tuple[str, ...]]:
        names = tables["evidence"]["factor"] + " " + tables["evidence"]["tier"]
        return {tuple(sorted(group)) for _, group in names.groupby(tables["evidence"]["cluster_id"])}

    assert patterns(drawn) <= patterns(real)
    assert len(patterns(drawn)) > 0.9 * len(patterns(real))


def test_clusters_without_evidence_and_empty_cells_are_as_frequent(drawn: Tables, real: Tables) -> None:
    unstudied = [1 - table["evidence"]["cluster_id"].nunique() / len(table["clusters"]) for table in (drawn, real)]
    assert unstudied[0] == pytest.approx(unstudied[1], abs=0.01)
    for table in ("clusters", "evidence"):
        empty = [tables[table].isna().mean() for tables in (drawn, real)]
        assert furthest(*empty) < TOLERANCE, table


def test_some_values_and_sizes_differ_from_any_real_cluster(drawn: Tables, real: Tables) -> None:
    def contents(tables: Tables) -> set[tuple[str, ...]]:
        words = tables["evidence"][["factor", "tier", "value"]].agg(" ".join, axis=1)
        return {tuple(sorted(group)) for _, group in words.groupby(tables["evidence"]["cluster_id"])}

    assert len(contents(drawn) - contents(real)) > 0.3 * CLUSTERS
    assert drawn["clusters"]["firms"].dropna().nunique() > 3 * real["clusters"]["firms"].dropna().nunique()


def test_every_place_lies_in_its_country_and_is_one_of_the_gazetteer(drawn: Tables, real: Tables) -> None:
    placed = drawn["clusters"][drawn["clusters"]["location_precision"] != "country"]
    outside = distance_to_country_km(
        placed["longitude"].astype(float), placed["latitude"].astype(float), placed["country_iso3"]
    )
    assert np.all(outside == 0)
    # Some names hold signs that stand between two places in an entry, and are not found again.
    places = zip(placed["place"].head(500), placed["country_iso3"].head(500), strict=True)
    found = [bool(find_named_places(place, country)) for place, country in places]
    assert np.mean(found) > 0.97
    national = len(drawn["clusters"]) - len(placed)
    assert 0 < national <= (real["clusters"]["location_precision"] == "country").sum()


def test_ids_are_unique_and_point_to_rows_that_are_there(drawn: Tables) -> None:
    for table, key in (("clusters", "cluster_id"), ("evidence", "evidence_id"), ("sources", "source_id")):
        assert drawn[table][key].is_unique
    assert set(drawn["evidence"]["cluster_id"]) <= set(drawn["clusters"]["cluster_id"])
    assert set(drawn["evidence"]["source_id"]) <= set(drawn["sources"]["source_id"])


def test_nothing_synthetic_can_be_taken_for_real(drawn: Tables, real: Tables) -> None:
    assert drawn["clusters"]["name"].str.endswith("(synthetic)").all()
    assert drawn["clusters"]["name"].is_unique
    assert drawn["clusters"]["cluster_id"].str.startswith("synthetic-").all()
    assert drawn["clusters"]["summary"].str.contains("no such cluster").all()
    assert drawn["sources"]["citation"].str.contains("no such work").all()
    assert not set(drawn["evidence"]["statement"]) & set(real["evidence"]["statement"])


def test_the_same_seed_gives_the_same_files_and_another_gives_others(tmp_path: Path) -> None:
    for name, seed in (("one", 5), ("two", 5), ("three", 6)):
        synthesise(300, tmp_path / name, seed)
    one, two, three = ((tmp_path / name / "clusters.csv").read_bytes() for name in ("one", "two", "three"))
    assert one == two != three
    assert (tmp_path / "one" / "evidence.csv").read_bytes() == (tmp_path / "two" / "evidence.csv").read_bytes()


def test_chunks_follow_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.synthesis.CHUNK", 64)
    assert synthesise(150, tmp_path)["clusters"] == 150
    ids = read(tmp_path)["clusters"]["cluster_id"].tolist()
    assert ids == [f"synthetic-{number:07d}" for number in range(1, 151)]


def test_a_build_takes_them_without_errors(folder: Path, tmp_path: Path) -> None:
    lake = Lake(LakeSettings(f"sqlite:{tmp_path / 'catalog.sqlite'}", str(tmp_path / "files")))
    result = build(lake, Input(folder), with_judgement=True)
    # So many are not judged: a build would take hours.
    assert result.clusters > MOST_JUDGED
    assert reader.validation(lake, model_version()) is None
    lake.close()
    assert (result.clusters, result.changed) == (CLUSTERS, True)
    kinds = Counter(finding.code for finding in result.findings)
    # A year is missing as often as in the case base; two places of one name may lie in one division.
    assert set(kinds) <= {"evidence_without_year", "far_from_place"}
    assert kinds["far_from_place"] < 0.01 * CLUSTERS


def test_none_or_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="at least one"):
        synthesise(0, tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        synthesise(1, tmp_path / "file")


def test_the_command_writes_what_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["synthesise", "--clusters", "20", "--out", str(tmp_path), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows == {name: len(table) for name, table in read(tmp_path).items()}
    assert command.main(["synthesise", "--clusters", "20", "--out", str(tmp_path), "--seed", str(SEED)]) == 0
    assert "20 clusters" in capsys.readouterr().out
    assert command.main(["synthesise", "--clusters", "-1", "--out", str(tmp_path)]) == 1
    assert "at least one" in capsys.readouterr().err
    with pytest.raises(SystemExit) as stopped:
        command.main(["synthesise", "--clusters", "20"])
    assert stopped.value.code == 2
