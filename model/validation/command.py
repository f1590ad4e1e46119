"""The command ``validate``: the folder of further cases that it reads, and the lines that it writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

import codebook
from codebook.errors import InputError
from model.validation.limits import limits, robustness
from model.validation.names import DESIGN_LABELS, MODEL_LABELS
from model.validation.records import Score
from model.validation.result import Validation
from model.validation.sentences import statements

_NEEDED_COLUMNS: dict[str, tuple[str, ...]] = {
    "clusters": ("cluster_id",),
    "evidence": ("cluster_id", "factor", "value", "tier", "year", "source_id", "confidence"),
    "sources": ("source_id",),
}
"""Columns without which a file of cases cannot be judged; further columns may stand beside them."""


def read_cases(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the clusters and the evidence of a folder of cases, all cells as text, empty ones missing.

    Evidence of clusters that clusters.csv does not name is left out by whoever reads it.

    Raises
    ------
    InputError
        If a file is missing, cannot be read or lacks a column.
    """
    tables = {name: _read_table(folder / f"{name}.csv", columns) for name, columns in _NEEDED_COLUMNS.items()}
    return tables["clusters"], tables["evidence"]


def report_lines(result: Validation) -> Iterator[str]:
    """Yield the lines of text that say what was found: a table per tier and design, then sentences."""
    where = "outside the case base" if result.is_outside else "of the case base"
    yield f"Coded outcomes {where}: {result.n_first} of the first tier, {result.n_lower} of the lower tiers"
    groups: dict[tuple[str, str], list[Score]] = {}
    for row in result.scores:
        groups.setdefault((row.tier, row.design), []).append(row)
    for (tier, design), rows in groups.items():
        yield ""
        yield f"{codebook.label('tier', tier).capitalize()}, {DESIGN_LABELS[design]} ({rows[0].n} places)"
        yield f"  {'':<60} {'rps':>7} {'log':>7} {'gain':>8} {'error':>7} {'auc':>6} {'95 %':>13}"
        yield from (_score_line(row) for row in rows)
    yield ""
    yield "RPS and log score: lower is better. Gain: RPS below the first line's. AUC: 0.50 is guessing."
    for statement in (*statements(result), *robustness(result), *limits(result)):
        yield f"- {statement.text}"


def _score_line(row: Score) -> str:
    interval = "" if row.auc_low is None else f"{row.auc_low:.2f} to {row.auc_high:.2f}"
    return (
        f"  {MODEL_LABELS[row.model]:<60} {_number(row.rps, '.4f'):>7} {_number(row.log, '.4f'):>7} "
        f"{_number(row.gain, '+.4f'):>8} {_number(row.gain_se, '.4f'):>7} {_number(row.auc, '.2f'):>6} {interval:>13}"
    )


def _number(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)


def _read_table(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    if not path.is_file():
        message = f"{path.name} is missing in {path.parent}"
        raise InputError(message, "Give a folder with clusters.csv, evidence.csv and sources.csv.")
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8-sig")
    except (ValueError, OSError) as error:
        message = f"{path.name} cannot be read as CSV: {error}"
        raise InputError(message) from error
    missing = [name for name in columns if name not in table.columns]
    if missing:
        message = f"{path.name} lacks the columns {', '.join(missing)}"
        raise InputError(message)
    return table
