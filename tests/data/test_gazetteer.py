"""The gazetteer as shipped, and the script that made it."""

from typing import Any

import pandas as pd
import pytest

from etl.prepare import make_gazetteer
from geo.places import GAZETTEER_FILE, load_gazetteer

MOST_BYTES = 3_000_000


def test_it_is_small_enough_to_ship() -> None:
    assert GAZETTEER_FILE.stat().st_size < MOST_BYTES


def test_it_holds_the_countries_of_the_context_and_no_others(
    context_countries: pd.DataFrame,
) -> None:
    assert set(load_gazetteer()["country_iso3"]) == set(context_countries["iso3"])


def test_its_columns_are_complete_and_in_range() -> None:
    places = load_gazetteer()
    assert list(places.columns) == make_gazetteer.SCHEMA.names
    assert places["geonames_id"].is_unique
    assert (places["name"] != "").all()
    assert places["ascii_name"].dropna().map(str.isascii).all()
    assert places["latitude"].between(-90, 90).all()
    assert places["longitude"].between(-180, 180).all()
    assert (places["population"] >= 0).all()
    assert (places["latitude"] == places["latitude"].round(4)).all()


def test_most_places_know_their_division() -> None:
    places = load_gazetteer()
    # Vietnam's and Samoa's codes have changed since the list of names was read.
    known = places[~places["country_iso3"].isin(["VNM", "WSM"])]["admin1"].notna()
    assert known.mean() > 0.99
    assert places.loc[places["country_iso3"] == "VNM", "admin1"].isna().all()


@pytest.mark.parametrize(
    ("geonames_id", "name", "admin1"),
    [(1164909, "Sialkot", "Punjab"), (1277333, "Bengaluru", "Karnataka")],
)
def test_a_known_place_has_its_known_id_and_division(geonames_id: int, name: str, admin1: str) -> None:
    places = load_gazetteer()
    (row,) = places[places["geonames_id"] == geonames_id].to_dict("records")
    assert (row["name"], row["admin1"]) == (name, admin1)


def _city(**changes: Any) -> dict[str, Any]:
    plain = {
        "geonameid": 1,
        "name": "Būndi",
        "countrycode": "IN",
        "admin1code": "24",
        "alternatenames": ["Bundi", "Boondee", "BUN", "बूंदी", "boondi raj"],
        "latitude": 25.438889,
        "longitude": 75.637778,
        "population": 104_457,
    }
    return {**plain, **changes}


def _collect(cities: list[dict[str, Any]], names: dict[str, str]) -> list[dict[str, Any]]:
    places = make_gazetteer.collect_places(cities, {"IN": "IND", "FR": "FRA"}, frozenset({"IND"}), names)
    return [{str(name): cell for name, cell in row.items()} for row in places.to_dict("records")]


def test_a_city_becomes_a_place_with_rounded_coordinates_and_written_spellings() -> None:
    (place,) = _collect([_city()], {"IN.24": "Rajasthan"})
    assert place == {
        "geonames_id": 1,
        "name": "Būndi",
        "ascii_name": "Bundi",
        # Neither the same key again, nor an airport code, another script or a transliteration.
        "other_names": "Boondee",
        "country_iso3": "IND",
        "admin1": "Rajasthan",
        "latitude": 25.4389,
        "longitude": 75.6378,
        "population": 104_457,
    }


def test_other_countries_and_spellings_of_small_places_are_left_out() -> None:
    cities = [_city(population=900), _city(geonameid=2, countrycode="FR")]
    (place,) = _collect(cities, {"IN.24": "Rajasthan"})
    assert pd.isna(place["other_names"])


def test_a_country_with_renumbered_codes_goes_without_names_of_divisions() -> None:
    cities = [_city(), _city(geonameid=2, admin1code="99"), _city(geonameid=3, admin1code="98")]
    assert all(pd.isna(place["admin1"]) for place in _collect(cities, {"IN.24": "Rajasthan"}))
