"""The address of the map: what is written is what is read, and what is not allowed is said, never guessed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import codebook
from codebook.errors import BadQueryError
from geo.cluster_layer import View
from store.filters import FILTERS, Filter, MapFilter
from store.map_query import CLASS_FILTERS, PALETTES, TIERS
from tests.ui.app import Query, address_after, state_after
from tests.ui.filter_examples import COUNTRIES, EXAMPLE_OF_KIND, FILTERS_BY_NAME, values_for
from ui.url_state import MapState, place_text, rounded

PLACES = st.builds(View, st.integers(-9000, 9000).map(lambda n: n / 100), st.integers(-180, 180), st.integers(2, 14))


@st.composite
def _states(draw: st.DrawFn) -> MapState:
    """Return any state: filters of every kind, their classes those of the colour that is drawn with them."""
    colour = draw(st.sampled_from(codebook.MEASURE_NAMES))
    names = draw(st.sets(st.sampled_from([item.name for item in FILTERS]), max_size=5))
    wanted = {}
    for name in names:
        most = 1 if FILTERS_BY_NAME[name].kind in EXAMPLE_OF_KIND else 3
        values = st.sampled_from(values_for(FILTERS_BY_NAME[name], colour))
        wanted[name] = tuple(draw(st.sets(values, min_size=1, max_size=most)))
    return MapState(
        MapFilter(**wanted),
        colour,
        draw(st.sampled_from(TIERS)),
        draw(st.sampled_from(PALETTES)),
        draw(st.none() | st.from_regex(r"[a-z0-9-]{1,64}", fullmatch=True)),
        draw(st.none() | PLACES),
        draw(st.none() | st.sampled_from([item.value for item in codebook.values("base_tiles")])),
    )


def _write() -> None:
    """Write the state that the test put into the session, as a page does."""
    import streamlit

    from ui.url_state import write_map_state

    write_map_state(streamlit.session_state["state"])


def _read() -> None:
    """Read the state from the address, as a page does, and keep it or the error in the session."""
    import streamlit

    from codebook.errors import BadQueryError
    from ui.url_state import read_map_state

    try:
        streamlit.session_state["state"] = read_map_state(("IND", "LSO", "PAK"))
    except BadQueryError as error:
        streamlit.session_state["state"] = error


def _written(state: MapState, before: Query | None = None) -> Query:
    return address_after(_write, state, before)


def _read_from(query: Query) -> object:
    return state_after(_read, query)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_states())
def test_what_is_written_is_read_again(state: MapState) -> None:
    assert _read_from(_written(state)) == state


@pytest.mark.parametrize("item", FILTERS, ids=lambda item: item.name)
def test_every_filter_is_in_the_address_with_each_of_its_values(item: Filter) -> None:
    values = values_for(item)
    state = MapState(MapFilter(**{item.name: values}))
    assert _read_from(_written(state)) == state


def test_the_whole_map_has_the_shortest_address() -> None:
    assert _written(MapState(MapFilter())) == {}
    assert _written(MapState(MapFilter()), before={"country": ["IND"], "tier": "first"}) == {}


def test_an_address_is_written_whole_and_nothing_of_the_old_one_stays() -> None:
    state = MapState(
        MapFilter(country=("IND", "PAK")), tier="lower", selected="pk-sialkot-footballs", at=View(31.5, -0.00001, 7)
    )
    query = _written(state, before={"sector": "leather", "country": "LSO"})
    assert query == {
        "country": ["IND", "PAK"],
        "tier": "lower",
        "selected": "pk-sialkot-footballs",
        "at": "31.5000,-0.0000,7",
    }


@pytest.mark.parametrize(
    ("place", "written"),
    [
        ((31.520449, 74.358651, 7), "31.5204,74.3587,7"),
        ((-0.00001, 0.0, 3), "0.0000,0.0000,3"),
        ((10, 190.0, 2), "10.0000,-170.0000,2"),
        ((10, -540.0, 2), "10.0000,-180.0000,2"),
        ((89.99999, 12, 13.6), "90.0000,12.0000,14"),
    ],
)
def test_a_place_of_the_map_is_written_to_about_ten_metres(place: tuple[float, float, float], written: str) -> None:
    assert place_text(rounded(*place)) == written
    assert _read_from({"at": written}) == MapState(MapFilter(), at=rounded(*place))


@pytest.mark.parametrize(
    "query",
    [
        {"nonsense": "1"},
        {"country": "QQQ"},
        {"country": "ind"},
        {"country": ""},
        {"country": ["IND", "<script>"]},
        {"sector": "witchcraft"},
        {"q": ""},
        {"q": "x" * 500},
        {"q": ["one", "two"]},
        {"rival": "maybe"},
        {"changed_since": "yesterday"},
        {"changed_since": "2026-02-30"},
        {"area": "60,5;95,5"},
        {"area": "POLYGON((0 0, 1 0, 1 1, 0 0))"},
        {"first_class": "6"},
        {"first_class": "0"},
        {"colour": "known_factors", "first_class": "4"},
        {"tier": "highest"},
        {"tier": ["first", "lower"]},
        {"tier": ["first", "first"]},
        {"palette": "rainbow"},
        {"selected": ""},
        {"selected": "Sialkot"},
        {"selected": "../../etc/passwd"},
        {"selected": "a" * 65},
        {"selected": ["a", "b"]},
        {"colour": "rainbow"},
        {"v": "<script>"},
        {"at": ""},
        {"at": "31,74,7"},
        {"at": "91.0000,0.0000,3"},
        {"at": "0.0000,181.0000,3"},
        {"at": "nan,nan,3"},
        {"at": "31.5204,74.3587,7,8"},
        {"base": "http://hostile.example/{z}"},
        {"base": ""},
        {"at": "١١.5204,74.3587,7"},
        {"at": ["31.5204,74.3587,7", "31.5204,74.3587,8"]},
    ],
    ids=str,
)
def test_what_is_not_allowed_is_refused_in_words(query: Query) -> None:
    error = _read_from(query)
    assert isinstance(error, BadQueryError)
    assert error.message
    assert error.public_message
    assert error.next_step
    assert len(error.message) < 4000
    assert len(error.public_message) < 200


def test_what_is_refused_is_named_and_not_what_stands_beside_it() -> None:
    error = _read_from({"country": "PAK", "colour": "known_factors", "first_class": "4", "lower_class": "2"})
    assert isinstance(error, BadQueryError)
    assert "first_class=4" in error.public_message
    error = _read_from({"first_class": "2", "colour": "rainbow"})
    assert isinstance(error, BadQueryError)
    assert "colour=rainbow" in error.public_message


def test_an_unknown_value_is_told_what_is_allowed() -> None:
    error = _read_from({"country": "QQQ"})
    assert isinstance(error, BadQueryError)
    assert all(country in error.message for country in COUNTRIES)


@pytest.mark.parametrize("name", CLASS_FILTERS)
def test_a_class_is_one_of_the_colour_it_stands_beside(name: str) -> None:
    for measure in codebook.measures():
        values = values_for(FILTERS_BY_NAME[name], measure.name)
        state = MapState(MapFilter(**{name: values}), colour=measure.name)
        assert len(values) == len(measure.classes) + 1
        assert _read_from({"colour": measure.name, name: list(values)}) == state


def test_the_order_of_names_and_values_does_not_matter() -> None:
    one = _read_from({"country": ["PAK", "IND"], "sector": "leather", "tier": "first"})
    other = _read_from({"tier": "first", "sector": "leather", "country": ["IND", "PAK", "IND"]})
    assert one == other
