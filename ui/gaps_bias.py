"""The bias meter: which way the base leans, each share beside what it should be held against."""

from collections.abc import Mapping
from typing import NamedTuple

import codebook
from model.smokescreen import CORE_PRACTICES
from store.gaps import BiasCounts
from ui.markup import count, element, text
from ui.words import heading, share_words


class Gauge(NamedTuple):
    """One share of the meter: its name, part and whole, what they count, and what to hold the share against."""

    label: str
    part: int
    whole: int
    words: str
    reference: str


def worst_of(outcome: str) -> str:
    """Return the value of an outcome that is worst for those concerned: no practice, or harm at its height."""
    return CORE_PRACTICES.get(outcome) or codebook.values(outcome)[0].value


def gauges_of(bias: BiasCounts, outcomes: Mapping[str, Mapping[str, int]]) -> list[Gauge]:
    """Return the meter's shares from the figures of ``store.gaps``, the paper's points of critique first."""
    return [
        *_exports(bias),
        *_child_labour(bias),
        Gauge(
            "News and web pages",
            bias.press_rows,
            bias.evidence_rows,
            "statements rest on news or web pages; the others on articles, books, theses, reports or data",
            "The paper itself reviews research alone.",
        ),
        *(_outcome(name, numbers) for name, numbers in outcomes.items()),
        Gauge(
            "One source alone",
            bias.one_source,
            bias.documented,
            "documented clusters rest on one source",
            f"Of all values here {share_words(bias.combinations_one_source, bias.combinations)} rest on one.",
        ),
    ]


def _exports(bias: BiasCounts) -> list[Gauge]:
    reference = codebook.note("few_export").text
    return [
        Gauge(
            "Clusters that export",
            bias.exporting,
            bias.sold_known,
            "clusters of which it is known sell abroad",
            reference,
        ),
        Gauge(
            "Clusters that export, in India",
            bias.exporting_india,
            bias.sold_known_india,
            "clusters of which it is known sell abroad",
            "The paper's figure speaks of this country.",
        ),
    ]


def _child_labour(bias: BiasCounts) -> list[Gauge]:
    domestic = bias.sold_known - bias.exporting
    return [
        Gauge(
            "Child labour looked at, export clusters",
            bias.exporting_child_labour,
            bias.exporting,
            "clusters that sell abroad have evidence on child labour",
            codebook.note("child_labour_at_home").text,
        ),
        Gauge(
            "Child labour looked at, home-market clusters",
            bias.domestic_child_labour,
            domestic,
            "clusters that sell at home alone have evidence on child labour",
            "To be held against the share above.",
        ),
    ]


def _outcome(name: str, numbers: Mapping[str, int]) -> Gauge:
    worst, factor = worst_of(name), codebook.factor(name)
    rest = [
        f"{codebook.label(name, item.value)} {numbers.get(item.value, 0):,}"
        for item in codebook.values(name)
        if item.value != worst
    ]
    return Gauge(
        f"Bad outcomes: {factor.short_label.lower()}",
        numbers.get(worst, 0),
        sum(numbers.values()),
        f"statements say “{codebook.label(name, worst)}”; the others: {', '.join(rest)}",
        "Texts report failures more than successes.",
    )


def bias_html(bias: BiasCounts, outcomes: Mapping[str, Mapping[str, int]]) -> str:
    """Return the meter: a bar, its numbers in words, and what to hold it against, one a line."""
    rows = [_gauge_html(gauge) for gauge in gauges_of(bias, outcomes) if gauge.whole]
    if not rows:
        return element("p", "There is no evidence yet to weigh.", kind="note")
    return element("p", text(years_words(bias))) + element("div", *rows, kind="gauges")


def _gauge_html(gauge: Gauge) -> str:
    share = f"{100 * gauge.part / gauge.whole:.1f}"
    bar = f'<div class="track"><span class="share" style="width:{share}%"></span></div>'
    numbers = f"{share_words(gauge.part, gauge.whole)}: {gauge.part:,} of {gauge.whole:,} {gauge.words}."
    return element(
        "div",
        element("div", text(gauge.label), kind="tier-words"),
        bar,
        element("div", text(numbers)),
        element("div", text(gauge.reference), kind="quiet"),
        kind="gauge",
    )


def years_words(bias: BiasCounts) -> str:
    """Return how old the evidence is."""
    if bias.newest_year is None:
        return f"{heading(count(bias.undated_rows, 'statement has', 'statements have'))} no year."
    return (
        f"The oldest evidence is of {bias.oldest_year}, the newest of {bias.newest_year}; half of what has a year is "
        f"of {bias.middle_year} or later. {count(bias.undated_rows, 'statement has', 'statements have')} no year."
    )
