"""What the model implies for one cluster, as HTML: both tiers as marks on bars, and the reasons with their sign."""

import codebook
from geo.colours import Theme, class_colour
from model.explanation import TierPrediction
from ui.case import Case
from ui.markup import element, text
from ui.words import TIERS, adoption_words, heading, known_words, level, tier_name

HIGHEST_LEVEL = len(codebook.values("first_tier_adoption")) - 1


def tier_predictions(case: Case) -> list[tuple[str, TierPrediction, int, int]]:
    """Return tier, prediction, known factors and all factors, first tier first."""
    explanation = case.explanation
    pairs = zip(TIERS, (explanation.first, explanation.lower), explanation.completeness, strict=True)
    return [(tier, prediction, completeness.known, completeness.of) for tier, prediction, completeness in pairs]


def tiers_html(case: Case, theme: Theme) -> str:
    """Return both tiers, each as a mark on a bar with its 90 % range and the same in words."""
    rows = [_tier_html(tier, prediction, known, of, theme) for tier, prediction, known, of in tier_predictions(case)]
    bases = f"{case.explanation.first.base:.1f} in the first tier, {case.explanation.lower.base:.1f} in the lower tiers"
    note = f"Bar: the 90 % range of what the model finds plausible. Thin line: a place nobody has studied ({bases}). "
    return element("div", *rows, element("p", note + "Not a measurement.", kind="note"), kind="tiers")


def _tier_html(tier: str, prediction: TierPrediction, known: int, of: int, theme: Theme) -> str:
    low, high = prediction.interval
    colour = class_colour(codebook.adoption_class(prediction.above_unknown), known, theme)
    words = adoption_words(codebook.adoption_class(prediction.above_unknown), known)
    if known == 0:
        words = f"{words} here: {_unknown_words(prediction)}"
    track = element(
        "div",
        f'<span class="range" style="left:{_percent(low)};width:{_percent(high - low)};background:{colour}"></span>',
        f'<span class="base" style="left:{_percent(prediction.base)}"></span>',
        f'<span class="mark" style="left:{_percent(prediction.expected)};background:{colour}"></span>',
        kind="track" + (" unknown" if known == 0 else ""),
    )
    numbers = f"{level(prediction.expected)} (90 % range {low:.1f} to {high:.1f})"
    return element(
        "div",
        element("div", element("strong", text(tier_name(tier))), " ", text(words), kind="tier-words"),
        track,
        element("div", text(f"{numbers} · {known_words(known, of)}"), kind="tier-numbers"),
        kind="tier",
    )


def _unknown_words(prediction: TierPrediction) -> str:
    """Return where the numbers of a tier come from that nobody has written about."""
    if prediction.expected == prediction.base:
        return "the numbers are those of a place nobody has studied"
    return "the model’s answer from what is known of the other tier and the country’s indicators"


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
