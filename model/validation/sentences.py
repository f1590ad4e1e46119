"""What the numbers of a validation say, in plain sentences that change with the numbers.

No figure is typed here. What is fixed are words, and the bounds at which one word gives way to another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import codebook
from model.states import TIERS
from model.validation.bounds import LEAST_CASES, THRESHOLD
from model.validation.names import (
    BASE_RATE,
    DOCUMENTATION,
    FROZEN,
    INDEX,
    LEAVE_ONE_OUT,
    REGRESSIONS,
    THEORY,
)
from model.validation.records import Score
from model.validation.result import Validation

BETTER = "better than guessing"
"""What is said of an order of places that held on the coded cases."""

_GUESSING = 0.5
"""Share of pairs that a coin puts in the right order."""


@dataclass(frozen=True)
class Statement:
    """One thing that the numbers say.

    Attributes
    ----------
    key
        What it is about, stable, for tests and anchors: ``ranking``, ``weights``, ``documentation``, ``more-cases``
        or ``gate``.
    tier
        The tier it speaks of, None for both.
    text
        One to three sentences.
    """

    key: str
    tier: str | None
    text: str


def statements(result: Validation) -> tuple[Statement, ...]:
    """Return what a page must say about the scores, in its order."""
    found: list[Statement] = [Statement("ranking", tier, _ranking(result, tier)) for tier in TIERS]
    found.append(Statement("weights", None, _weights(result)))
    if not result.is_outside:
        found.append(Statement("documentation", None, _documentation(result)))
    found += [Statement("more-cases", tier, _more_cases(result, tier)) for tier in TIERS]
    found += [Statement("gate", tier, gate_sentence(result, tier)) for tier in TIERS]
    return tuple(found)


def tier_words(tier: str) -> str:
    """Return a tier as a sentence names it."""
    return codebook.label("tier", tier)


def main_design(result: Validation) -> str:
    """Return the design that most cases were judged in."""
    return FROZEN if result.is_outside else LEAVE_ONE_OUT


def gate_sentence(result: Validation, tier: str) -> str:
    """Return whether the predictions of a tier are illustrative, and why."""
    where = f"Predictions for {tier_words(tier)}"
    if result.is_illustrative(tier):
        verdict = f"{where} are illustrative."
    else:
        verdict = f"{where} have passed the test that was set for them."
    gates = [("", result.gate[tier])]
    if result.with_context is not None:
        gates.append((" with national context", result.with_context.gate[tier]))
    reasons = []
    for when, gate in gates:
        if gate.z_base_rate is None or gate.z_index is None:
            reasons.append(f"There are too few places to judge it by{when}.")
            continue
        reasons.append(
            f"On {gate.n:,} places coded after the model was fixed the theory{when} is {_lead(gate.z_base_rate)} "
            f"giving every place the same chances, and {_lead(gate.z_index)} the mean level of known factors."
        )
    return " ".join([verdict, *reasons, f"It must be more than {THRESHOLD:g} ahead of both."])


def too_few(result: Validation, tier: str, count: int) -> str:
    """Return the sentence that stands instead of numbers, where `count` places were to be judged."""
    if count >= LEAST_CASES:
        return (
            f"Only {result.n_training[tier]:,} places with a coded outcome for {tier_words(tier)} are there to learn "
            f"from: too few for numbers, {LEAST_CASES} are the least."
        )
    return (
        f"Only {count:,} places have a coded outcome for {tier_words(tier)}: too few for numbers, "
        f"{LEAST_CASES} are the least."
    )


def _lead(z: float) -> str:
    return f"{abs(z):.1f} standard errors {'ahead of' if z > 0 else 'behind'}"


def _ranking(result: Validation, tier: str) -> str:
    design = main_design(result)
    score = result.score(THEORY, tier, design)
    lead = result.comparison(THEORY, BASE_RATE, tier, design)
    if score is None or score.rps is None or lead is None or lead.gain is None:
        return too_few(result, tier, score.n if score else 0)
    if lead.gain <= 0.0:
        gain = f"Over giving every place the same chances it gains nothing ({lead.gain:+.4f})."
    else:
        surety = "more than chance would often give" if (lead.z or 0.0) > THRESHOLD else "which chance can explain"
        gain = (
            f"Over giving every place the same chances it gains {lead.gain:.4f} points, "
            f"{lead.z or 0.0:.1f} standard errors, {surety}."
        )
    return f"{_order(score, tier)} {gain}"


def order_verdict(result: Validation, tier: str) -> str | None:
    """Return how the theory's order of places held in a tier, in a few words; None where it cannot be judged."""
    score = result.score(THEORY, tier, main_design(result))
    return None if score is None else _verdict(score)


