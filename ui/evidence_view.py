"""The evidence on one cluster as HTML: by factor, newest first, what counts and why, rivals side by side."""

import codebook
from ui.case import Case, records
from ui.evidence_marks import Row, counts_html, group_note_html, is_set_apart, marks_html
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

    Outcomes stand beside the prediction and never enter it. Withdrawn statements are folded away at the end.
    """
    parts = []
    if case.evidence.empty:
        words = "Nobody has written evidence on this cluster into the case base yet. That says nothing about the place."
        parts.append(element("p", words, kind="note"))
    if any(is_set_apart(row) for row in records(case.evidence)):
        parts.append(group_note_html())
    parts.append(_flag_meanings_html(case))
    present = set(case.evidence["factor"])
    for roles in ROLES:
        factors = [name for name, factor in codebook.FACTORS.items() if factor.role in roles and name in present]
        if factors:
            parts.append(element("h3", ROLE_HEADINGS[roles[0]]))
            parts.extend(_factor_html(case, factor) for factor in factors)
    parts.append(_withdrawn_html(case))
    return element("div", *parts, kind="evidence")


def _factor_html(case: Case, name: str) -> str:
    rows = records(case.evidence[case.evidence["factor"] == name])
    factor = codebook.factor(name)
    is_rival = name in case.rival_factors
    head = element(
        "summary",
        element("strong", text(factor.label)),
        ": ",
        _rival_values_html(name, rows) if is_rival else text(_values_summary(case, name)),
        element("span", " · " + text(count(len(rows), "piece of evidence", "pieces of evidence")), kind="quiet"),
        *(element("span", " · " + text(words), kind="quiet flag") for words in _flags(case, name)),
    )
    # Rivals stand side by side whatever their reach; elsewhere what needs care stands apart.
    own = [row for row in rows if is_rival or not is_set_apart(row)]
    apart = [row for row in rows if row not in own]
    body = [_rivals_html(name, own, rows) if is_rival else _rows_html(own, rows)]
    if apart:
        body.append(element("div", _rows_html(apart, rows), kind="set-apart"))
    definition = element("p", text(factor.definition), kind="quiet")
    return f"<details open>{head}{definition}{''.join(body)}</details>"


def _flags(case: Case, name: str) -> list[str]:
    """Return the model's warnings about a factor's evidence in words; one about one tier alone names it."""
    found: dict[str, list[str]] = {}
    for flag in case.explanation.flags:
        if flag.factor == name:
            found.setdefault(flag.flag, []).append(flag.tier)
    return [
        codebook.label("prediction_flag", flag)
        + (f" ({codebook.label('model_tier', tiers[0])})" if len(tiers) == 1 else "")
        for flag, tiers in found.items()
    ]


def _flag_meanings_html(case: Case) -> str:
    """Return what each warning that stands beside a factor means, told once."""
    flags = dict.fromkeys(flag.flag for flag in case.explanation.flags)
    meanings = [codebook.value("prediction_flag", flag) for flag in flags]
    return "".join(
        element("p", text(f"“{heading(meaning.label)}” beside a factor: {meaning.meaning}"), kind="note")
        for meaning in meanings
    )


def _rival_values_html(name: str, rows: list[Row]) -> str:
    """Return that sources disagree, then value by value what stands against what, and which one counts."""
    parts = []
    for value in codebook.values(name):
        of_value = [row for row in rows if row["value"] == value.value]
        if of_value:
            parts.append(_claim_words(value.label, of_value))
    return element("span", "sources disagree", kind="mark rival") + " " + text("; ".join(parts))


def _claim_words(label: str, rows: list[Row]) -> str:
    """Return one of several rival values: ``weak (2 sources, newest 2014; it counts for the lower tiers)``."""
    facts = [count(len({row["source_id"] for row in rows}), "source", "sources")]
    years = [int(str(row["year"])) for row in rows if row["year"] is not None]
    if years:
        facts[0] += f", newest {max(years)}" if len(years) > 1 else f", {years[0]}"
    tiers = dict.fromkeys(codebook.label("tier", str(row["tier"])) for row in rows if row["counts"])
    if tiers:
        facts.append(f"it counts for {' and '.join(tiers)}")
    return f"{label} ({'; '.join(facts)})"


def _values_summary(case: Case, name: str) -> str:
    """Return the value that counts per tier: ``weak (the whole cluster); absent (lower tiers)``."""
    counting = case.counting_rows(name)
    values = [(_value_and_year(name, row), codebook.label("tier", str(row["tier"]))) for row in records(counting)]
    if len({value for value, _ in values}) == 1:
        return values[0][0]
    return "; ".join(f"{value} ({tier})" for value, tier in values)


def _value_and_year(name: str, row: Row) -> str:
    """Return a value with the year it speaks of: an old finding must not read as today's."""
    year = "" if row["year"] is None else f" in {row['year']}"
    return codebook.label(name, str(row["value"])) + year


