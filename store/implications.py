"""What follows from the predictions, read from the lake as the theory page needs it."""

from collections.abc import Sequence

import pandas as pd

import codebook
from store.asking import ask
from store.connection import Lake

FIRST_TIER = codebook.values("model_tier")[0].value


def clusters_for_theory(lake: Lake, factors: Sequence[str]) -> pd.DataFrame:
    """Return the clusters whose evidence speaks of any of some factors, with what the model makes of the first tier.

    Returns
    -------
    pandas.DataFrame
        One row per cluster, in alphabetical order of the names: cluster_id, name, country_iso3, country_name, p_none
        (0 to 1), proposition_class, proposition_p (0 to 1); the last three are missing where it has no prediction.

    Raises
    ------
    EmptyLakeError
        When nothing was ever built.
    """
    return ask(lake, "clusters_for_theory", {"first": FIRST_TIER, "factors": list(factors)}).df()


def evidence_for_theory(lake: Lake, factors: Sequence[str]) -> pd.DataFrame:
    """Return all evidence on the same clusters.

    Returns
    -------
    pandas.DataFrame
        One row per piece of evidence: evidence_id, cluster_id, factor, value, tier, year, source_id, confidence.

    Raises
    ------
    EmptyLakeError
        When nothing was ever built.
    """
    return ask(lake, "evidence_for_theory", {"factors": list(factors)}).df()


def clusters_by_proposition_class(lake: Lake) -> dict[str | None, int]:
    """Return the number of clusters by class of propositions, of all clusters; None stands for those without one.

    Raises
    ------
    EmptyLakeError
        When nothing was ever built.
    """
    return dict(ask(lake, "clusters_by_proposition_class", {}).fetchall())
