"""What the page of initiatives says in words and tables, composed from the numbers."""

from collections.abc import Mapping

import pandas as pd

import codebook
from store.interventions import InitiativeCounts, initiatives_of
from ui.case import records
from ui.markup import count, element, text
from ui.tried_state import OF_CLUSTERS
from ui.words import heading, share_words

DISAGREE = "sources disagree"
"""Finding of an initiative whose strongest accounts do not agree."""

STRENGTHS = tuple(sorted(codebook.values("comparison"), key=lambda item: -1 if item.rank is None else item.rank))[::-1]
"""Ways of comparing, strongest first; where none is known comes last."""

FINDINGS = tuple(item for item in reversed(codebook.values("finding")) if item.rank is not None)
"""Findings that say something, best first."""

NOT_FOUND = tuple(item for item in codebook.values("finding") if item.rank is None)


def finding_words(finding: object) -> str:
    """Return what an initiative is said to have come to; a missing finding means that its sources disagree."""
    return codebook.label("finding", finding) if isinstance(finding, str) else DISAGREE


def findings_in_order() -> list[str]:
    """Return the words of all findings, best first, then disagreement, then what is not known."""
    return [*(item.label for item in FINDINGS), DISAGREE, *(item.label for item in NOT_FOUND)]


def counting_html(counts: InitiativeCounts, of_all: int) -> str:
    """Return the sentence that counts baselines and comparison groups, and what its share can bear."""
    if not counts.initiatives:
        words = "No initiative of the case base matches these choices. That does not mean that nothing was tried."
        return element("p", text(words), kind="counting")
    of = "" if counts.initiatives == of_all else f" of {of_all:,}"
    many = f"{counts.initiatives:,}{of} {'initiative' if counts.initiatives == 1 and not of else 'initiatives'}"
    found = (
        f" at {count(counts.clusters, 'cluster', 'clusters')}: {counts.with_baseline:,} with a baseline (conditions "
        f"measured before it began), {counts.with_comparison_group:,} with a comparison group or better, "
        f"{counts.with_both:,} with both, which is {share_words(counts.with_both, counts.initiatives)}. "
        "That share is an upper bound, because evaluations were searched for."
    )
    return element("p", element("strong", text(many)), text(found), kind="counting") + _claims_html(counts)


def _claims_html(counts: InitiativeCounts) -> str:
    words = (
        f"{count(counts.improved, 'is', 'are')} said to have improved conditions; "
        f"{counts.improved_unmeasured:,} of these {'compares' if counts.improved_unmeasured == 1 else 'compare'} them "
        "with nothing: a claim, not a measurement. An initiative stands where its strongest account puts it and shows "
        "what the accounts of that strength found."
    )
    return element("p", text(words), kind="note")


def strength_table_html(initiatives: pd.DataFrame, by: str | None, words: Mapping[str, str]) -> str:
    """Return the strip as a table: a row a finding, or a value that it is split by; a column a way of comparing."""
    if by is None:
        head, rows = "What was found", [(heading(label), _found(initiatives, label)) for label in findings_in_order()]
    else:
        column = OF_CLUSTERS.get(by, by)
        rows = [(label, initiatives[initiatives[column] == value]) for value, label in words.items()]
        head = "Initiatives"
    cells = "".join(element("th", text(label)).replace("<th", "<th scope='col'", 1) for label in _heads())
    top = element("tr", f"<th scope='col'>{text(head)}</th>", cells)
    body = [_row_html(label, some) for label, some in rows if len(some)]
    return element("table", element("thead", top), element("tbody", *body), kind="numbers")


def _found(initiatives: pd.DataFrame, label: str) -> pd.DataFrame:
    return initiatives[initiatives["standing_finding"].map(finding_words, na_action=None) == label]


def _heads() -> list[str]:
    return [heading(item.label) for item in STRENGTHS] + ["All"]


