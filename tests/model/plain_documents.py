"""What sources say of a factor, by plain arithmetic: row after row, in Python's own floats.

What belongs here: documented levels a second time, from the files alone. What uses them stands in the tests.
"""

import math

import pandas as pd

import codebook
from model.states import ONE_STATE_FACTORS

SHARPNESS = {"high": 3, "medium": 2, "low": 1}
REFERENCE_YEAR, HALF_LIFE, OTHER_TIER = 2026, 20, 0.25


def plain_level(rows: pd.DataFrame, factor: str, tier: str) -> int | None:
    """Return the level that the rows of one cluster and predictor make likeliest, None where none speaks of the tier.

    Parameters
    ----------
    rows
        Evidence with value, tier, year (number or missing), source_id, confidence.
    """
    is_one_state = factor in ONE_STATE_FACTORS
    if not (is_one_state or rows["tier"].isin([tier, "all"]).any()):
        return None
    values = [value.value for value in codebook.values(factor)]
    pulls = [0.0] * len(values)
    sizes = rows["source_id"].value_counts()
    for item in rows.to_dict("records"):
        age = HALF_LIFE if pd.isna(item["year"]) else max(REFERENCE_YEAR - item["year"], 0)
        weight = 0.5 ** (age / HALF_LIFE) / sizes[item["source_id"]]
        if not is_one_state and item["tier"] not in (tier, "all"):
            weight *= OTHER_TIER
        said = values.index(item["value"])
        for level in range(len(values)):
            kernel = [math.exp(-SHARPNESS[item["confidence"]] * abs(other - level)) for other in range(len(values))]
            pulls[level] += weight * math.log(kernel[said] / sum(kernel))
    return max(range(len(values)), key=lambda level: (round(pulls[level], 7), -level))
