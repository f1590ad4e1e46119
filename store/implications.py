"""What follows from the predictions, read from the lake as the theory page needs it."""

import pandas as pd

import codebook
from store.asking import ask
from store.connection import Lake

FIRST_TIER = codebook.values("model_tier")[0].value


def clusters_for_theory(lake: Lake) -> pd.DataFrame:
    """Return every cluster with what the model makes of its first tier.

    Returns
    -------
    pandas.DataFrame
        One row per cluster, by name: cluster_id, name, country_name, p_none (0 to 1), proposition_class,
        proposition_p (0 to 1); the last three are missing where it has no prediction.

    Raises
    ------
    EmptyLakeError
        When nothing was ever built.
    """
    return ask(lake, "clusters_for_theory", {"first": FIRST_TIER}).df()
