"""The query of a URL becomes a filter, or an error that says which part is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import codebook
from codebook.errors import BadQueryError
from store.filters import FILTER_NAMES, FILTERS, MapFilter, RefusedQueryError
from store.map_query import (
    DEFAULT_MEASURE,
    LONGEST_TEXT,
    MOST_POINTS,
    SINGLE,
    TIERS,
    allowed_values,
    area_points,
    parse_filter,
    parse_map_query,
)

COUNTRIES = ("IND", "PAK", "VNM")
SECTORS = tuple(value.value for value in codebook.values("sector"))
CHOICES = [(item.name, value) for item in FILTERS for value in allowed_values(item, COUNTRIES, DEFAULT_MEASURE) or ()]
PATTERNED = [("q", "Sialkot footballs"), ("changed_since", "2026-02-28"), ("area", "74,30;76,30;75,32")]


def test_no_query_lets_everything_through() -> None:
    assert parse_filter([], COUNTRIES) == MapFilter()


def test_a_repeated_name_gives_several_values() -> None:
    wanted = parse_filter([("country", "PAK"), ("sector", "leather"), ("country", "IND")], COUNTRIES)
    assert wanted == MapFilter(country=("IND", "PAK"), sector=("leather",))


@given(st.lists(st.sampled_from(CHOICES)), st.sets(st.sampled_from(PATTERNED)))
def test_a_filter_s_own_pairs_make_it_again(chosen: list[tuple[str, str]], patterned: set[tuple[str, str]]) -> None:
    wanted = parse_filter([*chosen, *patterned], COUNTRIES)
    assert parse_filter(wanted.pairs(), COUNTRIES) == wanted


@pytest.mark.parametrize(
    ("pair", "allowed"),
    [
        (("sector", "plutonium"), SECTORS),
        (("country", "FRA"), COUNTRIES),
        (("country", "ind"), COUNTRIES),
        (("country", ""), COUNTRIES),
        (("colour", "pink"), codebook.MEASURE_NAMES),
        (("tier", "middle"), TIERS),
        (("rival", "no"), ("yes",)),
        (("first_class", "6"), ("1", "2", "3", "4", "5", "unknown")),
        (("union_presence", "loud"), ("absent", "weak", "strong", "unknown")),
        (("planet", "mars"), (*FILTER_NAMES, *SINGLE)),
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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("q", value) for value in ("", "  ", "x" * (LONGEST_TEXT + 1), "a\x00b", "a\u202eb")),
        *(("changed_since", day) for day in ("", "2026", "2026-02-30", "20260228", "2026-2-1", "٢٠٢٦-02-28")),
        *(("area", area) for area in ("", "1,2", "1,2;3,4", "1,2;3,4;1,2", "1,2;3,4;181,0", "1,2;3,4;0,91")),
        *(("area", area) for area in ("1,2;3,4;5,6;", "1,2;3,4;nan,1", "1,2;3,4;1e1,1", "1,2;3,4;1.123456,1")),
        ("area", ";".join(f"{step},{step % 7}" for step in range(MOST_POINTS + 1))),
        ("v", "<b>"),
    ],
)
def test_a_value_that_follows_no_pattern_is_refused(name: str, value: str) -> None:
    with pytest.raises(RefusedQueryError, match=name) as refusal:
        parse_map_query([(name, value)], COUNTRIES)
    assert refusal.value.allowed is None
    assert len(refusal.value.message) < 300


def test_a_search_and_an_area_have_one_spelling() -> None:
    assert parse_filter([("q", "  Sialkot   balls ")], COUNTRIES).values_of("q") == ("Sialkot balls",)
    drawn = "74.10000,30;76,-0.0;75,32.50;74.1,30"
    assert parse_filter([("area", drawn)], COUNTRIES).values_of("area") == ("74.1,30;76,0;75,32.5",)
    assert area_points("74.1,30;76,0;75,32.5") == [(74.1, 30.0), (76.0, 0.0), (75.0, 32.5)]


def test_an_area_may_have_as_many_points_as_are_said() -> None:
    ring = ";".join(f"{step},{step % 7}" for step in range(MOST_POINTS))
    assert len(area_points(ring)) == MOST_POINTS
    assert len(area_points(f"{ring};0,0")) == MOST_POINTS


def test_the_classes_that_may_be_asked_for_are_those_of_the_measure() -> None:
    query = [("colour", "effluent_plant"), ("first_class", "4")]
    assert parse_map_query(query, COUNTRIES).filter == MapFilter(first_class=("4",))
    with pytest.raises(RefusedQueryError, match="first_class"):
        parse_map_query([("colour", "union_presence"), ("first_class", "4")], COUNTRIES)


def test_a_page_may_not_hand_a_tile_s_names_to_the_filter() -> None:
    with pytest.raises(RefusedQueryError, match="tier"):
        parse_filter([("tier", "both")], COUNTRIES)


@pytest.mark.parametrize("name", [*FILTER_NAMES, *SINGLE, "x" * 5000])
def test_a_refusal_stays_short_however_long_the_value(name: str) -> None:
    with pytest.raises(RefusedQueryError) as refusal:
        parse_map_query([(name, "<b>" * 5000)], COUNTRIES)
    assert len(refusal.value.message) < 1000


@pytest.mark.parametrize(("name", "value"), [("tier", "first"), ("q", "x"), ("changed_since", "2026-01-01")])
def test_a_name_that_takes_one_value_is_refused_twice(name: str, value: str) -> None:
    with pytest.raises(RefusedQueryError, match=f"{name} takes one value"):
        parse_map_query([(name, value), (name, value)], COUNTRIES)


def test_what_a_tile_s_query_leaves_out_has_a_default() -> None:
    query = parse_map_query([], COUNTRIES)
    assert (query.colour, query.tier, query.palette, query.version) == ("above_unknown", "both", "default", None)
    full = parse_map_query(
        [("colour", "tier_gap"), ("tier", "lower"), ("palette", "greyscale"), ("v", "3-5f"), ("country", "IND")],
        COUNTRIES,
    )
    assert (full.colour, full.tier, full.palette, full.version) == ("tier_gap", "lower", "greyscale", "3-5f")
    assert full.filter == MapFilter(country=("IND",))


def test_an_empty_lake_takes_any_well_formed_country_and_nothing_else() -> None:
    assert parse_filter([("country", "FRA")], ()).values_of("country") == ("FRA",)
    with pytest.raises(RefusedQueryError, match="three capital letters"):
        parse_filter([("country", "France")], ())
