"""Text of a record as HTML: whatever it says, it stays text, and a link leads to the web or is none."""

import html
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.hostile_records import ATTACKS
from tests.ui.page_html import read_html
from ui.markup import (
    LONGEST_LABEL,
    chips,
    count,
    element,
    is_web_address,
    link,
    option_words,
    plain_label,
    source_address,
    text,
)

ANY_TEXT = st.text() | st.sampled_from(ATTACKS)
TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
NO_WEB_ADDRESSES = (
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "java\nscript:alert(1)",
    "javascript://host/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "ftp://example.org/file",
    "mailto:somebody@example.org",
    "//example.org/page",
    "/page",
    "page",
    "example.org",
    "http:",
    "http://",
    "https:///page",
    "http:\\\\example.org",
    "https://[example.org",
    "https://exam\nple.org",
    "https://example.org/\x00page",
    "https://example.org/ page",
    "\thttps://example.org",
    "https://example.org/\u202egnp.exe",
    "",
)


def _without_turns(words: str) -> str:
    return "".join(sign for sign in words if sign not in TURNS)


@given(ANY_TEXT)
def test_no_text_becomes_an_element_or_ends_an_attribute(words: str) -> None:
    escaped = text(words)
    assert not set("<>\"'") & set(escaped)
    assert html.unescape(escaped) == _without_turns(words)
    assert read_html(escaped).elements == []


@given(ANY_TEXT, ANY_TEXT)
def test_an_element_holds_its_words_and_its_title_and_nothing_else(words: str, title: str) -> None:
    page = read_html(element("p", text(words), kind="note", title=title))
    assert [item.tag for item in page.elements] == ["p"]
    assert page.elements[0].words == _without_turns(words)
    assert page.elements[0].attributes.get("title", "") == _without_turns(title)


@given(st.lists(ANY_TEXT, max_size=4))
def test_each_chip_is_one_item_of_the_list(labels: list[str]) -> None:
    assert [item.words for item in read_html(chips(labels)).tagged("li")] == [_without_turns(words) for words in labels]


@pytest.mark.parametrize("turn", TURNS)
def test_a_record_cannot_turn_the_words_after_it(turn: str) -> None:
    assert text(f"name{turn}") == "name"
    assert plain_label(f"name{turn}") == "name"
    assert text("حي الدباغين") == "حي الدباغين"


def test_nothing_is_an_empty_text() -> None:
    assert text(None) == ""
    assert text(0) == "0"


@pytest.mark.parametrize("address", ["http://example.org", "https://example.org/a?b=c&d=%22#e", "HTTPS://Example.org"])
def test_a_web_address_is_a_link_that_opens_beside_the_page_and_tells_nobody(address: str) -> None:
    anchor = read_html(link(address, "A <source>")).tagged("a")[0]
    assert anchor.attributes["href"] == address
    assert anchor.words == "A <source>"
    assert anchor.attributes["target"] == "_blank"
    assert {"noopener", "noreferrer"} <= set(anchor.attributes["rel"].split())


@pytest.mark.parametrize("address", [None, *NO_WEB_ADDRESSES])
def test_any_other_address_is_plain_words(address: str | None) -> None:
    assert not is_web_address(address)
    page = read_html(link(address, "A <source>"))
    assert page.elements == []
    assert page.words == "A <source>"


@given(ANY_TEXT, ANY_TEXT)
def test_whatever_the_address_is_a_link_leads_to_the_web_or_there_is_none(address: str, words: str) -> None:
    page = read_html(link(address, words))
    assert page.words == _without_turns(words)
    assert page.foreign() == []


@given(st.text(st.characters(categories=["Cc", "Cf", "Zs", "Zl", "Zp"]), min_size=1))
def test_an_address_with_a_sign_that_nobody_sees_is_no_link(unseen: str) -> None:
    assert not is_web_address(f"https://exa{unseen}mple.org")
    assert not is_web_address(f"{unseen}https://example.org")


@given(ANY_TEXT.filter(bool))
def test_a_doi_leads_to_the_resolver_and_nowhere_else(doi: str) -> None:
    address = source_address(None, doi)
    assert is_web_address(address)
    assert urlsplit(address or "").netloc == "doi.org"
    assert source_address("javascript:alert(1)", doi) == address


def test_a_source_is_read_at_its_own_address_before_its_doi() -> None:
    assert source_address("https://example.org/a", "10.1/b") == "https://example.org/a"
    assert source_address(None, "10.1000/xyz(12)") == "https://doi.org/10.1000/xyz(12)"
    assert source_address("", None) is None
    assert source_address("a shelf", "") is None


@given(ANY_TEXT)
def test_a_label_leaves_no_sign_of_markdown_bare(words: str) -> None:
    escaped = plain_label(words)
    bare = escaped.replace("\\\\", "")
    for sign in "!#$&()*+:<>[]_`{|}~.-":
        assert bare.count(sign) == bare.count(f"\\{sign}")


def test_a_label_is_one_short_line() -> None:
    assert plain_label("one\n\ntwo") == "one two"
    assert len(plain_label("W" * 10_000)) <= 200


def test_a_count_has_its_noun() -> None:
    assert count(1, "source", "sources") == "1 source"
    assert count(0, "source", "sources") == "0 sources"
    assert count(2401, "source", "sources") == "2,401 sources"


def test_options_of_a_list_are_short_plain_lines_of_which_no_two_are_alike() -> None:
    names = {"a": "Town, north (1)", "b": "Town, north (1)", "c": "\u202eturned", "d": "W" * 10_000}
    words = option_words(names)
    assert list(words) == list(names)
    assert [words[key] for key in "abc"] == ["Town, north (1)", "Town, north (1) (2)", "turned"]
    assert len(words["d"]) <= LONGEST_LABEL
