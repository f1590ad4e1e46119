"""The product and the plain second implementation agree on real clusters."""

import pandas as pd
import pytest

from model.draws import served_draws
from tests.model import plain_model

CHOSEN = (
    "pk-sialkot-footballs",
    "in-jalandhar-footballs",
    "pk-national-brick-kilns",
    "jo-irbid-alhassan-garments",
    "br-franca-footwear",
)
"""Clusters with rows for each tier, sources coded twice, rows without year; one is nation-wide."""


@pytest.mark.parametrize("cluster_id", CHOSEN)
def test_plain_loops_give_the_same_predictions(
    cases_evidence: pd.DataFrame, cases_predictions: pd.DataFrame, cluster_id: str
) -> None:
    rows = cases_evidence[cases_evidence["cluster_id"] == cluster_id].to_dict("records")
    plain = plain_model.predict(rows, served_draws())
    product = cases_predictions[cases_predictions["cluster_id"] == cluster_id].set_index("tier")
    for tier, numbers in plain.items():
        got = product.loc[tier, list(numbers)].astype(float).to_dict()
        assert got == pytest.approx(numbers, abs=1e-9), tier


def test_the_chosen_clusters_show_what_they_are_chosen_for(cases_evidence: pd.DataFrame) -> None:
    rows = cases_evidence[cases_evidence["cluster_id"].isin(CHOSEN)]
    assert set(rows["tier"]) == {"first", "lower", "all"}
    assert rows["year"].isna().any()
    assert rows.duplicated(["cluster_id", "factor", "source_id"]).any()
