"""Files as they are: bytes, their checksum, and rows of text with the file's own line numbers.

Nothing is judged here except what makes a file unreadable as a whole: it is missing, not UTF-8, too large, its
header is not the table's, a row has more or fewer cells than the header or holds a NUL character.
"""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import pyarrow as pa

import codebook
from codebook.records import Finding

# The csv module refuses longer cells; a statement of the case base has at most a few hundred characters.
LARGEST_CELL = 131_072
# Python's rows take five times the room of Arrow's: no more than these wait at a time.
PART_ROWS = 20_000
# No catalogue stores it: PostgreSQL refuses it, SQLite ends a text there.
NUL = "\0"


@dataclass(frozen=True)
class RawTable:
    """One file, read and not yet checked.

    Attributes
    ----------
    table
        Table of the codebook the file holds.
    file
        Name of the file as people know it, e.g. ``cases/clusters.csv``.
    sha256
        Checksum of the bytes.
    rows
        One text column per column of the codebook, null where the file has nothing, plus ``line`` (integer, the
        line of the file the row begins at; the header is line 1).
    findings
        What is wrong with the file as a whole; when there are any, ``rows`` holds the rows that could be read.
    """

    table: str
    file: str
    sha256: str
    rows: pa.Table
    findings: tuple[Finding, ...]


def file_columns(table: str) -> list[str]:
    """Return the columns that a table's CSV file has, in order."""
    return [column.name for column in codebook.columns(table) if not column.is_derived]


def read_table(table: str, path: Path, file: str) -> RawTable:
    """Return one CSV file as text.

    Parameters
    ----------
    table
        Table of the codebook the file is for.
    path
        Where it lies.
    file
        Its name in findings.
    """
    columns = file_columns(table)
    try:
        with path.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        with path.open(encoding="utf-8-sig", newline="") as text:
            rows, findings = _parse(text, columns, file)
    except (OSError, UnicodeDecodeError) as error:
        finding = _file_finding(file, None, "unreadable_file", str(error), "a CSV file in UTF-8")
        return RawTable(table, file, "", _as_arrow(columns, [], []), (finding,))
    return RawTable(table, file, sha256, rows, findings)


def _parse(text: TextIO, columns: list[str], file: str) -> tuple[pa.Table, tuple[Finding, ...]]:
    """Return the rows with their line numbers, and the findings of one file's text."""
    findings: list[Finding] = []
    rows = pa.concat_tables(_parts(text, columns, file, findings))
    if not rows.num_rows and not findings:
        findings.append(_file_finding(file, 1, "no_rows", "", "a row below the header"))
    return rows, tuple(findings)


def _parts(text: TextIO, columns: list[str], file: str, findings: list[Finding]) -> Iterator[pa.Table]:
    """Yield the rows part by part, the last part perhaps empty; what is wrong is added to the findings."""
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(text, strict=True)
    lines: list[int] = []
    cells: list[list[str]] = []
    start = 1
    try:
        header = next(reader, [])
        if header != columns:
            findings.append(_file_finding(file, 1, "unknown_header", ", ".join(header), ", ".join(columns)))
            reader = csv.reader(())
        start = reader.line_num + 1
        for row in reader:
            spoiled = _row_finding(file, start, row, len(columns))
            if spoiled is not None:
                findings.append(spoiled)
            elif len(row) == len(columns):
                lines.append(start)
                cells.append(row)
            start = reader.line_num + 1
            if len(lines) == PART_ROWS:
                yield _as_arrow(columns, lines, cells)
                lines, cells = [], []
    except csv.Error as error:
        findings.append(_file_finding(file, start, "broken_row", str(error), "cells quoted as CSV asks for"))
    yield _as_arrow(columns, lines, cells)


def _row_finding(file: str, line: int, row: list[str], width: int) -> Finding | None:
    """Return what makes one row unusable, None for a good one and for a blank line."""
    if len(row) != width and any(row):
        allowed = f"{width} cells as in the header"
        return _file_finding(file, line, "wrong_cell_count", f"{len(row)} cells", allowed)
    spoiled = next((cell for cell in row if NUL in cell), None)
    if spoiled is not None:
        return _file_finding(file, line, "nul_character", spoiled, "text without NUL characters")
    return None


def _as_arrow(columns: list[str], lines: list[int], cells: list[list[str]]) -> pa.Table:
    """Return rows as text columns with their line numbers; an empty or blank cell is null, never a text."""
    by_column = zip(*cells, strict=True) if cells else ([] for _ in columns)
    arrays = {
        name: pa.array([cell if cell.strip() else None for cell in column], type=pa.string())
        for name, column in zip(columns, by_column, strict=True)
    }
    return pa.table({"line": pa.array(lines, type=pa.int64()), **arrays})


def _file_finding(file: str, line: int | None, code: str, value: str, allowed: str) -> Finding:
    message = {
        "unreadable_file": "The file cannot be read",
        "unknown_header": "The header is not that of the table",
        "wrong_cell_count": "The row does not have as many cells as the header",
        "nul_character": "The row holds a character that is no text",
        "broken_row": "The row is not well-formed CSV; the rows after it were not read",
        "no_rows": "The file holds no rows",
    }[code]
    return Finding(
        file=file,
        line=line,
        column=None,
        value=value[:200] or None,
        code=code,
        # An empty table may be meant so; everything else loses rows that somebody wrote.
        severity="warning" if code == "no_rows" else "error",
        message=f"{message}.",
        allowed=(allowed,),
        hint="Compare the file with the columns in docs/data-dictionary.md.",
    )
