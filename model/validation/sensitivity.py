"""What the predictions of all clusters become when a choice behind the priors is made differently."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.stats import rankdata

import codebook
from codebook.records import Prior
from model.draws import make_draws, served_draws
from model.prediction import Scores, make_reference, score
from model.priors import LEVELS, SERVED, FloatArray, PriorTable
from model.states import TIERS, make_states, prepare_rows, unknown_states
from model.validation.cases import cluster_ids_of
from model.validation.records import Sensitivity

_CHUNK = 128
_WIDER = 1.0
_SHIFT = 0.7
_HALF = 0.5


@dataclass(frozen=True)
class Variant:
    """One other choice: a name, words for a page, and what it makes of a row of the priors table."""

    name: str
    label: str
    change: Callable[[Prior], Prior]


def sensitivity_of(
    clusters: pd.DataFrame, evidence: pd.DataFrame, base_rates: FloatArray | None = None
) -> tuple[Sensitivity, ...]:
    """Return what each variant does to the predictions of all clusters, two rows a variant, first tier first.

    Parameters
    ----------
    clusters, evidence
        As `model.validation.cases.make_cases` reads them.
    base_rates
        National context behind what is unknown, [clusters, 15, 3]; with it, one variant is to leave it off.
    """
    ids = cluster_ids_of(clusters)
    if not ids:
        return ()
    rows = prepare_rows(evidence, ids)
    plain = make_states(rows, 0, len(ids)).q
    served = plain if base_rates is None else make_states(rows, 0, len(ids), base_rates).q
    baseline = _score(served, SERVED)
    changed = [(v.name, v.label, _score(served, vary(SERVED, v))) for v in VARIANTS]
    if base_rates is not None:
        changed.append(("context off", "national context left off", _score(plain, SERVED)))
    return tuple(row for name, label, scores in changed for row in _rows(name, label, baseline, scores))


def vary(table: PriorTable, variant: Variant) -> PriorTable:
    """Return a priors table with a variant's change; the seed stays, so nothing but the choice differs."""
    return PriorTable(tuple(variant.change(row) for row in table.rows))


def rank_correlation(one: FloatArray, other: FloatArray) -> float | None:
    """Return Spearman's rank correlation, ties at their mean rank; None where one of both does not vary."""
    ranks = np.stack([rankdata(one), rankdata(other)])
    ranks -= ranks.mean(axis=1, keepdims=True)
    spread = np.sqrt((ranks**2).sum(axis=1)).prod()
    return float((ranks[0] * ranks[1]).sum() / spread) if spread > 0.0 else None


def _score(q: FloatArray, table: PriorTable) -> Scores:
    draws = served_draws() if table is SERVED else make_draws(table)
    reference = make_reference(draws, unknown_states())
    parts = [score(q[start : start + _CHUNK], draws, reference) for start in range(0, len(q), _CHUNK)]
    names = ("p", "expected", "interval", "above_unknown")
    return Scores(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def _rows(name: str, label: str, baseline: Scores, changed: Scores) -> Iterator[Sensitivity]:
    classes = [_classes(scores.above_unknown) for scores in (baseline, changed)]
    for number, tier in enumerate(TIERS):
        before, after = baseline.expected[:, number], changed.expected[:, number]
        moved = np.abs(after - before)
        likeliest = [np.argmax(scores.p[:, number], axis=1) for scores in (baseline, changed)]
        yield Sensitivity(
            variant=name,
            label=label,
            tier=tier,
            n=len(before),
            rank_correlation=rank_correlation(before, after),
            mean_change=float(moved.mean()),
            largest_change=float(moved.max()),
            class_changed_share=float((classes[0][:, number] != classes[1][:, number]).mean()),
            level_changed_share=float((likeliest[0] != likeliest[1]).mean()),
        )


def _classes(above_unknown: FloatArray) -> np.ndarray:
    flat = [codebook.adoption_class(float(share)) or 0 for share in above_unknown.ravel()]
    return np.array(flat).reshape(above_unknown.shape)


def _equal_weights(row: Prior) -> Prior:
    weights = [other.median for other in SERVED.rows if other.parameter == "beta" and other.median is not None]
    return replace(row, median=float(np.mean(weights))) if row.parameter == "beta" else row


def _halved(row: Prior) -> Prior:
    return replace(row, median=row.median * _HALF) if row.parameter == "beta" and row.median is not None else row


def _wider(row: Prior) -> Prior:
    return replace(row, sd=_WIDER) if row.parameter == "beta" else row


def _equidistant(row: Prior) -> Prior:
    # A spread of 0 puts the middle level exactly in the middle in every draw.
    return replace(row, median=1.0 / (LEVELS - 1), sd=0.0) if row.parameter == "zeta" else row


def _no_synergies(row: Prior) -> Prior:
    return replace(row, median=0.0) if row.parameter.startswith("gamma_") else row


def _lower_base(row: Prior) -> Prior:
    return replace(row, median=row.median + _SHIFT) if row.parameter == "c1" and row.median is not None else row


def _higher_base(row: Prior) -> Prior:
    return replace(row, median=row.median - _SHIFT) if row.parameter == "c1" and row.median is not None else row


VARIANTS: tuple[Variant, ...] = (
    Variant("equal weights", "every factor weighs the same", _equal_weights),
    Variant("effects halved", "every factor weighs half", _halved),
    Variant("wider priors", "weights much less sure", _wider),
    Variant("equidistant levels", "a middle level counts half of the highest", _equidistant),
    Variant("no synergies", "pressures do not strengthen one another", _no_synergies),
    Variant("lower base", "fewer places with practice to begin with", _lower_base),
    Variant("higher base", "more places with practice to begin with", _higher_base),
)
"""The choices that are tried."""
