"""Rows of the codebook's own CSV files, read strictly: exact header, no stray cells, no repeats.

Only the form of a file is judged here. Whether names lead somewhere is checked in
:mod:`codebook.loader`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from codebook.errors import CodebookError

Number = TypeVar("Number", int, float)

FLAGS = {"yes": True, "no": False}
"""How the codebook writes a flag."""


class Row:
    """One line of a codebook file with typed readers that name file and line when they fail."""

    def __init__(self, place: str, cells: dict[str, str]) -> None:
        self.place = place
        self.cells = cells

    def text(self, name: str) -> str:
        """Return the cell's text.

        Raises
        ------
        CodebookError
            The cell is empty.
        """
        if not self.cells[name]:
            message = f"{self.place}: {name} is empty, but every row needs it."
            raise CodebookError(message)
        return self.cells[name]

    def optional(self, name: str) -> str | None:
        """Return the cell's text, None where it is empty."""
        return self.cells[name] or None

    def items(self, name: str) -> tuple[str, ...]:
        """Return the cell's parts between semicolons; empty where the cell is empty."""
        return tuple(part for part in self.cells[name].split(";") if part)

    def flag(self, name: str) -> bool:
        """Return True for ``yes`` and False for ``no``.

        Raises
        ------
        CodebookError
            Anything else stands there.
        """
        if self.cells[name] not in FLAGS:
            allowed = " or ".join(FLAGS)
            message = f"{self.place}: {name} is {self.cells[name]!r}; allowed: {allowed}."
            raise CodebookError(message)
        return FLAGS[self.cells[name]]

    def number(self, name: str) -> float | None:
        """Return the cell as a number, None where it is empty.

        Raises
        ------
        CodebookError
            The cell is no number.
        """
        return self._number(name, float)

    def whole(self, name: str) -> int | None:
        """Return the cell as a whole number, None where it is empty.

        Raises
        ------
        CodebookError
            The cell is no whole number.
        """
        return self._number(name, int)

    def one_of(self, name: str, allowed: Sequence[str]) -> str:
        """Return the cell's text, which must be one of the allowed.

        Raises
        ------
        CodebookError
            Another text stands there.
        """
        if self.cells[name] not in allowed:
            names = ", ".join(allowed)
            message = f"{self.place}: {name} is {self.cells[name]!r}; allowed: {names}."
            raise CodebookError(message)
        return self.cells[name]

    def _number(self, name: str, read: Callable[[str], Number]) -> Number | None:
        cell = self.cells[name]
        if not cell:
            return None
        try:
            return read(cell)
        except ValueError as error:
            message = f"{self.place}: {name} is {cell!r}, which is no number of the right kind."
            raise CodebookError(message) from error


def read_rows(path: Path, header: Sequence[str], key: Sequence[str]) -> list[Row]:
    """Return the rows of one codebook file, in its order.

    Parameters
    ----------
    path
        The CSV file (UTF-8).
    header
        The exact names of its columns, in order.
    key
        The columns that together may occur once only.

    Raises
    ------
    CodebookError
        The file is missing, its header differs, a row has too many or too few cells, a cell has
        blanks at its ends, or a key occurs twice.
    """
    if not path.is_file():
        message = f"{path.name} is missing from the codebook folder."
        raise CodebookError(message)
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        first = next(reader, [])
        if first != list(header):
            message = f"{path.name}, line 1: the header is {first}; it must be {list(header)}."
            raise CodebookError(message)
        rows = [_make_row(f"{path.name}, line {reader.line_num}", header, line) for line in reader]
    _check_unique(rows, key)
    return rows


def _make_row(place: str, header: Sequence[str], line: Sequence[str]) -> Row:
    if len(line) != len(header):
        message = f"{place}: {len(line)} cells, but the header has {len(header)}."
        raise CodebookError(message)
    ragged = [name for name, cell in zip(header, line, strict=True) if cell != cell.strip()]
    if ragged:
        message = f"{place}: blanks at the ends of {', '.join(ragged)}."
        raise CodebookError(message)
    return Row(place, dict(zip(header, line, strict=True)))


def _check_unique(rows: Sequence[Row], key: Sequence[str]) -> None:
    seen: dict[tuple[str, ...], str] = {}
    for row in rows:
        values = tuple(row.cells[name] for name in key)
        if values in seen:
            message = f"{row.place}: {' / '.join(values)} stands already in {seen[values]}."
            raise CodebookError(message)
        seen[values] = row.place
