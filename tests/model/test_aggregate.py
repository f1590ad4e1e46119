"""Groups of clusters: the mean of their levels, with an interval that knows what they share."""

import numpy as np
import pytest

from codebook.errors import InputError
from model import structure
from model.aggregate import aggregate
from model.draws import make_draws, served_draws
from model.priors import FloatArray
from model.scoring import score, served_reference
from model.states import States, unknown_states

SIZE = 40


def _scores(q: FloatArray) -> FloatArray:
    return score(q, served_draws(), served_reference()).expected


def _many_of(q: FloatArray) -> FloatArray:
    return np.repeat(q, SIZE, axis=0)


def test_the_mean_is_that_of_the_clusters_own_levels(cases_states: States) -> None:
    q = cases_states.q[:SIZE]
    group = aggregate(q, ["x"] * SIZE, ["y"] * SIZE)
    assert group.count == SIZE
    assert group.expected == pytest.approx(_scores(q).mean(axis=0), abs=1e-12)


def test_a_group_of_one_has_the_clusters_own_interval(cases_states: States) -> None:
    for position in (3, 120):
        q = cases_states.q[position : position + 1]
        own = score(q, served_draws(), served_reference()).interval[0]
        group = aggregate(q, ["x"], ["y"])
        assert np.array(group.interval) == pytest.approx(own, abs=0.12)


def test_equal_groups_have_equal_numbers() -> None:
    q = _many_of(unknown_states().q)
    assert aggregate(q, ["x"] * SIZE, ["y"] * SIZE) == aggregate(q, ["x"] * SIZE, ["y"] * SIZE)


def test_the_interval_is_narrower_than_that_of_averaged_draws_and_wider_than_that_of_parameters_alone() -> None:
    q = _many_of(unknown_states().q)
    naive = score(q[:1], served_draws(), served_reference()).interval[0]
    apart = aggregate(q, list(range(SIZE)), list(range(SIZE)))
    for tier in range(2):
        width = apart.interval[tier][1] - apart.interval[tier][0]
        assert 0.05 < width < 0.9 * (naive[tier, 1] - naive[tier, 0])


def test_a_shared_country_and_sector_widen_the_interval() -> None:
    q = _many_of(unknown_states().q)
    apart, together = aggregate(q, [None] * SIZE, [None] * SIZE), aggregate(q, ["x"] * SIZE, ["y"] * SIZE)
    assert together.interval[0][1] - together.interval[0][0] > apart.interval[0][1] - apart.interval[0][0]


def test_the_variance_is_that_of_independent_simulation() -> None:
    """Simulate the mean of ten unknown clusters of one country and one sector, everything of each drawn apart."""
    count, clusters = 2048, 10
    draws = make_draws(count=count)
    random = np.random.default_rng(1)
    shared = draws.sd_country * random.standard_normal(count) + draws.sd_sector * random.standard_normal(count)
    total = np.zeros(count)
    for _ in range(clusters):
        rest = shared + draws.sd_cluster * random.standard_normal(count)
        own = type(draws)(**vars(draws) | {"eps": rest, "rank": random.random(draws.rank.shape)})
        p_any, p_substantial = structure.at_least(structure.latent(unknown_states().q, own).eta[0, 0], own)
        total += (p_any + p_substantial) / clusters
    expected = np.quantile(total, [0.05, 0.95])
    group = aggregate(np.repeat(unknown_states().q, clusters, axis=0), ["x"] * clusters, ["y"] * clusters)
    assert group.interval[0] == pytest.approx(expected, abs=0.05)


def test_a_group_needs_a_country_and_a_sector_per_cluster() -> None:
    with pytest.raises(InputError, match="0 clusters"):
        aggregate(unknown_states().q[:0], [], [])
    with pytest.raises(InputError, match="1 clusters with 2 countries"):
        aggregate(unknown_states().q, ["x", "y"], ["z"])
