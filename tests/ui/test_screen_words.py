"""No screen shows a code: every page, walked as a reader would, says everything in words."""

import re
from collections.abc import Iterator

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Html

import codebook
from geo.layer_settings import layer_settings
from store.filters import FILTERS
from tests.ui.app import Query, open_page
from tests.ui.filter_examples import values_for
from tests.ui.hostile_records import HOSTILE_ID
from tests.ui.screen_words import codes_in, ids, own_sentences, raw_names, record_texts, without_records, words_of_html

SCREENS: tuple[tuple[str, Query, str | None], ...] = (
    ("", {}, None),
    ("", {"country": "PAK", "sector": "sports_goods", "tier": "lower"}, None),
    ("", {"country": "HTI", "sector": "automotive"}, None),
    ("", {item.name: values_for(item)[0] for item in FILTERS}, None),
    ("", {"colour": "tier_gap", "first_class": "unknown"}, None),
    ("", {"colour": "union_presence", "tier": "lower", "lower_class": "1"}, None),
    ("", {"selected": "pk-sialkot-footballs"}, "pk-sialkot-footballs"),
    ("", {"selected": "in-national-leather"}, "in-national-leather"),
    ("", {"selected": "bd-dhaka-garments"}, "bd-dhaka-garments"),
    # Interventions and rivals; a whole country; from memory; withdrawn rows; disagreeing initiatives; no evidence.
    ("cluster", {"id": "pk-sialkot-footballs"}, "pk-sialkot-footballs"),
    ("cluster", {"id": "in-national-leather"}, "in-national-leather"),
    ("cluster", {"id": "mx-tehuacan-jeans"}, "mx-tehuacan-jeans"),
    ("cluster", {"id": "pk-kasur-tanneries"}, "pk-kasur-tanneries"),
    ("cluster", {"id": "bd-khulna-brick-kilns"}, "bd-khulna-brick-kilns"),
    ("cluster", {"id": "bd-dhaka-garments"}, "bd-dhaka-garments"),
    ("theory", {}, None),
    ("theory", {"outcome": "lower_tier_adoption:substantial", "inclusion": "100", "fewest": "2"}, None),
    ("theory", {"outcome": "nothing"}, None),
    ("method", {}, None),
    ("cluster", {}, None),
    ("cluster", {"id": "elsewhere"}, None),
    ("", {"sector": "witchcraft"}, None),
    ("", {"country": "Nowhere"}, None),
    ("", {"tier": ["first", "lower"]}, None),
)
"""Every page in every state that says something else: page, query, and the cluster whose records it shows."""


def _labels(app: AppTest) -> Iterator[str]:
    for field in (*app.checkbox, *app.text_input, *app.text_area, *app.date_input):
        yield from (field.label, field.help or "", getattr(field, "placeholder", None) or "")
    for kind in (app.selectbox, app.multiselect):
        for box in kind:
            yield from (box.label, box.placeholder or "", box.help or "", *box.options)
    yield from (button.label for button in app.button)
    yield from (link.proto.label for link in app.get("page_link"))


def _cells(app: AppTest) -> Iterator[str]:
    for table in app.dataframe:
        yield from (str(name) for name in table.value.columns)
        yield table.proto.alt
        yield table.proto.placeholder
        for column in table.value:
            yield from (str(cell) for cell in table.value[column].dropna().unique())


def _screen(app: AppTest) -> str:
    """Return every word that a page shows, labels of widgets and cells of tables among them."""
    bodies = [words_of_html(item.value) for item in app.get("html") if isinstance(item, Html)]
    plain = [item.value for kind in (app.text, app.info, app.markdown) for item in kind]
    # A backslash only keeps Streamlit from reading a sign of a label as Markdown, and is not seen.
    labels = [re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", label) for label in _labels(app)]
    return " ".join([*bodies, *plain, *labels, *_cells(app)])


@pytest.mark.usefixtures("case_base")
@pytest.mark.parametrize(("url_path", "query", "cluster_id"), SCREENS, ids=str)
def test_a_screen_shows_words_and_no_codes(url_path: str, query: Query, cluster_id: str | None) -> None:
    app = open_page(url_path, query)
    assert not app.exception
    words = _screen(app)
    assert len(words) > 40
    found = codes_in(without_records(words, [*record_texts(cluster_id), *own_sentences()]))
    assert not found, f"To mend it: give each a label in codebook/*.csv, or say it in words in ui/. Found {found}."


@pytest.mark.usefixtures("case_base")
@pytest.mark.parametrize("url_path", ["", "method"])
def test_a_cell_without_a_value_says_so_in_words(url_path: str) -> None:
    for table in open_page(url_path).dataframe:
        missing = bool(pd.isna(table.value).to_numpy().any())
        assert table.proto.placeholder or not missing, "Streamlit shows None where nothing is."


@pytest.mark.usefixtures("hostile_lake")
def test_what_the_test_looks_for_is_found_where_it_is_shown() -> None:
    words = _screen(open_page("cluster", {"id": HOSTILE_ID}))
    assert "Unions" in words
    shown = f"{words} csr_capacity: high, nan of beta, None, <NA>, IND, in-national-leather"
    hidden = ["csr_capacity:", "csr_capacity", "nan", "None", "<NA>", "beta", "IND", "in-national-leather"]
    assert codes_in(shown) == sorted(hidden)
    assert codes_in("Know-how and means: high, of Banana, none, nobody") == []


def test_codes_are_known_by_the_codebook_itself() -> None:
    assert set(codebook.FACTORS) - raw_names() <= {"pollution", "philanthropy", "subcontracting"}
    assert {"sports_goods", "iso3", "kappa_subcontracting"} <= raw_names()
    assert not {"weak", "strong", "leather", "evidence"} & raw_names()
    assert {"PAK", "pk-sialkot-footballs", "pk-sialkot-footballs-01"} <= ids()


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def test_the_map_says_everything_in_words() -> None:
    settings = layer_settings()
    shown = [*_texts([settings[name] for name in ("words", "tiers", "precisions")])]
    assert len(shown) > 30
    # Names in braces are places that the layer fills.
    words = [re.sub(r"\{[a-z]+\}", " ", text) for text in shown]
    assert not [text for text in words if codes_in(text)]
