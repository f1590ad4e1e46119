"""Places: the gazetteer finds what people mean, and the tolerances flag what a person should see."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import codebook
from codebook.errors import MissingFileError
from geo import places

# Of 273 clusters that are no national entries; what is missing are quarters, villages and valleys.
LEAST_KNOWN = 245


def test_a_known_place_is_found_with_its_facts() -> None:
    (place,) = places.find_place("Sialkot", "PAK")
    assert place.name == "Sialkot"
    assert place.admin1 == "Punjab"
    assert place.country_iso3 == "PAK"
    assert (place.longitude, place.latitude) == pytest.approx((74.53, 32.49), abs=0.02)
    assert place.population is not None
    assert place.population > 400_000


@pytest.mark.parametrize(
    ("written", "iso3", "name"),
    [
        ("Bangalore", "IND", "Bengaluru"),
        ("kasur city", "PAK", "Kasur"),
        ("Fez", "MAR", "Fes"),
        ("Novi-Pazar", "SRB", "Novi Pazar"),
    ],
)
def test_other_spellings_find_the_same_place(written: str, iso3: str, name: str) -> None:
    assert places.find_place(written, iso3)[0].name == name


def test_a_place_is_sought_in_its_country_only() -> None:
    assert places.find_place("Sialkot", "IND") == ()
    assert {place.country_iso3 for place in places.find_place("Hyderabad", "PAK")} == {"PAK"}


@pytest.mark.parametrize("name", ["", "no such place anywhere", "<script>alert(1)</script>"])
def test_an_unknown_name_finds_nothing(name: str) -> None:
    assert places.find_place(name, "PAK") == ()
    assert places.find_place(name, "no-such-country") == ()


def test_the_largest_place_of_a_name_comes_first() -> None:
    populations = [place.population or 0 for place in places.find_place("San José", "MEX")]
    assert len(populations) > 1
    assert populations == sorted(populations, reverse=True)


def test_a_stated_division_rules_out_places_of_the_same_name_elsewhere() -> None:
    everywhere = places.find_named_places("Changxing", "CHN")
    assert everywhere
    assert all(place.admin1 != "Zhejiang" for place in everywhere)
    assert places.find_named_places("Changxing", "CHN", "Zhejiang") == ()


def test_a_division_that_the_gazetteer_does_not_know_rules_out_nothing() -> None:
    assert places.find_named_places("Sialkot", "PAK", "Sialkot District of Nowhere")


def test_every_part_of_an_entry_is_sought() -> None:
    found = {place.name for place in places.find_named_places("Ambur, Vaniyambadi", "IND")}
    assert found == {"Ambur", "Vaniyambadi"}


def test_the_distance_is_to_the_nearest_place_of_the_entry() -> None:
    (place,) = places.find_place("Sialkot", "PAK")
    distances = places.place_distances_km(
        ["Sialkot", "Lahore, Sialkot", "Lahore", "no such place", None, "Sialkot"],
        ["PAK", "PAK", "PAK", "PAK", "PAK", None],
        [place.longitude] * 6,
        [place.latitude] * 6,
    )
    assert distances[:2] == pytest.approx([0, 0], abs=1e-6)
    assert 90 < distances[2] < 120
    assert np.isnan(distances[3:]).all()


def test_a_missing_coordinate_gives_no_distance() -> None:
    assert np.isnan(places.place_distances_km(["Sialkot"], ["PAK"], [np.nan], [32.5])).all()


def test_many_rows_give_what_single_rows_give(case_clusters: pd.DataFrame) -> None:
    some = case_clusters.iloc[::9]
    together = places.place_distances_km(
        list(some["place"]),
        list(some["country_iso3"]),
        some["longitude"],
        some["latitude"],
        list(some["admin1"]),
    )
    alone = [
        places.place_distances_km(
            [row["place"]],
            [row["country_iso3"]],
            [row["longitude"]],
            [row["latitude"]],
            [row["admin1"]],
        )[0]
        for row in some.to_dict("records")
    ]
    assert together == pytest.approx(alone, nan_ok=True)


def test_tolerances_cover_the_precisions_of_the_codebook_and_grow_with_them() -> None:
    precisions = [item.value for item in codebook.values("location_precision")]
    assert set(places.TOLERANCES) == set(precisions)
    tolerances = places.tolerances_km(["site", "town", "district", "region", "country"])
    assert tolerances["country_km"].is_monotonic_increasing
    assert tolerances["place_km"].is_monotonic_increasing


def test_nothing_is_beyond_the_tolerance_of_an_unknown_precision() -> None:
    assert places.tolerances_km(["somewhere"]).isna().all(axis=None)


def _flags(clusters: pd.DataFrame) -> pd.DataFrame:
    """Return which clusters lie beyond tolerance, columns ``country`` and ``place``."""
    tolerances = places.tolerances_km(list(clusters["location_precision"]))
    outside = places.distance_to_country_km(clusters["longitude"], clusters["latitude"], clusters["country_iso3"])
    away = places.place_distances_km(
        list(clusters["place"]),
        list(clusters["country_iso3"]),
        clusters["longitude"],
        clusters["latitude"],
        list(clusters["admin1"]),
    )
    flags = {
        "country": outside > tolerances["country_km"].to_numpy(),
        "place": away > tolerances["place_km"].to_numpy(),
    }
    return pd.DataFrame(flags, index=clusters.index)


def test_the_shipped_clusters_are_in_their_country_and_near_their_place(
    case_clusters: pd.DataFrame,
) -> None:
    flags = _flags(case_clusters)
    beyond = case_clusters.loc[flags.any(axis=1), "cluster_id"].tolist()
    assert beyond == [], "look at these on a map, and mend them or the tolerance"


def test_the_gazetteer_knows_most_places_of_the_case_base(case_clusters: pd.DataFrame) -> None:
    local = case_clusters[case_clusters["location_precision"] != "country"]
    known = places.place_distances_km(
        list(local["place"]),
        list(local["country_iso3"]),
        local["longitude"],
        local["latitude"],
        list(local["admin1"]),
    )
    assert np.isfinite(known).sum() >= LEAST_KNOWN


def test_usual_mistakes_are_flagged(case_clusters: pd.DataFrame) -> None:
    """Swapped coordinates, a lost sign and a whole degree wrong are seen for nearly every town."""
    towns = case_clusters[case_clusters["location_precision"].isin(["site", "town"])]
    swapped = towns.assign(longitude=towns["latitude"], latitude=towns["longitude"].clip(-90, 90))
    assert _flags(swapped).any(axis=1).mean() > 0.99
    other_side = towns.assign(longitude=-towns["longitude"])
    assert _flags(other_side).any(axis=1).mean() > 0.99
    one_degree_off = towns.assign(latitude=towns["latitude"] + 1)
    assert _flags(one_degree_off).any(axis=1).mean() > 0.9


def test_a_missing_gazetteer_says_how_to_make_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "GAZETTEER_FILE", tmp_path / "places.parquet")
    with pytest.raises(MissingFileError) as caught:
        places.load_gazetteer.__wrapped__()
    assert "make_gazetteer" in caught.value.next_step
