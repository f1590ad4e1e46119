"""The query of a URL becomes a filter, or an error that says which part is wrong."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import codebook
from codebook.errors import BadQueryError
from store.filters import (
    COLOURS,
    FILTERS,
    TIERS,
    MapFilter,
    RefusedQueryError,
    parse_filter,
    parse_map_query,
)

COUNTRIES = ("IND", "PAK", "VNM")
SECTORS = tuple(value.value for value in codebook.values("sector"))


def test_no_query_lets_everything_through() -> None:
    wanted = parse_filter([], COUNTRIES)
    assert wanted == MapFilter()
    assert wanted.struct() == {"country": None, "sector": None}


def test_a_repeated_name_gives_several_values() -> None:
    wanted = parse_filter([("country", "PAK"), ("sector", "leather"), ("country", "IND")], COUNTRIES)
    assert wanted == MapFilter(countries=("IND", "PAK"), sectors=("leather",))


@given(st.lists(st.sampled_from(COUNTRIES)), st.lists(st.sampled_from(SECTORS)), st.randoms())
def test_equal_choices_are_equal_filters_whatever_their_order(
    countries: list[str], sectors: list[str], shuffler: Random
) -> None:
    pairs = [("country", code) for code in countries] + [("sector", name) for name in sectors]
    again = pairs * 2
    shuffler.shuffle(again)
    wanted = parse_filter(pairs, COUNTRIES)
    assert parse_filter(again, COUNTRIES) == wanted
    assert parse_filter(wanted.pairs(), COUNTRIES) == wanted


def test_a_filter_can_be_lifted_alone() -> None:
    wanted = MapFilter(countries=("IND",), sectors=("leather",))
    assert wanted.without("country") == MapFilter(sectors=("leather",))
    assert wanted.without("sector") == MapFilter(countries=("IND",))


@pytest.mark.parametrize(
    ("pair", "allowed"),
    [
        (("sector", "plutonium"), SECTORS),
        (("country", "FRA"), COUNTRIES),
        (("country", "ind"), COUNTRIES),
        (("country", ""), COUNTRIES),
        (("colour", "pink"), COLOURS),
        (("tier", "middle"), TIERS),
        (("planet", "mars"), (*(item.name for item in FILTERS), "colour", "tier", "v")),
    ],
)
def test_an_unknown_name_or_value_is_refused_with_what_is_allowed(
    pair: tuple[str, str], allowed: tuple[str, ...]
) -> None:
    with pytest.raises(RefusedQueryError) as refusal:
        parse_map_query([pair], COUNTRIES)
    assert refusal.value.allowed == allowed
    assert isinstance(refusal.value, BadQueryError)
    assert allowed[0] in refusal.value.message


def test_a_page_may_not_hand_a_tile_s_names_to_the_filter() -> None:
    with pytest.raises(RefusedQueryError, match="tier"):
        parse_filter([("tier", "both")], COUNTRIES)


@pytest.mark.parametrize("name", ["sector", "country", "tier", "v", "x" * 5000])
def test_a_refusal_stays_short_however_long_the_value(name: str) -> None:
    with pytest.raises(RefusedQueryError) as refusal:
        parse_map_query([(name, "<b>" * 5000)], COUNTRIES)
    assert len(refusal.value.message) < 600


def test_a_name_that_takes_one_value_is_refused_twice() -> None:
    with pytest.raises(RefusedQueryError, match="tier takes one value"):
        parse_map_query([("tier", "first"), ("tier", "lower")], COUNTRIES)


def test_what_a_tile_s_query_leaves_out_has_a_default() -> None:
    query = parse_map_query([], COUNTRIES)
    assert (query.colour, query.tier, query.version) == (COLOURS[0], TIERS[0], None)
    full = parse_map_query(
        [("colour", "above_unknown"), ("tier", "lower"), ("v", "3-5f"), ("country", "IND")],
        COUNTRIES,
    )
    assert (full.tier, full.version, full.filter.countries) == ("lower", "3-5f", ("IND",))


def test_an_empty_lake_takes_any_well_formed_country_and_nothing_else() -> None:
    assert parse_filter([("country", "FRA")], ()).countries == ("FRA",)
    with pytest.raises(RefusedQueryError, match="three capital letters"):
        parse_filter([("country", "France")], ())


def test_every_filter_compares_a_column_of_the_clusters() -> None:
    names = {column.name for column in codebook.columns("clusters")}
    assert {item.column for item in FILTERS} <= names