def _row_html(label: str, some: pd.DataFrame) -> str:
    numbers = some["strength"].value_counts()
    cells = [f"{int(numbers.get(item.value, 0)) or '–'}" for item in STRENGTHS] + [f"{len(some):,}"]
    return element("tr", f"<th scope='row'>{text(label)}</th>", *(element("td", text(cell)) for cell in cells))


def gains_html(accounts: pd.DataFrame, counts: InitiativeCounts, limit: int) -> str:
    """Return who gained and who lost: how often a source says so, then the words of sources that name a loss."""
    sentence = (
        f"For {counts.naming_gain:,} of {count(counts.initiatives, 'initiative', 'initiatives')} a source names "
        f"somebody who gained, for {counts.naming_loss:,} somebody who lost, for {counts.naming_both:,} both. Where "
        "nobody is named, nobody may have looked."
    )
    losing = accounts[accounts["lost"].notna()]
    rows = "".join(
        element(
            "tr",
            f"<th scope='row'>{text(row['name'])}<br><span class='quiet'>{text(row['cluster_name'])}</span></th>",
            element("td", text(row["gained"] or "nobody named")),
            element("td", text(row["lost"])),
        )
        for row in records(losing.head(limit))
    )
    if not rows:
        return element("p", text(sentence))
    names = ("Initiative", "Who gained", "Who lost")
    head = element("tr", *(f"<th scope='col'>{name}</th>" for name in names))
    table = element("table", element("thead", head), element("tbody", rows), kind="gains")
    shown = min(limit, len(losing))
    rest = "" if shown == len(losing) else f" (the first {shown} of {len(losing):,}; all of them are in the file below)"
    summary = f"<summary>{count(len(losing), 'account names', 'accounts name')} somebody who lost{rest}</summary>"
    return element("p", text(sentence)) + element("details", summary, table)


def list_in_words(accounts: pd.DataFrame) -> pd.DataFrame:
    """Return the initiatives as people read them, one a row, in the order of ``store.interventions.initiatives_of``."""
    initiatives = initiatives_of(accounts)
    coded = {
        name: [heading(codebook.label(name, str(value))) for value in initiatives[name]]
        for name in ("kind", "topic", "route", "led_by", "tier_reached")
    }
    return pd.DataFrame(
        {
            "Initiative": initiatives["name"],
            "Cluster": initiatives["cluster_name"],
            "Country": initiatives["country_name"],
            "Compared with": [codebook.label("comparison", str(value)) for value in initiatives["strength"]],
            "Found": [finding_words(value) for value in initiatives["standing_finding"]],
            "Measured before": ["yes" if value else "no, or not known" for value in initiatives["has_baseline"]],
            "Start": initiatives["start_year"],
            **{codebook.column("interventions", name).label: words for name, words in coded.items()},
            "Sector": [heading(codebook.label("sector", str(value))) for value in initiatives["sector"]],
            "Sources": initiatives["accounts"],
        }
    )


def accounts_in_words(accounts: pd.DataFrame) -> pd.DataFrame:
    """Return every account as people read it, for a file: all that its source says, and where to find it."""
    table = pd.DataFrame(
        {
            "Cluster": accounts["cluster_name"],
            "Country": accounts["country_name"],
            "Id of the cluster": accounts["cluster_id"],
        }
    )
    for column in codebook.columns("interventions"):
        if column.name in accounts and column.name != "cluster_id":
            table[column.label] = _column_in_words(accounts[column.name], column.domain_name)
    table["Strongest comparison"] = [codebook.label("comparison", str(value)) for value in accounts["strength"]]
    table["Found by the strongest"] = [finding_words(value) for value in accounts["standing_finding"]]
    return table.assign(Citation=accounts["citation"], Link=accounts["url"], DOI=accounts["doi"])


def _column_in_words(values: pd.Series, domain: str | None) -> pd.Series:
    """Return a column with the labels of its vocabulary; a list of several values stays one."""
    if domain is None:
        return values
    labels = {item.value: item.label for item in codebook.values(domain)}
    return values.map(lambda cell: "; ".join(labels[value] for value in str(cell).split(";")), na_action="ignore")
