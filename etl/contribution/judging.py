"""The rules of the build, held against an upload: each distinct text or combination once, then told of every row.

The rules are the same queries that judge the case base (etl/findings.py). What they read is staged as stacks: a stack
holds the distinct combinations of a few columns, each on a line of its own, and knows which rows have which.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

import codebook
from codebook.records import Column
from etl.contribution.findings import FindingGroup, IntArray
from etl.contribution.statements import Cell
from etl.contribution.values import propose
from etl.findings import Rule, find_problems
from store.connection import Lake
from store.staging import Problem, Staging

# Keys are made by us and duplicates are looked for with more care than by place and sector.
LEFT_OUT = ("duplicate_key", "possible_duplicate")
# Each guess compares a text with some hundred words; a hostile column has a hundred thousand texts.
MOST_GUESSES = 5_000
JUDGED = ("sources", "clusters", "evidence")


@dataclass(frozen=True)
class Stack:
    """The distinct combinations of some columns of one table.

    Attributes
    ----------
    table
        Table of the codebook.
    columns
        Columns of it.
    combinations
        For each distinct combination a cell per column.
    rows
        Row of each member; a row may have several members.
    member_of
        Position in ``combinations``, one a member.
    factor
        Factor of the values in it, where it is the same for all.
    """

    table: str
    columns: tuple[str, ...]
    combinations: Sequence[tuple[Cell, ...]]
    rows: IntArray
    member_of: IntArray
    factor: str | None = None

    def members(self, combination: int) -> IntArray:
        """Return the rows that have one combination, each once."""
        start, end = np.searchsorted(self._sorted_members, (combination, combination + 1))
        return np.unique(self.rows[self._order[start:end]])

    @cached_property
    def _order(self) -> IntArray:
        return np.argsort(self.member_of, kind="stable")

    @cached_property
    def _sorted_members(self) -> IntArray:
        return self.member_of[self._order]


def is_free_text(column: Column) -> bool:
    """Return whether a column takes any text, so that only its being there can be judged."""
    return column.type == "VARCHAR" and column.domain is None and column.form is None


class _Pile:
    """The stacks of one table on common lines: each column's stacks lie one behind the other.

    Rules that look at several columns find them in one stack, so stacks of other columns may share its lines.
    """

    def __init__(self, table: str, stacks: Sequence[Stack]) -> None:
        self.table = table
        self._stacks: dict[str, list[Stack]] = {}
        self._starts: dict[str, list[int]] = {}
        heights: dict[str, int] = {}
        for stack in stacks:
            start = max((heights.get(name, 0) for name in stack.columns), default=0)
            for name in stack.columns:
                self._stacks.setdefault(name, []).append(stack)
                self._starts.setdefault(name, []).append(start)
                heights[name] = start + len(stack.combinations)
        self._height = max(heights.values(), default=0)

    def rows(self) -> pa.Table:
        """Return the staged table; free text that no stack holds is left out."""
        arrays = {}
        for column in codebook.columns(self.table):
            if column.is_derived or column.references not in {None, "countries.iso3"}:
                continue
            if self._height == 0 or column.name in self._stacks or not is_free_text(column):
                arrays[column.name] = pa.array(self._texts(column.name), pa.string())
        return pa.table({"line": pa.array(range(self._height), pa.int64()), **arrays})

    def cells(self) -> pa.Table:
        """Return the cells of the stacks, without the empty ones beside and below them."""
        lines: list[int] = []
        names: list[str] = []
        texts: list[str | None] = []
        for name, stacks in self._stacks.items():
            for stack, start in zip(stacks, self._starts[name], strict=True):
                place = stack.columns.index(name)
                lines += range(start, start + len(stack.combinations))
                names += [name] * len(stack.combinations)
                texts += [cells[place].text for cells in stack.combinations]
        arrays = (pa.array(lines, pa.int64()), pa.array(names, pa.string()), pa.array(texts, pa.string()))
        return pa.table(arrays, names=["line", "column_name", "value"])

    def _texts(self, name: str) -> list[str | None]:
        texts: list[str | None] = [None] * self._height
        for stack, start in zip(self._stacks.get(name, ()), self._starts.get(name, ()), strict=True):
            place = stack.columns.index(name)
            texts[start : start + len(stack.combinations)] = [cells[place].text for cells in stack.combinations]
        return texts

    def find(self, name: str | None, line: int) -> tuple[Stack, int] | None:
        """Return the stack and its combination that has a column on a line, None where none has."""
        if name not in self._stacks:
            return None
        number = bisect_right(self._starts[name], line) - 1
        stack = self._stacks[name][number]
        combination = line - self._starts[name][number]
        return (stack, combination) if combination < len(stack.combinations) else None


def judge(lake: Lake, stacks: Sequence[Stack], countries: pa.Table) -> Iterator[FindingGroup]:
    """Yield what the rules say, one group for each combination that breaks one.

    Parameters
    ----------
    lake
        Its engine runs the rules; nothing in it is read or written.
    stacks
        What is judged. Findings name our columns, not yet the file's headings.
    countries
        The staged table of countries.
    """
    staging = Staging(lake)
    staging.add("countries", countries)
    piles = {table: _Pile(table, [stack for stack in stacks if stack.table == table]) for table in JUDGED}
    for table, pile in piles.items():
        staging.add_cells(table, pile.rows(), pile.cells())
    proposals = _Proposals()
    for rule, problem in find_problems(staging, left_out=LEFT_OUT):
        found = piles[problem.table].find(problem.column, problem.line or 0) if problem.table in piles else None
        if found is not None:
            yield from _group(rule, problem, *found, proposals)


def _group(
    rule: Rule, problem: Problem, stack: Stack, combination: int, proposals: "_Proposals"
) -> Iterator[FindingGroup]:
    """Yield the finding on one combination, unless no row has it."""
    cells = dict(zip(stack.columns, stack.combinations[combination], strict=True))
    column = str(problem.column)
    cell = cells[column]
    rows = stack.members(combination)
    if not len(rows):
        return
    factor = cells["factor"].text if "factor" in cells else stack.factor
    yield FindingGroup(
        code=rule.check,
        severity=rule.severity,
        message=rule.message,
        hint=rule.hint,
        column=cell.heading,
        value=cell.written,
        rows=rows,
        allowed=() if problem.allowed is None else (problem.allowed,),
        proposed=proposals.make(stack.table, column, cell, factor),
    )


class _Proposals:
    """Proposals for cells, as long as guessing makes sense: a column of very many unknown texts is no vocabulary."""

    def __init__(self) -> None:
        self._guesses: Counter[tuple[str, str]] = Counter()

    def make(self, table: str, column: str, cell: Cell, factor: str | None) -> str | None:
        """Return what a cell was probably meant to say, None where there is no good guess or were too many already."""
        self._guesses[table, column] += 1
        if not cell.written or self._guesses[table, column] > MOST_GUESSES:
            return None
        return propose(codebook.column(table, column), cell.written, factor)


def stack_of_columns(table: str, columns: Mapping[str, tuple[Sequence[Cell], IntArray]], rows: IntArray) -> list[Stack]:
    """Return one stack for each of several columns whose rules look at one cell at a time.

    Parameters
    ----------
    table
        Table of the codebook.
    columns
        By column of it: the distinct cells and the code of each member.
    rows
        Row of each member.
    """
    return [Stack(table, (name,), [(cell,) for cell in cells], rows, codes) for name, (cells, codes) in columns.items()]


def stack_of_combinations(
    table: str,
    columns: Mapping[str, tuple[Sequence[Cell], IntArray]],
    rows: IntArray,
    factor: str | None = None,
) -> Stack:
    """Return one stack of the distinct combinations of several columns, whose rules look at them together."""
    inverse = np.zeros(len(rows), dtype=np.int64)
    for cells, codes in columns.values():
        inverse = np.unique(inverse * max(len(cells), 1) + codes, return_inverse=True)[1]
    first = np.unique(inverse, return_index=True)[1] if len(rows) else np.empty(0, dtype=np.int64)
    combinations = [tuple(cells[codes[row]] for cells, codes in columns.values()) for row in first]
    return Stack(table, tuple(columns), combinations, rows, inverse, factor)
