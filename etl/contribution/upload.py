"""One uploaded file as it was read: its cells as text, what they were taken for, how the file was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from etl.contribution.findings import FindingGroup, IntArray
from etl.contribution.mapping import HeaderMatch, header_key

TEXT = pd.StringDtype("pyarrow", na_value=np.nan)
"""Type of every column of cells: text, missing where the file has nothing but blanks."""


@dataclass(frozen=True)
class Dialect:
    """How a file was read, to be shown to whoever sent it.

    Attributes
    ----------
    encoding
        Python's name of the character encoding; None for a workbook.
    delimiter
        Sign between cells; None for a workbook.
    decimal
        Sign before decimals: a point or a comma.
    sheet
        Sheet of a workbook; None for text.
    header_line
        Line that the headings stand on, None where there are none.
    """

    encoding: str | None = None
    delimiter: str | None = None
    decimal: str = "."
    sheet: str | None = None
    header_line: int | None = None


@dataclass(frozen=True)
class Upload:
    """One uploaded file.

    Attributes
    ----------
    name
        Its name, for people only: it is never used as a path.
    sha256, size
        Checksum and number of its bytes.
    form
        ``wide`` or ``long``.
    dialect
        How it was read.
    matches
        What each heading was taken for, in the order of the file.
    cells
        One row per row of the file that is not blank; columns are numbered by position, with the text as it stands
        there.
    lines
        Line of the file that each row begins at; an editor's count, the first line is 1.
    groups
        What was found while reading; of the file, of headings and of rows.
    is_refused
        True when the file cannot be taken at all; ``groups`` says why, and it then has no rows.
    """

    name: str
    sha256: str
    size: int
    form: str
    dialect: Dialect
    matches: tuple[HeaderMatch, ...]
    cells: pd.DataFrame
    lines: IntArray
    groups: tuple[FindingGroup, ...] = ()
    is_refused: bool = False

    @property
    def rows(self) -> int:
        """Number of rows; blank ones do not count."""
        return len(self.lines)

    @cached_property
    def matches_by_column(self) -> Mapping[str, HeaderMatch]:
        """The heading that stands for each of our columns that the file has."""
        return {match.column: match for match in self.matches if match.column is not None}

    @cached_property
    def header_key(self) -> str:
        """Key under which a person's mapping of these headings is remembered."""
        return header_key([match.header for match in self.matches])

    @property
    def mapping(self) -> dict[str, str | None]:
        """What each heading was taken for, in the shape that ``read_upload`` takes."""
        return {match.header: match.column for match in self.matches}

    def heading(self, column: str) -> str:
        """Return the file's own heading for one of our columns, our name where the file lacks it."""
        match = self.matches_by_column.get(column)
        return match.header if match else column
