"""Independence of monitoring against local ownership: the trade-off of the paper, as far as the base codes it.

No field says how independent a scheme is or who owns it. Nearest stand two factors: whether civil society and the press
watch the cluster, and whether an association of the firms acts. Beside them, who led and who took part in initiatives
that check firms.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

import codebook
from codebook.records import Value
from ui.markup import count, element, text, wide_html
from ui.theory_case import OWNED, WATCHED, Theory
from ui.theory_propositions import FIRST, cases_html
from ui.words import heading

NOT_CODED = "not coded"
CHECKING = ("monitoring_scheme", "code_of_conduct", "certification")
"""Kinds of initiatives in which somebody checks what firms do."""

INSIDERS = ("association", "firms", "community")
"""Who is of the cluster; whoever else leads or takes part comes from outside."""

QUADRANTS: Mapping[tuple[bool, bool], str] = {
    (True, True): "Closely watched from outside, and an association acts",
    (True, False): "Closely watched from outside, without an acting association",
    (False, True): "An association acts, without close watch from outside",
    (False, False): "Neither",
}
"""Independence, then ownership."""


@dataclass(frozen=True)
class Governance:
    """The clusters of which both are documented.

    Attributes
    ----------
    cases
        One row per cluster, by name: cluster_id, name, watched and owned (levels of the two factors), practice (level
        of first-tier adoption, missing where not coded), is_watched and is_owned (at the highest level).
    """

    cases: pd.DataFrame

    def of(self, is_watched: bool, is_owned: bool) -> pd.DataFrame:
        """Return the cases of one quadrant."""
        return self.cases[(self.cases["is_watched"] == is_watched) & (self.cases["is_owned"] == is_owned)]

    @property
    def expected_both(self) -> float:
        """Cases that would have both if one had nothing to do with the other."""
        if self.cases.empty:
            return 0.0
        return float(self.cases["is_watched"].sum() * self.cases["is_owned"].sum() / len(self.cases))


def read_governance(theory: Theory) -> Governance:
    """Return the clusters of which watch and association are documented for the first tier."""
    rows = []
    for cluster_id, row in theory.records.items():
        levels = {name: _level(theory, cluster_id, name) for name in (WATCHED, OWNED, FIRST)}
        if levels[WATCHED] is not None and levels[OWNED] is not None:
            rows.append((cluster_id, row["name"], *levels.values()))
    cases = pd.DataFrame(rows, columns=["cluster_id", "name", "watched", "owned", "practice"])
    for name, level in (("is_watched", "watched"), ("is_owned", "owned")):
        cases[name] = cases[level] == len(codebook.values(WATCHED)) - 1
    return Governance(cases)


def governance_words(governance: Governance) -> list[str]:
    """Return what the quadrant shows, as sentences."""
    cases = governance.cases
    both = len(governance.of(True, True))
    return [
        f"Both are documented for {count(len(cases), 'cluster', 'clusters')}. "
        f"{int(cases['is_watched'].sum())} are closely watched, in {int(cases['is_owned'].sum())} an association acts, "
        f"and {both} have both; if one had nothing to do with the other, {governance.expected_both:.1f} would.",
        "The paper supposes that one is bought with the other. "
        + (
            "These few cases do not show it."
            if both >= governance.expected_both
            else "The cases lean that way, but they are few."
        ),
    ]


def quadrants_html(theory: Theory, governance: Governance) -> str:
    """Return the four quadrants in words: how many cases, what is known of their practice, and which they are."""
    parts = []
    for key, words in QUADRANTS.items():
        cases = governance.of(*key)
        coded = cases["practice"].dropna()
        summary = (
            f"{count(len(cases), 'cluster', 'clusters')}; first-tier practice is coded for {len(coded)} "
            f"and there at least partial in {int((coded > 0).sum())}."
        )
        listed = element("summary", text(f"{words}: {len(cases)}"))
        body = element("p", text(summary), kind="note") + cases_html(
            theory, cases["cluster_id"].tolist(), (WATCHED, OWNED, FIRST)
        )
        parts.append(element("details", listed, body))
    return "".join(parts)


def levels_table(governance: Governance) -> pd.DataFrame:
    """Return the number of cases by both levels, as people read it: a row per watch, a column per association."""
    cases = governance.cases
    owned = codebook.values(OWNED)
    return pd.DataFrame(
        [
            {
                codebook.factor(WATCHED).label: heading(value.label),
                **{
                    f"{codebook.factor(OWNED).short_label}: {other.label}": int(
                        ((cases["watched"] == level) & (cases["owned"] == place)).sum()
                    )
                    for place, other in enumerate(owned)
                },
            }
            for level, value in reversed(list(enumerate(codebook.values(WATCHED))))
        ]
    )


def governance_table(theory: Theory, governance: Governance) -> pd.DataFrame:
    """Return the cases as people read them, one row per cluster."""
    cases = governance.cases
    return pd.DataFrame(
        {
            "Cluster": cases["name"],
            "Country": [theory.records[cluster_id]["country_name"] for cluster_id in cases["cluster_id"]],
            codebook.factor(WATCHED).label: [level_words(WATCHED, level) for level in cases["watched"]],
            codebook.factor(OWNED).label: [level_words(OWNED, level) for level in cases["owned"]],
            codebook.factor(FIRST).label: [level_words(FIRST, level) for level in cases["practice"]],
            "Page": [f"/cluster?id={cluster_id}" for cluster_id in cases["cluster_id"]],
        }
    )


def leaders_html(initiatives: pd.DataFrame) -> str:
    """Return who leads initiatives that check firms, and whether others from inside or outside take part.

    Parameters
    ----------
    initiatives
        One row per initiative: led_by, partners (semicolons between several, missing where none is named).
    """
    rows = [
        element("tr", *(_cell(cell) for cell in _leader_cells(party, led)))
        for party in codebook.values("led_by")
        if len(led := initiatives[initiatives["led_by"] == party.value])
    ]
    head = ("Led by", "Comes from", "Initiatives", "With somebody from inside", "With somebody from outside")
    kinds = ", ".join(codebook.label("kind", kind) for kind in CHECKING)
    table = element(
        "table",
        element(
            "thead",
            element(
                "tr",
                *(element("th", text(name), kind="number" if place > 1 else "") for place, name in enumerate(head)),
            ),
        ),
        element("tbody", *rows),
    )
    return (
        element("h3", "Who leads what checks firms")
        + element(
            "p",
            text(
                f"{count(len(initiatives), 'initiative', 'initiatives')} of the kinds {kinds}. From inside the cluster "
                "come its association, its firms and the people around it."
            ),
            kind="note",
        )
        + wide_html(table)
    )


def _leader_cells(party: Value, led: pd.DataFrame) -> tuple[object, ...]:
    """Return who leads, where they come from, how much they lead, and how often others take part from each side."""
    partners = [value.split(";") if isinstance(value, str) else [] for value in led["partners"]]
    inside = sum(any(name in INSIDERS for name in names) for names in partners)
    outside = sum(any(name not in INSIDERS for name in names) for names in partners)
    return heading(party.label), "inside" if party.value in INSIDERS else "outside", len(led), inside, outside


def _cell(value: object) -> str:
    return element("td", text(value), kind="number" if isinstance(value, int) else "")


def _level(theory: Theory, cluster_id: str, name: str) -> int | None:
    value = theory.value_of(cluster_id, name)
    return None if value is None else [item.value for item in codebook.values(name)].index(value)


def level_words(name: str, level: float | None) -> str:
    """Return the words for a level of a factor or outcome, that it is not coded for None."""
    return NOT_CODED if level is None or pd.isna(level) else codebook.values(name)[int(level)].label
