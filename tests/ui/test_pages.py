"""Every page as Streamlit runs it: what it shows, and that whatever is wrong ends in a calm message and a way back."""

import logging
import re

import pytest

import codebook
from store.atlas import Atlas
from store.connection import Lake
from store.filters import MapFilter
from tests.ui.app import Query, check_calm, html_of, open_page, words_of
from tests.ui.hostile_records import HOST, HOSTILE_ID, LONG_ID
from tests.ui.page_html import folded
from ui.map_choices import WIDGET_KEYS
from ui.markup import plain_label

SIALKOT = "pk-sialkot-footballs"
SIALKOT_NAME = "Sialkot football manufacturing cluster"
NEEDING_THE_LAKE: tuple[tuple[str, Query], ...] = (
    ("", {}),
    ("cluster", {"id": SIALKOT}),
    ("theory", {}),
    ("method", {}),
)
"""Every page with a query that shows something."""
pages = pytest.mark.parametrize(("url_path", "query"), NEEDING_THE_LAKE, ids=["map", "cluster", "theory", "method"])


@pytest.mark.usefixtures("case_base")
@pages
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_shows_what_it_is_for_in_both_themes(url_path: str, query: Query, theme: str) -> None:
    app = open_page(url_path, query, theme)
    assert not app.exception
    page = html_of(app)
    assert len(page.tagged("h1")) == 1
    assert page.tagged("h2")
    assert page.foreign() == []
    assert not app.text, "a message where the page should be"


def test_the_map_page_counts_what_it_shows_and_tells_how_to_begin(case_base: Lake) -> None:
    app = open_page()
    atlas = Atlas(case_base)
    assert html_of(app).of_kind("counting")[0].words.startswith(f"{atlas.cluster_count:,} clusters, ")
    assert len(app.button) == 3
    assert len(app.dataframe[0].value) == atlas.cluster_count


def test_the_map_page_follows_the_address(case_base: Lake) -> None:
    query: Query = {"country": ["IND", "PAK"], "sector": "leather", "tier": "lower", "selected": SIALKOT}
    app = open_page(query=query)
    wanted = MapFilter(country=("IND", "PAK"), sector=("leather",))
    df = Atlas(case_base).clusters_for_table(wanted)
    assert html_of(app).of_kind("counting")[0].words.startswith(f"{len(df)} of ")
    assert app.multiselect(key=WIDGET_KEYS["country"]).value == ["IND", "PAK"]
    assert app.multiselect(key=WIDGET_KEYS["sector"]).value == ["leather"]
    assert app.selectbox(key=WIDGET_KEYS["tier"]).value == "lower"
    assert html_of(app).of_kind("card-title")[0].words == SIALKOT_NAME
    assert list(app.dataframe[0].value["Cluster"]) == list(df["name"])
    assert app.query_params == query


@pytest.mark.usefixtures("case_base")
def test_a_filter_that_is_chosen_and_taken_back_is_in_the_address_and_out_of_it() -> None:
    app = open_page(query={"tier": "first"})
    app.multiselect(key=WIDGET_KEYS["country"]).set_value(["PAK"]).run()
    assert app.query_params == {"country": "PAK", "tier": "first"}
    next(button for button in app.button if button.label == "Show all clusters").click().run()
    assert app.query_params == {"tier": "first"}
    assert app.multiselect(key=WIDGET_KEYS["country"]).value == []


@pytest.mark.usefixtures("case_base")
def test_a_filter_for_a_country_without_clusters_shows_none_and_not_all() -> None:
    app = open_page(query={"country": "AGO"})
    assert not app.exception
    assert app.query_params == {"country": "AGO"}
    assert html_of(app).of_kind("counting")[0].words.startswith("0 of ")


@pytest.mark.usefixtures("case_base")
def test_choices_are_one_address_in_whatever_order_they_were_made() -> None:
    app = open_page()
    app.multiselect(key=WIDGET_KEYS["country"]).set_value(["PAK", "IND"]).run()
    assert app.query_params == {"country": ["IND", "PAK"]}
    app.multiselect(key=WIDGET_KEYS["sector"]).set_value(["leather"]).run()
    assert app.query_params == {"country": ["IND", "PAK"], "sector": "leather"}


