"""CSV text as rows with the file's own line numbers; whatever is wrong with a row, it stays a row.

The csv module reads, strictly. Where quotation marks do not match, that line becomes a row of its own, marked as
broken, and reading goes on below it: a stray quotation mark never swallows the rest of a file.
"""

import contextlib
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES = 200
# After so many broken rows a file is not CSV with quotes at all; the rest is taken apart at its delimiters, since
# each broken row may cost a look at a long stretch of text.
MOST_REPAIRS = 200
# Excel's own hint on top of a file.
DELIMITER_HINT = "sep="


@dataclass
class Grid:
    """Rows of text as a file has them; blank ones are left out.

    Attributes
    ----------
    rows
        Cells of each row, as many as the row has.
    lines
        Line of the file that each row begins at, from 1.
    broken
        Numbers of rows (from 0) whose quotation marks do not match.
    """

    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)

    def add(self, cells: list[str], line: int, *, is_broken: bool = False) -> None:
        """Take one row, unless all its cells are blank."""
        if any(cells) and any(map(str.strip, cells)):
            if is_broken:
                self.broken.add(len(self.rows))
            self.rows.append(cells)
            self.lines.append(line)


def split_lines(text: str) -> list[str]:
    """Return the lines of a text as an editor counts them, each with its end."""
    return list(io.StringIO(text, newline=""))


def hinted_delimiter(lines: Sequence[str]) -> str | None:
    """Return the delimiter that a first line such as ``sep=;`` names, None without one."""
    first = lines[0].strip() if lines else ""
    hint = first[len(DELIMITER_HINT) :]
    return hint if first.lower().startswith(DELIMITER_HINT) and hint in DELIMITERS else None


def sample_rows(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    """Return the first rows as one delimiter takes them apart; those before the first that cannot be read."""
    reader = csv.reader(islice(lines, SAMPLE_LINES), delimiter=delimiter)
    rows: list[list[str]] = []
    with contextlib.suppress(csv.Error):
        rows.extend(row for row in reader if any(row))
    return rows


def parse_rows(lines: Sequence[str], delimiter: str, most_rows: int) -> Grid:
    """Return all rows, one more than ``most_rows`` at the most."""
    grid = Grid()
    start = repairs = 0
    while start < len(lines) and len(grid.rows) <= most_rows:
        if repairs >= MOST_REPAIRS:
            _split_plainly(grid, lines, start, delimiter, most_rows)
            break
        stopped = _parse_from(grid, lines, start, delimiter, most_rows)
        if stopped is None:
            break
        grid.add(_plain_cells(lines[stopped], delimiter), stopped + 1, is_broken=True)
        start = stopped + 1
        repairs += 1
    return grid


def _parse_from(grid: Grid, lines: Sequence[str], start: int, delimiter: str, most_rows: int) -> int | None:
    """Add rows from a line (from 0) on; return the line of the first row that cannot be read, None at the end."""
    reader: Iterator[list[str]] = csv.reader(islice(lines, start, None), delimiter=delimiter, strict=True)
    row_start = start
    try:
        for cells in reader:
            grid.add(cells, row_start + 1)
            row_start = start + reader.line_num  # type: ignore[attr-defined]  # typeshed hides the reader's class
            if len(grid.rows) > most_rows:
                return None
    except csv.Error:
        return row_start
    return None


def _split_plainly(grid: Grid, lines: Sequence[str], start: int, delimiter: str, most_rows: int) -> None:
    """Add the rows from a line on, taken apart at the delimiter alone; those that hold a quote are broken."""
    for number in range(start, len(lines)):
        grid.add(_plain_cells(lines[number], delimiter), number + 1, is_broken='"' in lines[number])
        if len(grid.rows) > most_rows:
            return


def _plain_cells(line: str, delimiter: str) -> list[str]:
    return line.rstrip("\r\n").split(delimiter)
