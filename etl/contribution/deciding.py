"""Which cluster each row speaks of: one that is there already, another row's, or one of its own, as was decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.contribution.columns import Columns, rows_of_lines
from etl.contribution.findings import BoolArray, FindingGroup, IntArray, make_group
from etl.contribution.keys import word_key
from etl.contribution.lake_view import LakeView
from etl.contribution.report import Choice


@dataclass(frozen=True)
class Identity:
    """Whose cluster each row's is.

    Attributes
    ----------
    cluster_id
        By row the cluster that is there already, None for others.
    same_row
        By row the row that makes its cluster, -1 where that is itself or a cluster that is there.
    skipped, decided
        Rows to be left out; rows that somebody decided on.
    cluster_code
        A number by row; equal for rows that speak of the same cluster.
    groups
        What is wrong with ids and choices.
    """

    cluster_id: pd.Series
    same_row: IntArray
    skipped: IntArray
    decided: IntArray
    cluster_code: IntArray
    groups: tuple[FindingGroup, ...]


def settle_identity(columns: Columns, view: LakeView, choices: Mapping[int, Choice]) -> Identity:
    """Return which cluster each row speaks of.

    In the long form each row names a cluster that is there. In the wide form a row may, and a person may say of a
    row that it is the same as another.
    """
    count = columns.count
    given = columns.text("cluster_id").astype(object)
    known_ids = set(view.clusters["cluster_id"])
    cluster_id = given.where(given.isin(known_ids), None)
    groups = list(_unknown_clusters(given, cluster_id, view)) if columns.upload.form == "long" else []
    rows, is_row = rows_of_lines(columns.upload.lines, np.array(list(choices), dtype=np.int64))
    same_row = np.full(count, -1, dtype=np.int64)
    skipped: list[int] = []
    for row, choice in zip(rows[is_row].tolist(), np.array(list(choices.values()), dtype=object)[is_row], strict=True):
        if choice.kind == "skip":
            skipped.append(row)
        elif choice.kind == "same":
            groups += _take_same(columns, row, choice, known_ids, cluster_id, same_row)
    same_row = _follow(same_row)
    own = np.where(same_row >= 0, same_row, np.arange(count))
    codes = pd.factorize(cluster_id)[0]
    cluster_code = np.where(codes >= 0, -1 - codes, own)
    decided = np.array(sorted(rows[is_row].tolist()), dtype=np.int64)
    left_out = np.array(sorted(skipped), dtype=np.int64)
    return Identity(cluster_id, same_row, left_out, decided, cluster_code, tuple(groups))


def _unknown_clusters(given: pd.Series, found: pd.Series, view: LakeView) -> Iterator[FindingGroup]:
    """Yield the ids that no cluster has; where one cluster bears that name, its id is proposed."""
    is_unknown = found.isna()
    if not is_unknown.any():
        return
    names = view.clusters["name"].map(lambda name: word_key(str(name)))
    single = names[~names.duplicated(keep=False)]
    by_name = dict(zip(single, view.clusters.loc[single.index, "cluster_id"], strict=True))
    texts = given[is_unknown]
    for text, members in texts.groupby(texts, sort=False, dropna=False).groups.items():
        value = text if isinstance(text, str) else None
        proposed = by_name.get(word_key(value)) if value else None
        rows = np.asarray(members, dtype=np.int64)
        yield make_group("unknown_cluster", rows=rows, column="cluster_id", value=value, proposed=proposed)


def _take_same(
    columns: Columns, row: int, choice: Choice, known_ids: set[str], cluster_id: pd.Series, same_row: IntArray
) -> Iterator[FindingGroup]:
    """Note that a row is the same cluster as another; yield a finding where there is no such other."""
    if choice.cluster_id in known_ids:
        cluster_id.iloc[row] = choice.cluster_id
        return
    target, is_there = rows_of_lines(columns.upload.lines, np.array([choice.line or 0], dtype=np.int64))
    if is_there[0] and target[0] != row:
        same_row[row] = target[0]
        return
    yield make_group("unknown_cluster", rows=np.array([row]), column="cluster_id", value=choice.cluster_id)


def _follow(same_row: IntArray) -> IntArray:
    """Return for each row the row at the end of its chain; rows that point at each other in a ring keep the next."""
    ends = same_row.copy()
    for row in np.flatnonzero(same_row >= 0).tolist():
        seen, end = {row}, int(same_row[row])
        while same_row[end] >= 0 and end not in seen:
            seen.add(end)
            end = int(same_row[end])
        ends[row] = end
    return ends


def waiting_targets(identity: Identity, is_waiting: BoolArray) -> IntArray:
    """Return the rows that are said to be the same cluster as a row that waits, is left out, or is none itself."""
    rows = np.flatnonzero(identity.same_row >= 0)
    ends = identity.same_row[rows]
    is_bad = is_waiting[ends] | np.isin(ends, identity.skipped) | (identity.same_row[ends] >= 0)
    return rows[is_bad]
