"""The propositions with the cases for and against each, in alphabetical order, and where the model is surprised."""

from collections.abc import Sequence

import pandas as pd

import codebook
from model.documented import UNKNOWN
from model.documented_propositions import ProposedCase
from model.outcomes import adoption_outcomes
from model.structure import FROM_ABOVE, FROM_BELOW
from ui.markup import cluster_link, count, element, text
from ui.theory_case import Theory
from ui.words import heading, share_words, value_words

FIRST, LOWER = adoption_outcomes().values()

CLAIMS: dict[int, str] = {
    1: "In a few clusters first-tier firms take up responsible practice: where buyers are known to the public and a "
    "local association acts.",
    2: "Even there work is put out, and the practice of first-tier firms does not reach the lower tiers.",
    3: "In most clusters there is no practice, because what could drive it is weak or absent.",
}
"""The propositions in our words."""

FOR_AND_AGAINST: dict[int, tuple[str, str]] = {
    1: (
        "For: well-known brands, an acting association, and some first-tier practice",
        "Against: well-known brands and an acting association, and no practice",
    ),
    2: (
        "For: first-tier practice, work put out, and no practice below",
        "Against: first-tier practice that reaches below, or little work put out",
    ),
    3: (
        "For: no practice, and drivers weak or absent",
        "Against: practice in spite of weak drivers, or none in spite of strong ones",
    ),
}

FACTS: dict[int, tuple[str, ...]] = {
    1: ("buyer_visibility", "business_association", FIRST),
    2: ("subcontracting", FIRST, LOWER),
    3: (*FROM_ABOVE, "business_association", *FROM_BELOW, FIRST),
}
"""What a proposition turns on, and so what is shown of each case."""

SIDES = (True, False)
"""For and against; with practice and without."""

LITTLE_CHANCE = 0.25
"""What sources report, and the model gave less than this chance, counts as a surprise."""


def proposition_html(theory: Theory, proposition: int) -> str:
    """Return one proposition: its claim, how many cases speak, and those for and against it."""
    answers = {case.cluster_id: case.speaks(proposition) for case in theory.cases}
    sides = {side: theory.in_order(name for name, answer in answers.items() if answer is side) for side in SIDES}
    silent = len(theory.cases) - sum(map(len, sides.values()))
    sentence = (
        f"Of {count(len(theory.cases), 'cluster', 'clusters')} whose first-tier practice is coded, {len(sides[True])} "
        f"speak for it and {len(sides[False])} against it; of {silent} it says nothing, or the documents do not decide."
    )
    if proposition == 3:
        sentence += f" {_without_practice_words(theory)}"
    lists = [
        element("div", element("h4", text(words)), cases_html(theory, sides[answer], FACTS[proposition]))
        for answer, words in zip(SIDES, FOR_AND_AGAINST[proposition], strict=True)
    ]
    return (
        element("h3", text(f"Proposition {proposition}"))
        + element("p", text(CLAIMS[proposition]))
        + element("p", text(sentence), kind="quiet")
        + element("div", *lists, kind="rivals cases")
    )


def surprises_html(theory: Theory) -> str:
    """Return the cases that the theory did not expect, by the documents and by the model's own chances."""
    by_rule = theory.in_order(case.cluster_id for case in theory.cases if case.is_surprise)
    surprising = [case for case in theory.cases if _chance(theory, case) < LITTLE_CHANCE]
    unlikely = {side: theory.in_order(c.cluster_id for c in surprising if c.has_practice is side) for side in SIDES}
    return (
        element("h3", "Where the theory is surprised")
        + element("p", text(codebook.value("proposition_class", "deviant").meaning))
        + cases_html(theory, by_rule, FACTS[3])
        + element("h3", "Where the model is surprised by what sources report")
        + element("p", text(_surprise_words(theory, len(unlikely[True]), len(unlikely[False]))))
        + "".join(
            element(
                "details",
                element("summary", text(f"{words}: {len(unlikely[side])}")),
                cases_html(theory, unlikely[side], FACTS[3]),
            )
            for side, words in zip(SIDES, ("Some practice, unexpected", "No practice, unexpected"), strict=True)
        )
    )


