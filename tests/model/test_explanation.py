"""Explanations: exact sums, exact zeros, and shares that can be checked by hand."""

import json
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from scipy.special import expit

import codebook
from model import structure
from model.context import ClusterContext
from model.contributions import level_slope, shares, split_contributions
from model.draws import served_draws
from model.explanation import explain
from model.prediction import score, served_reference
from model.priors import FACTOR_INDEX, SERVED, FloatArray
from model.states import make_states, prepare_rows, unknown_states
from tests.model.made_evidence import CLUSTER, certain, frame, row
from tests.model.test_structure import any_states


def _contributions(q: FloatArray) -> FloatArray:
    """Return what each factor adds to the expected level, [2 tiers, clusters, 15 factors]."""
    own, joint = split_contributions(structure.latent(q, served_draws()), served_draws(), served_reference())
    return own + joint


def _error(q: FloatArray) -> float:
    """Return the largest difference between expected level and base plus contributions."""
    reference = served_reference()
    expected = score(q, served_draws(), reference).expected
    summed = _contributions(q).sum(axis=2).T + reference.expected
    return float(np.abs(expected - summed).max())


def test_contributions_sum_to_the_expected_level_on_every_real_cluster(
    cases_evidence: pd.DataFrame, cases_clusters: pd.DataFrame
) -> None:
    ids = cases_clusters["cluster_id"].tolist()
    rows = prepare_rows(cases_evidence, ids)
    for start in range(0, len(ids), 100):
        assert _error(make_states(rows, start, min(start + 100, len(ids))).q) <= 1e-9


@settings(deadline=None, max_examples=20)
@given(first=any_states(), lower=any_states())
def test_contributions_sum_to_the_expected_level_whatever_each_tier_knows(first: FloatArray, lower: FloatArray) -> None:
    q = np.stack([first[:, 0], lower[:, 1]], axis=1)
    q[FACTOR_INDEX["subcontracting"], 1] = q[FACTOR_INDEX["subcontracting"], 0]
    assert _error(q[None]) <= 1e-9


def test_nothing_known_contributes_exactly_nothing() -> None:
    explanation = explain(frame(), CLUSTER)
    assert [c.first_tier for c in explanation.contributions] == [0.0] * 15
    assert [c.lower_tier for c in explanation.contributions] == [0.0] * 15
    assert not any(np.signbit(c.first_tier) for c in explanation.contributions)
    assert explanation.first.above_unknown == explanation.lower.above_unknown == 0.5
    assert explanation.first.expected == explanation.first.base
    assert explanation.lower.expected == explanation.lower.base


def test_an_unknown_factor_contributes_exactly_nothing_beside_known_ones() -> None:
    explanation = explain(frame(row("buyer_visibility", 2), row("union_presence", 0)), CLUSTER)
    for contribution in explanation.contributions:
        is_moved = contribution.factor in {"buyer_visibility", "union_presence"}
        assert (contribution.first_tier != 0.0) is is_moved, contribution.factor
        assert (contribution.lower_tier != 0.0) is is_moved, contribution.factor
        assert contribution.is_known_first is contribution.is_known_lower is is_moved
        assert not contribution.inferred


def test_contributions_have_the_sign_of_their_evidence() -> None:
    evidence = frame(row("law_enforcement", 2), row("regulator_capture", 2), row("csr_capacity", 0))
    by_factor = {c.factor: c.first_tier for c in explain(evidence, CLUSTER).contributions}
    assert by_factor["law_enforcement"] > 0.0
    assert by_factor["regulator_capture"] < 0.0
    assert by_factor["csr_capacity"] < 0.0


def test_a_first_tier_row_reaches_the_lower_tier_without_being_known_there() -> None:
    evidence = frame(row("buyer_visibility", 2, tier="first"))
    contribution = explain(evidence, CLUSTER).contributions[FACTOR_INDEX["buyer_visibility"]]
    assert contribution.is_known_first
    assert not contribution.is_known_lower
    assert contribution.first_tier > 0.0
    assert contribution.lower_tier != 0.0


