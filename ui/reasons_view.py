"""Why a prediction is what it is, as HTML: signed bars for both tiers, each beside its words.

A bar's hatched part is what a factor owes to its partners; what only the country's indicators suggest stands apart.
"""

from collections.abc import Sequence

import codebook
from model.explanation import Contribution
from ui.case import Case
from ui.evidence_marks import is_set_apart
from ui.markup import element, text
from ui.words import SMALLEST_SHOWN, TIERS, direction, share_words, tier_name, value_words

Amounts = tuple[tuple[float, float], ...]
"""By tier: the contribution in levels, and the part of it that is owed to other factors."""


def reasons_html(case: Case, limit: int | None = None) -> str:
    """Return what moves the prediction, strongest first, as signed bars for both tiers with words.

    Parameters
    ----------
    limit
        Show so many at most, and without numbers, as there is room for on a card; all by default, with what is only
        inferred from the country below.
    """
    reasons = case.reasons()[:limit]
    inferred = [] if limit is not None else case.inferred()
    nothing = "" if reasons else element("p", "Nothing is known here that could move it.", kind="note")
    if not reasons and not inferred:
        return nothing
    is_short = limit is not None
    largest = max(abs(amount) for reason in [*reasons, *inferred] for amount, _ in _amounts(reason)) or 1.0
    parts = [element("tbody", *_rows(case, reasons, largest, with_amounts=not is_short))]
    if inferred:
        head = element("tr", "<th scope='rowgroup' colspan='3'>Inferred from the country’s indicators, not known</th>")
        parts.append(element("tbody", head, *_rows(case, inferred, largest, with_amounts=True), kind="inferred"))
    header = element(
        "thead",
        element("tr", "<th scope='col'>What is known</th>", *(f"<th scope='col'>{tier_name(t)}</th>" for t in TIERS)),
    )
    note = "Hatched: the part that a factor owes to others, such as known buyers together with an active association."
    table = element("table", header, *parts, kind="reasons short" if is_short else "reasons")
    return nothing + (table if is_short else table + element("p", text(note), kind="note"))


def _rows(case: Case, reasons: Sequence[Contribution], largest: float, *, with_amounts: bool) -> list[str]:
    return [_row_html(case, reason, largest, with_amounts=with_amounts) for reason in reasons]


def _row_html(case: Case, reason: Contribution, largest: float, *, with_amounts: bool) -> str:
    cells = [_bar_html(amount, joint, largest, with_amount=with_amounts) for amount, joint in _amounts(reason)]
    return element("tr", f"<th scope='row'>{text(_words(case, reason))}</th>", *cells)


def _amounts(reason: Contribution) -> Amounts:
    return (reason.first_tier, reason.first_joint), (reason.lower_tier, reason.lower_joint)


def _words(case: Case, reason: Contribution) -> str:
    """Return what is known of a factor, or supposed of it; of an inferred one only its name."""
    if reason.inferred:
        return codebook.factor(reason.factor).label
    supposed = {supposition.factor: supposition.value for supposition in case.explanation.hypothetical}
    if reason.factor in supposed:
        value = supposed[reason.factor]
        return value_words(reason.factor, [] if value is None else [value]) + " (supposed)"
    rows = case.counting_records(reason.factor)
    wider = " (only from a wider or general statement)" if rows and all(is_set_apart(row) for row in rows) else ""
    return value_words(reason.factor, [str(row["value"]) for row in rows]) + wider


def _bar_html(amount: float, joint: float, largest: float, *, with_amount: bool) -> str:
    width = 50 * abs(amount) / largest
    left = 50.0 if amount >= 0 else 50.0 - width
    kind = "plus" if amount >= 0 else "minus"
    bar = f'<span class="signed {kind}" style="left:{left:.1f}%;width:{width:.1f}%">{_joint_html(amount, joint)}</span>'
    words = direction(amount)
    if with_amount and words != direction(0):
        # A minus sign has the width of the plus; a hyphen has not.
        words = f"{words}, {amount:+.2f}".replace("-", "−")
        if _joint_share(amount, joint) >= 0.1:
            words += f" ({share_words(round(100 * _joint_share(amount, joint)), 100)} with others)"
    content = element("div", bar, kind="zero") + element("span", text(words), kind="amount")
    return element("td", element("div", content, kind="effect"))


def _joint_share(amount: float, joint: float) -> float:
    """Return the share of a bar that is owed to other factors, 0 to 1; nothing where the two pull apart."""
    if abs(amount) < SMALLEST_SHOWN or amount * joint <= 0:
        return 0.0
    return min(joint / amount, 1.0)


def _joint_html(amount: float, joint: float) -> str:
    share = _joint_share(amount, joint)
    side = "right" if amount >= 0 else "left"
    return f'<span class="joint" style="{side}:0;width:{100 * share:.0f}%"></span>' if share else ""
