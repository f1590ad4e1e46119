"""A person's own file given back: all their columns, and for each row its line, its status and what was found."""

import csv
import io
import re

import codebook
from codebook.records import Finding
from etl.contribution.duplicates import Candidate
from etl.contribution.mapping import OWN_MARKS
from etl.contribution.report import STATUSES, Report
from store.spreadsheet_cells import neutralise

BETWEEN_MESSAGES = " | "
WHITE_SPACE = re.compile(r"\s+")


def annotate(report: Report) -> bytes:
    """Return the file as CSV in UTF-8 with a byte order mark, as spreadsheets read it best.

    The columns ``_line``, ``_status`` and ``_messages`` come first, then the file's own columns as they stand in it,
    with its own delimiter. Cells that a spreadsheet would run as a formula are made harmless; reading the file again
    takes that back, and passes over the three columns.
    """
    upload = report.upload
    headers = [match.header for match in upload.matches]
    own = [position for position, header in enumerate(headers) if header not in OWN_MARKS]
    messages = _messages_by_row(report)
    words = {status: codebook.label("row_status", status) for status in STATUSES}
    target = io.StringIO()
    writer = csv.writer(target, delimiter=upload.dialect.delimiter or ",", lineterminator="\r\n")
    writer.writerow([*OWN_MARKS, *(neutralise(headers[position]) for position in own)])
    columns = [upload.cells[position].astype(object).where(upload.cells[position].notna(), "") for position in own]
    rows = zip(*columns, strict=True) if columns else iter([()] * upload.rows)
    for row, cells in enumerate(rows):
        marks = (str(upload.lines[row]), words[STATUSES[report.status[row]]], neutralise(messages.get(row, "")))
        writer.writerow([*marks, *map(neutralise, cells)])
    return target.getvalue().encode("utf-8-sig")


def _messages_by_row(report: Report) -> dict[int, str]:
    """Return all that is said of each row, in one text."""
    messages: dict[int, list[str]] = {}
    row_of = {int(line): row for row, line in enumerate(report.upload.lines)}
    for finding in report.findings():
        row = row_of.get(finding.line or 0)
        if row is not None:
            messages.setdefault(row, []).append(describe(finding))
    for candidate in report.candidates():
        messages.setdefault(candidate.row, []).append(describe_candidate(candidate, report))
    return {row: BETWEEN_MESSAGES.join(dict.fromkeys(texts)) for row, texts in messages.items()}


def describe(finding: Finding) -> str:
    """Return a finding as one sentence for people: where, what is wrong, what is allowed, what is proposed."""
    parts = [f"{finding.column}: {finding.message}" if finding.column else finding.message]
    if finding.allowed:
        parts.append(f"Allowed: {'; '.join(finding.allowed)}.".replace("..", "."))
    parts.append(finding.hint if finding.proposed is None else f"Proposed: {finding.proposed}")
    return WHITE_SPACE.sub(" ", " ".join(parts)).strip()


def describe_candidate(candidate: Candidate, report: Report) -> str:
    """Return what a row may be the same as, and why."""
    other = candidate.other_row
    where = f"on the map ({candidate.cluster_id})" if other is None else f"in line {report.upload.lines[other]}"
    return f"Perhaps the same as {candidate.name} {where}: {', '.join(candidate.reasons)}."


def count_rows(report: Report) -> str:
    """Return the counts of a report as a sentence."""
    counts = ", ".join(f"{report.count(status):,} {codebook.label('row_status', status)}" for status in STATUSES)
    return f"{report.rows:,} {'row' if report.rows == 1 else 'rows'}: {counts}."