def test_the_smokescreen_of_visible_buyers_counts_against_buyer_visibility() -> None:
    q = certain({"subcontracting": 2})
    visible = FACTOR_INDEX["buyer_visibility"]
    # Only the first tier is known to have visible buyers: they touch the lower tier by the gap.
    q[visible, 0] = (0.0, 0.0, 1.0)
    lower = _contributions(q[None])[1, 0]
    assert lower[visible] < 0.0
    assert _error(q[None]) <= 1e-9


def test_explanation_and_prediction_are_the_same_numbers(
    cases_evidence: pd.DataFrame, cases_predictions: pd.DataFrame
) -> None:
    cluster_id = "pk-sialkot-footballs"
    rows = cases_evidence[cases_evidence["cluster_id"] == cluster_id]
    explanation = explain(rows, cluster_id)
    predicted = cases_predictions[cases_predictions["cluster_id"] == cluster_id].set_index("tier")
    for name, tier in (("first", explanation.first), ("lower", explanation.lower)):
        numbers = predicted.loc[name]
        assert (*tier.p, tier.expected, *tier.interval, tier.above_unknown, tier.base) == tuple(
            numbers[
                ["p_none", "p_partial", "p_substantial", "expected"]
                + ["interval_low", "interval_high", "above_unknown", "base"]
            ]
        )
    known = [completeness.known for completeness in explanation.completeness]
    assert known == predicted["known_factors"].tolist()


def test_the_json_form_holds_the_agreed_keys(cases_evidence: pd.DataFrame) -> None:
    cluster_id = "in-jalandhar-footballs"
    explanation = explain(cases_evidence[cases_evidence["cluster_id"] == cluster_id], cluster_id)
    got = json.loads(json.dumps(explanation.as_dict()))
    assert list(got) == [
        "cluster_id",
        "completeness",
        "first_tier",
        "lower_tier",
        "base",
        "contributions",
        "proposition",
        "gap",
        "value_of_information",
        "levers",
        "flags",
        "model_version",
    ]
    assert set(got["completeness"]["first_tier"]) == {"known", "of"}
    assert set(got["first_tier"]) == {"p", "expected", "interval", "above_unknown"}
    assert [c["factor"] for c in got["contributions"]] == list(codebook.PREDICTORS)
    assert {"factor", "first_tier", "lower_tier", "inferred"} <= set(got["contributions"][0])
    assert {"first_joint", "lower_joint", "first_context", "lower_context"} <= set(got["contributions"][0])


def test_shares_are_the_mean_over_all_orders_of_moving_the_factors() -> None:
    draws = served_draws()
    form = structure.latent_form(draws)
    moved = ("buyer_visibility", "business_association", "peer_monitoring", "law_enforcement")
    base = structure.effects(unknown_states().q[:, :, 0], draws)
    target = structure.effects(certain(dict.fromkeys(moved, 2))[None, :, 0], draws)
    orders = list(permutations(moved))
    mean = {factor: np.zeros(draws.count) for factor in moved}
    for order in orders:
        m = base.copy()
        for factor in order:
            before = form.value(m)[0]
            m[:, FACTOR_INDEX[factor]] = target[:, FACTOR_INDEX[factor]]
            mean[factor] += (form.value(m)[0] - before) / len(orders)
    got = shares(form, target, base)[0]
    for factor in moved:
        assert got[FACTOR_INDEX[factor]] == pytest.approx(mean[factor], abs=1e-12), factor
    others = [j for f, j in FACTOR_INDEX.items() if f not in moved]
    assert np.abs(got[others]).max() == 0.0


