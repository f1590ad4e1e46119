"""What the predictions of all clusters become when a choice behind the priors is made differently."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

import codebook
from codebook.records import Prior
from model import structure
from model.draws import make_draws, served_draws
from model.prediction import make_reference, score
from model.priors import LEVELS, SERVED, FloatArray, PriorTable
from model.propositions import class_chances, modal_class
from model.states import TIERS, prepare_rows, unknown_states
from model.validation.cases import all_states, cluster_ids_of
from model.validation.names import CONTEXT_OFF
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
    plain = all_states(rows, SERVED.base_rates).q
    served = plain if base_rates is None else all_states(rows, base_rates).q
    baseline = _outlook(served, SERVED)
    changed = [(v.name, v.label, _outlook(served, vary(SERVED, v))) for v in VARIANTS]
    if base_rates is not None:
        changed.append((CONTEXT_OFF, "national context left off", _outlook(plain, SERVED)))
    return tuple(row for name, label, other in changed for row in _rows(name, label, baseline, other))


def vary(table: PriorTable, variant: Variant) -> PriorTable:
    """Return a priors table with a variant's change; the seed stays, so nothing but the choice differs."""
    return PriorTable(tuple(variant.change(row) for row in table.rows))


def rank_correlation(one: FloatArray, other: FloatArray) -> float | None:
    """Return Spearman's rank correlation, ties at their mean rank; None where one of both does not vary."""
    ranks = np.stack([rankdata(one), rankdata(other)])
    ranks -= ranks.mean(axis=1, keepdims=True)
    spread = np.sqrt((ranks**2).sum(axis=1)).prod()
    return float((ranks[0] * ranks[1]).sum() / spread) if spread > 0.0 else None


@dataclass(frozen=True)
class _Outlook:
    """What one set of priors says of all clusters.

    Attributes
    ----------
    expected
        Expected level, [clusters, 2 tiers].
    base
        That of a cluster about which nothing is known, [2 tiers].
    colours
        Colour class on the map, [clusters, 2 tiers].
    classes
        Class of propositions, or undetermined, [clusters].
    """

    expected: FloatArray
    base: FloatArray
    colours: NDArray[np.int64]
    classes: NDArray[np.object_]


def _outlook(q: FloatArray, table: PriorTable) -> _Outlook:
    draws = served_draws() if table is SERVED else make_draws(table)
    reference = make_reference(draws, unknown_states())
    expected, above, chances = [], [], []
    for start in range(0, len(q), _CHUNK):
        part = q[start : start + _CHUNK]
        scores = score(part, draws, reference)
        expected.append(scores.expected)
        above.append(scores.above_unknown)
        chances.append(class_chances(structure.latent(part, draws), draws))
    shares = np.concatenate(above)
    colours = np.array([codebook.adoption_class(float(share)) for share in shares.ravel()], dtype=np.int64)
    classes = [modal_class(row).name for row in np.concatenate(chances)]
    return _Outlook(
        expected=np.concatenate(expected),
        base=reference.expected,
        colours=colours.reshape(shares.shape),
        classes=np.array(classes, dtype=object),
    )


def _rows(name: str, label: str, baseline: _Outlook, changed: _Outlook) -> Iterator[Sensitivity]:
    for number, tier in enumerate(TIERS):
        before, after = baseline.expected[:, number], changed.expected[:, number]
        moved = np.abs(after - before)
        yield Sensitivity(
            variant=name,
            label=label,
            tier=tier,
            n=len(before),
            rank_correlation=rank_correlation(before, after),
            mean_change=float(moved.mean()),
            largest_change=float(moved.max()),
            base_change=float(changed.base[number] - baseline.base[number]),
            class_changed_share=float((baseline.classes != changed.classes).mean()),
            colour_changed_share=float((baseline.colours[:, number] != changed.colours[:, number]).mean()),
        )


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
