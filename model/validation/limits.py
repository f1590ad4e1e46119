"""What a validation on published cases cannot show, and how robust the predictions are, in plain sentences.

No figure is typed here; each is taken from the result.
"""

from __future__ import annotations

from model.states import TIERS
from model.validation.bounds import MANY_BINS, MANY_CASES
from model.validation.names import CONTEXT_OFF, INDEX, THEORY
from model.validation.records import Convergence
from model.validation.result import Validation
from model.validation.sentences import Statement, main_design, tier_words

_CLOSE_RANKS = 0.9
"""Rank correlation above which an order is called robust."""

_SMALL_CHANGE = 0.05
"""Mean change of the expected level, on a scale of 0 to 2, up to which levels are called robust."""

_SURE = 0.05
"""p below which a correlation is called visible."""


def limits(result: Validation) -> tuple[Statement, ...]:
    """Return what must stand beside the scores wherever they are shown."""
    found = [Statement("selection", scale.tier, _selection(result, scale.tier)) for scale in result.scale]
    for key, text in (
        ("export", "Clusters that sell abroad are written about more often, so they judge the model more than others."),
        ("missing", "What is not documented is not missing at random: what stands out gets written down."),
        ("same-text", "Factors and outcomes were mostly coded from the same texts, which makes them agree."),
        ("years", "The year of a factor and the year of an outcome often differ."),
        ("confounded", "Country and sector go together with who wrote about a place, and cannot be told apart here."),
        ("no-cause", "Nothing here shows causes: factors and outcomes were coded after the fact."),
    ):
        found.append(Statement(key, None, text))
    return tuple(found)


def robustness(result: Validation) -> tuple[Statement, ...]:
    """Return what calibration, other priors, context and unread indicators say; each only where it was computed."""
    found = [Statement("calibration", tier, _calibration(result, tier)) for tier in TIERS]
    found += [Statement("priors", tier, text) for tier in TIERS if (text := _priors(result, tier))]
    found += [Statement("context", tier, text) for tier in TIERS if (text := _context(result, tier))]
    if text := _convergent(result):
        found.append(Statement("convergent", None, text))
    return tuple(found)


def _selection(result: Validation, tier: str) -> str:
    scale = next(row for row in result.scale if row.tier == tier)
    lies = "above" if scale.coded_share > scale.implied_share else "below"
    return (
        f"Of {result.n_clusters:,} places {scale.n:,} have a coded outcome for {tier_words(tier)}; "
        f"{scale.coded_share:.0%} of these show at least some practice. The model implies {scale.implied_share:.0%} "
        f"for the same places and {scale.unknown_share:.0%} for a place about which nothing is known. The cases lie "
        f"{lies} the model's own scale, for they were written about because of what happened there."
    )


def _calibration(result: Validation, tier: str) -> str:
    design = main_design(result)
    bins = [row for row in result.calibration if row.tier == tier and row.design == design]
    full = sum(row.n >= MANY_CASES for row in bins)
    if full >= MANY_BINS:
        return (
            f"For {tier_words(tier)} {full} bins hold at least {MANY_CASES} places: calibration can be read as a curve."
        )
    return (
        f"For {tier_words(tier)} only {full} of {max(len(bins), MANY_BINS)} bins of forecast chances hold at least "
        f"{MANY_CASES} places, so calibration is a table with counts and no curve."
    )


def _priors(result: Validation, tier: str) -> str | None:
    rows = [row for row in result.sensitivity if row.tier == tier and row.variant != CONTEXT_OFF]
    ranks = [row.rank_correlation for row in rows if row.rank_correlation is not None]
    if not ranks:
        return None
    changes = [row.mean_change for row in rows]
    order = "hardly changes" if min(ranks) >= _CLOSE_RANKS else "changes"
    levels = "hardly move" if max(changes) <= _SMALL_CHANGE else "move"
    return (
        f"With other priors the order of places for {tier_words(tier)} {order} (rank correlations {min(ranks):.2f} to "
        f"{max(ranks):.2f}), and the levels {levels} (by {min(changes):.2f} to {max(changes):.2f} of 2 on average): "
        f"compare places, and read the level itself with care."
    )


def _context(result: Validation, tier: str) -> str | None:
    if result.with_context is None:
        return None
    design = main_design(result)
    without = result.score(THEORY, tier, design)
    wanted = (THEORY, tier, design)
    beside = next((s for s in result.with_context.scores if (s.model, s.tier, s.design) == wanted), None)
    if without is None or without.rps is None or beside is None or beside.rps is None:
        return None
    effect = "improves" if beside.rps < without.rps else "does not improve"
    moved = next((row for row in result.sensitivity if row.variant == CONTEXT_OFF and row.tier == tier), None)
    order = ""
    if moved is not None and moved.rank_correlation is not None:
        order = (
            f" It moves levels by {moved.mean_change:.2f} of 2 on average and gives {moved.colour_changed_share:.0%} "
            f"of places another colour (rank correlation {moved.rank_correlation:.2f})."
        )
    return (
        f"National context behind what is unknown {effect} the forecasts for {tier_words(tier)}: {beside.rps:.4f} with "
        f"it, {without.rps:.4f} without (lower is better).{order}"
    )


def _convergent(result: Validation) -> str | None:
    means = {row.predictor: row for row in result.convergent if row.indicator is None}
    theory, index = means.get(THEORY), means.get(INDEX)
    if theory is None or theory.rho is None or theory.p is None:
        return None
    visible = theory.rho > 0.0 and theory.p < _SURE
    goes = "go with" if visible else "do not visibly go with"
    beside = f"; for the plain mean of known factors it is {_rho(index)}" if index and index.rho is not None else ""
    return (
        f"In places without any coded adoption, predictions {goes} working conditions, pollution and practice that the "
        f"model never reads: the mean rank correlation is {_rho(theory)}{beside}. One person read both in the same "
        f"text, so this is an upper bound."
    )


def _rho(row: Convergence) -> str:
    return f"{row.rho:+.2f} (p {row.p:.2f}, {row.n:,} comparisons)"
