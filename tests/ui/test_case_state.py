"""The address of a cluster's page: what is supposed is read as it was written, and what is not allowed is refused."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import codebook
from codebook.errors import BadQueryError
from tests.ui.app import Query, address_after, check_calm, open_page, state_after, words_of
from tests.ui.screen_words import codes_in
from ui.case_state import NOT_KNOWN, CaseState

SIALKOT = "pk-sialkot-footballs"
SHARES = [value.value for value in codebook.values("assumed_share")]
CHOICES = [(factor, value.value) for factor in codebook.PREDICTORS for value in codebook.values(factor)]
CHOICES_OR_NONE = [*CHOICES, *((factor, None) for factor in codebook.PREDICTORS)]


def _in_order(chosen: list[tuple[str, str | None]]) -> tuple[tuple[str, str | None], ...]:
    return tuple(sorted(chosen, key=lambda pair: codebook.PREDICTORS.index(pair[0])))


STATES = st.builds(
    CaseState,
    cluster_id=st.none() | st.from_regex(r"[a-z0-9-]{1,64}", fullmatch=True),
    suppositions=st.lists(st.sampled_from(CHOICES_OR_NONE), unique_by=lambda pair: pair[0]).map(_in_order),
    assumed_share=st.none() | st.sampled_from(SHARES),
)


def _write() -> None:
    """Write the state that the test put into the session, as a page does."""
    import streamlit

    from ui.case_state import write_case_state

    write_case_state(streamlit.session_state["state"])


def _read() -> None:
    """Read the state from the address, as a page does, and keep it or the error in the session."""
    import streamlit

    from codebook.errors import BadQueryError
    from ui.case_state import read_case_state

    try:
        streamlit.session_state["state"] = read_case_state()
    except BadQueryError as error:
        streamlit.session_state["state"] = error


def _written(state: CaseState, before: Query | None = None) -> Query:
    return address_after(_write, state, before)


def _read_from(query: Query) -> object:
    return state_after(_read, query)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STATES)
def test_what_is_written_is_read_again(state: CaseState) -> None:
    assert _read_from(_written(state)) == state


def test_a_page_without_suppositions_has_the_shortest_address_and_nothing_of_an_old_one_stays() -> None:
    before: Query = {"id": "elsewhere", "suppose": ["union_presence:weak"], "assumed_share": SHARES[0]}
    assert _written(CaseState(SIALKOT), before) == {"id": SIALKOT}
    assert not CaseState(SIALKOT).is_hypothetical


@pytest.mark.parametrize("share", SHARES)
def test_an_assumed_share_is_a_share_and_makes_a_page_hypothetical(share: str) -> None:
    state = CaseState(SIALKOT, assumed_share=share)
    assert state.is_hypothetical
    assert state.share == pytest.approx(float(share) / 100)
    assert CaseState(SIALKOT).share is None


def test_the_order_of_suppositions_in_an_address_does_not_matter() -> None:
    texts = ["union_presence:weak", f"buyer_visibility:{NOT_KNOWN}"]
    assert _read_from({"id": SIALKOT, "suppose": texts}) == _read_from({"suppose": texts[::-1], "id": SIALKOT})


def test_no_value_of_the_codebook_is_what_stands_for_not_known() -> None:
    assert NOT_KNOWN not in {value for _, value in CHOICES}


BAD: tuple[Query, ...] = (
    {"nonsense": "1"},
    {"suppose": ""},
    {"suppose": "union_presence"},
    {"suppose": "union_presence:"},
    {"suppose": "union_presence:enormous"},
    {"suppose": "first_tier_adoption:partial"},
    {"suppose": "witchcraft:strong"},
    {"suppose": "<script>alert(1)</script>:weak"},
    {"suppose": ["union_presence:weak", "union_presence:strong"]},
    {"suppose": ["union_presence:weak", f"union_presence:{'x' * 5000}"]},
    {"assumed_share": ""},
    {"assumed_share": "99"},
    {"assumed_share": SHARES[:2]},
    {"id": [SIALKOT, "in-jalandhar-footballs"]},
)


@pytest.mark.parametrize("query", BAD, ids=lambda query: str(query)[:60])
def test_what_is_not_allowed_is_refused(query: Query) -> None:
    error = _read_from({"id": SIALKOT, **query})
    assert isinstance(error, BadQueryError)
    assert 0 < len(error.message) < 3000
    assert len(error.public_message) < 200


@pytest.mark.usefixtures("case_base")
@pytest.mark.parametrize("query", [BAD[4], BAD[7], BAD[8], BAD[11]], ids=lambda query: str(query)[:60])
def test_a_bad_supposition_ends_calmly_and_in_words(query: Query) -> None:
    app = open_page("cluster", {"id": SIALKOT, **query})
    message, next_step = check_calm(app)
    typed = message.partition("“")[2].partition("”")[0]
    assert not codes_in(f"{message.replace(typed, '')} {next_step}")
    assert "Hypothetical" not in words_of(app)


def test_a_refused_value_is_told_to_the_log_with_all_that_are_allowed() -> None:
    error = _read_from({"suppose": "union_presence:enormous"})
    assert isinstance(error, BadQueryError)
    assert all(value.value in error.message for value in codebook.values("union_presence"))
