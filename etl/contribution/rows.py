"""The ready rows of a report as rows of the case base: sources, clusters and evidence, to be committed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from etl.contribution.cluster_rows import ClusterRows
from etl.contribution.ids import make_cluster_id, make_evidence_id
from etl.contribution.report import OK, Report
from etl.contribution.sources import CONTRIBUTOR, Source
from etl.contribution.statements import Block, CellColumn
from etl.reading import file_columns

CONTRIBUTED_ROUND = "0"
ONE_CODER = "1"
CONTRIBUTION = "contribution"
"""Type of the source that is the contributor."""
SAID = ("factor", "value", "tier", "year", "locator", "statement", "confidence", "scope", "mode")
"""What makes a statement the one it is, beside its cluster and source."""
Texts = NDArray[np.object_]


@dataclass(frozen=True)
class Contributor:
    """Who sends an upload, and what they say of the whole of it.

    Attributes
    ----------
    name
        As it will be shown.
    citation
        What is cited for statements without a source of their own; the name by default.
    answers
        By column of ``evidence``: what stands where the file is silent, e.g. ``{"mode": "observed"}``.
    """

    name: str
    citation: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> Source:
        """The contributor as a source."""
        citation = (self.citation or f"{self.name} (own contribution)").strip()
        return Source(citation, type=CONTRIBUTION)


@dataclass(frozen=True)
class ReadyRows:
    """Rows to be committed, as :func:`etl.importing.import_batch` takes their tables.

    Attributes
    ----------
    tables
        ``sources``, ``clusters`` and ``evidence`` in the form of the case base's files, with the lines of the upload;
        sources have the line of the first row that names them.
    rows
        Number of rows of the upload that they come from.
    repeated
        Statements left out because an earlier row says the same.
    """

    tables: Mapping[str, pa.Table]
    rows: int
    repeated: int


def to_rows(report: Report, contributor: Contributor, taken_ids: frozenset[str] = frozenset()) -> ReadyRows:
    """Return the ready rows of a report as rows of the case base.

    Parameters
    ----------
    report
        From :func:`etl.contribution.checks.check_upload`; its decisions are already in it.
    contributor
        Who sends it.
    taken_ids
        Ids of clusters that are there already: none of them is given to a new one.

    Notes
    -----
    The same report gives the same ids whatever batch they go into. A statement that was contributed before gets the id
    it has already.
    """
    is_ok = report.status == OK
    cluster_ids, clusters = _clusters(report, is_ok, taken_ids)
    evidence, repeated, used = _evidence(report, contributor, is_ok, cluster_ids)
    sources = _sources([*report.sources.sources, contributor.source], used)
    tables = {
        name: _as_table(name, frame)
        for name, frame in (("sources", sources), ("clusters", clusters), ("evidence", evidence))
    }
    return ReadyRows(tables, int(np.count_nonzero(is_ok)), repeated)


def _clusters(report: Report, is_ok: NDArray[np.bool_], taken: frozenset[str]) -> tuple[Texts, pd.DataFrame]:
    """Return the id of each row's cluster, and the new clusters."""
    ids = report.cluster_of_row.to_numpy(dtype=object).copy()
    if report.clusters is None:
        return ids, pd.DataFrame({"line": pd.Series(dtype="int64")})
    made = _new_clusters(report.clusters, taken)
    made = made[is_ok[made.index]]
    ids[made.index.to_numpy()] = made["cluster_id"]
    follows = np.flatnonzero(report.same_row >= 0)
    ids[follows] = ids[report.same_row[follows]]
    made["coding_round"] = CONTRIBUTED_ROUND
    made["line"] = report.upload.lines[made.index]
    return ids, made


def _new_clusters(clusters: ClusterRows, taken: frozenset[str]) -> pd.DataFrame:
    """Return the new clusters by row; those that the file gives no id get one that no other has."""
    frame = pd.DataFrame({name: clusters.texts(name) for name in clusters.columns}, index=clusters.rows)
    given = clusters.columns["cluster_id"]
    written = np.array([cell.written for cell in given.cells], dtype=object)[given.codes]
    used = {*taken, *(str(text) for text in written if text is not None)}
    made: list[str | None] = []
    columns = [frame[name] for name in ("country_iso3", "place", "sector", "name", "latitude", "longitude")]
    for own, *words in zip(written, *columns, strict=True):
        if own is None and all(isinstance(word, str) for word in words) and _are_numbers(words[-2:]):
            own = _free_id([str(word) for word in words], used)
        made.append(own)
    frame["cluster_id"] = made
    return frame


