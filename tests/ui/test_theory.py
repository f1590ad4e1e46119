"""The theory page: its address is read strictly and written back, little is calm, and its tables say what it says."""

import pandas as pd
import pytest

import codebook
from geo.colours import THEMES, Theme
from model.qca.question import Cut
from model.qca.truth_table import MOST_CONDITIONS
from store.connection import Lake
from tests.ui.app import Query, check_calm, html_of, open_page, words_of
from tests.ui.page_html import read_html
from tests.ui.theory_reading import OUT, TWO
from ui.choices import Chosen
from ui.markup import cluster_link
from ui.theory_case import Theory, answer, read_theory
from ui.theory_configurations import ranges_chart, singles_table, truth_table
from ui.theory_figure import CHAIN, COLUMNS, LIGHTS, light_of
from ui.theory_governance import governance_table, levels_table, read_governance
from ui.theory_governance_chart import governance_chart
from ui.theory_propositions import cases_table
from ui.theory_state import NO_CONDITION, conditions_of, question_of, theory_choices
from ui.theory_words import NOTHING, cut_words, solution_words, term_words

UNIONS, LAW = Cut("union_presence", "weak"), Cut("law_enforcement", "strong")


def defaults() -> Chosen:
    return {choice.name: choice.default for choice in theory_choices()}


@pytest.fixture
def theory(case_base: Lake) -> Theory:
    """Return the page's material of the shipped case base."""
    return read_theory(case_base)


def test_the_drawing_holds_every_predictor_and_both_outcomes_once() -> None:
    drawn = [factor for _, factors in (*COLUMNS, *CHAIN) for factor in factors]
    assert len(drawn) == len(set(drawn))
    assert set(codebook.PREDICTORS) < set(drawn)
    assert {factor.role for name, factor in codebook.FACTORS.items() if name in drawn} == {
        "driver",
        "barrier",
        "outcome",
    }


def test_a_box_is_dark_only_without_evidence_and_brightest_beyond_three_quarters() -> None:
    assert [light_of(clusters, 277) for clusters in (0, 1, 69, 70, 208, 277)] == [0, 1, 1, 2, 4, LIGHTS]
    assert light_of(0, 0) == 0


def test_every_choice_has_a_default_that_stands_in_no_address() -> None:
    assert all(choice.is_single for choice in theory_choices())
    assert len(conditions_of(defaults())) == 5
    question = question_of(defaults())
    assert (question.inclusion_cut, question.fewest_cases) == (0.8, 1)


@pytest.mark.usefixtures("case_base")
def test_the_page_follows_the_address_and_keeps_it() -> None:
    query: Query = {**TWO, "outcome": "lower_tier_adoption:partial", "inclusion": "100", "fewest": "2"}
    app = open_page("theory", query)
    assert app.query_params == query
    lists = {box.label: box.value for box in app.selectbox}
    assert lists[codebook.factor("export_orientation").label] == "export"
    assert lists["What is to be explained"] == "lower_tier_adoption:partial"
    assert "at least partial”, " in words_of(app)


@pytest.mark.usefixtures("case_base")
def test_a_choice_changes_the_answer_and_the_address() -> None:
    app = open_page("theory")
    assert app.query_params == {}
    label = codebook.factor("subcontracting").label
    next(box for box in app.selectbox if box.label == label).set_value(NO_CONDITION).run()
    assert app.query_params == {"subcontracting": NO_CONDITION}
    assert " documented on all 4 conditions" in words_of(app)


@pytest.mark.usefixtures("case_base")
@pytest.mark.parametrize(
    "query",
    [
        {"nonsense": "1"},
        {"outcome": "pollution:severe"},
        {"outcome": ["first_tier_adoption:partial", "first_tier_adoption:substantial"]},
        {"law_enforcement": "absent"},
        {"inclusion": "81"},
        {"fewest": "<script>"},
    ],
    ids=str,
)
def test_a_bad_address_ends_calmly_with_nothing_half_shown(query: Query) -> None:
    app = open_page("theory", query)
    check_calm(app)
    assert not html_of(app).tagged("h2")