@pytest.mark.usefixtures("case_base")
def test_the_filters_are_still_chosen_after_a_visit_to_another_page() -> None:
    query: Query = {"country": "PAK", "selected": SIALKOT}
    app = open_page(query=query)
    app.switch_page("../pages/cluster.py")
    app.query_params.clear()
    app.query_params["id"] = SIALKOT
    app.run()
    app.switch_page("../pages/explore.py")
    app.query_params.clear()
    app.query_params.update(query)
    app.run()
    assert app.multiselect(key=WIDGET_KEYS["country"]).value == ["PAK"]
    assert app.query_params == query


@pytest.mark.usefixtures("case_base")
def test_an_address_that_changed_by_itself_changes_the_widgets() -> None:
    app = open_page(query={"country": "PAK"})
    app.query_params.clear()
    app.query_params["country"] = "IND"
    app.run()
    assert app.multiselect(key=WIDGET_KEYS["country"]).value == ["IND"]
    assert app.query_params == {"country": "IND"}


@pytest.mark.usefixtures("case_base")
def test_a_suggestion_is_selected_by_its_button() -> None:
    app = open_page()
    label = app.button[0].label
    app.button[0].click().run()
    assert not app.exception
    assert plain_label(html_of(app).of_kind("card-title")[0].words) == label
    assert "selected" in app.query_params


@pytest.mark.usefixtures("case_base")
def test_filters_that_fit_nothing_say_so_and_how_to_go_on() -> None:
    app = open_page(query={"country": "HTI", "sector": "automotive"})
    assert not app.exception
    assert html_of(app).of_kind("counting")[0].words.startswith("0 of ")
    assert app.info[0].value
    assert not app.dataframe


@pytest.mark.usefixtures("case_base")
@pytest.mark.parametrize("cluster_id", [SIALKOT, "in-national-leather", "bd-dhaka-garments", "mx-tehuacan-jeans"])
def test_the_cluster_page_says_who_and_where_what_is_known_and_what_is_not(cluster_id: str) -> None:
    app = open_page("cluster", {"id": cluster_id})
    assert not app.exception
    page = html_of(app)
    assert page.of_kind("case-title")[0].words
    assert len(page.of_kind("tier")) == len(codebook.values("model_tier"))
    assert page.of_kind("evidence")
    assert [item.words for item in page.tagged("h2")][-1].startswith("What is not known")
    is_country_level = "national" in cluster_id
    assert ("the whole country" in page.words) == is_country_level
    assert "latitude" not in page.words or not is_country_level


@pytest.mark.usefixtures("case_base")
def test_the_method_page_explains_the_model_and_lists_every_factor() -> None:
    app = open_page("method")
    words = words_of(app)
    for factor in codebook.FACTORS.values():
        assert folded(factor.label) in words
        assert folded(factor.definition) in words
    assert "not a measurement" in words.lower()


@pytest.mark.usefixtures("case_base")
@pytest.mark.parametrize(
    "query",
    [
        {"nonsense": "1"},
        {"country": "QQQ"},
        {"sector": "<script>alert(1)</script>"},
        {"tier": ["first", "lower"]},
        {"selected": "../../etc/passwd"},
        {"selected": "no-such-cluster"},
        {"selected": [SIALKOT, "in-jalandhar-footballs"]},
    ],
    ids=str,
)
def test_a_bad_query_of_the_map_ends_calmly(query: Query) -> None:
    check_calm(open_page(query=query))


@pytest.mark.usefixtures("case_base")
@pytest.mark.parametrize(
    "query", [{}, {"id": "no-such-cluster"}, {"id": ""}, {"id": "'; DROP TABLE"}, {"id": "<b>"}, {"id": "a" * 5000}]
)
def test_a_cluster_that_is_none_ends_calmly(query: Query) -> None:
    message, next_step = check_calm(open_page("cluster", query))
    assert len(message) < 200
    assert "map" in next_step


