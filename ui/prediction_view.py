"""What the model implies for one cluster, as HTML: both tiers as marks on bars, and the reasons with their sign."""

import codebook
from geo.colours import Theme, class_colour
from model.explanation import Contribution, TierPrediction
from ui.case import Case
from ui.markup import element, text
from ui.words import TIERS, adoption_words, direction, heading, known_words, level, tier_name, value_words

HIGHEST_LEVEL = len(codebook.values("first_tier_adoption")) - 1


def tier_predictions(case: Case) -> list[tuple[str, TierPrediction, int, int]]:
    """Return tier, prediction, known factors and all factors, first tier first."""
    explanation = case.explanation
    pairs = zip(TIERS, (explanation.first, explanation.lower), explanation.completeness, strict=True)
    return [(tier, prediction, completeness.known, completeness.of) for tier, prediction, completeness in pairs]


def tiers_html(case: Case, theme: Theme) -> str:
    """Return both tiers, each as a mark on a bar with its 90 % range and the same in words."""
    rows = [_tier_html(tier, prediction, known, of, theme) for tier, prediction, known, of in tier_predictions(case)]
    note = "Bar: the 90 % range of what the model finds plausible. Thin line: a place nobody has studied. "
    return element("div", *rows, element("p", note + "Not a measurement.", kind="note"), kind="tiers")


def _tier_html(tier: str, prediction: TierPrediction, known: int, of: int, theme: Theme) -> str:
    low, high = prediction.interval
    colour = class_colour(codebook.adoption_class(prediction.above_unknown), known, theme)
    words = adoption_words(codebook.adoption_class(prediction.above_unknown), known)
    if known == 0:
        words = f"{words}: the model’s answer for a place nobody has studied"
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


def reasons_html(case: Case, limit: int | None = None) -> str:
    """Return what moves the prediction, strongest first, as signed bars for both tiers with words.

    Parameters
    ----------
    limit
        Show so many at most, and without numbers, as there is room for on a card; all by default.
    """
    reasons = case.reasons()[:limit]
    if not reasons:
        return element("p", "Nothing is known that could move it.", kind="note")
    largest = max(max(abs(r.first_tier), abs(r.lower_tier)) for r in reasons) or 1.0
    is_short = limit is not None
    rows = [_reason_html(case, reason, largest, with_amounts=not is_short) for reason in reasons]
    header = element(
        "thead",
        element("tr", "<th scope='col'>What is known</th>", *(f"<th scope='col'>{tier_name(t)}</th>" for t in TIERS)),
    )
    return element("table", header, element("tbody", *rows), kind="reasons short" if is_short else "reasons")


def _reason_html(case: Case, reason: Contribution, largest: float, *, with_amounts: bool) -> str:
    supposed = {s.factor: s.value for s in case.explanation.hypothetical}
    if reason.factor in supposed:
        value = supposed[reason.factor]
        words = value_words(reason.factor, [] if value is None else [value]) + " (supposed)"
    else:
        words = value_words(reason.factor, [str(row["value"]) for row in case.counting_records(reason.factor)])
    cells = [_bar_html(amount, largest, with_amount=with_amounts) for amount in (reason.first_tier, reason.lower_tier)]
    return element("tr", f"<th scope='row'>{text(words)}</th>", *cells)


def _bar_html(amount: float, largest: float, *, with_amount: bool) -> str:
    width = 50 * abs(amount) / largest
    left = 50.0 if amount >= 0 else 50.0 - width
    kind = "plus" if amount >= 0 else "minus"
    bar = f'<span class="signed {kind}" style="left:{left:.1f}%;width:{width:.1f}%"></span>'
    words = direction(amount)
    if with_amount and words != direction(0):
        # A minus sign has the width of the plus; a hyphen has not.
        words = f"{words}, {amount:+.2f}".replace("-", "−")
    content = element("div", bar, kind="zero") + element("span", text(words), kind="amount")
    return element("td", element("div", content, kind="effect"))


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
