"""The numbers of the method page, computed once more from the files: plain tables and textbook formulas only.

What belongs here: counting data/ and codebook/ without any function of the product. Which sentence of the page says
which number stands in the test.
"""

import math
from collections import Counter
from collections.abc import Iterable
from functools import cache

import pandas as pd

from tests.conftest import ROOT

NORMAL_95 = 1.6448536269514722
NEWEST_ROUND = "4"
RESEARCH = ("article", "book", "thesis")
NO_VALUE = "-"


@cache
def table(name: str) -> pd.DataFrame:
    """Return a file of the project as text, empty cells as empty texts: ``cases/evidence`` or ``codebook/priors``."""
    folder = ROOT if name.startswith("codebook/") else ROOT / "data"
    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)


def labels(domain: str) -> dict[str, str]:
    """Return the words of each value of a vocabulary, lowest rank first, then in the order of the file."""
    rows = table("codebook/values")
    rows = rows[rows["domain"] == domain]
    ordered = sorted(rows.to_dict("records"), key=lambda row: int(row["rank"] or 0))
    return {row["value"]: row["label"] for row in ordered}


def is_ordered(domain: str) -> bool:
    """Return whether the values of a vocabulary have ranks."""
    rows = table("codebook/values")
    return bool((rows.loc[rows["domain"] == domain, "rank"] != "").all())


def combinations() -> tuple[int, int]:
    """Return how many combinations of cluster, factor and tier there are, and on how many the sources disagree."""
    values = table("cases/evidence").groupby(["cluster_id", "factor", "tier"])["value"].nunique()
    return len(values), int((values > 1).sum())


def codings(*, newest: bool) -> pd.DataFrame:
    """Return the statements that two coders read in the newest round, or in those before it."""
    rows = table("reliability/codings")
    return rows[(rows["coding_round"] == NEWEST_ROUND) == newest]


def agreement(rows: pd.DataFrame) -> tuple[int, int, int, int]:
    """Return statements, those without a value for the second coder, the others, and those with the same value."""
    compared = rows[rows["second"] != NO_VALUE]
    return len(rows), len(rows) - len(compared), len(compared), int((compared["first"] == compared["second"]).sum())


def kappa(rows: pd.DataFrame, *, linear: bool) -> float | None:
    """Return Cohen's kappa, 1 - (observed / expected disagreement), None where no disagreement was to be expected."""
    places = {factor: list(labels(factor)) for factor in rows["factor"].unique()}
    pairs = [
        (places[factor].index(first), places[factor].index(second))
        for factor, first, second in zip(rows["factor"], rows["first"], rows["second"], strict=True)
        if second != NO_VALUE
    ]

    def apart(one: int, other: int) -> int:
        return abs(one - other) if linear else int(one != other)

    firsts, seconds = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    observed = sum(apart(*pair) for pair in pairs) / len(pairs) if pairs else 0
    chance = sum(apart(one, other) * firsts[one] * seconds[other] for one in firsts for other in seconds)
    return 1 - observed / (chance / len(pairs) ** 2) if chance else None


def kappa_of_all(rows: pd.DataFrame) -> float | None:
    """Return kappa of statements on several factors, pooled by the place of their values."""
    return kappa(rows, linear=True)


def coded_outcomes(outcome: str) -> list[int]:
    """Return how many clusters are most likely at each level of an outcome, lowest first; of equals the lower counts.

    A row says its own level with a chance that falls by e^-k for each level that it is off, k by its confidence; the
    rows of one source on one cluster weigh one together.
    """
    rows = table("cases/evidence")
    names = list(labels(outcome))
    counted = Counter(
        _likeliest(of_cluster, names) for _, of_cluster in rows[rows["factor"] == outcome].groupby("cluster_id")
    )
    return [counted[name] for name in names]


