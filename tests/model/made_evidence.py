"""Evidence and states made for tests: a few rows, or levels that are certain."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

import codebook
from model.priors import FACTOR_INDEX, LEVELS, FloatArray
from model.states import TIERS, make_states, prepare_rows, unknown_states

CLUSTER = "made-cluster"


def level_name(factor: str, level: int) -> str:
    """Return the codebook's name of a factor's level, 0 for the lowest."""
    return codebook.values(factor)[level].value


def level_number(factor: str, name: str) -> int:
    """Return the level, 0 for the lowest, that the codebook's name stands for."""
    return [value.value for value in codebook.values(factor)].index(name)


def row(factor: str, level: int, **changes: object) -> dict[str, object]:
    """Return a fresh row of high confidence for both tiers, with the given changes."""
    return {
        "cluster_id": CLUSTER,
        "factor": factor,
        "value": level_name(factor, level),
        "tier": "all",
        "year": 2026.0,
        "source_id": "source-1",
        "confidence": "high",
    } | changes


def frame(*rows: dict[str, object]) -> pd.DataFrame:
    """Return rows as the model reads them; without rows an empty frame with all columns."""
    return pd.DataFrame(list(rows), columns=list(row("law_enforcement", 0)))


def state_of(factor: str, *rows: dict[str, object], tier: int = 0) -> FloatArray:
    """Return the chances of a factor's levels in the made cluster, [3]."""
    states = make_states(prepare_rows(frame(*rows), [CLUSTER]), 0, 1)
    chances: FloatArray = states.q[0, FACTOR_INDEX[factor], tier]
    return chances


def certain(levels: Mapping[str, int]) -> FloatArray:
    """Return the states of one cluster with certain levels, the rest unknown, [15, 2, 3]."""
    q: FloatArray = unknown_states().q[0].copy()
    for factor, level in levels.items():
        q[FACTOR_INDEX[factor], range(len(TIERS))] = np.eye(LEVELS)[level]
    return q


def favourable(factor: str, step: int) -> int:
    """Return the level of a factor that is `step` steps from the least favourable one."""
    return LEVELS - 1 - step if codebook.FACTORS[factor].role == "barrier" else step