def test_joint_parts_are_those_of_products_alone() -> None:
    q = certain({"buyer_visibility": 2, "business_association": 2, "csr_capacity": 2})
    own, joint = split_contributions(structure.latent(q[None], served_draws()), served_draws(), served_reference())
    whole = _contributions(q[None])
    assert own + joint == pytest.approx(whole, abs=1e-15)
    buyers, association, means = (
        FACTOR_INDEX[name] for name in ("buyer_visibility", "business_association", "csr_capacity")
    )
    assert joint[0, 0, buyers] > 0.0
    assert joint[0, 0, association] > 0.0
    assert joint[:, 0, means].tolist() == [0.0, 0.0]
    assert explain(frame(), CLUSTER).contributions[buyers].first_joint == 0.0
    barred = explain(frame(row("law_enforcement", 2), row("regulator_capture", 2)), CLUSTER).contributions
    assert barred[FACTOR_INDEX["regulator_capture"]].first_joint < 0.0


def _context(base_rates: FloatArray) -> ClusterContext:
    return ClusterContext(base_rates[None], np.zeros(1, dtype=np.int64))


def _better_law() -> FloatArray:
    """Return base rates of a country whose law is better enforced than elsewhere; all else is as elsewhere."""
    rates = SERVED.base_rates.copy()
    rates[FACTOR_INDEX["law_enforcement"]] = (0.1, 0.3, 0.6)
    return rates


def test_context_and_evidence_each_add_their_part_of_a_documented_factor() -> None:
    law = FACTOR_INDEX["law_enforcement"]
    evidence = frame(row("law_enforcement", 0, confidence="low"), row("buyer_visibility", 2))
    explanation = explain(evidence, CLUSTER, _context(_better_law()))
    total = explanation.first.base + sum(c.first_tier for c in explanation.contributions)
    assert total == pytest.approx(explanation.first.expected, abs=1e-9)
    got, alone = explanation.contributions[law], explain(evidence, CLUSTER).contributions[law]
    # A weak row says that law is absent, the country that it is not.
    assert got.first_context > 0.0 > alone.first_tier
    assert got.first_tier - got.first_context == pytest.approx(alone.first_tier, abs=0.01)
    assert (alone.first_context, alone.lower_context) == (0.0, 0.0)
    others = [c for c in explanation.contributions if c.factor != "law_enforcement"]
    assert [(c.first_context, c.lower_context) for c in others] == [(0.0, 0.0)] * 14


def test_what_is_only_inferred_is_all_context_and_what_is_supposed_none() -> None:
    law, context = FACTOR_INDEX["law_enforcement"], _context(_better_law())
    inferred = explain(frame(row("buyer_visibility", 2)), CLUSTER, context).contributions[law]
    assert inferred.inferred
    assert inferred.first_tier > 0.0
    assert inferred.first_context == pytest.approx(inferred.first_tier, abs=1e-12)
    assert inferred.lower_context == pytest.approx(inferred.lower_tier, abs=1e-12)
    supposed = explain(frame(row("buyer_visibility", 2)), CLUSTER, context, {"law_enforcement": "strong"})
    assert supposed.contributions[law].first_tier > inferred.first_tier
    assert supposed.contributions[law].first_context == supposed.contributions[law].lower_context == 0.0


def test_the_classes_of_an_unstudied_place_are_those_of_no_evidence() -> None:
    for share in (None, 0.3):
        nothing = explain(frame(), CLUSTER, assumed_share=share)
        assert nothing.unstudied_classes == nothing.proposition.p
        known = explain(frame(row("buyer_visibility", 2)), CLUSTER, assumed_share=share)
        assert known.unstudied_classes == nothing.proposition.p != known.proposition.p


def test_the_slope_is_the_chord_and_at_no_distance_the_derivative() -> None:
    draws = served_draws()
    base = np.zeros(draws.count)
    eta = np.linspace(-8.0, 8.0, draws.count)

    def level(at: FloatArray) -> FloatArray:
        return np.asarray(expit(at - draws.c1) + expit(at - draws.c2))

    slope = level_slope(eta, base, draws)
    assert slope * eta == pytest.approx(level(eta) - level(base), abs=1e-12)
    assert slope.min() > 0.0
    step = 1e-6
    derivative = (level(base + step) - level(base - step)) / (2 * step)
    assert level_slope(base, base, draws) == pytest.approx(derivative, abs=1e-8)
    assert level_slope(base + 1e-9, base, draws) == pytest.approx(derivative, abs=1e-8)
