"""Value of information of many clusters: equal to that of each alone, and nothing is asked that is known."""

import numpy as np
import pytest

from model.context import make_context
from model.explanation import explain
from model.information import FACTORS, TIERS, what_to_learn
from store.connection import Lake
from store.gaps import clusters_to_ask_about, evidence_of_asked_clusters
from store.reader import national_context


@pytest.mark.parametrize("with_context", [True, False])
def test_many_at_once_learn_what_each_learns_alone(built_lake: Lake, *, with_context: bool) -> None:
    clusters = clusters_to_ask_about(built_lake)
    ids = clusters["cluster_id"].tolist()
    evidence = evidence_of_asked_clusters(built_lake, ids)
    national = make_context(*national_context(built_lake))
    context = national.of(clusters["country_iso3"].tolist()) if with_context else None
    shares = what_to_learn(evidence, ids, context)
    assert shares.shape == (len(ids), len(FACTORS), len(TIERS))
    for place in range(0, len(ids), 9):
        own = national.of([clusters["country_iso3"].iloc[place]]) if with_context else None
        alone = explain(evidence[evidence["cluster_id"] == ids[place]], ids[place], own)
        expected = np.zeros(shares.shape[1:])
        for item in alone.to_find_out:
            expected[FACTORS.index(item.factor), TIERS.index(item.tier)] = item.share
        np.testing.assert_allclose(shares[place], expected, atol=1e-4)


def test_the_shares_of_a_tier_leave_something_that_no_fact_settles(built_lake: Lake) -> None:
    clusters = clusters_to_ask_about(built_lake)
    ids = clusters["cluster_id"].tolist()
    shares = what_to_learn(evidence_of_asked_clusters(built_lake, ids), ids)
    assert (shares >= 0).all()
    assert (shares.sum(axis=1) < 1).all()
    assert (shares == 0).any()