def _rivals_html(name: str, rows: list[Row], of_factor: list[Row]) -> str:
    """Return rows that disagree in columns, one per value, so that each claim stands beside its rival."""
    columns = []
    for value in codebook.values(name):
        of_value = [row for row in rows if row["value"] == value.value]
        if of_value:
            columns.append(element("div", _rows_html(of_value, of_factor), kind="rival-column"))
    return element("div", *columns, kind="rivals")


def _rows_html(rows: list[Row], of_factor: list[Row]) -> str:
    return "".join(_row_html(row, sum(other["tier"] == row["tier"] for other in of_factor)) for row in rows)


def _row_html(row: Row, rows_of_tier: int) -> str:
    facts = [
        element("span", text(codebook.label(str(row["factor"]), str(row["value"]))), kind="value"),
        text(codebook.label("tier", str(row["tier"]))),
        text(row["year"] or "year not given"),
        text(f"{codebook.label('confidence', str(row['confidence']))} confidence"),
    ]
    anchor = text(row["evidence_id"])
    words = element("span", " to this piece of evidence", kind="visually-hidden")
    here = f'<a class="to-row" href="#{anchor}">link{words}</a>'
    return element(
        "article",
        element("div", " · ".join(facts), counts_html(row, rows_of_tier), marks_html(row), kind="facts"),
        element("p", text(row["statement"]), kind="statement"),
        element("p", source_html(row), " · ", here, kind="source"),
        kind="row",
        anchor=str(row["evidence_id"]),
    )


def source_html(row: Row) -> str:
    """Return a row's source: the citation linked where it can be read, its type, its year, the place in it."""
    url, doi = (None if row[name] is None else str(row[name]) for name in ("url", "doi"))
    citation = link(source_address(url, doi), str(row["citation"] or "source not named"))
    kind = "" if row["source_type"] is None else codebook.label("source_type", str(row["source_type"]))
    year = "" if row["source_year"] is None else f"of {row['source_year']}"
    where = "" if row["locator"] is None else f"place in it: {row['locator']}"
    words = " ".join(part for part in (kind, year) if part)
    return " · ".join(part for part in (citation, text(words), text(where)) if part)


def _withdrawn_html(case: Case) -> str:
    """Return the withdrawn statements, folded away; they stay readable and count for nothing."""
    rows = records(case.withdrawn)
    if not rows:
        return ""
    items = [
        element(
            "article",
            element(
                "div",
                text(codebook.factor(str(row["factor"])).label),
                ": ",
                text(codebook.label(str(row["factor"]), str(row["value"]))),
                " · withdrawn: ",
                text(codebook.value("withdrawn_reason", str(row["reason"])).meaning),
                kind="facts",
            ),
            element("p", text(row["statement"]), kind="statement"),
            element("p", source_html(row), kind="source"),
            kind="row withdrawn",
        )
        for row in rows
    ]
    words = count(len(rows), "statement was withdrawn", "statements were withdrawn")
    return f"<details><summary>{text(words)}; they count for nothing</summary>{''.join(items)}</details>"


def statements_html(case: Case, limit: int) -> str:
    """Return the statements behind the strongest reasons, each with its source, for the map's card."""
    rows: list[Row] = []
    for reason in case.reasons():
        rows.extend(records(case.counting_rows(reason.factor))[:1])
    items = [
        element(
            "li",
            element("p", text(row["statement"]), kind="statement"),
            element("p", text(_short_source(row)), kind="source"),
        )
        for row in rows[:limit]
    ]
    return element("ul", *items, kind="statements") if items else element("p", "No evidence yet.", kind="note")


def _short_source(row: Row) -> str:
    citation = None if row["citation"] is None else str(row["citation"])
    parts = [short_citation(citation), row["locator"], row["year"]]
    return " · ".join(str(part) for part in parts if part is not None)
