"""Truth table, necessity, sufficiency and possible worlds as people read them; the absence is always beside."""

import textwrap

import altair as alt
import pandas as pd

import codebook
from geo.colours import Theme, token
from model.priors import FloatArray
from model.qca.analysis import FEWEST_COMPLETE, FEWEST_EACH, SMALLEST_AGREEMENT, Analysis, Side, SingleCondition
from model.qca.expressions import fit_solution, necessary_together
from model.qca.minimising import Solution
from model.qca.truth_table import Row
from model.qca.worlds import WORLDS, Range
from ui.chart_look import chart_config
from ui.markup import cluster_link, count, element, text, wide_html
from ui.theory_case import Theory
from ui.theory_words import cut_words, either_words, outcome_words, solution_words, term_words
from ui.words import heading, share_words

NO_SHARE = "no case"
LONGEST_LABEL, LABEL_PX = 26, 34
"""A phone has room for so many letters beside a chart; a label of two lines is so high."""

NEEDED_IN, RELEVANT = 0.9, 0.5
"""Consistency and relevance from which something counts as needed for the outcome."""

NEEDED_WORDS = "Needed for it"

MOST_LISTED = 4
"""Clusters that a row of the truth table names at once."""

SOLUTION_KINDS = {
    "conservative": "Assuming nothing of combinations without cases",
    "intermediate": "Assuming of them only what the theory expects",
    "parsimonious": "Assuming whatever makes it shortest",
}


def asked_words(analysis: Analysis) -> list[str]:
    """Return how many cases take part, and how many of them are documented on every condition."""
    question, side = analysis.question, analysis.sides[0]
    coded = len(analysis.cases.cluster_ids)
    tier = codebook.values("model_tier")[question.tier].label
    return [
        f"What is explained is coded for {count(coded, 'cluster', 'clusters')}: {side.with_outcome} show "
        f"“{outcome_words(question.outcome, False)}”, {coded - side.with_outcome} do not.",
        f"{count(len(analysis.complete), 'of them is', 'of them are')} documented on all {len(question.conditions)} "
        f"conditions, in the {tier}; only these stand in the truth table. Everything below that speaks of worlds lets "
        f"all take part: {WORLDS} times each condition is drawn by the chance that the evidence leaves it.",
    ]


def gate_words(side: Side, analysis: Analysis) -> str:
    """Return whether a solution is supported, and the figures that decide."""
    gate, coded = side.gate, len(analysis.cases.cluster_ids)
    explained = outcome_words(analysis.question.outcome, side.is_negated)
    verdict = "A solution can be shown" if gate.is_open else "No solution is supported"
    answer = (
        f"the most frequent answer holds in {round(gate.modal_share * WORLDS)} of {WORLDS} worlds "
        f"({round(SMALLEST_AGREEMENT * WORLDS)} needed)"
    )
    if not side.worlds.modal:
        answer += ", and it is that no combination is sufficient"
    elif not gate.has_answer:
        answer += ", but among the documented cases no combination is sufficient"
    return (
        f"{verdict} for “{explained}”. {gate.complete} of {coded} cases are documented on every condition "
        f"({FEWEST_COMPLETE} needed), {gate.with_outcome} of them with it and {gate.without_outcome} without it "
        f"({FEWEST_EACH} of each needed); {answer}."
    )


def solutions_html(side: Side, analysis: Analysis) -> str:
    """Return the solutions with their fit and what the outcome needs, or nothing where the gate is closed."""
    if not side.gate.is_open:
        return ""
    is_complete = analysis.cases.is_complete
    conditions, outcome = analysis.cases.documented[is_complete], analysis.cases.outcome[is_complete]
    explained = 1.0 - outcome if side.is_negated else outcome
    listed: dict[str, list[str]] = {}
    for kind, words in SOLUTION_KINDS.items():
        solutions: tuple[Solution, ...] = getattr(side.solutions, kind)
        fits = [fit_solution(solution, conditions, explained)[1] for solution in solutions]
        listed[words] = [
            f"{heading(solution_words(solution, analysis.question.conditions))} "
            f"(consistency {measure_words(fit.inclusion)}, coverage {measure_words(fit.coverage)})"
            for solution, fit in zip(solutions, fits, strict=True)
        ]
    listed[NEEDED_WORDS] = _needed_words(analysis, conditions, explained)
    return "".join(
        element("h4", text(words)) + element("ul", *(element("li", text(item)) for item in items))
        for words, items in listed.items()
    )


