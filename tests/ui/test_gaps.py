"""The page of gaps: what is empty is hatched and asked about, every figure is counted, places are never ranked."""

import pytest
from streamlit.testing.v1.element_tree import Html

import codebook
from geo.colours import THEMES, Theme, token
from store import gaps as read_model
from store.connection import Lake
from store.filters import FILTER_NAMES
from store.gaps import (
    BiasCounts,
    bias_counts,
    outcome_counts,
)
from tests.geo.contrast import contrast
from tests.ui.app import Query, check_calm, html_of, open_page, words_of
from tests.ui.page_html import read_html
from tests.ui.screen_words import codes_in, own_sentences, rows_of, without_records, words_of_html
from ui.gaps_bias import bias_html, gauges_of, worst_of
from ui.gaps_map import SHADES, cells_of, columns_of, fill_of, gap_chart, ink_of, short_number
from ui.gaps_state import AREA, BYS, PAGE, GapMap, factors_shown, gap_map
from ui.gaps_view import counting_html

NO_FILTER: dict[str, tuple[str, ...]] = {"country": (), "un_subregion": (), "sector": (), AREA: ()}


def _map(lake: Lake, by: str) -> GapMap:
    return gap_map(lake, read_model.current(lake), {**NO_FILTER, "by": (by,)})


@pytest.mark.parametrize("by", BYS)
def test_every_cell_is_drawn_once_and_only_the_empty_ones_are_hatched(built_lake: Lake, by: str) -> None:
    found = _map(built_lake, by)
    factors = factors_shown(NO_FILTER)
    cells = cells_of(found, factors, "light")
    assert len(cells) == len(found.rows) * len(codebook.FACTORS)
    assert not cells.duplicated(["x", "y"]).any()
    known = set(zip(found.cells["group"], found.cells["factor"], strict=True))
    drawn = cells[~cells["is_empty"]]
    assert set(zip(drawn["group"], drawn["factor"], strict=True)) == {
        key for key in known if key[0] in set(found.rows["group"])
    }
    assert set(cells.loc[cells["is_empty"], "known"]) <= {"nothing written yet"}
    assert set(cells.loc[cells["is_empty"], "number"]) <= {""}


def test_the_map_has_the_factors_area_by_area(built_lake: Lake) -> None:
    order = [item.value for item in codebook.values("research_area")]
    areas = [order.index(codebook.AREAS[name].area) for name in factors_shown(NO_FILTER)]
    assert areas == sorted(areas)
    assert set(factors_shown(NO_FILTER)) == set(codebook.FACTORS)
    work = factors_shown({**NO_FILTER, AREA: ("work",)})
    assert {codebook.AREAS[name].area for name in work} == {"work"}
    places = [column.x for column in columns_of(factors_shown(NO_FILTER))]
    assert all(after - before > 0.999 for before, after in zip(places, places[1:], strict=False))
    assert _map(built_lake, "sector").rows["name"].is_monotonic_increasing


@pytest.mark.parametrize("theme", THEMES)
def test_a_number_can_be_read_on_every_colour_and_the_colours_differ(theme: Theme) -> None:
    fills = [fill_of(best, theme) for best in (None, *range(1, len(SHADES) + 1))]
    assert len(SHADES) == len(codebook.values("confidence"))
    assert len(set(fills)) == len(fills)
    for best in range(1, len(SHADES) + 1):
        assert contrast(ink_of(best, theme), fill_of(best, theme)) >= 4.5
    assert fills[0] == token("page", theme)


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1"), (999, "999"), (1_000, "1k"), (12_999, "12k"), (999_999, "999k"), (3_400_000, "3M")]
)
def test_a_number_fits_its_cell_and_never_says_more_than_there_is(number: int, words: str) -> None:
    assert short_number(number) == words


def test_a_click_opens_a_cell_and_the_open_one_is_outlined(built_lake: Lake) -> None:
    chart = gap_chart(_map(built_lake, "country"), factors_shown(NO_FILTER), ("PAK", "pollution"), "light").to_dict()
    assert chart["params"][0]["select"] == {"type": "point", "fields": ["group", "factor"]}
    filters = [part["filter"] for layer in chart["layer"] for part in layer.get("transform", [])]
    assert 'datum.group === "PAK" && datum.factor === "pollution"' in filters


def test_the_sentence_counts_the_empty_cells(built_lake: Lake) -> None:
    found = _map(built_lake, "country")
    evidence = {row["cluster_id"]: row["country_iso3"] for row in rows_of("clusters")}
    filled = {(evidence[row["cluster_id"]], row["factor"]) for row in rows_of("evidence")}
    whole = len(set(evidence.values())) * len(codebook.FACTORS)
    words = read_html(counting_html(found, NO_FILTER)).words
    assert words.startswith(f"{whole - len(filled):,} of {whole:,} cells are empty")