def _likeliest(rows: pd.DataFrame, names: list[str]) -> str:
    of_source = Counter(rows["source_id"])
    pulls = [0.0] * len(names)
    for value, confidence, source in zip(rows["value"], rows["confidence"], rows["source_id"], strict=True):
        sharpness = float(prior(f"k_{confidence}")["median"])
        said = names.index(value)
        for level in range(len(names)):
            kernel = [math.exp(-sharpness * abs(other - level)) for other in range(len(names))]
            pulls[level] += math.log(kernel[said] / sum(kernel)) / of_source[source]
    return names[max(range(len(names)), key=lambda level: (round(pulls[level], 9), -level))]


def prior(parameter: str) -> dict[str, str]:
    """Return the row of a parameter without a factor."""
    rows = table("codebook/priors")
    [row] = rows[rows["parameter"] == parameter].to_dict("records")
    return {str(name): str(value) for name, value in row.items()}


def range_90(row: dict[str, str]) -> tuple[float, float] | None:
    """Return the 5th and the 95th percentile of an elicited number, None for one without spread."""
    if not row["median"] or not row["sd"]:
        return None
    median, half = float(row["median"]), NORMAL_95 * float(row["sd"])
    if row["scale"] == "log":
        return median * math.exp(-half), median * math.exp(half)
    if row["scale"] == "logit":
        middle = math.log(median / (1 - median))
        return 1 / (1 + math.exp(half - middle)), 1 / (1 + math.exp(-half - middle))
    return median - half, median + half


def per_cent(part: int, whole: int) -> int:
    """Return a share in whole per cent."""
    return round(100 * part / whole)


def number_of(values: Iterable[str], *wanted: str) -> int:
    """Return how many of the values are among those wanted."""
    return sum(value in wanted for value in values)


def initiatives() -> dict[str, int]:
    """Return how many initiatives were measured before, were held against a group outside, and both."""
    tried = table("cases/interventions")
    before = set(tried.loc[tried["baseline"] == "yes", "intervention_id"])
    beside = set(tried.loc[tried["comparison"].isin(("comparison_group", "matched", "randomised")), "intervention_id"])
    return {
        "with_baseline": len(before),
        "with_comparison_group_or_better": len(beside),
        "both": len(before & beside),
    }


def contract() -> dict[str, object]:
    """Return every number of tests/contract/counts.json as the files give it."""
    evidence, sources, audit = table("cases/evidence"), table("cases/sources"), table("reliability/source_audit")
    clusters, tried, coded = table("cases/clusters"), table("cases/interventions"), table("reliability/codings")
    statements, without_value, compared, equal = agreement(coded)
    return {
        "clusters": len(clusters),
        "evidence": len(evidence),
        "sources": len(sources),
        "withdrawn": len(table("cases/withdrawn")),
        "interventions": tried["intervention_id"].nunique(),
        "intervention_rows": len(tried),
        "clusters_with_interventions": tried["cluster_id"].nunique(),
        "countries": clusters["country_iso3"].nunique(),
        "evidence_without_year": number_of(evidence["year"], ""),
        "evidence_from_memory": int(evidence["locator"].str.contains("from memory, to be verified").sum()),
        "country_level_clusters": number_of(clusters["location_precision"], "country"),
        "tier_combinations": combinations()[0],
        "rival_combinations": combinations()[1],
        "outcomes_none_partial_substantial": {
            name: coded_outcomes(name) for name in ("first_tier_adoption", "lower_tier_adoption")
        },
        "pollution": dict(Counter(evidence.loc[evidence["factor"] == "pollution", "value"])),
        "sources_news_or_web": number_of(sources["type"], "news", "web"),
        "initiatives": initiatives(),
        "codings": {
            "statements": statements,
            "without_value_for_second_coder": without_value,
            "equal_among_valued": round(equal / compared, 3),
        },
        "audit": {
            "rows": len(audit),
            "found": number_of(audit["found"], "same", "other"),
            "statement": dict(Counter(audit["statement"])),
            "wider": number_of(audit["place"], "wider"),
        },
    }
