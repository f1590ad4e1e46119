"""The page of initiatives: its figures are counted, claims never look measured, its address is read strictly."""

import pandas as pd
import pytest
from streamlit.testing.v1.element_tree import Html

import codebook
from geo.colours import THEMES, Theme, token
from store.connection import Lake
from store.interventions import count_initiatives, initiative_accounts, initiatives_of
from store.reader import country_names
from tests.ui.app import Query, check_calm, html_of, open_page, words_of
from tests.ui.hostile_records import HOST
from tests.ui.page_html import read_html
from tests.ui.screen_words import codes_in, own_sentences, rows_of, without_records, words_of_html
from ui.tried_state import OF_CLUSTERS, PAGE, SPLITS, tried_choices
from ui.tried_state import words_of as words_of_split
from ui.tried_strip import SIGNS, is_measured, lay_out, strip_chart
from ui.tried_words import (
    STRENGTHS,
    accounts_in_words,
    counting_html,
    finding_words,
    list_in_words,
    strength_table_html,
)


@pytest.fixture
def accounts(built_lake: Lake) -> pd.DataFrame:
    """Return all accounts of the shipped case base."""
    return initiative_accounts(built_lake)


@pytest.fixture
def initiatives(accounts: pd.DataFrame) -> pd.DataFrame:
    """Return all initiatives of the shipped case base."""
    return initiatives_of(accounts)


def test_the_sentence_counts_and_says_that_its_share_is_an_upper_bound(accounts: pd.DataFrame) -> None:
    words = read_html(counting_html(count_initiatives(accounts), 164)).words
    assert words.startswith(
        "164 initiatives at 124 clusters: 53 with a baseline (conditions measured before it began), 43 with a "
        "comparison group or better, 25 with both, which is 15 %. That share is an upper bound"
    )


def test_a_part_is_counted_as_a_part_and_nothing_as_nothing(accounts: pd.DataFrame) -> None:
    some = accounts[accounts["country_iso3"] == "PAK"]
    number = some["intervention_id"].nunique()
    assert read_html(counting_html(count_initiatives(some), 164)).words.startswith(f"{number} of 164 initiatives at ")
    none = read_html(counting_html(count_initiatives(accounts.head(0)), 164)).words
    assert none == "No initiative of the case base matches these choices. That does not mean that nothing was tried."
    assert read_html(counting_html(count_initiatives(accounts.head(1)), 1)).words.startswith(
        "1 initiative at 1 cluster:"
    )


@pytest.mark.parametrize("theme", THEMES)
def test_only_what_was_compared_is_filled(initiatives: pd.DataFrame, theme: Theme) -> None:
    marks = lay_out(initiatives, None, {}, theme).marks
    empty = token("page", theme)
    strengths = dict(zip(initiatives["intervention_id"], initiatives["strength"], strict=True))
    assert len(marks) == len(strengths)
    assert marks["measured"].sum() == sum(is_measured(strength) for strength in strengths.values())
    assert set(marks.loc[~marks["measured"], "fill"]) == {empty}
    said = marks.loc[marks["measured"] & ~marks["found"].str.startswith(tuple(_not_known())), "fill"]
    assert empty not in set(said)
    says_something = ~marks["found"].str.startswith(tuple(_not_known()))
    assert marks["found"].str.endswith("(a claim)").eq(~marks["measured"] & says_something).all()


def _not_known() -> list[str]:
    return [item.label.capitalize() for item in codebook.values("finding") if item.rank is None]