def test_the_meter_says_its_numbers_and_leaves_out_what_it_cannot_weigh(built_lake: Lake) -> None:
    bias, outcomes = bias_counts(built_lake), outcome_counts(built_lake)
    gauges = gauges_of(bias, outcomes)
    assert all(0 <= gauge.part <= gauge.whole for gauge in gauges)
    words = read_html(bias_html(bias, outcomes)).words
    for gauge in gauges:
        assert f"{gauge.part:,} of {gauge.whole:,} {gauge.words}" in words
        assert gauge.reference
    nothing = BiasCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, None, None, None, 0, 0, 0, 0)
    assert read_html(bias_html(nothing, {})).words == "There is no evidence yet to weigh."


def test_the_worst_of_an_outcome_is_what_the_files_report_most_of_for_pollution() -> None:
    assert [codebook.label(name, worst_of(name)) for name in ("pollution", "child_labour", "first_tier_adoption")] == [
        "severe",
        "present",
        "none",
    ]


def test_a_cell_leads_to_filters_that_the_map_has() -> None:
    assert {*codebook.FACTORS, "country", "un_subregion", "sector"} <= set(FILTER_NAMES)


@pytest.mark.usefixtures("case_base")
def test_the_page_shows_every_part() -> None:
    app = open_page(PAGE)
    assert not app.exception
    page = html_of(app)
    assert page.foreign() == []
    assert len(page.tagged("h1")) == 1
    assert {item.words for item in page.tagged("h2")} == {
        "What is known, and what is not",
        "Open a cell",
        "Which way the base leans",
        "The 20 questions worth asking",
    }
    assert len(app.dataframe[0].value) == 51 * 24


@pytest.mark.usefixtures("case_base")
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"at": "PAK", "factor": "union_presence"}, "Trade unions at work: Pakistan"),
        ({"by": "sector", "at": "leather", "factor": "union_suppression"}, "Unions suppressed by firms: Leather"),
        (
            {"by": "cluster", "country": "PAK", "at": "pk-wazirabad-cutlery", "factor": "pollution"},
            "Pollution: Wazirabad",
        ),
        ({"at": "AFG", "factor": "pollution"}, "Pollution: Afghanistan"),
    ],
    ids=str,
)
def test_a_cell_opens_from_the_address(query: Query, shown: str) -> None:
    app = open_page(PAGE, query)
    assert not app.exception
    assert html_of(app).of_kind("card-title")[0].words.startswith(shown)
    assert app.query_params == query
    assert "What to ask there" in words_of(app)


@pytest.mark.usefixtures("case_base")
def test_an_open_cell_closes_when_the_rows_change() -> None:
    app = open_page(PAGE, {"at": "PAK", "factor": "pollution", "rank": "cluster"})
    next(box for box in app.selectbox if box.label == "One row a").set_value("sector").run()
    assert not app.exception
    assert app.query_params == {"by": "sector", "factor": "pollution", "rank": "cluster"}
    assert html_of(app).of_kind("card-title")[0].words == "Open a cell"


@pytest.mark.usefixtures("case_base")
@pytest.mark.parametrize(
    "query",
    [
        {"by": "planet"},
        {"at": "Atlantis"},
        {"factor": "luck"},
        {"by": "sector", "at": "PAK"},
        {"nonsense": "1"},
        {"rank": ["factor", "country"]},
        {"area": "<script>"},
    ],
    ids=str,
)
def test_a_bad_address_ends_in_a_calm_message(query: Query) -> None:
    message, _ = check_calm(open_page(PAGE, query))
    assert len(message) < 200


@pytest.mark.usefixtures("case_base")
def test_choices_that_leave_nothing_are_calm() -> None:
    app = open_page(PAGE, {"country": "PAK", "un_subregion": "Caribbean"})
    assert not app.exception
    assert "No cluster matches these choices." in words_of(app)


@pytest.mark.usefixtures("hostile_lake")
@pytest.mark.parametrize(
    "query", [{}, {"by": "cluster", "at": "hostile-cluster", "factor": "union_presence"}, {"rank": "cluster"}], ids=str
)
def test_hostile_records_stay_words(query: Query) -> None:
    app = open_page(PAGE, query)
    assert not app.exception
    assert html_of(app).foreign() == []


@pytest.mark.usefixtures("lake_without_build")
def test_an_empty_lake_is_built_first() -> None:
    assert not open_page(PAGE).exception


@pytest.mark.usefixtures("case_base")
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"by": "cluster", "rank": "cluster"},
        {"at": "IND", "factor": "pollution", "rank": "country"},
        {"by": "sector"},
    ],
    ids=str,
)
def test_the_page_shows_words_and_no_codes(query: Query) -> None:
    app = open_page(PAGE, query)
    bodies = " ".join(words_of_html(item.value) for item in app.get("html") if isinstance(item, Html))
    boxes = " ".join(" ".join((box.label, *box.options)) for kind in (app.selectbox, app.multiselect) for box in kind)
    table = app.dataframe[0].value
    cells = " ".join(str(cell) for name in table for cell in table[name].dropna().unique())
    texts = [
        *(row[name] for row in rows_of("evidence") for name in ("statement", "locator")),
        *(row["name"] for row in rows_of("clusters")),
        *(row["citation"] for row in rows_of("sources")),
    ]
    shown = without_records(f"{bodies} {boxes} {cells}", [*(text for text in texts if text), *own_sentences()])
    assert codes_in(shown) == []
