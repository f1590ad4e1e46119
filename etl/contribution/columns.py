"""The columns of an upload by our names, with what a person corrected; and columns as codes of distinct texts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

import codebook
from etl.contribution.decimals import decimal_columns
from etl.contribution.findings import IntArray
from etl.contribution.mapping import form_columns
from etl.contribution.upload import TEXT, Upload
from etl.contribution.values import CONTROL_PATTERN

JOINED = " + "
"""Between two headings that one finding is about."""
JOINED_VALUES = ", "
"""Between the two values that such a finding proposes."""
COORDINATES = "coordinates"
POINT_COLUMNS = ("latitude", "longitude")
"""The columns that a cell with both coordinates is parted into."""
# In a cell with decimal commas the stronger sign parts it, so it is tried first.
BETWEEN_HALVES = (r"\s*[;/|]\s*", r"\s*,\s+", r"\s*,\s*", r"\s+")
Fixes = Mapping[tuple[int, str], str]
"""What a person wants in a cell, by line and heading; "" empties it. Of two for one cell the later one holds."""


@dataclass(frozen=True)
class Coded:
    """A column as codes of its distinct texts.

    Attributes
    ----------
    codes
        One a row: position in ``texts``, -1 where the cell is empty.
    texts
        The distinct texts in the order in which they first occur.
    """

    codes: IntArray
    texts: list[str]


class Columns:
    """An upload's columns by our names, as the file has them and a person corrected them.

    Parameters
    ----------
    upload
        The file.
    fixes
        Corrections of cells. A heading may be one of the file's own, or a column of ours that the file lacks.
    """

    def __init__(self, upload: Upload, fixes: Fixes | None = None) -> None:
        self.upload = upload
        self.texts: dict[str, pd.Series] = {
            column: upload.cells[match.position] for column, match in upload.matches_by_column.items()
        }
        self._split_coordinates()
        if fixes:
            self._apply(fixes)

    @property
    def count(self) -> int:
        """Number of rows."""
        return self.upload.rows

    def __contains__(self, column: str) -> bool:
        return column in self.texts

    def text(self, column: str) -> pd.Series:
        """Return a column's texts, all missing where the file lacks it."""
        if column in self.texts:
            return self.texts[column]
        return pd.Series(pd.NA, index=pd.RangeIndex(self.count), dtype=TEXT)

    def coded(self, column: str) -> Coded:
        """Return a column as codes of its distinct texts."""
        codes, texts = pd.factorize(self.text(column))
        return Coded(np.asarray(codes, dtype=np.int64), [str(text) for text in texts])

    def with_control_characters(self) -> Iterator[tuple[str, IntArray]]:
        """Yield the columns that hold signs which show nothing, with the rows."""
        for column, texts in self.texts.items():
            hits = pc.match_substring_regex(pa.array(texts, pa.string()), pattern=CONTROL_PATTERN)
            rows = np.flatnonzero(np.asarray(pc.fill_null(hits, False)))
            if len(rows):
                yield column, rows

    def _split_coordinates(self) -> None:
        """Make the two columns of a point from the one that holds both, where the file has neither of the two."""
        if COORDINATES in self.texts and not any(name in self.texts for name in POINT_COLUMNS):
            halves = [_halves(text) for text in self.texts[COORDINATES].astype(object)]
            for name, texts in zip(POINT_COLUMNS, zip(*halves, strict=True), strict=False):
                self.texts[name] = pd.Series(pd.array(pa.array(texts, pa.string()), dtype=TEXT))

    def _apply(self, fixes: Fixes) -> None:
        """Put the corrections in, column by column, later ones over earlier ones.

        Those of lines or headings that are not there change nothing.
        """
        by_column: dict[str, dict[int, str]] = {}
        columns_of = {match.header: column for column, match in self.upload.matches_by_column.items()}
        known = set(form_columns(self.upload.form))
        for (line, heading), text in fixes.items():
            headings = heading.split(JOINED)
            texts = text.split(JOINED_VALUES) if len(headings) > 1 else [text]
            for part, value in zip(headings, texts, strict=False):
                column = columns_of.get(part, part if part in known else None)
                if column is not None:
                    by_column.setdefault(column, {})[line] = value
        for column, values in by_column.items():
            rows, is_known = rows_of_lines(self.upload.lines, np.array(list(values), dtype=np.int64))
            new = pa.array([value if value.strip() else None for value in values.values()], pa.string())
            changed = self.text(column).copy()
            changed.iloc[rows[is_known]] = pd.array(new, dtype=TEXT)[is_known]
            self.texts[column] = changed


def _halves(text: object) -> tuple[str | None, str | None]:
    """Return both parts of a cell with a point; what cannot be parted is the first."""
    if not isinstance(text, str):
        return None, None
    parts = next((parts for sign in BETWEEN_HALVES if len(parts := re.split(sign, text.strip())) == 2), [text])
    return parts[0], parts[1] if len(parts) == 2 else None


def rows_of_lines(lines: IntArray, wanted: IntArray) -> tuple[IntArray, np.ndarray]:
    """Return the row of each wanted line and whether there is a row at that line; ``lines`` ascends."""
    if not len(lines):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    rows = np.searchsorted(lines, wanted).clip(0, len(lines) - 1)
    return rows, lines[rows] == wanted


def as_point(texts: list[str], column: str, decimal: str) -> list[str]:
    """Return texts of a column with a decimal point, where the file writes a comma and the column holds decimals."""
    if decimal == "." or column not in decimal_columns():
        return texts
    return [text.replace(decimal, ".") if text.count(decimal) == 1 and "." not in text else text for text in texts]


def plain_country_names(names: Mapping[str, str], texts: list[str]) -> list[str]:
    """Return the code for each text that is a country's own English name, exactly; other texts as they stand.

    Parameters
    ----------
    names
        Code by name.
    texts
        The texts.
    """
    return [names.get(text, text) for text in texts]


def default_of(factor: str | None, column: str, default: str | None) -> str | None:
    """Return what stands for a statement's empty cell: an outcome of one tier speaks of that tier."""
    if column == "tier" and factor is not None and factor in codebook.FACTORS:
        return codebook.factor(factor).outcome_tier or default
    return default
