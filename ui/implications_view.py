"""What follows from a prediction, as HTML: its class of propositions, the gap between the tiers, a smokescreen."""

import codebook
from ui.case import Case
from ui.markup import count, element, text
from ui.words import in_ten

FEW_KNOWN = 4
"""With fewer known factors a class is named with caution only."""
SMALL_MOVE = 0.1
"""Chance by which a class must differ from that of a place nobody has studied, to be more than what any place gets."""

NONE_NAMED = "nothing is known here, so none is named"


def implications_html(case: Case) -> str:
    """Return class, gap and warnings, each as a sentence."""
    parts = [_class_html(case), _gap_html(case), _smokescreen_html(case)]
    return element("ul", *(element("li", part) for part in parts if part), kind="implications")


def _class_html(case: Case) -> str:
    if not case.reasons():
        # The answer would be that of the priors: a verdict on a place that nobody has looked at.
        return element("strong", "Which of the theory’s cases: ") + text(f"{NONE_NAMED}.")
    head = f"Which of the theory’s cases: {class_words(case)}."
    return element("strong", text(head)) + text(f" {_class_sentences(case)}")


def class_words(case: Case) -> str:
    """Return the class of a case as it may be named: "perhaps" where little is known or the evidence moves little."""
    proposition = case.explanation.proposition
    label = codebook.label("proposition_class", proposition.name)
    known = len(case.reasons())
    if known == 0:
        return NONE_NAMED
    few = f" (from {count(known, 'known factor', 'known factors')})" if known < FEW_KNOWN else ""
    if proposition.name not in proposition.p:
        return label + few
    return f"perhaps “{label}”{few}" if few or _is_small_move(case, proposition.name) else label


def _class_sentences(case: Case) -> str:
    proposition = case.explanation.proposition
    likeliest = max(proposition.p, key=lambda name: proposition.p[name])
    chance = in_ten(proposition.p[likeliest])
    meaning = codebook.value("proposition_class", proposition.name).meaning
    unstudied = f"of a place nobody has studied it holds in {in_ten(case.explanation.unstudied_classes[likeliest])}"
    if _is_small_move(case, likeliest):
        unstudied += ", so the evidence here hardly decides it"
    if proposition.name != likeliest:
        nearest = codebook.label("proposition_class", likeliest)
        return f"{meaning} The likeliest is “{nearest}”, in {chance} draws; {unstudied}."
    return f"In {chance} draws; {unstudied}. {meaning}"


def _is_small_move(case: Case, name: str) -> bool:
    """Return whether a class is about as likely here as for a place nobody has studied."""
    explanation = case.explanation
    return abs(explanation.proposition.p[name] - explanation.unstudied_classes[name]) < SMALL_MOVE


def _gap_html(case: Case) -> str:
    gap = case.explanation.gap
    low, high = gap.interval
    behind = "ahead of" if gap.expected < 0 else "behind"
    words = (
        f"The model sees the lower tiers {abs(gap.expected):.1f} levels {behind} the first tier (90 % range {low:.1f} "
        f"to {high:.1f}); in {in_ten(gap.stops_at_first)} draws the first tier shows some practice and the "
        f"lower tiers none."
    )
    if not case.reasons():
        words += " It says so of any place about which nothing is known."
    return element("strong", "Between the tiers. ") + text(words)


def _smokescreen_html(case: Case) -> str:
    screen = case.explanation.smokescreen
    if screen is None or not screen.is_raised():
        return ""
    reasons = ", ".join(
        f"{codebook.factor(factor).label.lower()} ({in_ten(chance)})" for factor, chance in screen.reasons
    )
    words = (
        f"Giving is documented beside bad practice: {reasons}. Good works can hide what happens below them; read the "
        "evidence on both before drawing a conclusion."
    )
    return element("strong", "A possible smokescreen. ") + text(words)