def _needed_words(analysis: Analysis, conditions: FloatArray, explained: FloatArray) -> list[str]:
    """Return what nearly every complete case with the outcome has, though not nearly every case has it."""
    both, either = necessary_together(conditions, explained, NEEDED_IN, RELEVANT)
    asked = analysis.question.conditions
    said = [(term_words(term, asked), fit) for term, fit in both]
    said += [(either_words(term, asked), fit) for term, fit in either]
    return [
        f"{heading(words)} (consistency {measure_words(fit.inclusion)}, relevance {measure_words(fit.relevance)})"
        for words, fit in said
    ] or ["Nothing that would not be there anyway"]


def truth_table(theory: Theory, analysis: Analysis) -> pd.DataFrame:
    """Return the combinations that complete cases show, as people read them; both outcomes stand beside each other."""
    positive, negative = (side.table for side in analysis.sides)
    seen = [place for place, row in enumerate(positive) if row.cases]
    return pd.DataFrame(
        [
            {
                **{
                    cut_words(cut): "yes" if is_there else "no"
                    for cut, is_there in zip(analysis.question.conditions, positive[place].combination, strict=True)
                },
                "Cases": len(positive[place].cases),
                "With it": round((positive[place].fit.inclusion or 0.0) * len(positive[place].cases)),
                "Share with it": measure_words(positive[place].fit.inclusion),
                "Leads to it": verdict_words(positive[place]),
                "Leads to its absence": verdict_words(negative[place]),
                "Clusters": "; ".join(_case_names(theory, analysis, positive[place])),
            }
            for place in seen
        ]
    )


def truth_table_html(theory: Theory, analysis: Analysis) -> str:
    """Return the truth table, its clusters as links, with a line on the combinations that no case shows."""
    table = truth_table(theory, analysis)
    remainders = 2 ** len(analysis.question.conditions) - len(table)
    unseen = count(remainders, "further combination of these conditions has", "further combinations of these have")
    note = (
        f"{unseen} no complete case: nothing is known of what has none. “Cases disagree” marks combinations with both "
        "outcomes."
    )
    if table.empty:
        return element("p", text("No case is documented on all conditions. " + note), kind="note")
    head = element("tr", *(element("th", text(name)) for name in table.columns))
    seen = [row for row in analysis.sides[0].table if row.cases]
    body = [
        element(
            "tr",
            *(element("td", text(cell)) for cell in cells[:-1]),
            element("td", _clusters_html(theory, analysis, row), kind="names"),
        )
        for cells, row in zip(table.to_numpy().tolist(), seen, strict=True)
    ]
    return wide_html(element("table", element("thead", head), element("tbody", *body))) + element(
        "p", text(note), kind="note"
    )


def verdict_words(row: Row) -> str:
    """Return what a combination says of the outcome: sufficient or not, whether its cases disagree, or too few."""
    if row.is_sufficient is None:
        return "too few cases"
    verdict = "sufficient" if row.is_sufficient else "not sufficient"
    return f"{verdict}, cases disagree" if row.is_contradictory else verdict


def singles_table(analysis: Analysis) -> pd.DataFrame:
    """Return each condition and each absence as people read them: how far it goes with the outcome, and is needed."""
    positive, negative = analysis.sides
    rows = []
    for here, there in zip(positive.singles, negative.singles, strict=True):
        rows.append(
            {
                "Condition": heading(term_words(here.term, analysis.question.conditions)),
                "Documented in": here.cases,
                "Holds in": here.with_it,
                "Enough: share with the outcome": _with_range(here.sufficiency.inclusion, here.sufficiency_range),
                "Enough: share without it": _with_range(there.sufficiency.inclusion, there.sufficiency_range),
                "Needed: share of those with the outcome": _with_range(here.necessity.inclusion, here.necessity_range),
                "Needed: share of those without it": _with_range(there.necessity.inclusion, there.necessity_range),
                "Relevance of being needed": measure_words(here.necessity.relevance),
                "Relevance, for its absence": measure_words(there.necessity.relevance),
            }
        )
    return pd.DataFrame(rows)


def base_words(analysis: Analysis) -> str:
    """Return what a condition must be held against: how common the outcome is among all coded cases."""
    side, coded = analysis.sides[0], len(analysis.cases.cluster_ids)
    return (
        f"Of all coded cases {share_words(side.with_outcome, coded)} show the outcome: a condition says something only "
        "where its share differs clearly from that. In brackets: the 90 % range over the worlds."
    )


