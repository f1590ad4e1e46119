"""Every figure on the theory page equals one computed apart from the product, from the files or by plain SQL."""

import unicodedata

import pytest
from streamlit.testing.v1 import AppTest

from store.connection import Lake
from tests.etl.lake_state import query
from tests.ui import theory_figures as figures
from tests.ui.app import html_of, open_page
from tests.ui.method_figures import labels, table
from tests.ui.page_html import Element, Page, folded
from tests.ui.theory_figures import FIRST, LOWER
from tests.ui.theory_reading import cells_of, numbers_in, paragraph, paragraph_with

pytestmark = pytest.mark.usefixtures("case_base")


@pytest.fixture(scope="module")
def app(built_lake: Lake) -> AppTest:
    """Return the theory page of the shipped case base, as it opens."""
    del built_lake
    return open_page("theory")


@pytest.fixture(scope="module")
def page(app: AppTest) -> Page:
    return html_of(app)


def _lists(page: Page) -> list[list[Element]]:
    """Return the links of every list of cases, in the order of the page."""
    grouped: dict[int, list[Element]] = {}
    for link in page.tagged("a"):
        if (of := link.within("case-list")) is not None:
            grouped.setdefault(id(of), []).append(link)
    return list(grouped.values())


def _ids(links: list[Element]) -> set[str]:
    return {link.attributes["href"].removeprefix("cluster?id=") for link in links}


def test_each_box_says_how_much_the_base_holds(page: Page) -> None:
    boxes = page.of_kind("box")
    factors = table("codebook/factors").set_index("short_label")["name"]
    titles = [item.words for item in page.tagged("strong") if item.within("box")]
    named = [next(name for label, name in factors.items() if str(label).lower() == title.lower()) for title in titles]
    assert len(named) == len(set(named)) == len(boxes) == 20
    for name, box in zip(named, boxes, strict=True):
        share, rows, newest = figures.box(name)
        (facts,) = [item.words for item in page.of_kind("facts") if item.within("box") is box]
        assert numbers_in(facts) == [share, rows, newest]
        clusters = figures.evidence().loc[figures.evidence()["factor"] == name, "cluster_id"].nunique()
        assert f"lit-{-(-4 * clusters // 277)}" in box.kinds


@pytest.mark.parametrize("proposition", [1, 2, 3])
def test_each_proposition_has_its_cases_for_and_against(page: Page, proposition: int) -> None:
    for_it, against = (figures.speaking(proposition, is_for=is_for) for is_for in (True, False))
    place = 2 * (proposition - 1)
    assert [_ids(links) for links in _lists(page)[place : place + 2]] == [for_it, against]
    sentence = [item.words for item in page.tagged("p") if " speak for it and " in item.words][proposition - 1]
    coded = len(figures.cases())
    expected: list[float] = [coded, len(for_it), len(against), coded - len(for_it) - len(against)]
    if proposition == 3:
        for outcome in (FIRST, LOWER):
            levels = figures.outcome_levels(outcome).values()
            expected += [sum(level == 0 for level in levels), len(levels)]
    assert numbers_in(sentence) == expected


def test_cases_stand_in_alphabetical_order_and_never_by_a_score(page: Page) -> None:
    def sorted_by(words: str) -> str:
        plain = unicodedata.normalize("NFKD", words.lower())
        return "".join(sign for sign in plain if not unicodedata.combining(sign))

    for links in _lists(page):
        shown = [link.words for link in links]
        assert shown == sorted(shown, key=sorted_by)


def test_surprises_are_those_of_the_documents_and_of_the_model(page: Page, case_base: Lake) -> None:
    lists = _lists(page)
    assert _ids(lists[6]) == figures.surprises()
    p_none: dict[str, float] = dict(query(case_base, "SELECT cluster_id, p_none FROM predictions WHERE tier = 'first'"))
    cases = figures.cases()
    some = {name for name, case in cases.items() if case.first and 1 - p_none[name] < 0.25}
    none = {name for name, case in cases.items() if case.first == 0 and p_none[name] < 0.25}
    assert _ids(lists[7]) == some
    assert not none
    classes: dict[str, str] = dict(query(case_base, "SELECT cluster_id, proposition_class FROM implications"))
    practising = [name for name, case in cases.items() if case.first]
    called = sum(classes[name] == "P3" for name in practising)
    assert numbers_in(paragraph(page, "The model gave less than")) == [
        25,
        len(some),
        len(none),
        called,
        len(practising),
    ]


def test_classes_count_all_clusters(page: Page, case_base: Lake) -> None:
    counted: dict[str, int] = dict(
        query(case_base, "SELECT proposition_class, count(*) FROM implications GROUP BY ALL")
    )
    words = labels("proposition_class")
    shown = {name.lower(): int(number) for name, number in cells_of(page, "What the model makes of it")}
    assert shown == {label.lower(): counted.get(name, 0) for name, label in words.items()}
    assert sum(shown.values()) == 277


def test_the_quadrant_counts_the_clusters_of_which_both_are_documented(app: AppTest, page: Page) -> None:
    df = figures.governance()
    watched, owned = df["watched"] == 2, df["owned"] == 2
    expected = round(watched.sum() * owned.sum() / len(df), 1)
    sentence = paragraph(page, "Both are documented for")
    assert numbers_in(sentence) == [len(df), watched.sum(), owned.sum(), (watched & owned).sum(), expected]
    summaries = [item.words for item in page.tagged("details") if "first-tier practice is coded for" in item.words]
    for words, (is_watched, is_owned) in zip(
        summaries, [(True, True), (True, False), (False, True), (False, False)], strict=True
    ):
        cell = df[(watched == is_watched) & (owned == is_owned)]
        coded = cell["practice"].dropna()
        head = numbers_in(words.split(" coded for ")[0])
        assert head[0] == float(f"{len(cell)}{len(cell)}")
        assert numbers_in(words.split(" coded for ")[1])[:2] == [len(coded), (coded > 0).sum()]
        assert {name for name in figures.names(cell.index) if folded(name) in folded(words)} == figures.names(
            cell.index
        )
    shown = app.dataframe[0].value
    for row, level in enumerate((2, 1, 0)):
        counts = [((df["watched"] == level) & (df["owned"] == place)).sum() for place in range(3)]
        assert shown.iloc[row, 1:].tolist() == counts


def test_who_leads_what_checks_firms(page: Page) -> None:
    rows = cells_of(page, "Led by")
    shown = {cells[0].lower(): tuple(map(int, cells[2:])) for cells in rows}
    expected = figures.checking()
    assert shown == {label.lower(): counts for label, counts in expected.items()}
    assert numbers_in(paragraph_with(page, " of the kinds ")) == [sum(counts[0] for counts in expected.values())]
