"""The prediction on a page: words beside every bar, unknown drawn as unknown, the next question named."""

import re

import pytest

import codebook
from store.connection import Lake
from tests.ui.conftest import ReadCase
from tests.ui.page_html import Element, Page, read_html
from ui.prediction_view import tiers_html, unknown_html
from ui.reasons_view import reasons_html

SIALKOT = "pk-sialkot-footballs"
WITHOUT_EVIDENCE = "bd-dhaka-garments"
LABELS = [colour.label for colour in codebook.adoption_colours()]
TIERS = [value.value for value in codebook.values("model_tier")]


def test_both_tiers_say_class_level_range_and_what_is_known(case_of: ReadCase, case_base: Lake) -> None:
    page = read_html(tiers_html(case_of(SIALKOT), "light"))
    rows = case_base.cursor().execute(
        "SELECT tier, above_unknown, expected, interval_low, interval_high, known_factors, of_factors "
        "FROM predictions WHERE cluster_id = $id",
        {"id": SIALKOT},
    )
    stored = {tier: rest for tier, *rest in rows.fetchall()}
    for tier, item in zip(TIERS, page.of_kind("tier"), strict=True):
        above_unknown, expected, low, high, known, of = stored[tier]
        assert codebook.label("model_tier", tier).lower() in item.words.lower()
        assert LABELS[(codebook.adoption_class(above_unknown) or 0) - 1] in item.words
        assert f"{expected:.1f} of 2" in item.words
        assert f"{low:.1f} to {high:.1f}" in item.words
        assert f"{known} of {of}" in item.words


def test_where_nothing_is_known_the_bar_is_hatched_and_no_class_is_named(case_of: ReadCase) -> None:
    page = read_html(tiers_html(case_of(WITHOUT_EVIDENCE), "light"))
    assert len(page.of_kind("track")) == len(page.of_kind("unknown")) == len(TIERS)
    for item in page.of_kind("tier-words"):
        assert "nothing known" in item.words
        own_words = item.words.replace("a place nobody has studied", "")
        assert not any(label in own_words for label in LABELS)


@pytest.mark.parametrize("cluster_id", [SIALKOT, WITHOUT_EVIDENCE, "pk-national-brick-kilns"])
def test_no_mark_and_no_range_leaves_its_bar(case_of: ReadCase, cluster_id: str) -> None:
    html = tiers_html(case_of(cluster_id), "light")
    shares = [float(share) for share in re.findall(r"(?:left|width):([\d.-]+)%", html)]
    assert shares
    assert all(0 <= share <= 100 for share in shares)
    for left, width in re.findall(r"left:([\d.]+)%;width:([\d.]+)%", html):
        assert float(left) + float(width) <= 100.1


def _known_rows(page: Page) -> list[Element]:
    """Return the rows of what is documented; what is only inferred from the country stands in a part of its own."""
    bodies = [(item, [parent for parent in item.inside if parent.tag == "tbody"]) for item in page.tagged("tr")]
    return [item for item, parents in bodies if parents and parents[0].attributes.get("class") != "inferred"]


def test_every_known_factor_is_a_reason_in_words(case_of: ReadCase) -> None:
    case = case_of(SIALKOT)
    page = read_html(reasons_html(case))
    rows = _known_rows(page)
    assert len(rows) == len(case.reasons())
    for row, reason in zip(rows, case.reasons(), strict=True):
        assert codebook.factor(reason.factor).short_label in row.words
        assert len(re.findall(r"raises it|holds it back|hardly moves it", row.words)) == len(TIERS)
    assert not [name for name in codebook.PREDICTORS if "_" in name and name in page.words]


def test_a_limit_keeps_the_strongest_reasons(case_of: ReadCase) -> None:
    case = case_of(SIALKOT)
    heads = [item.words for item in read_html(reasons_html(case, 3)).tagged("th")]
    every = [item.words for item in read_html(reasons_html(case)).tagged("th")]
    assert heads == every[: len(heads)]
    assert len(heads) < len(every)


def test_without_evidence_there_is_no_reason_and_it_is_said(case_of: ReadCase) -> None:
    page = read_html(reasons_html(case_of(WITHOUT_EVIDENCE)))
    assert not _known_rows(page)
    assert "Nothing is known here" in page.words


@pytest.mark.parametrize("cluster_id", [SIALKOT, WITHOUT_EVIDENCE])
def test_each_unknown_factor_is_named_with_the_question_to_ask(case_of: ReadCase, cluster_id: str) -> None:
    case = case_of(cluster_id)
    expected = [factor for factor in codebook.PREDICTORS if factor not in set(case.evidence["factor"])]
    items = read_html(unknown_html(case)).tagged("li")
    assert len(items) == len(expected)
    for item, name in zip(items, expected, strict=True):
        assert codebook.factor(name).label in item.words
        assert codebook.factor(name).question.lower() in item.words.lower()


def test_colours_follow_the_theme(case_of: ReadCase) -> None:
    case = case_of(SIALKOT)
    assert tiers_html(case, "light") != tiers_html(case, "dark")
    assert read_html(tiers_html(case, "light")).words == read_html(tiers_html(case, "dark")).words
