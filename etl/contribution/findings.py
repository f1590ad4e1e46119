"""What checks say of an upload: one statement for all rows that share it, spelt out row by row on demand.

A file of 100,000 rows can have a million findings of a few kinds. Kept as groups they cost what the kinds cost.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from codebook.records import Finding
from codebook.uploads import upload_finding

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
NO_ROWS: IntArray = np.empty(0, dtype=np.int64)
LONGEST_SHOWN = 200
"""Characters of a cell that a finding repeats."""
BLOCKING = "error"


@dataclass(frozen=True)
class FindingGroup:
    """One finding that holds for any number of rows.

    Attributes
    ----------
    code, severity, message, allowed, hint
        As in :class:`codebook.records.Finding`.
    column
        Heading of the person's own file, several joined by " + "; our own name of a column that the file lacks;
        None when the row as a whole, or the file, is meant.
    value
        What stands in the cells, the same in all rows; None for nothing.
    proposed
        What may stand there instead when a person accepts it, None when there is no good guess.
    rows
        Numbers of the rows (from 0), ascending; empty when the file as a whole is meant.
    line
        Line that is meant when no row is, None for the whole file.
    """

    code: str
    severity: str
    message: str
    hint: str
    column: str | None
    value: str | None
    rows: IntArray
    allowed: tuple[str, ...] = ()
    proposed: str | None = None
    line: int | None = None

    @property
    def blocks(self) -> bool:
        """True where its rows must wait."""
        return self.severity == BLOCKING


def make_group(
    code: str,
    *,
    rows: IntArray = NO_ROWS,
    column: str | None = None,
    value: str | None = None,
    allowed: Iterable[str] = (),
    proposed: str | None = None,
    line: int | None = None,
) -> FindingGroup:
    """Return a group whose words the codebook has (``upload_findings.csv``).

    Raises
    ------
    UnknownNameError
        The codebook has no such code.
    """
    words = upload_finding(code)
    return FindingGroup(
        code, words.severity, words.message, words.hint, column, value, rows, tuple(allowed), proposed, line
    )


def join_groups(groups: Iterable[FindingGroup]) -> list[FindingGroup]:
    """Return the groups with those joined that say the same of different rows, in the order of their first."""
    kept: dict[tuple[object, ...], list[FindingGroup]] = {}
    for group in groups:
        kept.setdefault((group.code, group.column, group.value, group.allowed, group.proposed, group.line), []).append(
            group
        )
    return [
        same[0] if len(same) == 1 else replace(same[0], rows=np.unique(np.concatenate([group.rows for group in same])))
        for same in kept.values()
    ]


def spell_out(groups: Iterable[FindingGroup], file: str, lines: IntArray) -> Iterator[Finding]:
    """Yield one finding for each row of each group, by line; those on the whole file come first.

    Parameters
    ----------
    groups
        The groups.
    file
        Name of the file.
    lines
        Line of each row.
    """
    listed = list(groups)
    sizes = [max(len(group.rows), 1) for group in listed]
    owner = np.repeat(np.arange(len(listed)), sizes)
    line_of = [lines[group.rows] if len(group.rows) else np.array([group.line or 0]) for group in listed]
    line = np.concatenate(line_of) if listed else NO_ROWS
    for place in np.lexsort((owner, line)):
        group = listed[owner[place]]
        value = group.value if group.value is None else group.value[:LONGEST_SHOWN]
        yield Finding(
            file=file,
            line=int(line[place]) or None,
            column=group.column,
            value=value,
            code=group.code,
            severity=group.severity,
            message=group.message,
            allowed=group.allowed,
            hint=group.hint,
            proposed=group.proposed,
        )
