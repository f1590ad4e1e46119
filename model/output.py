"""Room for the scores of many clusters in single precision, filled by `model.kernel` and finished by `model.fast`."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from model.priors import FACTOR_INDEX, SmallFloats
from model.propositions import CLASSES
from model.scoring import INTERVAL
from model.states import TIERS


@dataclass(frozen=True)
class Output:
    """Scores of some clusters. The arrays after `above_unknown` have no rows where the map's numbers alone are asked.

    Attributes
    ----------
    p
        Chance of no, partial and substantial adoption, [clusters, 2 tiers, 3].
    expected, interval, above_unknown
        As in `model.scoring.Scores`.
    contributions
        What each factor adds to the level, [clusters, 2 tiers, 15].
    classes
        Chance of each class of propositions, [clusters, 6].
    gap
        Expected gap between the tiers, ends of its interval, chance that practice stops at the first, [clusters, 4].
    information
        Share of the level's variance that learning each factor would remove, [clusters, 2 tiers, 15].
    levers
        What one favourable step of each factor would add to the level, [clusters, 2 tiers, 15].
    spread
        Variance of the level over draws, [clusters, 2 tiers].
    pulls
        Coefficients weighted by the slopes of both chances, [clusters, 2 tiers, 2 chances, columns].
    """

    p: SmallFloats
    expected: SmallFloats
    interval: SmallFloats
    above_unknown: SmallFloats
    contributions: SmallFloats
    classes: SmallFloats
    gap: SmallFloats
    information: SmallFloats
    levers: SmallFloats
    spread: SmallFloats
    pulls: SmallFloats

    def rows(self, which: slice | NDArray[np.integer]) -> Output:
        """Return some rows; with a slice they are views, written through to the whole."""
        arrays = (getattr(self, item.name) for item in fields(self))
        return Output(*(array[which] if len(array) else array for array in arrays))


def make_output(rows: int, columns: int, full: bool) -> Output:
    """Return room for so many clusters and, where everything is asked for, so many columns of coefficients."""
    more, tiers, factors = rows if full else 0, len(TIERS), len(FACTOR_INDEX)
    shapes = {
        "p": (rows, tiers, 3),
        "expected": (rows, tiers),
        "interval": (rows, tiers, len(INTERVAL)),
        "above_unknown": (rows, tiers),
        "contributions": (more, tiers, factors),
        "classes": (more, len(CLASSES)),
        "gap": (more, 4),
        "information": (more, tiers, factors),
        "levers": (more, tiers, factors),
        "spread": (more, tiers),
        "pulls": (more, tiers, 2, columns),
    }
    return Output(**{name: np.empty(shape, dtype=np.float32) for name, shape in shapes.items()})
