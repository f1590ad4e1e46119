"""The result of a validation as plain data: stored as JSON, shown as tables, read by sentences.

Nothing is computed here. Every number comes from the other modules of this package.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from model.validation.records import CalibrationBin, Comparison, Convergence, Gate, Scale, Score, Sensitivity


@dataclass(frozen=True)
class WithContext:
    """The scores and the gate once more, with national context behind what is unknown.

    Attributes
    ----------
    scores
        Of the contestants that context can change, and of those that they are measured against.
    gate
        By tier.
    """

    scores: tuple[Score, ...]
    gate: Mapping[str, Gate]


@dataclass(frozen=True)
class Validation:
    """Everything that a validation found; see the classes of its parts.

    Attributes
    ----------
    n_first, n_lower
        Clusters with a coded outcome of each tier.
    scores
        Contestants, tiers and designs, without national context.
    gate
        By tier, from `scores`.
    model_version
        Version of the model that was judged.
    is_outside
        True if the judged clusters come from outside the case base.
    n_clusters
        All clusters, with or without outcome.
    n_training
        Clusters by tier that the frozen fits learned from.
    with_context
        None where no national context was given.
    calibration, scale, needed, sensitivity, convergent
        Further tables; the last two are empty for outside clusters.
    """

    n_first: int
    n_lower: int
    scores: tuple[Score, ...]
    gate: Mapping[str, Gate]
    model_version: str
    is_outside: bool
    n_clusters: int
    n_training: Mapping[str, int]
    with_context: WithContext | None
    calibration: tuple[CalibrationBin, ...]
    scale: tuple[Scale, ...]
    needed: tuple[Comparison, ...]
    sensitivity: tuple[Sensitivity, ...]
    convergent: tuple[Convergence, ...]

    def is_illustrative(self, tier: str) -> bool:
        """Return whether the word "illustrative" must stand beside predictions of a tier.

        What is served may be with or without national context, so both must pass the gate.
        """
        gates = [self.gate, *([self.with_context.gate] if self.with_context else [])]
        return any(gate[tier].illustrative for gate in gates)

    def score(self, model: str, tier: str, design: str) -> Score | None:
        """Return the scores of a contestant in a tier and design, without context; None where it was not judged."""
        wanted = (model, tier, design)
        return next((row for row in self.scores if (row.model, row.tier, row.design) == wanted), None)

    def comparison(self, model: str, against: str, tier: str, design: str) -> Comparison | None:
        """Return how a contestant did against another, None where they were not compared."""
        wanted = (model, against, tier, design)
        return next((row for row in self.needed if (row.model, row.against, row.tier, row.design) == wanted), None)

    def as_dict(self) -> dict[str, Any]:
        """Return the result as JSON holds it."""
        return asdict(self)

    def to_json(self) -> str:
        """Return the result as one line of JSON, from which `from_json` makes it again."""
        return json.dumps(self.as_dict(), ensure_ascii=False, allow_nan=False)


_ROWS: dict[str, type[Any]] = {
    "scores": Score,
    "needed": Comparison,
    "calibration": CalibrationBin,
    "scale": Scale,
    "sensitivity": Sensitivity,
    "convergent": Convergence,
}


def from_json(text: str) -> Validation:
    """Return the result that `Validation.to_json` wrote."""
    held = json.loads(text)
    for part, kind in _ROWS.items():
        held[part] = tuple(kind(**row) for row in held[part])
    held["gate"] = _gates(held["gate"])
    context = held["with_context"]
    if context is not None:
        scores = tuple(Score(**row) for row in context["scores"])
        held["with_context"] = WithContext(scores, _gates(context["gate"]))
    return Validation(**held)


def _gates(held: Mapping[str, Any]) -> dict[str, Gate]:
    return {tier: Gate(**gate) for tier, gate in held.items()}