@pytest.mark.usefixtures("case_base")
@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        (OUT, 0),
        ({**OUT, "union_presence": "weak"}, 1),
        ({factor: codebook.values(factor)[2].value for factor in codebook.PREDICTORS[: MOST_CONDITIONS + 1]}, 9),
    ],
    ids=["none", "one", "too many"],
)
def test_too_few_or_too_many_conditions_are_said_to_be_so(query: Query, chosen: int) -> None:
    app = open_page("theory", query)
    assert not app.exception
    assert not app.text
    (said,) = html_of(app).of_kind("verdict")
    assert said.words.startswith(f"{chosen} condition")
    assert app.selectbox, "the lists to choose from are gone"


def test_a_base_without_a_coded_outcome_is_calm(hostile_lake: object) -> None:
    del hostile_lake
    app = open_page("theory")
    assert not app.exception
    assert not app.text
    words = words_of(app)
    assert "Of 0 clusters whose first-tier practice is coded, 0 speak for it" in words
    assert words.count("No solution is supported") == 2
    assert "Both are documented for 0 clusters" in words
    assert "nothing known" in words or codebook.NOT_KNOWN in words


@pytest.mark.usefixtures("case_base")
def test_a_word_for_every_combination_of_signs() -> None:
    conditions = (UNIONS, LAW)
    assert cut_words(UNIONS) == "Unions: at least weak"
    assert cut_words(LAW) == "Law enforcement: strong"
    assert term_words("10", conditions) == "Unions: at least weak, and not (Law enforcement: strong)"
    assert term_words("--", conditions) == NOTHING
    assert solution_words(("1-", "-1"), conditions) == "Unions: at least weak; or Law enforcement: strong"


def test_the_file_of_cases_says_what_the_page_says(theory: Theory) -> None:
    table = cases_table(theory)
    assert len(table) == len(theory.cases) == 111
    for number in (1, 2, 3):
        answers = table[f"Proposition {number}"].value_counts()
        for side, word in ((True, "for"), (False, "against"), (None, "says nothing")):
            assert answers.get(word, 0) == sum(case.speaks(number) is side for case in theory.cases)
    assert not any("_" in str(cell) for cell in table.drop(columns="Page").to_numpy().ravel())
    assert table["Page"].str.startswith("/cluster?id=").all()


def test_the_files_of_quadrant_and_conditions_say_what_the_page_says(theory: Theory, case_base: Lake) -> None:
    governance = read_governance(theory)
    assert len(governance_table(theory, governance)) == len(governance.cases) == 54
    assert int(levels_table(governance).iloc[:, 1:].to_numpy().sum()) == 54
    analysis = answer(case_base, theory, question_of(defaults()))
    table = truth_table(theory, analysis)
    assert table["Cases"].sum() == len(analysis.complete)
    assert len(singles_table(analysis)) == 2 * len(analysis.question.conditions)


@pytest.mark.parametrize("theme", THEMES)
def test_the_drawings_show_every_case_and_every_condition(theory: Theory, case_base: Lake, theme: Theme) -> None:
    governance = read_governance(theory)
    chart = governance_chart(governance, theme).to_dict()
    marks = [row for rows in chart["datasets"].values() for row in rows if "name" in row and row["name"]]
    assert len(marks) == len(governance.cases)
    assert len({(mark["x"], mark["y"]) for mark in marks}) == len(marks), "two marks lie on each other"
    analysis = answer(case_base, theory, question_of(defaults()))
    drawn = ranges_chart(analysis, theme).to_dict()
    rows = [row for rows in drawn["datasets"].values() for row in rows if "term" in row]
    assert len(rows) == len({row["term"] for row in rows}) == 2 * len(analysis.question.conditions)
    assert all(row["low"] <= row["middle"] <= row["high"] for row in rows)


def test_names_are_read_as_they_are_written(theory: Theory) -> None:
    assert pd.Series([str(row["name"]) for row in theory.records.values()]).is_unique
    assert all(row["country_name"] for row in theory.records.values())


def test_a_hostile_name_is_no_tag_of_a_link_to_its_cluster() -> None:
    page = read_html(cluster_link("a-b", "<script>alert(1)</script>"))
    assert page.foreign() == []
    assert page.addresses() == ["cluster?id=a-b"]
    assert page.words == "<script>alert(1)</script>"
