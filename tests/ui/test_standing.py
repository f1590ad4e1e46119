"""The word "illustrative" stands beside each tier's numbers until computed numbers say that the tier has passed."""

from collections.abc import Mapping

import pytest

from model.states import TIERS
from model.validation.records import Gate
from store.connection import Lake
from tests.ui.app import Query, html_of, open_page, words_of
from tests.ui.conftest import point_at
from tests.ui.made_validation import FAILED, PASSED, keep, made_validation
from ui.standing import UNJUDGED, illustrative_words, read_standing, read_validation
from ui.words import tier_name

WORD = "illustrative"
PAGES: tuple[tuple[str, Query], ...] = (("", {}), ("cluster", {"id": "pk-sialkot-footballs"}), ("method", {}))
STANDING: list[tuple[Gate, Gate, Mapping[str, Gate] | None, tuple[str, ...], str]] = [
    (FAILED, FAILED, None, ("first", "lower"), "illustrative"),
    (PASSED, FAILED, None, ("lower",), "illustrative for the lower tiers"),
    (FAILED, PASSED, None, ("first",), "illustrative for the first tier"),
    (PASSED, PASSED, {"first": PASSED, "lower": FAILED}, ("lower",), "illustrative for the lower tiers"),
    (PASSED, PASSED, dict.fromkeys(TIERS, PASSED), (), ""),
    (PASSED, PASSED, None, (), ""),
]


@pytest.fixture
def lake(lake_copy: Lake, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """Return a lake of the shipped case base that the pages show and a test may change."""
    point_at(monkeypatch, lake_copy.settings)
    return lake_copy


def test_before_anything_was_judged_the_word_stands(lake: Lake) -> None:
    assert read_validation(lake) is None
    assert read_standing(lake) == UNJUDGED
    assert illustrative_words(lake) == "illustrative, "
    for url_path, query in PAGES:
        assert WORD in words_of(open_page(url_path, query)).lower(), url_path


@pytest.mark.parametrize(("first", "lower", "with_context", "tiers", "said"), STANDING)
def test_the_word_stands_for_each_tier_whose_own_gate_failed(
    lake: Lake, first: Gate, lower: Gate, with_context: Mapping[str, Gate] | None, tiers: tuple[str, ...], said: str
) -> None:
    keep(lake, made_validation(first, lower, with_context))
    standing = read_standing(lake)
    assert standing.illustrative == tiers
    assert standing.words() == said
    assert illustrative_words(lake) == (f"{said}, " if said else "")
    for tier in TIERS:
        assert (WORD in standing.head(tier)) == (tier in tiers)
        assert standing.words([tier]) == (WORD if tier in tiers else "")


@pytest.mark.parametrize("failed", TIERS)
def test_on_a_case_only_the_tier_that_has_not_passed_is_called_illustrative(lake: Lake, failed: str) -> None:
    first, lower = (FAILED if tier == failed else PASSED for tier in TIERS)
    keep(lake, made_validation(first, lower))
    page = html_of(open_page("cluster", {"id": "pk-sialkot-footballs", "suppose": "union_presence:strong"}))
    assert [WORD in item.words for item in page.of_kind("tier-numbers")] == [tier == failed for tier in TIERS]
    heads = [
        item.words for item in page.tagged("th") if item.words.startswith((tier_name("first"), tier_name("lower")))
    ]
    # The reasons, the levers and what a supposition moves.
    assert len(heads) == 6
    for words in heads:
        assert (WORD in words) == words.startswith(tier_name(failed))
    card = html_of(open_page("", {"selected": "pk-sialkot-footballs"})).of_kind("tier-numbers")
    assert [WORD in item.words for item in card] == [tier == failed for tier in TIERS]


@pytest.mark.parametrize(("url_path", "query"), PAGES, ids=["map", "cluster", "method"])
def test_the_word_leaves_a_page_when_both_tiers_have_passed_and_comes_back(
    lake: Lake, url_path: str, query: Query
) -> None:
    keep(lake, made_validation(PASSED, PASSED))
    app = open_page(url_path, query)
    assert not app.exception
    assert WORD not in words_of(app).lower()
    keep(lake, made_validation(PASSED, FAILED))
    assert WORD in words_of(app.run()).lower()
