"""An upload held against the rules and the lake: :func:`check_upload`, a pure function of both and of what was decided.

The rules are those of the build (etl/findings.py, etl/place_checks.py); here they are told of the file's own lines and
headings, and joined by what only an upload can be wrong in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.contribution.cluster_rows import ClusterRows, make_cluster_rows, missing_points, repeated_ids
from etl.contribution.columns import JOINED, Columns
from etl.contribution.deciding import Identity, settle_identity, waiting_targets
from etl.contribution.duplicates import find_duplicates
from etl.contribution.findings import NO_ROWS, FindingGroup, IntArray, join_groups, make_group
from etl.contribution.judging import judge
from etl.contribution.lake_view import LakeView
from etl.contribution.limits import LONGEST_CELL
from etl.contribution.places import check_points
from etl.contribution.report import OK, SKIPPED, WAITING, Decisions, Report, blocked_rows
from etl.contribution.sources import SourcesOfRows, find_sources
from etl.contribution.stacks import evidence_stacks, source_stacks
from etl.contribution.statements import Block, split_statements
from etl.contribution.upload import Upload
from etl.contribution.values import remove_controls

MISSING_VALUE, MISSING_COLUMN = "missing_value", "missing_column"
COUNTRY = "country"


def check_upload(upload: Upload, view: LakeView, decisions: Decisions | None = None) -> Report:
    """Return what can be committed of an upload, what waits and why.

    Nothing is written, and the same three always give the same report: a page checks again after each decision.

    Parameters
    ----------
    upload
        The file, from :func:`etl.contribution.reading.read_upload`.
    view
        What is there already, from :func:`etl.contribution.lake_view.view_lake`.
    decisions
        What a person decided so far; nothing by default.
    """
    decisions = decisions or Decisions()
    columns = Columns(upload, decisions.fixes)
    identity = settle_identity(columns, view, decisions.choices)
    is_wide = upload.form == "wide"
    clusters = make_cluster_rows(columns, view, identity.cluster_id, identity.same_row) if is_wide else None
    blocks = split_statements(columns) if upload.rows else ()
    sources = find_sources(columns, view)
    found = [*_cell_findings(columns), *identity.groups]
    stacks = [*evidence_stacks(blocks), *source_stacks(columns, sources, blocks)]
    if clusters is not None:
        stacks += clusters.stacks()
        found += repeated_ids(columns, clusters)
    if upload.rows:
        found += map(_on_country, judge(view.lake, stacks, view.countries_table))
        found += _repeated_statements(blocks, sources, identity)
    duplicates = find_duplicates(_no_rows() if clusters is None else clusters.compared(), view.clusters)
    if clusters is not None and upload.rows:
        found += check_points(clusters.points())
        found = _with_points(found, clusters)
        found += _quiet_rows(clusters, blocks, columns)
    return _make_report(upload, decisions, found, duplicates, columns, clusters, blocks, sources, identity)


def _make_report(
    upload: Upload,
    decisions: Decisions,
    found: Sequence[FindingGroup],
    duplicates: pd.DataFrame,
    columns: Columns,
    clusters: ClusterRows | None,
    blocks: tuple[Block, ...],
    sources: SourcesOfRows,
    identity: Identity,
) -> Report:
    """Return the report, with the status of each row."""
    spoiled = _spoiled_rows(upload)
    found = [group for group in (_without(group, spoiled) for group in join_groups(found)) if group is not None]
    groups = [*upload.groups, *(_in_own_words(group, columns) for group in found)]
    duplicates = duplicates[~duplicates["row"].isin(spoiled)]
    undecided = np.setdiff1d(duplicates["row"].to_numpy(dtype=np.int64), identity.decided)
    if len(undecided):
        groups.append(make_group("possible_duplicate", rows=undecided, column=upload.heading("name")))
    is_waiting = blocked_rows(tuple(groups), upload.rows)
    is_waiting[undecided] = True
    targets = waiting_targets(identity, is_waiting)
    if len(targets):
        groups.append(make_group("target_waits", rows=targets))
        is_waiting[targets] = True
    status = np.where(is_waiting, WAITING, OK)
    status[identity.skipped] = SKIPPED
    known = identity.cluster_id if clusters is None else clusters.known_id
    parts = (columns, clusters, blocks, sources, known, identity.same_row)
    return Report(upload, decisions, tuple(groups), status, duplicates, *parts)


def _spoiled_rows(upload: Upload) -> IntArray:
    """Return the rows whose cells do not stand below their headings: nothing else that is said of them is true."""
    return np.unique(np.concatenate([NO_ROWS, *(group.rows for group in upload.groups if group.blocks)]))


def _without(group: FindingGroup, rows: IntArray) -> FindingGroup | None:
    """Return a finding without some rows, None where none is left; one on the whole file stays."""
    if not len(rows) or not len(group.rows):
        return group
    left = np.setdiff1d(group.rows, rows)
    return replace(group, rows=left) if len(left) else None


def _on_country(group: FindingGroup) -> FindingGroup:
    """Return a finding on a country in words for people who write its name, whichever rule of codes it breaks."""
    if group.column != COUNTRY or group.code == MISSING_VALUE:
        return group
    return make_group("unknown_country", rows=group.rows, column=COUNTRY, value=group.value, proposed=group.proposed)


def _no_rows() -> pd.DataFrame:
    texts = {name: pd.Series(dtype=object) for name in ("name", "country_iso3", "place", "sector")}
    return pd.DataFrame({**texts, "latitude": pd.Series(dtype=float), "longitude": pd.Series(dtype=float)})


def _cell_findings(columns: Columns) -> Iterator[FindingGroup]:
    """Yield what is wrong with cells of any column: signs that cannot be seen, too much text."""
    for column, rows in columns.with_control_characters():
        texts = columns.text(column).iloc[rows]
        for text, members in texts.groupby(texts, sort=False).groups.items():
            cleaned = remove_controls(str(text))
            numbers = np.asarray(members, dtype=np.int64)
            yield make_group("control_character", rows=numbers, column=column, value=str(text), proposed=cleaned)
    for column, texts in columns.texts.items():
        lengths = np.asarray(pa.compute.fill_null(pa.compute.utf8_length(pa.array(texts, pa.string())), 0))
        for row in np.flatnonzero(lengths > LONGEST_CELL):
            value, allowed = str(texts.iloc[row]), (f"{LONGEST_CELL:,} characters",)
            yield make_group("cell_too_long", rows=np.array([row]), column=column, value=value, allowed=allowed)


def _repeated_statements(blocks: Sequence[Block], sources: SourcesOfRows, identity: Identity) -> Iterator[FindingGroup]:
    """Yield the rows that say of the same cluster what an earlier row said already."""
    for block in blocks:
        codes = {name: column.codes for name, column in block.columns.items()}
        of_rows = sources.of_factor.get(block.factor or "", sources.of_row)
        frame = pd.DataFrame({**codes, "source": of_rows[block.rows], "cluster": identity.cluster_code[block.rows]})
        again = block.rows[frame.duplicated().to_numpy()]
        if len(again):
            heading = block.columns["value"].cells[0].heading
            yield make_group("repeated_row", rows=np.unique(again), column=heading)


def _quiet_rows(clusters: ClusterRows, blocks: Sequence[Block], columns: Columns) -> Iterator[FindingGroup]:
    """Yield the rows of which something is not stored: no statement at all, or facts on a cluster that is there."""
    has_any = np.zeros(columns.count, dtype=bool)
    for block in blocks:
        has_any[block.rows] = True
    silent = clusters.rows[~has_any[clusters.rows]]
    if len(silent):
        yield make_group("no_statement", rows=silent)
    known = np.setdiff1d(np.arange(columns.count), clusters.rows)
    if len(known):
        yield make_group("facts_not_taken", rows=known)


def _with_points(found: list[FindingGroup], clusters: ClusterRows) -> list[FindingGroup]:
    """Return the findings, where a point is missing but a town is known with that town's point as one proposal."""
    towns = missing_points(clusters)
    if not towns:
        return found
    placed = np.concatenate([rows for rows, _ in towns])
    halves = clusters.headings.split(JOINED)
    kept: list[FindingGroup] = []
    words: FindingGroup | None = None
    for group in found:
        if group.code == MISSING_VALUE and group.column in halves:
            words = group
            group = replace(group, rows=np.setdiff1d(group.rows, placed))
            if not len(group.rows):
                continue
        kept.append(group)
    if words is not None:
        kept += [replace(words, column=clusters.headings, rows=rows, proposed=point) for rows, point in towns]
    return kept


def _in_own_words(group: FindingGroup, columns: Columns) -> FindingGroup:
    """Return a finding with the file's own headings; what a whole missing column says of all rows is said once."""
    if group.column is None:
        return group
    parts = group.column.split(JOINED)
    heading = JOINED.join(columns.upload.heading(part) for part in parts)
    is_absent = group.proposed is None and group.value is None and not any(part in columns for part in parts)
    everywhere = len(group.rows) == columns.count
    if is_absent and (everywhere or not group.blocks):
        line = columns.upload.dialect.header_line
        if group.code == MISSING_VALUE:
            return make_group(MISSING_COLUMN, column=heading, line=line)
        return replace(group, column=heading, rows=NO_ROWS, line=line)
    return replace(group, column=heading)
