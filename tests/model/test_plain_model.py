"""The product and the plain second implementation agree on real clusters."""

from dataclasses import replace

import pandas as pd
import pytest

from model.draws import served_draws
from model.scoring import make_reference, score
from model.states import make_states, prepare_rows, unknown_states
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


def test_fifty_real_clusters_agree(
    cases_evidence: pd.DataFrame, cases_clusters: pd.DataFrame, cases_predictions: pd.DataFrame
) -> None:
    ids = cases_clusters["cluster_id"].tolist()[::5][:50]
    by_cluster = dict(tuple(cases_evidence.groupby("cluster_id")))
    product = cases_predictions.set_index(["cluster_id", "tier"])
    draws = served_draws()
    every_eighth = replace(draws, **{name: values[..., ::8] for name, values in vars(draws).items()})
    reference = make_reference(every_eighth, unknown_states())
    assert len(ids) == 50
    for cluster_id in ids:
        rows = by_cluster[cluster_id].to_dict("records")
        plain = plain_model.predict(rows, every_eighth)
        states = make_states(prepare_rows(by_cluster[cluster_id], [cluster_id]), 0, 1)
        scores = score(states.q, every_eighth, reference)
        for position, numbers in enumerate(plain.values()):
            assert scores.expected[0, position] == pytest.approx(numbers["expected"], abs=1e-9), cluster_id
            assert scores.above_unknown[0, position] == pytest.approx(numbers["above_unknown"], abs=1e-9), cluster_id
            assert scores.interval[0, position, 1] == pytest.approx(numbers["interval_high"], abs=1e-9), cluster_id
            assert scores.p[0, position, 2] == pytest.approx(numbers["p_substantial"], abs=1e-9), cluster_id
        # An eighth of the draws says the same but for their error.
        assert product.loc[(cluster_id, "first"), "expected"] == pytest.approx(plain["first"]["expected"], abs=0.15)


def test_the_chosen_clusters_show_what_they_are_chosen_for(cases_evidence: pd.DataFrame) -> None:
    rows = cases_evidence[cases_evidence["cluster_id"].isin(CHOSEN)]
    assert set(rows["tier"]) == {"first", "lower", "all"}
    assert rows["year"].isna().any()
    assert rows.duplicated(["cluster_id", "factor", "source_id"]).any()
