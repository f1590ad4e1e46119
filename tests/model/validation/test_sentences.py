"""Sentences that follow the numbers: other numbers, other words."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from model.states import TIERS
from model.validation.limits import limits, robustness
from model.validation.names import (
    BASE_RATE,
    CONTEXT_OFF,
    DOCUMENTATION,
    FROZEN,
    INDEX,
    LEAVE_ONE_OUT,
    REGRESSIONS,
    THEORY,
)
from model.validation.records import Gate
from model.validation.result import Validation
from model.validation.sentences import order_sentence, order_verdict, statements


def _text(result: Validation, key: str, tier: str | None = None) -> str:
    spoken = (*statements(result), *robustness(result), *limits(result))
    return next(item.text for item in spoken if (item.key, item.tier) == (key, tier))


def _with_scores(result: Validation, model: str, **changes: Any) -> Validation:
    scores = tuple(replace(row, **changes) if row.model == model else row for row in result.scores)
    return replace(result, scores=scores)


def _with_gains(result: Validation, **changes: Any) -> Validation:
    needed = tuple(replace(row, **changes) if row.model == THEORY else row for row in result.needed)
    return replace(result, needed=needed)


def test_the_shipped_numbers_say_what_they_say(shipped: Validation) -> None:
    score = shipped.score(THEORY, "first", LEAVE_ONE_OUT)
    assert score is not None
    first = _text(shipped, "ranking", "first")
    assert "better than guessing" in first
    assert f"{score.auc:.0%}" in first
    assert f"{score.gain:.4f}" in first
    lower = _text(shipped, "ranking", "lower")
    assert "no better than guessing" in lower
    assert "gains nothing" in lower
    assert "not confirmed" in _text(shipped, "weights")
    assert "flatters" in _text(shipped, "documentation")
    assert "illustrative" in _text(shipped, "gate", "first")


def test_a_ranking_that_is_no_better_than_guessing_is_called_that(shipped: Validation) -> None:
    assert "no better than guessing" in _text(_with_scores(shipped, THEORY, auc_low=0.4), "ranking", "first")
    worse = _with_scores(shipped, THEORY, auc=0.3, auc_low=0.2, auc_high=0.45)
    assert "worse than guessing" in _text(worse, "ranking", "first")


def test_a_gain_that_is_small_is_left_to_chance(shipped: Validation) -> None:
    assert "chance can explain" in _text(_with_gains(shipped, gain=0.01, z=1.0), "ranking", "first")
    assert "more than chance would often give" in _text(_with_gains(shipped, gain=0.01, z=3.0), "ranking", "lower")


def test_a_theory_that_beats_the_regressions_is_confirmed_against_them(shipped: Validation) -> None:
    better = _with_scores(shipped, THEORY, rps=0.01)
    assert "scores better than plain regressions" in _text(better, "weights")
    assert "not confirmed" not in _text(better, "weights")
    regressions = replace(shipped, scores=tuple(s for s in shipped.scores if s.model not in REGRESSIONS))
    assert "too few" in _text(regressions, "weights")


def test_documentation_that_tells_nothing_flatters_nobody(shipped: Validation) -> None:
    assert "flatters" not in _text(_with_scores(shipped, DOCUMENTATION, rps=0.9), "documentation")


def test_how_many_more_is_the_number_that_was_computed(shipped: Validation) -> None:
    row = shipped.comparison(THEORY, INDEX, "first", FROZEN)
    assert row is not None
    assert f"{row.n_more:,} more" in _text(shipped, "more-cases", "first")
    assert "no gain" in _text(_with_gains(shipped, n_needed=None, n_more=None), "more-cases", "first")
    assert "enough" in _text(_with_gains(shipped, n_needed=5, n_more=0), "more-cases", "first")


def test_a_tier_that_passes_the_gate_is_no_longer_called_illustrative(shipped: Validation) -> None:
    gate: Mapping[str, Gate] = {tier: Gate(60, 3.1, 2.2, illustrative=False) for tier in TIERS}
    text = _text(replace(shipped, gate=gate, with_context=None), "gate", "lower")
    assert "illustrative" not in text
    assert "3.1 standard errors ahead" in text


def test_other_priors_that_turn_the_order_are_said_to_do_so(shipped: Validation) -> None:
    assert "hardly changes" in _text(shipped, "priors", "first")
    turned = tuple(replace(row, rank_correlation=0.5) for row in shipped.sensitivity)
    assert "hardly changes" not in _text(replace(shipped, sensitivity=turned), "priors", "first")
    assert any(row.variant == CONTEXT_OFF for row in shipped.sensitivity)


@pytest.mark.parametrize("rho", [0.4, -0.4])
def test_predictions_that_go_with_unread_indicators_are_said_to(rho: float, shipped: Validation) -> None:
    rows = tuple(replace(row, rho=rho, p=0.01) for row in shipped.convergent)
    text = _text(replace(shipped, convergent=rows), "convergent")
    assert ("do not visibly go with" in text) == (rho < 0)


def test_too_few_places_are_said_instead_of_numbers(shipped: Validation) -> None:
    scores = tuple(replace(row, n=4, rps=None, gain=None, auc=None) for row in shipped.scores)
    few = replace(shipped, scores=scores, needed=(), gate={t: Gate(4, None, None, True) for t in TIERS})
    assert "Only 4 places" in _text(few, "ranking", "first")
    assert "Only 4 places" in _text(few, "more-cases", "lower")
    assert "too few" in _text(few, "gate", "first")


def test_the_limits_of_the_cases_are_always_said(shipped: Validation) -> None:
    keys = {item.key for item in limits(shipped)}
    assert {"selection", "export", "missing", "same-text", "years", "confounded", "no-cause"} <= keys
    for scale in shipped.scale:
        assert f"{scale.coded_share:.0%}" in _text(shipped, "selection", scale.tier)


@pytest.mark.parametrize("name", ["sentences", "limits"])
def test_no_figure_is_typed(name: str, project_folder: Path) -> None:
    source = (project_folder / f"model/validation/{name}.py").read_text(encoding="utf-8")
    strings = re.findall(r'f?"([^"\n]*)"', source.split("def ", 1)[1])
    plain = [re.sub(r"\{[^}]*\}", "", text) for text in strings]
    typed = [text for text in plain if re.search(r"\d", text.replace("guessing gives 50%", "").replace(" of 2", ""))]
    assert not typed, f"To mend it: take {typed} from the result."


def test_the_base_rate_is_named_in_words_everywhere(shipped: Validation) -> None:
    spoken = (*statements(shipped), *robustness(shipped), *limits(shipped))
    assert not [item.text for item in spoken if BASE_RATE in item.text or "rps" in item.text]


def test_the_short_sentence_on_a_tier_s_order_follows_its_numbers(shipped: Validation) -> None:
    for tier in TIERS:
        score = shipped.score(THEORY, tier, LEAVE_ONE_OUT)
        assert score is not None
        said = order_sentence(shipped, tier)
        assert said is not None
        assert f"{score.n} coded places" in said
        assert [int(share) for share in re.findall(r"(\d+)(?= %| to)", said)] == [
            round(100 * (share or 0.0)) for share in (score.auc, score.auc_low, score.auc_high)
        ]
        assert f"was {order_verdict(shipped, tier)}:" in said
    alike = _with_scores(shipped, THEORY, auc=None, auc_low=None, auc_high=None)
    assert order_sentence(alike, "first") is order_verdict(alike, "first") is None
    assert order_verdict(replace(shipped, scores=()), "lower") is None
