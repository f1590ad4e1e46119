"""XLSX as rows of text, within bounds that are checked before anything is unpacked."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl import DEFUSEDXML

from codebook.errors import InputError
from etl.contribution.csv_text import Grid
from etl.contribution.limits import (
    LARGEST_UNSEEN_PART,
    MOST_COLUMNS,
    MOST_ENTRIES,
    MOST_PACKING,
    MOST_PARTS,
    MOST_TAGS_IN_ENTRY,
    MOST_UNPACKED_BYTES,
)

SAVE_AS_CSV = "Save the sheet with the records as CSV and give that; nothing has been stored."
CHUNK_BYTES = 1_000_000
ENTRY = re.compile(rb"<(?:\w+:)?(?:row|si)\b")
"""How a row of a sheet and a shared text begin."""
ZIP_SIGNATURE = b"PK\x03\x04"
LARGEST_ROW_NUMBER = 1_048_576
"""Rows of a sheet, by the format; a file may claim more."""
Score = Callable[[list[list[str]]], int]
"""Tells how much the first rows of a sheet look like one of our forms."""
SAMPLE_ROWS = 10
ROOM_FOR_STRAYS = 20
"""Cells beyond the heading's width that are still seen, so that they can be told of."""


def is_workbook(content: bytes) -> bool:
    """Return whether a file is packed as an XLSX is."""
    return content.startswith(ZIP_SIGNATURE)


def read_sheet(content: bytes, most_rows: int, score: Score) -> tuple[str, Grid]:
    """Return the name and the rows of the sheet that looks most like one of our forms.

    Numbers are written with a decimal point, dates as ISO; a formula gives what its program last computed. Lines are
    the sheet's row numbers.

    Raises
    ------
    InputError
        The file is no workbook, or unpacks to more than a workbook of an allowed size may.
    """
    check_package(content)
    try:
        return _read(content, most_rows, score)
    except InputError:
        raise
    # On a damaged file openpyxl fails with whatever it stumbles over.
    except Exception as error:
        message = f"The file is packed like a workbook but cannot be read as one ({type(error).__name__})."
        raise InputError(message) from error


def check_package(content: bytes) -> None:
    """Return quietly when a package is small enough to be unpacked.

    Python's zipfile never unpacks more of a part than the directory says, so the directory can be believed.

    Raises
    ------
    InputError
        The directory is damaged, or the parts are too many, too large or packed too tightly.
    """
    if not DEFUSEDXML:
        message = "Workbooks are not read because the package defusedxml is missing."
        raise InputError(message, "Install requirements.txt, or save the file as CSV.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _check_sizes(parts, len(content))
            for part in parts:
                if part.file_size > LARGEST_UNSEEN_PART:
                    _check_markup(package, part)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError, RuntimeError) as error:
        message = "The file is packed like a workbook but damaged."
        raise InputError(message) from error


def _check_sizes(parts: Sequence[zipfile.ZipInfo], packed: int) -> None:
    """Return quietly when the parts are few enough, small enough and not packed too tightly.

    Raises
    ------
    InputError
        They are not.
    """
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED_BYTES or unpacked > MOST_PACKING * max(packed, 1):
        message = (
            f"The workbook unpacks to {unpacked / 1e6:,.0f} MB in {len(parts):,} parts, which is more than is read."
        )
        raise InputError(message, SAVE_AS_CSV)


def _check_markup(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Return quietly when a part has no more rows or texts, and no more tags in one, than a real workbook.

    Raises
    ------
    InputError
        It has.
    """
    entries = tags = 0
    rest = b""
    with package.open(part) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            # Cut before a tag, so that none is counted in two halves.
            text = rest + chunk
            cut = max(text.rfind(b"<"), 0)
            text, rest = text[:cut], text[cut:][:CHUNK_BYTES]
            counts = [piece.count(b"<") for piece in ENTRY.split(text)]
            counts[0] += tags
            entries += len(counts) - 1
            tags = counts[-1]
            if max(counts) > MOST_TAGS_IN_ENTRY or entries > MOST_ENTRIES:
                message = "The workbook holds more cells in a row, or more rows, than is read."
                raise InputError(message, SAVE_AS_CSV)


def _read(content: bytes, most_rows: int, score: Score) -> tuple[str, Grid]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        names = [sheet.title for sheet in book.worksheets]
        samples = {name: list(_texts(book[name], SAMPLE_ROWS, MOST_COLUMNS + 1)) for name in names}
        if not samples:
            message = "The workbook holds no sheet."
            raise InputError(message)
        best = max(names, key=lambda name: score([cells for _, cells in samples[name]]))
        # Rows are padded to one width, so it is taken from the first ones: a lone far cell costs nothing.
        width = max((len(cells) for _, cells in samples[best]), default=0)
        grid = Grid()
        for number, cells in _texts(book[best], LARGEST_ROW_NUMBER, width + ROOM_FOR_STRAYS):
            grid.add(cells, number)
            if len(grid.rows) > most_rows:
                break
        return best, grid
    finally:
        book.close()


def _texts(sheet: Any, rows: int, width: int) -> Iterator[tuple[int, list[str]]]:
    """Yield row numbers and cells as text, without the blank cells at the right end."""
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=rows, max_col=max(width, 1), values_only=True), start=1):
        cells = ["" if value is None else _as_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _as_text(value: object) -> str:
    """Return a cell as a person would type it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    # A workbook can write half of a surrogate pair, which is no text.
    return str(value).encode("utf-8", errors="replace").decode("utf-8")
