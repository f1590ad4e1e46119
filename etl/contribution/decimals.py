"""Which sign a file writes before decimals, told by its columns of numbers."""

import re
from collections.abc import Sequence
from typing import Literal

import pandas as pd

import codebook
from codebook.uploads import upload_columns
from etl.contribution.mapping import HeaderMatch

# Only degrees are asked, which have no thousands.
WITH_COMMA = re.compile(r"\s*[+-]?\d+,\d+\s*")
WITH_POINT = re.compile(r"\s*[+-]?\d+\.\d+\s*")
SAMPLE = 1000


def decimal_columns() -> frozenset[str]:
    """Return the columns of the forms that hold one number with decimals."""
    return frozenset(
        column.name
        for form in codebook.values("upload_form")
        for column in upload_columns(form.value)
        if codebook.column(column.table, column.column).type == "DOUBLE" and column.name == column.column
    )


def find_decimal(cells: pd.DataFrame, matches: Sequence[HeaderMatch]) -> Literal[".", ","]:
    """Return the decimal sign of a file: the comma where the numbers with one outweigh those with a point."""
    commas = points = 0
    for match in matches:
        if match.column in decimal_columns():
            sample = cells[match.position].dropna().head(SAMPLE)
            commas += sum(WITH_COMMA.fullmatch(text) is not None for text in sample)
            points += sum(WITH_POINT.fullmatch(text) is not None for text in sample)
    return "," if commas > points else "."
