"""The word "illustrative" stands on every page, until computed numbers say that both tiers have passed their test."""

from collections.abc import Mapping

import pytest

from model.states import TIERS
from model.validation.records import Gate
from store.connection import Lake
from tests.ui.app import Query, open_page, words_of
from tests.ui.conftest import point_at
from tests.ui.made_validation import FAILED, PASSED, keep, made_validation
from ui.standing import illustrative_words, read_validation

WORD = "illustrative"
PAGES: tuple[tuple[str, Query], ...] = (("", {}), ("cluster", {"id": "pk-sialkot-footballs"}), ("method", {}))
STANDING = [
    (FAILED, FAILED, None, True),
    (PASSED, FAILED, None, True),
    (FAILED, PASSED, None, True),
    (PASSED, PASSED, {"first": PASSED, "lower": FAILED}, True),
    (PASSED, PASSED, dict.fromkeys(TIERS, PASSED), False),
    (PASSED, PASSED, None, False),
]


@pytest.fixture
def lake(lake_copy: Lake, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """Return a lake of the shipped case base that the pages show and a test may change."""
    point_at(monkeypatch, lake_copy.settings)
    return lake_copy


def test_before_anything_was_judged_the_word_stands(lake: Lake) -> None:
    assert read_validation(lake) is None
    assert WORD in illustrative_words(lake)
    for url_path, query in PAGES:
        assert WORD in words_of(open_page(url_path, query)).lower(), url_path


@pytest.mark.parametrize(("first", "lower", "with_context", "stands"), STANDING)
def test_one_failed_gate_of_either_tier_keeps_the_word(
    lake: Lake, first: Gate, lower: Gate, with_context: Mapping[str, Gate] | None, stands: bool
) -> None:
    result = made_validation(first, lower, with_context)
    keep(lake, result)
    assert read_validation(lake) == result
    assert any(result.is_illustrative(tier) for tier in TIERS) == stands
    assert bool(illustrative_words(lake)) == stands


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
