"""What the theory page can be asked, all of it in its address: outcome, conditions with their cuts, and cut-offs."""

from collections.abc import Mapping

import codebook
from model.qca.question import Cut, Question, cuts_of, outcome_cuts
from ui.choices import Choice, Chosen
from ui.theory_words import cut_words
from ui.words import heading

PAGE = "theory"
OUTCOME, INCLUSION, FEWEST = "outcome", "inclusion", "fewest"
NO_CONDITION = "out"
"""What stands in the address for a factor that is no condition though it is one by default."""

USUAL: Mapping[str, str] = {
    "buyer_visibility": "medium",
    "business_association": "strong",
    "law_enforcement": "strong",
    "ngo_media_monitoring": "weak",
    "subcontracting": "high",
}
"""The conditions asked for where the address names none: those of the propositions, and the law."""

USUAL_INCLUSION, USUAL_FEWEST = "80", "1"


def theory_choices() -> tuple[Choice, ...]:
    """Return the lists of the page: the outcome, both cut-offs, then every factor as a condition."""
    outcomes = {_name(cut): heading(cut_words(cut)) for cut in outcome_cuts()}
    return (
        Choice(OUTCOME, "What is to be explained", outcomes, is_single=True),
        Choice(INCLUSION, "A combination counts as sufficient when", _words("inclusion_cut", USUAL_INCLUSION), True),
        Choice(FEWEST, "A combination counts as seen with", _words("fewest_cases", USUAL_FEWEST), True),
        *(
            Choice(factor, codebook.factor(factor).label, _cuts(factor), is_single=True)
            for factor in codebook.PREDICTORS
        ),
    )


def conditions_of(chosen: Chosen) -> tuple[Cut, ...]:
    """Return the conditions that are chosen, in the codebook's order; any number of them."""
    values = {factor: chosen[factor][0] for factor in codebook.PREDICTORS}
    return tuple(Cut(factor, value) for factor, value in values.items() if value != NO_CONDITION)


def question_of(chosen: Chosen) -> Question:
    """Return the question that is chosen.

    Raises
    ------
    InputError
        When too few or too many conditions are chosen.
    """
    outcome = next(cut for cut in outcome_cuts() if _name(cut) == chosen[OUTCOME][0])
    return Question(outcome, conditions_of(chosen), int(chosen[INCLUSION][0]) / 100, int(chosen[FEWEST][0]))


def _name(cut: Cut) -> str:
    return f"{cut.factor}:{cut.value}"


def _cuts(factor: str) -> dict[str, str]:
    """Return the cuts of a factor and that it is no condition; what is usual comes first, as the list's default."""
    words = {cut.value: heading(cut_words(cut).partition(": ")[2]) for cut in cuts_of(factor)}
    return _first({**words, NO_CONDITION: "Not a condition"}, USUAL.get(factor, NO_CONDITION))


def _words(domain: str, usual: str) -> dict[str, str]:
    return _first({item.value: item.label for item in codebook.values(domain)}, usual)


def _first(words: dict[str, str], value: str) -> dict[str, str]:
    return {value: words[value], **words}