def ranges_chart(analysis: Analysis, theme: Theme) -> alt.LayerChart:
    """Return each condition's share with the outcome over the worlds: range, middle, and the share of all cases."""
    rows = [_range_row(single, analysis) for single in analysis.sides[0].singles]
    coded = len(analysis.cases.cluster_ids)
    share = analysis.sides[0].with_outcome / coded if coded else 0.0
    y = alt.Y("term:N", sort=None, title=None, axis=alt.Axis(labelExpr="split(datum.label, '\\n')", labelOverlap=False))
    scale = alt.Scale(domain=[0, 1])
    base = alt.Chart(pd.DataFrame(rows))
    lines = base.mark_rule(strokeWidth=3, aria=False, color=token("adoption_4", theme)).encode(
        x=alt.X("low:Q", scale=scale, axis=alt.Axis(tickCount=5), title="Share with the outcome"), x2="high:Q", y=y
    )
    points = base.mark_point(size=60, filled=True, opacity=1, color=token("adoption_5", theme)).encode(
        x="middle:Q",
        y=y,
        description="said:N",
        tooltip=[
            alt.Tooltip("term:N", title="Condition"),
            alt.Tooltip("low:Q", format=".2f", title="Lower end"),
            alt.Tooltip("middle:Q", format=".2f", title="Middle"),
            alt.Tooltip("high:Q", format=".2f", title="Upper end"),
        ],
    )
    rule = alt.Chart(pd.DataFrame([{"share": share}])).mark_rule(
        strokeDash=[4, 3], aria=False, color=token("text", theme)
    )
    return (
        (lines + points + rule.encode(x="share:Q"))
        .properties(height=LABEL_PX * len(rows))
        .configure(**chart_config(theme))
    )


def _range_row(single: SingleCondition, analysis: Analysis) -> dict[str, object]:
    """Return a condition as the drawing takes it: its words on short lines, its range, and what is read aloud."""
    words = heading(term_words(single.term, analysis.question.conditions))
    low, middle, high = single.sufficiency_range
    return {
        "term": "\n".join(textwrap.wrap(words, LONGEST_LABEL)),
        "low": low,
        "middle": middle,
        "high": high,
        "said": f"{words}: {low:.2f} to {high:.2f}",
    }


def worlds_words(side: Side, analysis: Analysis) -> str:
    """Return how far the worlds agree: how many answers they gave, and the most frequent one if it may be shown."""
    worlds = side.worlds
    explained = outcome_words(analysis.question.outcome, side.is_negated)
    words = f"For “{explained}” {WORLDS} worlds gave {count(len(worlds.solutions), 'answer', 'different answers')}"
    if worlds.without_solution:
        words += f"; in {worlds.without_solution} of them no combination was sufficient"
    if not side.gate.is_open:
        is_shaky = worlds.modal_share < SMALLEST_AGREEMENT
        return f"{words}.{' An answer that changes with every guess is no finding.' if is_shaky else ''}"
    most = " / ".join(solution_words(solution, analysis.question.conditions) for solution in worlds.modal)
    return f"{words}; the most frequent one, in {worlds.solutions[0][1]} of them, is: {most}."


def measure_words(value: float | None) -> str:
    """Return a share of cases or a measure of fit with two digits; of no case there is none."""
    return NO_SHARE if value is None else f"{value:.2f}"


def _with_range(value: float | None, span: Range) -> str:
    return f"{measure_words(value)} ({span[0]:.2f} to {span[2]:.2f})"


def _case_names(theory: Theory, analysis: Analysis, row: Row) -> list[str]:
    return [str(theory.records[cluster_id]["name"]) for cluster_id in _case_ids(theory, analysis, row)]


def _clusters_html(theory: Theory, analysis: Analysis, row: Row) -> str:
    """Return the clusters of a combination as links, folded away where they are many."""
    links = ", ".join(cluster_link(name, theory.records[name]["name"]) for name in _case_ids(theory, analysis, row))
    if len(row.cases) <= MOST_LISTED:
        return links
    return element("details", element("summary", text(count(len(row.cases), "cluster", "clusters"))), links)


def _case_ids(theory: Theory, analysis: Analysis, row: Row) -> list[str]:
    return theory.in_order(analysis.complete[place] for place in row.cases)
