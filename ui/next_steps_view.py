"""What to find out next and what would move the model, as HTML."""

import codebook
from model.states import TIERS
from ui.case import Case
from ui.markup import element, text
from ui.standing import UNJUDGED, Standing
from ui.words import SMALLEST_SHOWN, share_words, signed

QUESTIONS_SHOWN = 3
LEVERS_SHOWN = 4


def find_out_html(case: Case, standing: Standing = UNJUDGED, limit: int = QUESTIONS_SHOWN) -> str:
    """Return the unknown factors that would teach most, each with its tier, its share and the question to ask."""
    items = case.explanation.to_find_out[:limit]
    if not items:
        return element("p", "Every factor of the model is documented here.", kind="note")
    rows = [
        element(
            "li",
            element("strong", text(f"{codebook.factor(item.factor).label} ({codebook.label('tier', item.tier)})")),
            text(f": would remove {share_words(round(100 * item.share), 100)} of what is uncertain about the "),
            text(f"{codebook.label('model_tier', item.tier)}. "),
            "<br>",
            text(item.question),
        )
        for item in items
    ]
    first, lower = case.explanation.unexplained
    note = (
        f"No single fact would remove the rest: {share_words(round(100 * first), 100)} of the uncertainty about the "
        f"first tier and {share_words(round(100 * lower), 100)} about the lower tiers, mostly because nobody knows how "
        "strongly the factors act."
    )
    words = standing.words()
    note += f" These shares are {words}." if words else ""
    return element("ul", *rows, kind="unknown-list") + element("p", text(note), kind="note")


def levers_html(case: Case, standing: Standing = UNJUDGED) -> str:
    """Return which single favourable step would move the model most; an association, never a promise."""
    levers = [lever for lever in case.explanation.levers if max(lever.first_tier, lever.lower_tier) >= SMALLEST_SHOWN]
    if not levers:
        return ""
    rows = [
        element(
            "tr",
            f"<th scope='row'>{text(codebook.factor(lever.factor).label)}</th>",
            element("td", signed(lever.first_tier)),
            element("td", signed(lever.lower_tier)),
        )
        for lever in levers[:LEVERS_SHOWN]
    ]
    heads = ["One step better in", *(standing.head(tier) for tier in TIERS)]
    head = element("thead", element("tr", *(f"<th scope='col'>{words}</th>" for words in heads)))
    note = "If the model is right and nothing else changes; in levels of adoption, 0 none to 2 substantial."
    return element("table", head, element("tbody", *rows), kind="levers") + element("p", text(note), kind="note")