@pytest.mark.parametrize("by", [None, *SPLITS])
def test_every_initiative_has_one_mark_in_the_column_of_its_comparison_and_no_two_touch(
    built_lake: Lake, initiatives: pd.DataFrame, by: str | None
) -> None:
    words = {} if by is None else words_of_split(by, country_names(built_lake))
    strip = lay_out(initiatives, by, words, "light")
    columns = {item.label.capitalize(): number for number, item in enumerate(STRENGTHS)}
    assert len(strip.marks) == len(initiatives)
    assert not strip.marks.duplicated(["x", "y"]).any()
    assert (strip.marks["x"] // 7).eq(strip.marks["against"].map(columns)).all()
    assert strip.marks["y"].max() < strip.lines


def test_findings_differ_in_shape_and_not_in_colour_alone() -> None:
    assert len({sign.shape for sign in SIGNS.values()}) == len(SIGNS)
    assert {sign.token for sign in SIGNS.values()} - {None} <= set(codebook.COLOURS)


def test_every_mark_leads_to_its_cluster(initiatives: pd.DataFrame) -> None:
    strip = lay_out(initiatives, None, {}, "light")
    assert sorted(strip.marks["address"]) == sorted(f"cluster?id={name}" for name in initiatives["cluster_id"])
    layers = strip_chart(strip, "light").to_dict()["layer"]
    assert [layer["encoding"].get("href", {}).get("field") for layer in layers] == [None, None, "address"]


@pytest.mark.parametrize("by", [None, *SPLITS])
def test_the_table_says_what_the_strip_shows(built_lake: Lake, initiatives: pd.DataFrame, by: str | None) -> None:
    words = {} if by is None else words_of_split(by, country_names(built_lake))
    page = read_html(strength_table_html(initiatives, by, words))
    cells = [int(item.words.replace("–", "0")) for item in page.tagged("td")]
    width = len(STRENGTHS) + 1
    rows = [cells[start : start + width] for start in range(0, len(cells), width)]
    assert all(sum(row[:-1]) == row[-1] for row in rows)
    totals = [sum(row[number] for row in rows) for number in range(width)]
    by_strength = initiatives["strength"].value_counts()
    assert totals == [*(int(by_strength.get(item.value, 0)) for item in STRENGTHS), len(initiatives)]
    if by is not None:
        named = [words_of_split(by, country_names(built_lake))[value] for value in initiatives[OF_CLUSTERS.get(by, by)]]
        heads = [item.words for item in page.tagged("th")][width + 1 :]
        assert dict(zip(heads, (row[-1] for row in rows), strict=True)) == dict(pd.Series(named).value_counts())


@pytest.mark.usefixtures("case_base")
def test_the_page_shows_every_part() -> None:
    app = open_page(PAGE)
    assert not app.exception
    page = html_of(app)
    assert page.foreign() == []
    assert len(page.tagged("h1")) == 1
    heads = [item.words for item in page.tagged("h2")]
    assert heads == [
        "What was tried, and how would anybody know",
        "Sources disagree on 23 initiatives",
        "Who gained and who lost",
        "The same initiatives as a list",
    ]
    assert len(page.of_kind("initiative")) == 23
    assert len(app.dataframe[0].value) == 164


def test_the_page_follows_the_address_and_writes_choices_into_it(case_base: Lake) -> None:
    query: Query = {"by": "kind", "country": ["IND", "PAK"], "finding": "improved"}
    app = open_page(PAGE, query)
    wanted = {"country": ("IND", "PAK"), "finding": ("improved",)}
    expected = list_in_words(initiative_accounts(case_base, wanted))
    assert app.dataframe[0].value["Initiative"].tolist() == expected["Initiative"].tolist()
    assert app.query_params == query
    next(button for button in app.button if button.label == "Show all initiatives").click().run()
    assert app.query_params == {"by": "kind"}
    assert len(app.dataframe[0].value) == 164
    next(box for box in app.selectbox if box.label == "Split by").set_value("topic").run()
    assert app.query_params == {"by": "topic"}


@pytest.mark.usefixtures("case_base")
@pytest.mark.parametrize(
    "query",
    [
        {"kind": "witchcraft"},
        {"nonsense": "1"},
        {"country": "Nowhere"},
        {"by": ["kind", "topic"]},
        {"by": "<script>"},
        {"finding": "x" * 500},
    ],
    ids=str,
)
def test_a_bad_address_ends_in_a_calm_message(query: Query) -> None:
    message, _ = check_calm(open_page(PAGE, query))
    assert len(message) < 200
    assert not codes_in(message.split("“")[0])


@pytest.mark.usefixtures("case_base")
def test_choices_that_leave_nothing_are_calm() -> None:
    app = open_page(PAGE, {"country": "AGO"})
    assert not app.exception
    assert "No initiative of the case base matches these choices." in words_of(app)
    assert not app.dataframe


@pytest.mark.usefixtures("lake_without_build")
def test_an_empty_lake_is_built_first() -> None:
    assert not open_page(PAGE).exception


@pytest.mark.usefixtures("hostile_lake")
def test_hostile_records_stay_words() -> None:
    app = open_page(PAGE)
    assert not app.exception
    page = html_of(app)
    assert page.foreign() == []
    assert not [address for address in page.addresses() if HOST in address]


@pytest.mark.usefixtures("case_base")
@pytest.mark.parametrize("query", [{}, {"by": "led_by"}, {"by": "country", "topic": "work"}], ids=str)
def test_the_page_shows_words_and_no_codes(query: Query) -> None:
    app = open_page(PAGE, query)
    bodies = " ".join(words_of_html(item.value) for item in app.get("html") if isinstance(item, Html))
    boxes = " ".join(" ".join((box.label, *box.options)) for kind in (app.selectbox, app.multiselect) for box in kind)
    table = app.dataframe[0].value
    cells = " ".join(str(cell) for name in table for cell in table[name].dropna().unique())
    texts = [
        *(value for row in rows_of("interventions") for name, value in row.items() if _is_free(name)),
        *(row[name] for row in rows_of("clusters") for name in ("name", "place")),
        *(row["citation"] for row in rows_of("sources")),
    ]
    shown = without_records(f"{bodies} {boxes} {cells}", [*(text for text in texts if text), *own_sentences()])
    assert codes_in(shown) == []


def _is_free(name: str) -> bool:
    return name in ("name", "reach", "finding_text", "gained", "lost", "locator")


def test_the_file_holds_every_account_in_words(accounts: pd.DataFrame) -> None:
    table = accounts_in_words(accounts)
    assert len(table) == 255
    assert set(table["Found by the strongest"]) == {finding_words(value) for value in accounts["standing_finding"]}
    labels = {item.label for item in codebook.values("led_by")}
    partners = {part for cell in table["Partners"].dropna() for part in cell.split("; ")}
    assert partners <= labels


def test_only_countries_with_an_initiative_are_offered(built_lake: Lake, accounts: pd.DataFrame) -> None:
    choices = {choice.name: choice for choice in tried_choices(accounts, country_names(built_lake))}
    assert set(choices["country"].offered or ()) == set(accounts["country_iso3"])
    assert len(choices["country"].options) > len(choices["country"].offered or ())
