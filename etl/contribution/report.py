"""What a check says of an upload: which rows are ready, which wait and for what, which may be there already."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from codebook.records import Finding
from etl.contribution.cluster_rows import ClusterRows
from etl.contribution.columns import Columns, Fixes
from etl.contribution.duplicates import Candidate, list_candidates
from etl.contribution.findings import BoolArray, FindingGroup, IntArray, spell_out
from etl.contribution.sources import SourcesOfRows
from etl.contribution.statements import Block
from etl.contribution.upload import Upload

Status = Literal["ok", "waiting", "skipped"]
OK, WAITING, SKIPPED = 0, 1, 2
STATUSES: tuple[Status, ...] = ("ok", "waiting", "skipped")
"""Status by its number in :attr:`Report.status`; the words are the codebook's ``row_status``."""


@dataclass(frozen=True)
class Choice:
    """What a person decided of one row that may be a duplicate, or wants left out.

    Attributes
    ----------
    kind
        ``same``: its statements go to the other cluster; ``new``: it is a cluster of its own; ``skip``: it is left
        out.
    cluster_id
        For ``same``: the cluster that is there already.
    line
        For ``same``: the line of the row that makes the cluster.
    """

    kind: Literal["same", "new", "skip"]
    cluster_id: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class Decisions:
    """What a person decided about an upload; nothing is decided for them.

    Attributes
    ----------
    fixes
        Text by line and heading, see :meth:`Report.proposals`; "" empties a cell.
    choices
        By line.
    """

    fixes: Fixes = field(default_factory=dict)
    choices: Mapping[int, Choice] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """An upload held against the rules and the lake.

    Attributes
    ----------
    upload
        The file.
    decisions
        What was decided when it was checked.
    groups
        What was found, with the file's own headings.
    status
        One a row: :data:`OK`, :data:`WAITING` or :data:`SKIPPED`.
    duplicates
        Candidates, see :func:`etl.contribution.duplicates.find_duplicates`.
    columns, clusters, blocks, sources
        The parts that rows of the case base are made of; ``clusters`` is None in the long form.
    cluster_of_row
        Id of the cluster that is there already by row, None for rows that make one or name none.
    same_row
        For each row the row whose cluster it was said to be, -1 for its own.
    """

    upload: Upload
    decisions: Decisions
    groups: tuple[FindingGroup, ...]
    status: IntArray
    duplicates: pd.DataFrame
    columns: Columns
    clusters: ClusterRows | None
    blocks: tuple[Block, ...]
    sources: SourcesOfRows
    cluster_of_row: pd.Series
    same_row: IntArray

    @property
    def rows(self) -> int:
        """Rows of the file; always ok, waiting and skipped ones together."""
        return self.upload.rows

    def count(self, status: Status) -> int:
        """Return how many rows have a status."""
        return int(np.count_nonzero(self.status == STATUSES.index(status)))

    def findings(self) -> Iterator[Finding]:
        """Yield every finding, by line, none left out."""
        return spell_out(self.groups, self.upload.name, self.upload.lines)

    def counts(self) -> Counter[str]:
        """Return how many findings there are by code."""
        counts: Counter[str] = Counter()
        for group in self.groups:
            counts[group.code] += max(len(group.rows), 1)
        return counts

    def candidates(self) -> Iterator[Candidate]:
        """Yield the clusters that rows may be, by row and then the likeliest first."""
        return list_candidates(self.duplicates)

    def proposals(self, accept: Callable[[FindingGroup], bool] = lambda _: True) -> dict[tuple[int, str], str]:
        """Return the proposed texts by line and heading, as :class:`Decisions` takes them.

        Parameters
        ----------
        accept
            Says of a group whether its proposal is wanted; all are by default.
        """
        lines = self.upload.lines
        return {
            (int(line), group.column): group.proposed
            for group in self.groups
            if group.proposed is not None and group.column is not None and len(group.rows) and accept(group)
            for line in lines[group.rows]
        }

    def as_dict(self) -> dict[str, object]:
        """Return the report as plain values for JSON: findings and duplicates uncapped."""
        dialect = self.upload.dialect
        return {
            "file": self.upload.name,
            "sha256": self.upload.sha256,
            "form": self.upload.form,
            "read_as": vars(dialect),
            "mapping": self.upload.mapping,
            "rows": self.rows,
            "ok": self.count("ok"),
            "needs_feedback": self.count("waiting"),
            "skipped": self.count("skipped"),
            "findings": [finding.as_dict() for finding in self.findings()],
            "duplicates": [self._as_duplicate(candidate) for candidate in self.candidates()],
        }

    def _as_duplicate(self, candidate: Candidate) -> dict[str, object]:
        other = candidate.other_row
        return {
            "line": int(self.upload.lines[candidate.row]),
            "cluster_id": candidate.cluster_id,
            "other_line": None if other is None else int(self.upload.lines[other]),
            "name": candidate.name,
            "score": candidate.score,
            "reasons": list(candidate.reasons),
        }


def blocked_rows(groups: tuple[FindingGroup, ...], count: int) -> BoolArray:
    """Return which rows must wait; a finding that blocks and names no row blocks them all."""
    blocked = np.zeros(count, dtype=bool)
    for group in groups:
        if group.blocks:
            blocked[group.rows if len(group.rows) else slice(None)] = True
    return blocked
