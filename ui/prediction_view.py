"""What the model implies for one cluster, as HTML: both tiers as marks on bars, and the reasons with their sign."""

import codebook
from geo.colours import Theme, class_colour
from model.explanation import TierPrediction
from model.states import TIERS
from model.validation.sentences import BETTER
from ui.case import Case
from ui.coded_outcome import KEPT_APART, coded_level, coded_words
from ui.markup import element, text
from ui.standing import UNJUDGED, WORD, Standing
from ui.words import adoption_words, heading, known_words, level, tier_name

HIGHEST_LEVEL = len(codebook.values("first_tier_adoption")) - 1


def tier_predictions(case: Case) -> list[tuple[str, TierPrediction, int, int]]:
    """Return tier, prediction, known factors and all factors, first tier first."""
    explanation = case.explanation
    pairs = zip(TIERS, (explanation.first, explanation.lower), explanation.completeness, strict=True)
    return [(tier, prediction, completeness.known, completeness.of) for tier, prediction, completeness in pairs]


def tiers_html(case: Case, theme: Theme, standing: Standing = UNJUDGED, *, is_short: bool = False) -> str:
    """Return both tiers, each as a mark on a bar with its 90 % range, what is coded of it, and how far it was tested.

    Parameters
    ----------
    standing
        How far each tier was tested.
    is_short
        Whether there is only the room of a card: of the tests only a bad result is told, without its numbers.
    """
    rows = [
        _tier_html(tier, prediction, known, of, theme, standing)
        + _coded_html(case, tier, prediction, known)
        + _order_html(tier, standing, is_short=is_short)
        for tier, prediction, known, of in tier_predictions(case)
    ]
    bases = f"{case.explanation.first.base:.1f} in the first tier, {case.explanation.lower.base:.1f} in the lower tiers"
    notes = [
        f"Bar: the 90 % range of what the model finds plausible. Thin line: a place nobody has studied ({bases}).",
        "Not a measurement.",
    ]
    if any(coded_level(case, tier) for tier in TIERS):
        notes.append(KEPT_APART)
    items = [element("div", row, kind="tier") for row in rows]
    return element("div", *items, element("p", text(" ".join(notes)), kind="note"), kind="tiers")


def _tier_html(tier: str, prediction: TierPrediction, known: int, of: int, theme: Theme, standing: Standing) -> str:
    low, high = prediction.interval
    colour = class_colour(codebook.adoption_class(prediction.above_unknown), known, theme)
    words = adoption_words(codebook.adoption_class(prediction.above_unknown), known)
    if known == 0:
        is_moved = prediction.expected != prediction.base
        words += (
            " here: the model’s answer from the rest" if is_moved else " here: the model’s answer for any such place"
        )
    track = element(
        "div",
        f'<span class="range" style="left:{_percent(low)};width:{_percent(high - low)};background:{colour}"></span>',
        f'<span class="base" style="left:{_percent(prediction.base)}"></span>',
        f'<span class="mark" style="left:{_percent(prediction.expected)};background:{colour}"></span>',
        kind="track" + (" unknown" if known == 0 else ""),
    )
    numbers = [f"{level(prediction.expected)} (90 % range {low:.1f} to {high:.1f})", known_words(known, of)]
    if tier in standing.illustrative:
        numbers.append(WORD)
    return (
        element("div", element("strong", text(tier_name(tier))), " ", text(words), kind="tier-words")
        + track
        + element("div", text(" · ".join(numbers)), kind="tier-numbers")
    )


def _coded_html(case: Case, tier: str, prediction: TierPrediction, known: int) -> str:
    words = coded_words(case, tier, prediction, known)
    return element("div", text(words), kind="coded") if words else ""


def _order_html(tier: str, standing: Standing, *, is_short: bool) -> str:
    """Return how the order of places held in tests; on a card only where it is no good, in few words."""
    if not is_short:
        sentence = standing.sentences.get(tier)
        return element("p", text(sentence), kind="note") if sentence else ""
    verdict = standing.verdicts.get(tier, BETTER)
    return (
        "" if verdict == BETTER else element("div", text(f"In tests its order of places was {verdict}."), kind="coded")
    )


def unknown_html(case: Case) -> str:
    """Return the factors nobody has written about, each with the question to ask there."""
    factors = [codebook.factor(name) for name in case.unknown_factors]
    if not factors:
        return element("p", "Every factor of the model is documented here, in one tier at least.", kind="note")
    items = [
        element("li", element("strong", text(factor.label)), "<br>", text(heading(factor.question)))
        for factor in factors
    ]
    return element("ul", *items, kind="unknown-list")


def _percent(value: float) -> str:
    """Return a level (0 to the highest) as a CSS percentage of the bar."""
    return f"{100 * min(max(value / HIGHEST_LEVEL, 0.0), 1.0):.1f}%"
