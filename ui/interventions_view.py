"""What was tried at one cluster, as HTML: each initiative with its period, its makers, its reach and its finding.

A measured improvement and a claimed one must never look alike: a finding without anything to compare it with
is drawn as a claim.
"""

import codebook
from ui.case import Case, records
from ui.evidence_marks import Row
from ui.evidence_view import source_html
from ui.markup import count, element, text, tip
from ui.words import heading

UNKNOWN = "unknown"
NO_COMPARISON = ("none", UNKNOWN)


def interventions_html(case: Case) -> str:
    """Return every initiative, newest first; sources that disagree on one stand side by side."""
    rows = records(case.interventions)
    if not rows:
        words = "No initiative at this cluster is in the case base. That does not mean that nothing was tried."
        return element("p", text(words), kind="note")
    initiatives: dict[str, list[Row]] = {}
    for row in rows:
        initiatives.setdefault(str(row["intervention_id"]), []).append(row)
    sentence = counting_words(list(initiatives.values()))
    return element("p", text(sentence)) + "".join(initiative_html(group) for group in initiatives.values())


def counting_words(initiatives: list[list[Row]]) -> str:
    """Return how many initiatives there are and how many were measured against anything."""
    compared = sum(any(is_compared(row) for row in group) for group in initiatives)
    many = count(len(initiatives), "initiative", "initiatives")
    return f"{many}; {compared} of them compared with something: before and after, or others."


def is_compared(row: Row) -> bool:
    """Return whether a row's finding rests on any comparison."""
    return row["comparison"] not in NO_COMPARISON


def is_claim(row: Row) -> bool:
    """Return whether a row reports an improvement with nothing to compare it with."""
    return row["finding"] in ("improved", "mixed") and not is_compared(row)


def initiative_html(rows: list[Row], place: str = "") -> str:
    """Return one initiative with what each of its sources says, side by side.

    Parameters
    ----------
    rows
        Its accounts, one at least.
    place
        The name of its cluster, where the reader is not on that cluster's page.
    """
    row = rows[0]
    facts = [
        place,
        heading(codebook.label("kind", str(row["kind"]))),
        period_words(row),
        f"led by: {codebook.label('led_by', str(row['led_by']))}",
        f"with: {_partners_words(row)}" if row["partners"] else "",
        f"reached: {codebook.label('tier_reached', str(row['tier_reached']))}",
        str(row["reach"] or ""),
    ]
    findings = {row["finding"] for row in rows if row["finding"] != UNKNOWN}
    reports = element("div", *(_report_html(report) for report in rows), kind="rivals")
    return element(
        "section",
        element(
            "h3",
            text(row["name"]),
            element("span", "sources disagree", kind="mark rival") if len(findings) > 1 else "",
        ),
        element("p", text(" · ".join(fact for fact in facts if fact)), kind="quiet"),
        reports,
        kind="initiative",
    )


def _report_html(row: Row) -> str:
    finding = codebook.value("finding", str(row["finding"]))
    word = f"claimed: {finding.label}" if is_claim(row) else f"finding: {finding.label}"
    gains = [f"{words}: {row[name]}" for name, words in (("gained", "who gained"), ("lost", "who lost")) if row[name]]
    return element(
        "article",
        element(
            "div",
            tip(heading(word), _finding_sentence(row), kind="claim" if is_claim(row) else "finding"),
            kind="facts",
        ),
        element("p", text(row["finding_text"]), kind="statement"),
        element("p", text("How well it was evaluated: " + evaluation_words(row)), kind="facts"),
        element("p", text(heading("; ".join(gains))), kind="facts") if gains else "",
        element("p", source_html(row), kind="source"),
        kind="rival-column report" + (" claimed" if is_claim(row) else ""),
    )


def _finding_sentence(row: Row) -> str:
    if is_claim(row):
        return codebook.note("claim").text
    return codebook.value("finding", str(row["finding"])).meaning


def evaluation_words(row: Row) -> str:
    """Return how an initiative was evaluated: baseline, follow-up and what it was compared with."""
    answers = [
        f"{words} {codebook.label('yes_no_unknown', str(row[name]))}"
        for name, words in (("baseline", "measured before:"), ("follow_up", "measured after:"))
    ]
    return "; ".join([*answers, f"compared with: {codebook.label('comparison', str(row['comparison']))}"])


def period_words(row: Row) -> str:
    """Return when an initiative ran: ``1997 to 2004, ended``; an open end is said to be not known or running."""
    start = "start not known" if row["start_year"] is None else str(row["start_year"])
    end = "" if row["end_year"] is None else f" to {row['end_year']}"
    return f"{start}{end}, {codebook.label('status', str(row['status'])).replace('not known', 'state not known')}"


def _partners_words(row: Row) -> str:
    return ", ".join(codebook.label("led_by", partner) for partner in str(row["partners"]).split(";"))
