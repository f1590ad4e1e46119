"""Giving beside bad practice: the screen that the paper warns of, read from documented rows alone.

No prior and no driver enters. What nobody has written about is left out, not guessed; so the screen is only spoken of
where giving and at least one core practice are documented.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

import codebook
from model.flags import SMOKESCREEN
from model.outcomes import REPORT, Report, level_chances
from model.priors import SERVED, PriorTable

GIVING = "philanthropy"
CORE_PRACTICES = {"working_conditions": "poor", "child_labour": "present", "pollution": "severe"}
"""Outcomes that giving may hide, and the worst level of each."""


@dataclass(frozen=True)
class Smokescreen:
    """Giving beside bad practice in one cluster.

    Attributes
    ----------
    probability
        Chance that the firms give and at least one documented practice is at its worst, 0 to 1.
    giving
        Chance that they give at all.
    reasons
        Chance that each documented practice is at its worst, by its codebook name, the likeliest first.
    """

    probability: float
    giving: float
    reasons: tuple[tuple[str, float], ...]

    def is_raised(self, table: PriorTable = SERVED) -> bool:
        """Return whether it is likely enough to be pointed out."""
        return self.probability >= table.constant("smokescreen_minimum")

    def as_dict(self) -> dict[str, object]:
        """Return the flag as JSON holds it."""
        return {
            "flag": SMOKESCREEN,
            "factor": GIVING,
            "probability": self.probability,
            "reasons": [{"factor": factor, "probability": chance} for factor, chance in self.reasons],
        }


def find_smokescreen(evidence_of_one: pd.DataFrame, cluster_id: str) -> Smokescreen | None:
    """Return giving beside bad practice, None where giving or all core practices are undocumented.

    P(giving) x [1 - product of (1 - P(worst))]: giving of .95, one practice at its worst with .95 and another with .5
    make .95 x (1 - .05 x .5) = .93.
    """
    reports: dict[str, list[Report]] = {name: [] for name in (GIVING, *CORE_PRACTICES)}
    columns = (evidence_of_one[name] for name in ("cluster_id", "factor", *REPORT))
    for cluster, factor, value, confidence, source in zip(*columns, strict=True):
        if cluster == cluster_id and factor in reports and _is_readable(factor, value, confidence):
            reports[factor].append((value, confidence, source))
    documented = [
        (factor, float(level_chances(reports[factor], factor)[_names(factor).index(worst)]))
        for factor, worst in CORE_PRACTICES.items()
        if reports[factor]
    ]
    if not reports[GIVING] or not documented:
        return None
    gives = 1.0 - float(level_chances(reports[GIVING], GIVING)[0])
    all_fine = math.prod(1.0 - chance for _, chance in documented)
    return Smokescreen(gives * (1.0 - all_fine), gives, tuple(sorted(documented, key=lambda reason: -reason[1])))


def _is_readable(factor: str, value: str, confidence: str) -> bool:
    return value in _names(factor) and confidence in _names("confidence")


def _names(domain: str) -> list[str]:
    return [value.value for value in codebook.values(domain)]