def _free_id(words: Sequence[str], used: set[str]) -> str:
    """Return an id that nobody has; a cluster that says the same as another gets the next number in its words."""
    country, place, sector, name, latitude, longitude = words
    number, made = 1, make_cluster_id(*words)
    while made in used:
        number += 1
        made = make_cluster_id(country, place, sector, f"{name} {number}", latitude, longitude)
    used.add(made)
    return made


def _are_numbers(texts: Sequence[str]) -> bool:
    try:
        return all(np.isfinite(float(text)) for text in texts)
    except ValueError:
        return False


def _evidence(
    report: Report, contributor: Contributor, is_ok: NDArray[np.bool_], cluster_ids: Texts
) -> tuple[pd.DataFrame, int, dict[int, int]]:
    """Return the statements, how many were repeated, and the first line of each source's position."""
    source_ids = np.array([*(source.source_id for source in report.sources.sources), contributor.source.source_id])
    frames = [pd.DataFrame({"line": pd.Series(dtype="int64"), "source": pd.Series(dtype="int64")})]
    for block in report.blocks:
        kept = is_ok[block.rows]
        rows = block.rows[kept]
        frame = _statements(block, kept, contributor.answers)
        frame["cluster_id"] = cluster_ids[rows]
        frame["line"] = report.upload.lines[rows]
        codes = report.sources.of_factor.get(block.factor or "", report.sources.of_row)[rows]
        frame["source"] = np.where(codes == CONTRIBUTOR, len(source_ids) - 1, codes)
        frame["source_id"] = source_ids[frame["source"].to_numpy()]
        frames.append(frame)
    evidence = pd.concat(frames, ignore_index=True).sort_values("line", kind="stable", ignore_index=True)
    if len(evidence):
        words = [evidence[name].fillna("") for name in (*SAID, "source_id")]
        evidence["evidence_id"] = [
            make_evidence_id(cluster_id, said)
            for cluster_id, said in zip(evidence["cluster_id"], zip(*words, strict=True), strict=True)
        ]
        again = evidence["evidence_id"].duplicated()
        first_lines = evidence.groupby("source")["line"].min()
        used = dict(zip(first_lines.index.tolist(), first_lines.tolist(), strict=True))
        return evidence[~again].reset_index(drop=True), int(again.sum()), used
    return evidence, 0, {}


def _statements(block: Block, kept: NDArray[np.bool_], answers: Mapping[str, str]) -> pd.DataFrame:
    made = {name: _texts(column, answers.get(name))[kept] for name, column in block.columns.items()}
    constant = {"coders": ONE_CODER, "coders_agreeing": ONE_CODER, "coding_round": CONTRIBUTED_ROUND}
    return pd.DataFrame(made).assign(**constant)


def _texts(column: CellColumn, answer: str | None) -> Texts:
    """Return a column's texts; where the file is silent, the contributor's answer goes before the default."""
    cells = [cell.text if cell.written is not None or answer is None else answer for cell in column.cells]
    texts: Texts = np.array(cells, dtype=object)[column.codes]
    return texts


def _sources(sources: Sequence[Source], lines: Mapping[int, int]) -> pd.DataFrame:
    """Return the sources that statements name and that are not there already."""
    used = [
        (lines[number], source) for number, source in enumerate(sources) if number in lines and source.known_id is None
    ]
    rows = [{**vars(source), "source_id": source.source_id, "line": line} for line, source in used]
    frame = pd.DataFrame(rows, columns=["line", *file_columns("sources")])
    return frame.drop_duplicates("source_id", ignore_index=True)


def _as_table(name: str, frame: pd.DataFrame) -> pa.Table:
    """Return rows as a build reads them: the table's columns as text without blanks at the ends, and the line."""
    arrays: dict[str, pa.Array] = {"line": pa.array(frame["line"].to_numpy(dtype="int64"), pa.int64())}
    for column in file_columns(name):
        texts = frame[column] if column in frame else pd.Series([None] * len(frame), dtype=object)
        kept = [text.strip() if isinstance(text, str) and text.strip() else None for text in texts]
        arrays[column] = pa.array(kept, pa.string())
    return pa.table(arrays)
