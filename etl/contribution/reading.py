"""From bytes to an :class:`Upload`: size gate, encoding, delimiter, heading, rows. Nothing is judged, nothing is lost.

Whatever the bytes are, reading ends in an upload: one that cannot be taken is refused and says why.
"""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from codebook.errors import InputError
from etl.contribution.csv_text import (
    DELIMITERS,
    SAMPLE_LINES,
    Grid,
    hinted_delimiter,
    parse_rows,
    sample_rows,
    split_lines,
)
from etl.contribution.decimals import find_decimal
from etl.contribution.decoding import decode
from etl.contribution.findings import FindingGroup, make_group
from etl.contribution.limits import BYTES_PER_MEGABYTE, MOST_CELLS, MOST_COLUMNS, most_bytes, most_rows
from etl.contribution.mapping import HeaderMatch, count_known, match_headers, recognise_form
from etl.contribution.upload import TEXT, Dialect, Upload
from etl.contribution.workbook import is_workbook, read_sheet
from store.spreadsheet_cells import MARK, MARKED

# A heading may stand below a title or a remark; farther down it is a table among others.
MOST_LINES_ABOVE_HEADER = 10
LEAST_KNOWN_HEADERS = 2


def read_upload(content: bytes, name: str, mapping: Mapping[str, str | None] | None = None) -> Upload:
    """Return a file as it was read.

    Parameters
    ----------
    content
        The bytes of a CSV file (any delimiter and encoding) or an XLSX workbook.
    name
        Name of the file, for findings.
    mapping
        What a person said of headings: one of our columns, or None for a column of their own.

    Raises
    ------
    UnknownNameError
        ``mapping`` names a column that no form has. The bytes never raise anything: a file that cannot be taken is
        an upload that is refused.
    InputError
        A setting of the limits is wrong.
    """
    if len(content) > most_bytes():
        allowed = f"{most_bytes() // BYTES_PER_MEGABYTE} MB"
        return _refuse(content, name, Dialect(), "too_large", f"{len(content) / BYTES_PER_MEGABYTE:.1f} MB", allowed)
    most = most_rows()
    try:
        # One row more than allowed tells that there are too many; one more is the heading.
        dialect, grid, groups = _read_grid(content, most + 1)
    except InputError as error:
        return _refuse(content, name, Dialect(), "unreadable_file", error.message, error.next_step)
    if len(grid.rows) > most + 1:
        return _refuse(content, name, dialect, "too_many_rows", None, f"{most:,} rows")
    header_row = _find_header(grid.rows)
    if header_row is None:
        return _refuse(content, name, dialect, "unreadable_file", None, "a heading and rows below it")
    headers = [cell.strip() for cell in grid.rows[header_row]]
    most_columns = min(MOST_COLUMNS, MOST_CELLS // len(grid.rows))
    if len(headers) > most_columns:
        return _refuse(content, name, dialect, "too_many_columns", f"{len(headers):,}", f"{most_columns:,} columns")
    matches = match_headers(headers, mapping)
    groups += _header_findings(matches, grid.lines[header_row])
    if header_row:
        groups.append(make_group("text_above_header", line=grid.lines[0], value=" ".join(grid.rows[0])))
    return _make_upload(content, name, dialect, matches, grid, header_row, groups)


def _refuse(content: bytes, name: str, dialect: Dialect, code: str, value: str | None, allowed: str) -> Upload:
    group = make_group(code, value=value, allowed=(allowed,))
    nothing = pd.DataFrame(index=pd.RangeIndex(0))
    lines = np.empty(0, dtype=np.int64)
    sha256 = hashlib.sha256(content).hexdigest()
    return Upload(name, sha256, len(content), "wide", dialect, (), nothing, lines, (group,), is_refused=True)


def _read_grid(content: bytes, most: int) -> tuple[Dialect, Grid, list[FindingGroup]]:
    """Return how a file is written, its rows (one more than ``most`` at the most), and what reading says.

    Raises
    ------
    InputError
        A workbook that cannot be read.
    """
    if is_workbook(content):
        sheet, grid = read_sheet(content, most, _known_in_best_row)
        return Dialect(sheet=sheet), grid, []
    decoded = decode(content)
    lines = split_lines(decoded.text)
    hint = hinted_delimiter(lines)
    if hint:
        lines[0] = "\n"
    delimiter = hint or _find_delimiter(lines)
    groups = [make_group("mixed_encoding", line=line) for line in decoded.odd_lines]
    return Dialect(encoding=decoded.encoding, delimiter=delimiter), parse_rows(lines, delimiter, most), groups


def _find_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter under which the file's first rows look most like one of our forms."""
    scores = {}
    for delimiter in DELIMITERS:
        rows = sample_rows(lines[:SAMPLE_LINES], delimiter)
        widths = [len(row) for row in rows]
        same_width = widths.count(max(widths, default=0)) if max(widths, default=0) > 1 else 0
        scores[delimiter] = (_known_in_best_row(rows), same_width, max(widths, default=0))
    return max(DELIMITERS, key=scores.__getitem__)


def _known_in_best_row(rows: Sequence[Sequence[str]]) -> int:
    """Return how many headings of ours the row has that looks most like a heading."""
    return max((count_known(row[:MOST_COLUMNS]) for row in rows[:MOST_LINES_ABOVE_HEADER]), default=0)


def _find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the number of the row with the headings: the one of the first with most words of ours, else the first."""
    known = [count_known(row[:MOST_COLUMNS]) for row in rows[:MOST_LINES_ABOVE_HEADER]]
    if not known:
        return None
    return known.index(max(known)) if max(known) >= LEAST_KNOWN_HEADERS else 0


def _header_findings(matches: Sequence[HeaderMatch], line: int) -> list[FindingGroup]:
    groups = []
    for match in matches:
        if match.is_repeated:
            groups.append(make_group("header_twice", column=match.header, line=line))
        elif match.similar is not None:
            groups.append(make_group("similar_header", column=match.header, line=line, proposed=match.similar))
        elif match.column is None and match.how == "none" and match.header:
            groups.append(make_group("unused_column", column=match.header, line=line))
    return groups


def _make_upload(
    content: bytes,
    name: str,
    dialect: Dialect,
    matches: tuple[HeaderMatch, ...],
    grid: Grid,
    header_row: int,
    groups: list[FindingGroup],
) -> Upload:
    first = header_row + 1
    rows = grid.rows[first:]
    lines = np.array(grid.lines[first:], dtype=np.int64)
    broken = np.array(sorted(number - first for number in grid.broken if number >= first), dtype=np.int64)
    width = len(matches)
    uneven = _fit_width(rows, width, dialect.delimiter or " ", is_sheet=dialect.sheet is not None)
    if len(broken):
        groups.append(make_group("broken_row", rows=broken))
    for count, numbers in uneven.items():
        members = np.setdiff1d(np.array(numbers, dtype=np.int64), broken)
        if len(members):
            allowed = (f"{width} cells, as the heading has",)
            groups.append(make_group("wrong_cell_count", rows=members, value=f"{count} cells", allowed=allowed))
    if not rows:
        groups.append(make_group("no_rows", line=grid.lines[header_row]))
    cells = _as_frame(rows, width)
    form = recognise_form([match.column for match in matches])
    decimal = find_decimal(cells, matches)
    dialect = Dialect(dialect.encoding, dialect.delimiter, decimal, dialect.sheet, grid.lines[header_row])
    sha256 = hashlib.sha256(content).hexdigest()
    return Upload(name, sha256, len(content), form, dialect, matches, cells, lines, tuple(groups))


def _fit_width(rows: list[list[str]], width: int, delimiter: str, *, is_sheet: bool) -> dict[int, list[int]]:
    """Give every row as many cells as the heading; return the numbers of those that had others, by their count.

    What stands beyond the heading is kept, joined to the last cell. A sheet has no cells at the end that are blank.
    """
    uneven: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        count = len(row)
        if count == width:
            continue
        while len(row) > width and not row[-1].strip():
            row.pop()
        if len(row) > width or (len(row) < width and not is_sheet):
            uneven.setdefault(count, []).append(number)
        if len(row) > width:
            row[width - 1 :] = [delimiter.join(row[width - 1 :])]
        row.extend([""] * (width - len(row)))
    return uneven


def _as_frame(rows: list[list[str]], width: int) -> pd.DataFrame:
    """Return rows as text columns numbered by position; a blank cell is missing, never a text.

    What an export put before a cell to keep a spreadsheet from running it is taken away.
    """
    columns = zip(*rows, strict=True) if rows else [()] * width
    frame = {}
    for position, column in enumerate(columns):
        texts = pa.array(column, pa.string())
        if pc.any(pc.starts_with(texts, MARK)).as_py():
            texts = pc.replace_substring_regex(texts, pattern=MARKED, replacement=r"\1")
        is_blank = pc.equal(pc.utf8_trim_whitespace(texts), "")
        kept = pc.if_else(is_blank, pa.scalar(None, pa.string()), texts)
        frame[position] = pd.Series(pd.array(kept, dtype=TEXT))
    return pd.DataFrame(frame, index=pd.RangeIndex(len(rows)))
