"""What follows from a prediction, as HTML: its class of propositions, the gap, a smokescreen, the coded outcome."""

import codebook
from model.outcomes import most_likely_outcomes
from ui.case import Case
from ui.markup import element, text
from ui.words import heading, in_ten

OUTCOMES = {"first": "first_tier_adoption", "lower": "lower_tier_adoption"}


def implications_html(case: Case) -> str:
    """Return class, gap, warnings and the coded outcome, each as a sentence."""
    parts = [_class_html(case), _gap_html(case), _smokescreen_html(case), _outcome_html(case)]
    return element("ul", *(element("li", part) for part in parts if part), kind="implications")


def _class_html(case: Case) -> str:
    known = sum(part.known for part in case.explanation.completeness)
    if known == 0:
        # The answer would be that of the priors: a verdict on a place that nobody has looked at.
        return element("strong", "Which of the theory’s cases: ") + text("nothing is known here, so none is named.")
    proposition = case.explanation.proposition
    meaning = codebook.value("proposition_class", proposition.name)
    likeliest = max(proposition.p, key=lambda name: proposition.p[name])
    if proposition.name != likeliest:
        nearest = codebook.label("proposition_class", likeliest)
        words = f"{meaning.meaning} The likeliest is “{nearest}”, in {in_ten(proposition.p[likeliest])} of the draws."
        return element("strong", "Which of the theory’s cases: undetermined. ") + text(words)
    chance = in_ten(proposition.p[likeliest])
    return element("strong", text(f"Which of the theory’s cases: {meaning.label}. ")) + text(
        f"In {chance} of the draws. {meaning.meaning}"
    )


def _gap_html(case: Case) -> str:
    gap = case.explanation.gap
    low, high = gap.interval
    words = (
        f"The model sees the lower tiers {gap.expected:.1f} levels behind the first tier (90 % range {low:.1f} to "
        f"{high:.1f}); in {in_ten(gap.stops_at_first)} of the draws the first tier shows some practice and the lower "
        "tiers none."
    )
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


def _outcome_html(case: Case) -> str:
    """Return what sources say was adopted; shown beside the prediction, never fed into it."""
    said = []
    for tier, outcome in OUTCOMES.items():
        levels = most_likely_outcomes(case.evidence, outcome)
        if len(levels):
            said.append(f"{codebook.label('model_tier', tier)}: {codebook.label(outcome, str(levels.iloc[0]))}")
    if not said:
        return ""
    words = f"{heading('; '.join(said))}. This stands beside the prediction and is never fed into it."
    return element("strong", "What sources say was adopted. ") + text(words)
