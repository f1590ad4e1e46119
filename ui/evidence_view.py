"""The evidence on one cluster as HTML: by factor, newest first, what counts and why, rivals side by side."""

import pandas as pd

import codebook
from ui.case import FROM_MEMORY, GENERAL_STATEMENT, Case
from ui.markup import count, element, link, source_address, text
from ui.words import heading, short_citation

ROLES = (("driver", "barrier"), ("outcome",), ("context",))
ROLE_HEADINGS = {
    "driver": "What drives or hinders it",
    "outcome": "What came of it",
    "context": "What was done",
}


def evidence_html(case: Case) -> str:
    """Return all evidence: drivers and barriers first, then outcomes, then what else is documented.

    Outcomes stand beside the prediction and never enter it.
    """
    if case.evidence.empty:
        words = "Nobody has written evidence on this cluster into the case base yet. That says nothing about the place."
        return element("p", words, kind="note")
    parts = []
    for roles in ROLES:
        factors = [name for name, factor in codebook.FACTORS.items() if factor.role in roles]
        blocks = [_factor_html(case, factor) for factor in factors if (case.evidence["factor"] == factor).any()]
        if blocks:
            parts.append(element("h3", ROLE_HEADINGS[roles[0]]))
            parts.extend(blocks)
    return element("div", *parts, kind="evidence")


def _factor_html(case: Case, name: str) -> str:
    rows = case.evidence[case.evidence["factor"] == name]
    factor = codebook.factor(name)
    is_rival = name in case.rival_factors
    head = element(
        "summary",
        element("strong", text(factor.label)),
        " ",
        text(_values_summary(case, name)),
        element("span", " · " + text(count(len(rows), "piece of evidence", "pieces of evidence")), kind="quiet"),
        element("span", "sources disagree", kind="mark rival") if is_rival else "",
    )
    body = _rivals_html(rows) if is_rival else element("div", *(_row_html(row) for row in _records(rows)))
    return f"<details open>{head}{element('p', text(factor.definition), kind='quiet')}{body}</details>"


def _values_summary(case: Case, name: str) -> str:
    """Return the value that counts per tier: ``weak in first-tier firms; absent in lower tiers``."""
    counting = case.counting_rows(name)
    values = [
        (codebook.label(name, str(value)), codebook.label("tier", str(tier)))
        for value, tier in zip(counting["value"], counting["tier"], strict=True)
    ]
    if len({value for value, _ in values}) == 1:
        return values[0][0]
    return "; ".join(f"{value} ({tier})" for value, tier in values)


def _rivals_html(rows: pd.DataFrame) -> str:
    """Return rows that disagree in columns, one per value, so that each claim stands beside its rival."""
    order = [value.value for value in codebook.values(str(rows["factor"].iloc[0]))]
    columns = []
    for value in order:
        of_value = rows[rows["value"] == value]
        if not of_value.empty:
            columns.append(element("div", *(_row_html(row) for row in _records(of_value)), kind="rival-column"))
    return element("div", *columns, kind="rivals")


def _row_html(row: dict[str, object]) -> str:
    factor = str(row["factor"])
    facts = [
        element("span", text(codebook.label(factor, str(row["value"]))), kind="value"),
        text(heading(codebook.label("tier", str(row["tier"])))),
        text("year not given" if row["year"] is None else str(row["year"])),
        text(f"{codebook.label('confidence', str(row['confidence']))} confidence"),
    ]
    if row["counts"]:
        why = codebook.column("attributes", "value").description
        facts.append(element("span", "this one counts", kind="mark counts", title=why))
    marks = [element("span", text(mark), kind="mark") for mark in _marks(row)]
    return element(
        "article",
        element("div", " · ".join(facts), *marks, kind="facts"),
        element("p", text(row["statement"]), kind="statement"),
        element("p", _source_html(row), kind="source"),
        kind="row" + (" set-apart" if marks else ""),
    )


def _marks(row: dict[str, object]) -> list[str]:
    """Return what a reader must know about a row before leaning on it."""
    locator = str(row["locator"] or "")
    marks = []
    if FROM_MEMORY in locator:
        marks.append("from memory, to be verified")
    if GENERAL_STATEMENT in locator:
        marks.append("rests on a general statement")
    for column, plain in (("scope", "cluster"), ("mode", "observed")):
        value = row[column]
        if value is not None and value != plain:
            marks.append(codebook.label(column, str(value)))
    return marks


def _source_html(row: dict[str, object]) -> str:
    url, doi = (None if row[name] is None else str(row[name]) for name in ("url", "doi"))
    citation = link(source_address(url, doi), str(row["citation"] or "source not named"))
    kind = "" if row["source_type"] is None else codebook.label("source_type", str(row["source_type"]))
    where = "" if row["locator"] is None else f"Place in it: {row['locator']}"
    return " · ".join(part for part in (citation, text(kind), text(where)) if part)


def statements_html(case: Case, limit: int) -> str:
    """Return the statements behind the strongest reasons, each with its source, for the map's card."""
    rows: list[dict[str, object]] = []
    for reason in case.reasons():
        rows.extend(_records(case.counting_rows(reason.factor))[:1])
    items = [
        element(
            "li",
            element("p", text(row["statement"]), kind="statement"),
            element("p", text(_short_source(row)), kind="source"),
        )
        for row in rows[:limit]
    ]
    return element("ul", *items, kind="statements") if items else element("p", "No evidence yet.", kind="note")


def _short_source(row: dict[str, object]) -> str:
    citation = None if row["citation"] is None else str(row["citation"])
    parts = [short_citation(citation), row["locator"], row["year"]]
    return " · ".join(str(part) for part in parts if part is not None)


def _records(rows: pd.DataFrame) -> list[dict[str, object]]:
    """Return rows as plain values; what is missing is None, years are whole numbers."""
    records = rows.astype(object).where(rows.notna(), None).to_dict("records")
    for record in records:
        for name in ("year", "source_year", "coders", "coders_agreeing"):
            record[name] = None if record[name] is None else int(record[name])
        record["counts"] = bool(record["counts"])
    return [{str(key): value for key, value in record.items()} for record in records]
