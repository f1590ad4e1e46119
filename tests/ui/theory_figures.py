"""The figures of the theory page, computed once more from the files: plain tables, sets and sums.

What belongs here: cases, counts and shares without any function of the product but the codebook's order of values.
Which sentence of the page says which figure stands in the test.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from model.priors import FloatArray
from tests.model.plain_documents import plain_level
from tests.ui.method_figures import labels, table

FIRST, LOWER = "first_tier_adoption", "lower_tier_adoption"
ABOVE = ("law_enforcement", "buyer_visibility")
BELOW = ("peer_monitoring", "community_accountability", "union_presence", "ngo_media_monitoring")
MIDDLE, STRONG = 0.35, 0.25


class Case(NamedTuple):
    """One cluster: documented levels of its first tier and of both outcomes; what is missing has no entry."""

    levels: Mapping[str, int]
    first: int | None
    lower: int | None


@cache
def evidence() -> pd.DataFrame:
    """Return the evidence with the year as a number."""
    rows = table("cases/evidence")
    return rows.assign(year=pd.to_numeric(rows["year"]))


@cache
def outcome_levels(outcome: str) -> dict[str, int]:
    """Return the coded level of an outcome by cluster: every row weighs by its source alone, and does not age."""
    rows = evidence()[evidence()["factor"] == outcome].assign(tier="all", year=2026.0)
    return {
        str(name): level
        for name, of in rows.groupby("cluster_id")
        if (level := plain_level(of, outcome, "all")) is not None
    }


@cache
def levels(tier: str = "first") -> dict[str, dict[str, int]]:
    """Return the documented level of each predictor by cluster, in one tier."""
    factors = table("codebook/factors")
    wanted = set(factors.loc[factors["is_predictor"] == "yes", "name"])
    found: dict[str, dict[str, int]] = {}
    for (name, factor), rows in evidence().groupby(["cluster_id", "factor"]):
        if factor in wanted and (level := plain_level(rows, str(factor), tier)) is not None:
            found.setdefault(str(name), {})[str(factor)] = level
    return found


def cases() -> dict[str, Case]:
    """Return the clusters whose first-tier practice is coded."""
    first, lower, known = outcome_levels(FIRST), outcome_levels(LOWER), levels()
    return {name: Case(known.get(name, {}), level, lower.get(name)) for name, level in first.items()}


def names(ids: Iterable[str]) -> set[str]:
    """Return the names of clusters."""
    wanted = set(ids)
    rows = table("cases/clusters")
    return set(rows.loc[rows["cluster_id"].isin(wanted), "name"])


def speaking(proposition: int, *, is_for: bool) -> set[str]:
    """Return the clusters that speak for or against a proposition."""
    return {name for name, case in cases().items() if _speaks(proposition, case) is is_for}


def surprises() -> set[str]:
    """Return the clusters without first-tier practice in spite of strong drivers."""
    return {name for name, case in cases().items() if case.first == 0 and _strong(case) == {True}}


def _speaks(proposition: int, case: Case) -> bool | None:
    has_practice = bool(case.first)
    if proposition == 1:
        return has_practice if _both(case) == {True} else None
    if proposition == 2:
        if not has_practice:
            return None
        put_out = case.levels.get("subcontracting")
        if put_out == 0 or case.lower:
            return False
        return True if put_out and case.lower == 0 else None
    strong = _strong(case)
    if strong == {True}:
        return None if has_practice else False
    return not has_practice if strong == {False} else None


def _both(case: Case) -> set[bool]:
    """Return what may hold: whether buyers and association are at their highest, over all that is missing."""
    known = [case.levels.get(factor) for factor in ("buyer_visibility", "business_association")]
    if any(level in (0, 1) for level in known):
        return {False}
    return {True} if None not in known else {True, False}


def _strong(case: Case) -> set[bool]:
    """Return what may hold: whether drivers are strong, trying missing documents at both ends."""
    found = set()
    for missing in (0.0, 1.0):
        above, below = (sum(_effect(case, name, missing) for name in some) / len(some) for some in (ABOVE, BELOW))
        found |= {both or above * below >= STRONG - 1e-6 for both in _both(case)}
    return found


def _effect(case: Case, factor: str, missing: float) -> float:
    level = case.levels.get(factor)
    return missing if level is None else (0.0, MIDDLE, 1.0)[level]


def box(factor: str) -> tuple[int, int, int]:
    """Return per cent of clusters with evidence on a factor, its pieces of evidence, and the newest year."""
    rows = evidence()[evidence()["factor"] == factor]
    share = round(100 * rows["cluster_id"].nunique() / len(table("cases/clusters")))
    return share, len(rows), int(rows["year"].max())


def governance() -> pd.DataFrame:
    """Return the clusters of which watch and association are documented: watched, owned, practice (missing: none)."""
    rows = {
        name: (of["ngo_media_monitoring"], of["business_association"], outcome_levels(FIRST).get(name))
        for name, of in levels().items()
        if {"ngo_media_monitoring", "business_association"} <= of.keys()
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["watched", "owned", "practice"])


def checking() -> dict[str, tuple[int, int, int]]:
    """Return by leader's label: initiatives that check firms, those with a partner from inside, and from outside."""
    rows = table("cases/interventions").drop_duplicates("intervention_id")
    rows = rows[rows["kind"].isin(["monitoring_scheme", "code_of_conduct", "certification"])]
    inside = {"association", "firms", "community"}
    found = {}
    for leader, label in labels("led_by").items():
        partners = [set(cell.split(";")) - {""} for cell in rows.loc[rows["led_by"] == leader, "partners"]]
        if partners:
            found[label] = (
                len(partners),
                sum(bool(p & inside) for p in partners),
                sum(bool(p - inside) for p in partners),
            )
    return found


def documented(conditions: Mapping[str, int], outcome: str, level: int) -> pd.DataFrame:
    """Return the coded cases of a question: a column a condition (1, 0 or missing) and one named ``outcome``."""
    tier = "first" if outcome == FIRST else "lower"
    known = levels(tier)
    rows = {
        name: [
            *(
                None if (has := known.get(name, {}).get(f)) is None else int(has >= cut)
                for f, cut in conditions.items()
            ),
            int(coded >= level),
        ]
        for name, coded in outcome_levels(outcome).items()
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=[*conditions, "outcome"], dtype=float)


def range_of(part: FloatArray, whole: FloatArray) -> tuple[float, float]:
    """Return the 5th and 95th percentile of shares."""
    low, high = np.quantile(part / whole, [0.05, 0.95])
    return float(low), float(high)