def classes_html(theory: Theory) -> str:
    """Return how many clusters the model puts in each class of propositions, all clusters counted."""
    rows = [
        element(
            "tr",
            element("td", text(heading(item.label))),
            element("td", f"{theory.classes.get(item.value, 0):,}", kind="number"),
        )
        for item in codebook.values("proposition_class")
    ]
    head = element("tr", element("th", "What the model makes of it"), element("th", "Clusters", kind="number"))
    return (
        element("h3", "What the model makes of all clusters")
        + element(
            "p",
            "A class is named where it is likelier than all others together. It follows from the theory and is no case "
            "for it or against it.",
            kind="note",
        )
        + element("table", element("thead", head), element("tbody", *rows), kind="narrow")
    )


def cases_html(theory: Theory, cluster_ids: Sequence[str], factors: Sequence[str]) -> str:
    """Return clusters in the order given, each a link with what is documented of some factors."""
    if not cluster_ids:
        return element("p", "There is no such case in the base.", kind="note")
    items = []
    for cluster_id in cluster_ids:
        row = theory.records[cluster_id]
        facts = element("div", text(facts_words(theory, cluster_id, factors)), kind="facts")
        items.append(element("li", cluster_link(cluster_id, row["name"]), text(f", {row['country_name']}"), facts))
    return element("ul", *items, kind="case-list")


def facts_words(theory: Theory, cluster_id: str, factors: Sequence[str]) -> str:
    """Return what is documented of some factors at a cluster; what is not documented is left out."""
    found = {factor: theory.value_of(cluster_id, factor) for factor in factors}
    return " · ".join(value_words(factor, [value]) for factor, value in found.items() if value is not None)


def cases_table(theory: Theory) -> pd.DataFrame:
    """Return every coded case with what it says of each proposition, as people read it: one row per cluster."""
    cases = {case.cluster_id: case for case in theory.cases}
    rows = []
    for cluster_id in theory.in_order(cases):
        case, row = cases[cluster_id], theory.records[cluster_id]
        rows.append(
            {
                "Cluster": row["name"],
                "Country": row["country_name"],
                **{
                    codebook.factor(factor).label: _value_words(theory, cluster_id, factor)
                    for factor in dict.fromkeys((*FACTS[3], *FACTS[2], *FACTS[1]))
                },
                **{f"Proposition {number}": _answer_words(case.speaks(number)) for number in CLAIMS},
                "A surprise to the theory": "yes" if case.is_surprise else "no",
                "What the model makes of it": codebook.label("proposition_class", _text(row["proposition_class"])),
                "Chance of that, by the model": row["proposition_p"],
                "Chance of no first-tier practice, by the model": row["p_none"],
                "Page": f"/cluster?id={cluster_id}",
            }
        )
    return pd.DataFrame(rows)


def _without_practice_words(theory: Theory) -> str:
    """Return how many coded clusters show no practice in either tier: the proposition speaks of most."""
    coded = theory.documents.outcome
    first, lower = (coded[coded[:, tier] != UNKNOWN, tier] for tier in range(coded.shape[1]))
    return (
        f"No practice at all is coded in {int((first == 0).sum())} of {len(first)} first tiers and in "
        f"{int((lower == 0).sum())} of {len(lower)} lower tiers."
    )


def _chance(theory: Theory, case: ProposedCase) -> float:
    """Return the chance that the model gives to what sources report of the first tier, 1 where it gives none."""
    p_none = theory.records[case.cluster_id]["p_none"]
    if p_none is None:
        return 1.0
    return 1.0 - float(str(p_none)) if case.has_practice else float(str(p_none))


def _surprise_words(theory: Theory, some: int, none: int) -> str:
    practising = [case for case in theory.cases if case.has_practice]
    called = sum(theory.records[case.cluster_id]["proposition_class"] == "P3" for case in practising)
    label = codebook.label("proposition_class", "P3")
    return (
        f"The model gave less than {share_words(round(100 * LITTLE_CHANCE), 100)} to what sources report: practice in "
        f"{count(some, 'cluster', 'clusters')}, none in {none}. It names “{label}” for {called} of the "
        f"{count(len(practising), 'cluster', 'clusters')} in which sources report some practice: its scale is that of "
        "all clusters, and the coded ones were chosen because something was known of them."
    )


def _answer_words(answer: bool | None) -> str:
    return "says nothing" if answer is None else "for" if answer else "against"


def _value_words(theory: Theory, cluster_id: str, factor: str) -> str:
    return codebook.label(factor, theory.value_of(cluster_id, factor))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
