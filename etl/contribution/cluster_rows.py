"""Rows of the wide form as clusters: which make a new one, which add to one that is there, what each column says."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

import codebook
from codebook.uploads import UploadColumn, upload_columns
from etl.contribution.columns import (
    COORDINATES,
    JOINED,
    POINT_COLUMNS,
    Columns,
    as_point,
    plain_country_names,
)
from etl.contribution.findings import BoolArray, FindingGroup, IntArray, make_group
from etl.contribution.judging import Stack, is_free_text, stack_of_columns
from etl.contribution.lake_view import LakeView
from etl.contribution.places import Points, propose_point
from etl.contribution.statements import Cell, CellColumn

COMPARED = ("name", "country_iso3", "place", "sector", "latitude", "longitude")
PLACED = ("country_iso3", "place", "admin1", "latitude", "longitude", "location_precision")
FILLED = "x"
"""What the rules see of free text: that something stands there."""
MADE_LATER = "new"
"""What the rules see of the id of a new cluster that the file gives none: one is made when the row is committed."""


@dataclass(frozen=True)
class ClusterRows:
    """The rows of an upload of the wide form as clusters.

    Attributes
    ----------
    rows
        Rows that make a new cluster.
    known_id
        For each row of the upload the id of the cluster that it adds to, None for a new one.
    columns
        By column of ``clusters``: one code a row of ``rows``.
    headings
        Our names of the two columns of the point, joined.
    """

    rows: IntArray
    known_id: pd.Series
    columns: dict[str, CellColumn]
    headings: str = JOINED.join(POINT_COLUMNS)

    def texts(self, column: str) -> pd.Series:
        """Return a column's texts as the rules judge them, by row."""
        coded = self.columns[column]
        texts = np.array([cell.text for cell in coded.cells], dtype=object)[coded.codes]
        return pd.Series(texts, index=self.rows, dtype=object)

    def stacks(self) -> list[Stack]:
        """Return what the rules judge: each column by itself; of free text only whether there is any."""
        made = []
        for name, column in self.columns.items():
            cells = column.cells
            if is_free_text(codebook.column("clusters", name)):
                cells = [Cell(FILLED if cell.text else None, cell.heading) for cell in cells]
                is_filled = np.array([cell.text is not None for cell in cells], dtype=np.int64)
                cells = [Cell(None, cells[0].heading), Cell(FILLED, cells[0].heading)]
                column = CellColumn(is_filled[column.codes], cells)
            made += stack_of_columns("clusters", {name: (cells, column.codes)}, self.rows)
        return made

    def points(self) -> Points:
        """Return the points, for the checks of places."""
        return Points(pd.DataFrame({name: self.texts(name) for name in PLACED}, index=self.rows), self.headings)

    def compared(self) -> pd.DataFrame:
        """Return what duplicates are told by, one row per row that makes a new cluster."""
        frame = pd.DataFrame({name: self.texts(name) for name in COMPARED}, index=self.rows)
        for name, most in zip(POINT_COLUMNS, (90.0, 180.0), strict=True):
            degrees = pd.to_numeric(frame[name], errors="coerce").astype(float)
            frame[name] = degrees.where(degrees.abs() <= most)
        return frame


def _cluster_columns() -> tuple[UploadColumn, ...]:
    return tuple(
        column for column in upload_columns("wide") if column.table == "clusters" and column.name != COORDINATES
    )


def make_cluster_rows(columns: Columns, view: LakeView, chosen_id: pd.Series, same_row: IntArray) -> ClusterRows:
    """Return the rows of a wide upload as clusters.

    Parameters
    ----------
    columns
        The upload.
    view
        What is there already.
    chosen_id
        By row the cluster that a person said it is, None where they did not.
    same_row
        By row the row that a person said it is the same cluster as, -1 where they did not.
    """
    ids = columns.text("cluster_id").astype(object)
    known_id = ids.where(ids.isin(set(view.clusters["cluster_id"])), None)
    known_id = chosen_id.where(chosen_id.notna(), known_id)
    rows = np.flatnonzero(known_id.isna().to_numpy() & (same_row < 0))
    made = {column.column: _code(columns, column, rows, view) for column in _cluster_columns()}
    return ClusterRows(rows, known_id, made)


def _code(columns: Columns, column: UploadColumn, rows: IntArray, view: LakeView) -> CellColumn:
    """Return one column of clusters: numbers with a decimal point, a country's English name as its code."""
    coded = columns.coded(column.name)
    texts = as_point(coded.texts, column.name, columns.upload.dialect.decimal)
    if column.column == "country_iso3":
        texts = plain_country_names(view.code_of_country, texts)
    cells = [Cell(text, column.name, written) for text, written in zip(texts, coded.texts, strict=True)]
    cells.append(Cell(MADE_LATER if column.column == "cluster_id" else column.default, column.name))
    codes = coded.codes[rows]
    return CellColumn(np.where(codes < 0, len(cells) - 1, codes), cells)


def repeated_ids(columns: Columns, clusters: ClusterRows) -> list[FindingGroup]:
    """Return the rows that give the id of a new cluster a second time."""
    ids = columns.text("cluster_id").iloc[clusters.rows]
    again = ids[ids.notna() & ids.duplicated()]
    return [
        make_group("repeated_cluster_id", rows=np.asarray(rows, dtype=np.int64), column="cluster_id", value=str(value))
        for value, rows in again.groupby(again, sort=False).groups.items()
    ]


def missing_points(clusters: ClusterRows) -> list[tuple[IntArray, str]]:
    """Return rows without a point for which a town of their place's name is known, with that town's point."""
    frame = clusters.points().frame
    is_missing: BoolArray = (frame["latitude"].isna() & frame["longitude"].isna()).to_numpy()
    lacking = frame[is_missing]
    found = []
    for (country, place, admin1), group in lacking.groupby(
        ["country_iso3", "place", "admin1"], dropna=False, sort=False
    ):
        entry = [part if isinstance(part, str) else None for part in (place, country, admin1)]
        point = propose_point(*entry)
        if point is not None:
            found.append((np.asarray(group.index, dtype=np.int64), point))
    return found
