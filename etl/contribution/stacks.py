"""What the rules judge of statements and sources, as stacks of distinct texts."""

from collections.abc import Iterator, Sequence

import numpy as np

import codebook
from etl.contribution.columns import Columns
from etl.contribution.findings import IntArray
from etl.contribution.judging import Stack, is_free_text, stack_of_columns, stack_of_combinations
from etl.contribution.sources import NOT_SAID, Source, SourcesOfRows
from etl.contribution.statements import Block, Cell

TOGETHER = ("factor", "value", "tier")
"""Columns of statements that rules look at together."""


def evidence_stacks(blocks: Sequence[Block]) -> Iterator[Stack]:
    """Yield the stacks of statements: factor, value and tier together, every other column by itself."""
    for block in blocks:
        together = {name: (block.columns[name].cells, block.columns[name].codes) for name in TOGETHER}
        yield stack_of_combinations("evidence", together, block.rows, block.factor)
        single = {
            name: (column.cells, column.codes)
            for name, column in block.columns.items()
            if name not in TOGETHER and not is_free_text(codebook.column("evidence", name))
        }
        yield from stack_of_columns("evidence", single, block.rows)


def source_stacks(columns: Columns, sources: SourcesOfRows, blocks: Sequence[Block]) -> Iterator[Stack]:
    """Yield the stacks of sources that are not there already, as rows and as single cells name them."""
    yield from _stacks(sources.sources, sources.of_row, np.arange(columns.count), None)
    for block in blocks:
        own = sources.of_factor.get(block.factor or "")
        if own is not None:
            codes = own[block.rows]
            # What the row names for all its cells is judged above.
            is_own = codes != sources.of_row[block.rows]
            yield from _stacks(sources.sources, codes[is_own], block.rows[is_own], f"{block.factor}_source")


def _stacks(sources: Sequence[Source], codes: IntArray, rows: IntArray, heading: str | None) -> Iterator[Stack]:
    is_new = np.array([source.known_id is None for source in sources] + [False], dtype=bool)
    # Code -1, the contributor's own word, meets the False at the end.
    kept = is_new[codes] if len(codes) else np.zeros(0, dtype=bool)
    present, codes = np.unique(codes[kept], return_inverse=True)
    if not len(present):
        return
    chosen = [sources[number] for number in present]
    links = {
        name: (
            [Cell(getattr(source, name), heading or f"source_{name}", getattr(source, name)) for source in chosen],
            codes,
        )
        for name in ("url", "doi")
    }
    yield stack_of_combinations("sources", links, rows[kept])
    years = [Cell(source.year, heading or "source_year", source.year) for source in chosen]
    kinds = [
        Cell(source.type, heading or "source_type", None if source.type == NOT_SAID else source.type)
        for source in chosen
    ]
    yield from stack_of_columns("sources", {"year": (years, codes), "type": (kinds, codes)}, rows[kept])
