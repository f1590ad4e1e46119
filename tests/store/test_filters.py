"""The registry of filters: every one is in the codebook's words, and equal choices are equal filters."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import codebook
from store.filters import FILTER_NAMES, FILTERS, MapFilter, RefusedQueryError

SECTORS = tuple(value.value for value in codebook.values("sector"))


def test_every_filter_has_words_and_a_group_of_the_codebook() -> None:
    groups = {value.value for value in codebook.values("filter_group")}
    for item in FILTERS:
        assert item.label
        assert item.meaning.endswith(".")
        assert item.group in groups
        assert item.domain is None or codebook.values(item.domain)


def test_filters_are_those_of_the_codebook_and_one_for_every_factor() -> None:
    own = {value.value for value in codebook.values("filter")}
    assert set(FILTER_NAMES) == own | set(codebook.FACTORS)
    assert len(FILTER_NAMES) == len(set(FILTER_NAMES))


def test_nothing_chosen_lets_everything_through() -> None:
    assert MapFilter().struct() == dict.fromkeys(FILTER_NAMES)
    assert MapFilter(country=()) == MapFilter()
    assert MapFilter().pairs() == []


@given(st.lists(st.sampled_from(("IND", "PAK", "VNM"))), st.lists(st.sampled_from(SECTORS)), st.randoms())
def test_equal_choices_are_equal_filters_whatever_their_order(
    countries: list[str], sectors: list[str], shuffler: Random
) -> None:
    wanted = MapFilter(country=countries, sector=sectors)
    shuffled, repeated = countries * 2, sectors * 2
    shuffler.shuffle(shuffled)
    shuffler.shuffle(repeated)
    other = MapFilter(sector=repeated, country=shuffled)
    assert other == wanted
    assert hash(other) == hash(wanted)
    assert other.pairs() == wanted.pairs()


def test_values_come_in_the_codebook_s_order_and_the_unknown_last() -> None:
    chosen = ("unknown", "export", "domestic")
    assert MapFilter(export_orientation=chosen).values_of("export_orientation") == ("domestic", "export", "unknown")
    assert MapFilter(first_class=("unknown", "5", "1")).values_of("first_class") == ("1", "5", "unknown")


def test_a_filter_can_be_lifted_alone() -> None:
    wanted = MapFilter(country=("IND",), sector=("leather",))
    assert wanted.without("country") == MapFilter(sector=("leather",))
    assert wanted.without("sector") == MapFilter(country=("IND",))
    assert wanted.without("q") == wanted


def test_a_filter_that_does_not_exist_is_refused() -> None:
    with pytest.raises(RefusedQueryError, match="planet"):
        MapFilter(planet=("mars",))
    with pytest.raises(RefusedQueryError, match="planet"):
        MapFilter().values_of("planet")
