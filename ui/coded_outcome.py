"""What sources say was adopted, beside what the model implies: shown with the prediction, never fed into it."""

import codebook
from model.explanation import TierPrediction
from model.outcomes import adoption_outcomes, most_likely_outcomes
from ui.case import Case

KEPT_APART = "What sources say of adoption stands beside the prediction and is never fed into it."


def coded_level(case: Case, tier: str) -> str | None:
    """Return the level of a tier's adoption that its rows make likeliest, a value; None where none is coded."""
    levels = most_likely_outcomes(case.evidence, adoption_outcomes()[tier])
    return None if levels.empty else str(levels.iloc[0])


def coded_words(case: Case, tier: str, prediction: TierPrediction, known: int) -> str:
    """Return what is coded of a tier's adoption, and whether the colour says otherwise; empty where nothing is coded.

    Under a supposition no contrast is drawn: what is supposed was not so when somebody looked.
    """
    value = coded_level(case, tier)
    if value is None:
        return ""
    outcome = adoption_outcomes()[tier]
    rows = case.evidence[case.evidence["factor"] == outcome]
    beside = " (the likeliest: sources disagree)" if rows["value"].nunique() > 1 else ""
    said = f"Coded from sources: {codebook.label(outcome, value)}{beside}"
    adoption_class = codebook.adoption_class(prediction.above_unknown)
    if known == 0 or adoption_class is None or case.explanation.hypothetical:
        return f"{said}."
    levels = [level.value for level in codebook.values(outcome)]
    implied = contrast(levels.index(value), adoption_class)
    return f"{said}; the model implies {implied} than an unstudied place. The two disagree." if implied else f"{said}."


def contrast(level: int, adoption_class: int) -> str:
    """Return what the colour says where that contradicts a coded level, empty where it does not.

    A colour above the middle contradicts no adoption at all, one below it any adoption: an unstudied place most likely
    has none.

    Parameters
    ----------
    level
        0 for none.
    adoption_class
        The colour's class, 1 (clearly lower) and up.
    """
    colours = codebook.adoption_colours()
    middle = (len(colours) + 1) // 2
    contradicts = adoption_class > middle if level == 0 else adoption_class < middle
    return colours[adoption_class - 1].label if contradicts else ""