def order_sentence(result: Validation, tier: str) -> str | None:
    """Return the same as one short sentence with its numbers, to stand beside a prediction of the tier."""
    score = result.score(THEORY, tier, main_design(result))
    if score is None or score.auc is None or score.auc_low is None or score.auc_high is None:
        return None
    return (
        f"In tests on {score.n:,} coded places its order was {_verdict(score)}: the right one of two places came first "
        f"in {100 * score.auc:.0f} % of pairs ({100 * score.auc_low:.0f} to {100 * score.auc_high:.0f} %)."
    )


def _verdict(score: Score) -> str | None:
    if score.auc_low is None or score.auc_high is None:
        return None
    if score.auc_low > _GUESSING:
        return BETTER
    return "worse than guessing" if score.auc_high < _GUESSING else "no better than guessing"


def _order(score: Score, tier: str) -> str:
    if score.auc is None or score.auc_low is None or score.auc_high is None:
        return f"For {tier_words(tier)} all {score.n:,} places are alike, so their order cannot be judged."
    return (
        f"For {tier_words(tier)} the theory orders {score.n:,} documented places {_verdict(score)}: of two places, one "
        f"with some practice and one with none, it puts the right one first in {score.auc:.0%} of pairs "
        f"({score.auc_low:.0%} to {score.auc_high:.0%}; guessing gives {_GUESSING:.0%})."
    )


def _weights(result: Validation) -> str:
    design = main_design(result)
    beaten: list[str] = []
    ahead: list[str] = []
    for tier in TIERS:
        theory = result.score(THEORY, tier, design)
        rivals = [rps for model in REGRESSIONS if (rps := _rps(result.score(model, tier, design))) is not None]
        if theory is None or theory.rps is None or not rivals:
            continue
        words = f"{tier_words(tier)} ({min(rivals):.4f} against {theory.rps:.4f}, lower is better)"
        (beaten if min(rivals) <= theory.rps else ahead).append(words)
    if not beaten and not ahead:
        return "There are too few places to compare the theory with plain regressions."
    parts = []
    if beaten:
        parts.append(
            f"Plain regressions, which learn their weights from the cases, score as well as the theory or better for "
            f"{_and(beaten)}: there the theory's weights are not confirmed."
        )
    if ahead:
        parts.append(f"The theory scores better than plain regressions for {_and(ahead)}.")
    return " ".join(parts)


def _documentation(result: Validation) -> str:
    best_in: list[str] = []
    other: list[str] = []
    for tier in TIERS:
        rows = [s for s in result.scores if s.tier == tier and s.design == LEAVE_ONE_OUT and s.rps is not None]
        if not rows:
            continue
        best = min(rows, key=lambda row: row.rps or 0.0)
        (best_in if best.model == DOCUMENTATION else other).append(tier)
    if not best_in and not other:
        return "There are too few places to ask what their documentation alone would tell."
    if not best_in:
        return (
            "Looking at which factors somebody wrote about scores best in neither tier, so the way in which places are "
            "documented does not by itself explain the scores."
        )
    shifts = [text for tier in best_in if (text := _shift(result, tier))]
    on_new = f" On new places its gain goes {_and(shifts)}." if shifts else ""
    return (
        f"When each place is forecast from the others, the best score for {_and(map(tier_words, best_in))} belongs to "
        f"the contestant that mostly looks at which factors somebody wrote about.{on_new} Cases resemble each other in "
        f"how they were documented, so every figure of this kind flatters, the theory's included."
    )


def _shift(result: Validation, tier: str) -> str | None:
    before = result.score(DOCUMENTATION, tier, LEAVE_ONE_OUT)
    after = result.score(DOCUMENTATION, tier, FROZEN)
    if before is None or before.gain is None or after is None or after.gain is None:
        return None
    direction = "down" if after.gain < before.gain else "up"
    return f"{direction} from {before.gain:+.4f} to {after.gain:+.4f} for {tier_words(tier)}"


def _more_cases(result: Validation, tier: str) -> str:
    gate = result.gate[tier]
    opening = f"{gate.n:,} new places with a coded outcome for {tier_words(tier)} stand behind this."
    parts = [text for against in (BASE_RATE, INDEX) if (text := _needed(result, tier, against))]
    return " ".join([opening, *parts]) if parts else too_few(result, tier, gate.n)


def _needed(result: Validation, tier: str, against: str) -> str | None:
    row = result.comparison(THEORY, against, tier, FROZEN)
    if row is None or row.gain is None:
        return None
    rival = "giving every place the same chances" if against == BASE_RATE else "the mean level of known factors"
    if row.n_needed is None:
        return f"Over {rival} the theory has no gain on them that more places could confirm."
    if row.n_more == 0:
        return f"They are enough to confirm a gain of this size over {rival}."
    return f"To confirm its gain over {rival}, should it stay this large, takes {row.n_more:,} more."


def _rps(score: Score | None) -> float | None:
    return None if score is None else score.rps


def _and(items: Iterable[str]) -> str:
    listed = list(items)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"
