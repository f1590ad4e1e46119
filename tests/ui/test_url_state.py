"""The address of the map: what is written is what is read, and what is not allowed is said, never guessed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

import codebook
from codebook.errors import BadQueryError
from store.filters import TIERS, MapFilter
from tests.ui.app import Query
from ui.url_state import MapState

COUNTRIES = ("BGD", "IND", "PAK")
SECTORS = tuple(value.value for value in codebook.values("sector"))
STATES = st.builds(
    MapState,
    wanted=st.builds(
        MapFilter,
        countries=st.sets(st.sampled_from(COUNTRIES)).map(lambda chosen: tuple(sorted(chosen))),
        sectors=st.sets(st.sampled_from(SECTORS)).map(lambda chosen: tuple(s for s in SECTORS if s in chosen)),
    ),
    tier=st.sampled_from(TIERS),
    selected=st.none() | st.from_regex(r"[a-z0-9-]{1,64}", fullmatch=True),
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
        streamlit.session_state["state"] = read_map_state(("BGD", "IND", "PAK"))
    except BadQueryError as error:
        streamlit.session_state["state"] = error


def _written(state: MapState, before: Query | None = None) -> Query:
    app = AppTest.from_function(_write)
    app.query_params.update(before or {})
    app.session_state["state"] = state
    app.run()
    assert not app.exception
    return app.query_params


def _read_from(query: Query) -> object:
    app = AppTest.from_function(_read)
    app.query_params.update(query)
    app.run()
    assert not app.exception
    return app.session_state["state"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STATES)
def test_what_is_written_is_read_again(state: MapState) -> None:
    assert _read_from(_written(state)) == state


def test_the_whole_map_has_the_shortest_address() -> None:
    assert _written(MapState(MapFilter())) == {}
    assert _written(MapState(MapFilter()), before={"country": ["IND"], "tier": "first"}) == {}


def test_an_address_is_written_whole_and_nothing_of_the_old_one_stays() -> None:
    state = MapState(MapFilter(countries=("IND", "PAK")), "lower", "pk-sialkot-footballs")
    query = _written(state, before={"sector": "leather", "country": "BGD"})
    assert query == {"country": ["IND", "PAK"], "tier": "lower", "selected": "pk-sialkot-footballs"}


@pytest.mark.parametrize(
    "query",
    [
        {"nonsense": "1"},
        {"country": "QQQ"},
        {"country": "ind"},
        {"country": ""},
        {"country": ["IND", "<script>"]},
        {"sector": "witchcraft"},
        {"tier": "highest"},
        {"tier": ["first", "lower"]},
        {"tier": ["first", "first"]},
        {"selected": ""},
        {"selected": "Sialkot"},
        {"selected": "../../etc/passwd"},
        {"selected": "a" * 65},
        {"selected": ["a", "b"]},
        {"colour": "rainbow"},
        {"v": "<script>"},
    ],
    ids=str,
)
def test_what_is_not_allowed_is_refused_in_words(query: Query) -> None:
    error = _read_from(query)
    assert isinstance(error, BadQueryError)
    assert error.message
    assert error.next_step
    assert len(error.message) < 3000


def test_an_unknown_value_is_told_what_is_allowed() -> None:
    error = _read_from({"country": "QQQ"})
    assert isinstance(error, BadQueryError)
    assert all(country in error.message for country in COUNTRIES)


def test_the_order_of_names_and_values_does_not_matter() -> None:
    one = _read_from({"country": ["PAK", "IND"], "sector": "leather", "tier": "first"})
    other = _read_from({"tier": "first", "sector": "leather", "country": ["IND", "PAK", "IND"]})
    assert one == other
