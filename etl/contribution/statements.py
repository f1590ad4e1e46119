"""The statements of an upload: one for each filled cell of a factor (wide) or each row (long), as codes.

Texts stay where they are; a statement knows its row and, for each column of ``evidence``, which of a few distinct
texts it has and under which heading that stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

import codebook
from codebook.uploads import UploadColumn, upload_columns
from etl.contribution.columns import Columns, default_of
from etl.contribution.findings import IntArray

CODED = ("factor", "value")


@dataclass(frozen=True)
class Cell:
    """One distinct text of a column of statements.

    Attributes
    ----------
    text
        What the rules judge: as written, with a decimal point; a country's English name as its code. None where
        nothing stands and nothing is taken for granted.
    heading
        Our name of the column it was written in; where nothing was written, of the column it belongs in.
    written
        What stands in the file, None where nothing does.
    """

    text: str | None
    heading: str
    written: str | None = None


@dataclass(frozen=True)
class CellColumn:
    """A column of statements as codes.

    Attributes
    ----------
    codes
        Position in ``cells``, one a statement.
    cells
        The distinct cells; some may have no statement.
    """

    codes: IntArray
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Block:
    """Statements of one factor's column, or all statements of the long form.

    Attributes
    ----------
    factor
        The factor; None in the long form, where each row names its own.
    rows
        Row of each statement.
    columns
        Columns of ``evidence`` other than ids and source.
    """

    factor: str | None
    rows: IntArray
    columns: Mapping[str, CellColumn]


def split_statements(columns: Columns) -> tuple[Block, ...]:
    """Return the statements of an upload, by factor in the codebook's order."""
    if columns.upload.form == "long":
        return (_make_block(columns, None, np.arange(columns.count)),)
    found = (
        (factor, np.flatnonzero(columns.text(factor).notna().to_numpy()))
        for factor in codebook.FACTORS
        if factor in columns
    )
    return tuple(_make_block(columns, factor, rows) for factor, rows in found if len(rows))


def evidence_columns(form: str) -> Iterator[UploadColumn]:
    """Yield the columns of a form that statements are made of."""
    return (column for column in upload_columns(form) if column.table == "evidence" and column.column != "cluster_id")


def _make_block(columns: Columns, factor: str | None, rows: IntArray) -> Block:
    form = columns.upload.form
    made = {
        column.column: _merge(columns, rows, _places(column, factor), default_of(factor, column.name, column.default))
        for column in evidence_columns(form)
    }
    if factor is not None:
        made["factor"] = CellColumn(np.zeros(len(rows), dtype=np.int64), [Cell(factor, factor)])
        made["value"] = _merge(columns, rows, (factor,), None)
    return Block(factor, rows, made)


def _places(column: UploadColumn, factor: str | None) -> tuple[str, ...]:
    """Return the columns of the file in which a statement's cell may stand, the one that goes first first."""
    if factor is None:
        return (column.name,)
    return (f"{factor}_{column.name}", column.name) if column.is_suffix else (column.name,)


def _merge(columns: Columns, rows: IntArray, places: Sequence[str], default: str | None) -> CellColumn:
    """Return each row's first text among several columns, else the default, under the last column's name."""
    cells: list[Cell] = []
    codes = np.full(len(rows), -1, dtype=np.int64)
    for place in places:
        if place not in columns:
            continue
        coded = columns.coded(place)
        own = coded.codes[rows]
        is_open = (codes < 0) & (own >= 0)
        codes[is_open] = own[is_open] + len(cells)
        cells.extend(Cell(text, place, text) for text in coded.texts)
    codes[codes < 0] = len(cells)
    cells.append(Cell(default, places[-1]))
    return CellColumn(codes, cells)