def test_what_somebody_typed_is_repeated_as_text_only(case_base: Lake) -> None:
    del case_base
    app = open_page("cluster", {"id": "![x](http://hostile.example/x.png)"})
    check_calm(app)
    assert not app.markdown
    assert html_of(app).foreign() == []


@pages
def test_an_empty_store_builds_itself_and_the_page_is_there(
    lake_without_build: Lake, url_path: str, query: Query
) -> None:
    app = open_page(url_path, query)
    assert not app.exception
    assert not app.text
    assert not lake_without_build.is_empty()
    assert html_of(app).tagged("h2")


@pytest.mark.usefixtures("lake_that_cannot_be_opened")
@pages
def test_a_store_that_cannot_be_opened_ends_calmly_and_tells_nobody_where_it_lies(
    caplog: pytest.LogCaptureFixture, url_path: str, query: Query
) -> None:
    with caplog.at_level(logging.WARNING, logger="clusterwatch"):
        said = " ".join(check_calm(open_page(url_path, query)))
    assert "sqlite" not in said
    assert "catalog.sqlite" in caplog.text


@pytest.mark.usefixtures("case_base")
@pytest.mark.parametrize(
    ("url_path", "query", "part"),
    [
        ("method", {}, "ui.method_view.method_model"),
        ("theory", {}, "ui.theory_view.theory_governance"),
        ("", {}, "ui.counting.counting_sentence"),
        ("", {}, "ui.cluster_table.cluster_table"),
        ("cluster", {"id": SIALKOT}, "ui.case_view.case_head"),
    ],
)
def test_what_nobody_expected_is_logged_with_a_number_that_the_page_shows(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, url_path: str, query: Query, part: str
) -> None:
    def fail(*_: object) -> None:
        message = "the secret of the inner works"
        raise ValueError(message)

    monkeypatch.setattr(part, fail)
    with caplog.at_level(logging.ERROR, logger="clusterwatch"):
        app = open_page(url_path, query)
    _, next_step = check_calm(app)
    assert "secret" not in words_of(app)
    number = re.search(r"\b[0-9a-f]{8}\b", next_step)
    assert number is not None
    logged = [record for record in caplog.records if number[0] in record.getMessage()]
    assert [record.exc_info is not None for record in logged] == [True]


@pytest.mark.usefixtures("hostile_lake")
@pytest.mark.parametrize(
    ("url_path", "query"),
    [
        ("", {}),
        ("", {"country": "FJI"}),
        ("", {"selected": HOSTILE_ID}),
        ("", {"selected": LONG_ID}),
        ("cluster", {"id": HOSTILE_ID}),
        ("cluster", {"id": LONG_ID}),
        ("theory", {}),
        ("method", {}),
    ],
    ids=str,
)
def test_hostile_records_stay_text(url_path: str, query: Query) -> None:
    app = open_page(url_path, query)
    assert not app.exception
    assert not app.text
    page = html_of(app)
    assert page.foreign() == []
    assert not [address for address in page.addresses() if HOST in address or "pwned" in address.split("doi.org")[0]]
    assert not app.markdown, "Streamlit's Markdown loads pictures: record text goes through st.html"
    for label in [*(button.label for button in app.button), *(link.proto.label for link in app.get("page_link"))]:
        assert not re.search(r"(?<!\\)[\[\]!<$`]", label), f"{label!r} is read as Markdown"


@pytest.mark.usefixtures("hostile_lake")
def test_every_hostile_word_is_there_to_be_read() -> None:
    words = words_of(open_page("cluster", {"id": HOSTILE_ID}))
    for sign in ("<script>window.pwned = 1</script>", "onerror=", "](javascript:", "$\\frac", "`code`", "${window"):
        assert sign in words
    assert words_of(open_page("cluster", {"id": LONG_ID})).count("W" * 10_000) >= 5
