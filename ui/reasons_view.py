"""Why a prediction is what it is, as HTML: signed bars for both tiers, each beside its words.

A bar's hatched part is what a factor owes to its partners. What national context adds to a documented factor has a thin
bar of its own under it; what only national context suggests stands apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import codebook
from model.explanation import Contribution
from model.states import TIERS
from ui.case import Case
from ui.evidence_marks import is_set_apart
from ui.markup import element, text
from ui.standing import UNJUDGED, Standing
from ui.words import SMALLEST_SHOWN, direction, share_words, signed, value_words

SMALLEST_JOINT = 0.1
"""Share below which what is owed to others is not told in words."""


@dataclass(frozen=True)
class Amount:
    """What a factor adds to one tier, in levels.

    Attributes
    ----------
    whole
        All of it.
    joint
        The part that is owed to other factors.
    context
        The part that national context adds to what the evidence says; nothing where context is all there is.
    """

    whole: float
    joint: float
    context: float

    @property
    def joint_share(self) -> float:
        """Share of the bar that is owed to other factors, 0 to 1; nothing where the two pull apart."""
        if abs(self.whole) < SMALLEST_SHOWN or self.whole * self.joint <= 0:
            return 0.0
        return min(self.joint / self.whole, 1.0)

    @property
    def has_context(self) -> bool:
        """Whether context adds enough to be shown."""
        return abs(self.context) >= SMALLEST_SHOWN


def reasons_html(case: Case, limit: int | None = None, standing: Standing = UNJUDGED) -> str:
    """Return what moves the prediction, strongest first, as signed bars for both tiers with words.

    Parameters
    ----------
    limit
        Show so many at most, and without numbers, as there is room for on a card; all by default, with what is only
        inferred from the country below.
    standing
        How far each tier was tested.
    """
    reasons = case.reasons()[:limit]
    inferred = [] if limit is not None else case.inferred()
    nothing = "" if reasons else element("p", "Nothing is known here that could move it.", kind="note")
    if not reasons and not inferred:
        return nothing
    is_short = limit is not None
    largest = max(_size(amount) for reason in [*reasons, *inferred] for amount in _amounts(reason)) or 1.0
    parts = [element("tbody", *_rows(case, reasons, largest, with_amounts=not is_short))]
    if inferred:
        head = element("tr", "<th scope='rowgroup' colspan='3'>Inferred from the country’s indicators, not known</th>")
        parts.append(element("tbody", head, *_rows(case, inferred, largest, with_amounts=True), kind="inferred"))
    header = element(
        "thead",
        element(
            "tr", "<th scope='col'>What is known</th>", *(f"<th scope='col'>{standing.head(t)}</th>" for t in TIERS)
        ),
    )
    table = element("table", header, *parts, kind="reasons short" if is_short else "reasons")
    return nothing + (table if is_short else table + element("p", text(_note(reasons)), kind="note"))


def _note(reasons: Sequence[Contribution]) -> str:
    """Return what the parts of a bar mean."""
    note = "Hatched: the part that a factor owes to others, such as known buyers together with an active association."
    if any(amount.has_context for reason in reasons for amount in _amounts(reason)):
        note += " Thin bar: the part of it that comes from national context and not from evidence on this place."
    return note


def _size(amount: Amount) -> float:
    return max(abs(amount.whole), abs(amount.context))


def _rows(case: Case, reasons: Sequence[Contribution], largest: float, *, with_amounts: bool) -> list[str]:
    return [_row_html(case, reason, largest, with_amounts=with_amounts) for reason in reasons]


def _row_html(case: Case, reason: Contribution, largest: float, *, with_amounts: bool) -> str:
    cells = [_bar_html(amount, largest, with_amount=with_amounts) for amount in _amounts(reason)]
    return element("tr", f"<th scope='row'>{text(_words(case, reason))}</th>", *cells)


def _amounts(reason: Contribution) -> tuple[Amount, Amount]:
    """Return the amounts of the first and of the lower tiers; an inferred factor's are context alone, not split."""
    first, lower = (0.0, 0.0) if reason.inferred else (reason.first_context, reason.lower_context)
    return (
        Amount(reason.first_tier, reason.first_joint, first),
        Amount(reason.lower_tier, reason.lower_joint, lower),
    )


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


def _bar_html(amount: Amount, largest: float, *, with_amount: bool) -> str:
    bar = _signed_html(amount.whole, largest, _joint_html(amount))
    if amount.has_context and with_amount:
        bar += _signed_html(amount.context, largest, "", kind=" context")
    content = element("div", bar, kind="zero")
    content += element("span", text(_amount_words(amount) if with_amount else direction(amount.whole)), kind="amount")
    return element("td", element("div", content, kind="effect"))


def _signed_html(levels: float, largest: float, inner: str, kind: str = "") -> str:
    width = 50 * abs(levels) / largest
    left = 50.0 if levels >= 0 else 50.0 - width
    sign = "plus" if levels >= 0 else "minus"
    return f'<span class="signed {sign}{kind}" style="left:{left:.1f}%;width:{width:.1f}%">{inner}</span>'


def _joint_html(amount: Amount) -> str:
    side = "right" if amount.whole >= 0 else "left"
    share = amount.joint_share
    return f'<span class="joint" style="{side}:0;width:{100 * share:.0f}%"></span>' if share else ""


def _amount_words(amount: Amount) -> str:
    """Return a bar in words: ``raises it, +0.25 (55 % with others; −0.02 from national context)``."""
    words = direction(amount.whole)
    parts = []
    if abs(amount.whole) >= SMALLEST_SHOWN:
        words += f", {signed(amount.whole)}"
        if amount.joint_share >= SMALLEST_JOINT:
            parts.append(f"{share_words(round(100 * amount.joint_share), 100)} with others")
    if amount.has_context:
        parts.append(f"{signed(amount.context)} from national context")
    return f"{words} ({'; '.join(parts)})" if parts else words
