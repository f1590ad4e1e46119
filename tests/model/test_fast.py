"""The fast scorer gives what the readable one gives, whatever the input and however it is cut."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from model import fast, prediction, structure
from model.base_rate import setting_at
from model.closure import make_closure, weighted_coefficients
from model.codes import CodeArray, drawn_chances, encode
from model.context import NationalContext
from model.contributions import split_contributions
from model.draws import served_draws
from model.fast import BatchScorer, find_distinct, plan_of, score_fast, served_plan
from model.output import Output, make_output
from model.prediction import predict
from model.priors import FACTOR_INDEX, FloatArray
from model.propositions import class_chances, gap_of_tiers
from model.scoring import Scores, score, served_reference
from model.states import States, make_states, prepare_rows, unknown_states
from tests.model.test_structure import any_states

NEAR = 1e-4


def _all(codes: CodeArray) -> Output:
    """Return everything of all clusters, in the order of the codes."""
    out = make_output(len(codes), served_plan().closure.coefficients.shape[1], full=True)
    seen = np.zeros(len(codes), dtype=int)
    for rows, batch in BatchScorer().batches(codes, full=True):
        seen[rows] += 1
        for name, whole in vars(out).items():
            whole[rows] = getattr(batch, name)
    assert (seen == 1).all()
    return out


def _difference(one: Scores, other: Scores) -> float:
    return max(float(np.abs(getattr(one, name) - values).max()) for name, values in vars(other).items())


def _mixed_states() -> FloatArray:
    """Return states that differ between tiers in every factor, certain ones and extreme ones among them."""
    random = np.random.default_rng(5)
    q = random.dirichlet([0.4] * 3, size=(200, len(FACTOR_INDEX), 2))
    q[:50] = np.eye(3)[random.integers(0, 3, (50, len(FACTOR_INDEX), 2))]
    q[:, FACTOR_INDEX["subcontracting"], 1] = q[:, FACTOR_INDEX["subcontracting"], 0]
    return q


@pytest.fixture(scope="module")
def some_states(cases_states: States, national: NationalContext, cases_clusters: pd.DataFrame) -> FloatArray:
    """Return states of real clusters, of the same with context, and made ones."""
    in_country = national.of(cases_clusters["country_iso3"].tolist()).base_rates(0, len(cases_clusters))
    with_context = cases_states.q / unknown_states().q[:, :, :1] * in_country[:, :, None]
    with_context /= with_context.sum(axis=3, keepdims=True)
    return np.concatenate([cases_states.q, with_context, _mixed_states()])


def test_scores_agree_with_the_readable_ones(some_states: FloatArray) -> None:
    exact = score(some_states, served_draws(), served_reference())
    assert _difference(score_fast(encode(some_states, served_draws()), served_plan()), exact) < NEAR


def test_everything_agrees_with_the_readable_modules(some_states: FloatArray) -> None:
    draws, reference = served_draws(), served_reference()
    out = _all(encode(some_states, draws))
    latent = structure.latent(some_states, draws)
    own, joint = split_contributions(latent, draws, reference)
    assert np.abs(out.contributions.swapaxes(0, 1) - own - joint).max() < NEAR
    assert np.abs(out.contributions.sum(axis=2) + reference.expected - out.expected).max() <= 1e-5
    assert np.abs(out.classes - class_chances(latent, draws)).max() < NEAR
    assert np.abs(out.classes.sum(axis=1) - 1.0).max() <= 1e-5
    assert out.classes.min() >= 0.0


def test_gaps_agree_with_the_readable_module(some_states: FloatArray) -> None:
    chosen = some_states[::40]
    out = _all(encode(chosen, served_draws()))
    for position, q in enumerate(chosen):
        gap = gap_of_tiers(structure.latent(q[None], served_draws()), served_draws())
        assert out.gap[position] == pytest.approx([gap.expected, *gap.interval, gap.stops_at_first], abs=NEAR)


def test_information_and_levers_agree_with_the_closed_forms_in_double_precision(some_states: FloatArray) -> None:
    draws, closure = served_draws(), make_closure(served_draws())
    codes = encode(some_states, draws)
    out, latent, exact = (
        _all(codes),
        structure.latent(some_states, draws),
        score(some_states, draws, served_reference()),
    )
    some = np.stack([exact.p[..., 1] + exact.p[..., 2], exact.p[..., 2]]).transpose(2, 0, 1)
    weighted = weighted_coefficients(closure, latent.eta, draws)
    variance, levers = closure.learn(drawn_chances(codes, draws).transpose(2, 3, 1, 0), some, weighted)
    spread = np.sum(structure.at_least(latent.eta, draws), axis=0).var(axis=2).T
    assert np.abs(out.spread - spread).max() < NEAR
    assert np.abs(out.information * out.spread[:, :, None] - variance.transpose(2, 0, 1)).max() < NEAR
    assert np.abs(out.information - variance.transpose(2, 0, 1) / spread[:, :, None]).max() < 1e-3
    assert np.abs(out.levers - levers.transpose(2, 0, 1)).max() < NEAR


@settings(deadline=None, max_examples=15)
@given(first=any_states(), lower=any_states())
def test_any_states_agree(first: FloatArray, lower: FloatArray) -> None:
    q = np.stack([first[:, 0], lower[:, 1]], axis=1)[None]
    exact = score(q, served_draws(), served_reference())
    assert _difference(score_fast(encode(q, served_draws()), served_plan()), exact) < NEAR


def test_the_unknown_cluster_is_exact() -> None:
    q = np.concatenate([_mixed_states()[:70], unknown_states().q])
    codes = encode(q, served_draws())
    scores, out = score_fast(codes, served_plan()), _all(codes)
    assert scores.above_unknown[-1].tolist() == [0.5, 0.5]
    assert scores.expected[-1].tolist() == served_reference().expected.tolist()
    assert (out.contributions[-1] == 0.0).all()


def test_certain_factors_hold_no_information() -> None:
    out = _all(encode(np.eye(3)[np.ones((3, len(FACTOR_INDEX), 2), dtype=int)], served_draws()))
    assert (out.information == 0.0).all()


def test_equal_codes_are_equal_levels_in_every_draw(cases_states: States) -> None:
    draws = served_draws()
    codes = encode(cases_states.q, draws)
    drawn = drawn_chances(codes, draws)
    assert np.abs(drawn - cases_states.q).max() < 2.0 / draws.count
    as_drawn = structure.effects(drawn[:, :, 0], draws)
    # Shares of draws lie between two ranks, so they pick the same levels again.
    assert (encode(drawn, draws)[:, :, 0] == codes[:, :, 0]).mean() > 0.99
    assert np.abs(as_drawn - structure.effects(cases_states.q[:, :, 0], draws)).mean() < 0.01


def test_equal_rows_are_found_and_scored_once(cases_states: States) -> None:
    codes = encode(cases_states.q, served_draws())
    repeated = np.concatenate([codes, codes[::-1], codes[:5]])
    kinds = find_distinct(repeated, served_plan())
    assert len(kinds.first) == len(np.unique(codes.reshape(len(codes), -1), axis=0))
    assert sorted(kinds.members) == list(range(len(repeated)))
    assert kinds.ends[-1] == len(repeated)
    whole = score_fast(repeated, served_plan())
    assert (whole.expected[: len(codes)] == whole.expected[len(codes) : -5][::-1]).all()


def test_how_the_work_is_cut_changes_nothing(some_states: FloatArray, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = encode(some_states, served_draws())
    whole = score_fast(codes, served_plan())
    for name, value in (("_CHUNK", 7), ("_BATCH", 50), ("_BLOCK", 130), ("_TABLE_ROWS", 20)):
        monkeypatch.setattr(fast, name, value)
    assert _difference(score_fast(codes, served_plan()), whole) < 1e-6


def test_groups_change_the_order_of_the_work_and_no_score(some_states: FloatArray) -> None:
    codes = encode(some_states, served_draws())
    groups = np.arange(len(codes)) % 7
    kinds = find_distinct(codes, served_plan(), groups)
    assert (np.diff(groups[kinds.first]) >= 0).all()
    grouped = score_fast(codes, served_plan(), groups)
    assert _difference(grouped, score_fast(codes, served_plan())) < 1e-6


def test_a_hash_that_fails_is_noticed(cases_states: States, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = encode(cases_states.q[:90], served_draws())
    whole = score_fast(codes, served_plan())
    monkeypatch.setattr(fast, "row_hashes", lambda rows: np.zeros(len(rows), dtype=np.uint64))
    assert _difference(score_fast(codes, served_plan()), whole) < 1e-6


def test_no_clusters_are_no_batches() -> None:
    assert list(BatchScorer().batches(np.empty((0, len(FACTOR_INDEX), 2), dtype=np.int32), full=True)) == []


def test_another_base_rate_has_a_plan_of_its_own(cases_states: States) -> None:
    setting = setting_at(0.1)
    exact = score(cases_states.q, setting.draws, setting.reference)
    plan = plan_of(setting.draws, setting.reference)
    assert _difference(score_fast(encode(cases_states.q, setting.draws), plan), exact) < NEAR
    assert plan_of(served_draws(), served_reference()) is served_plan()


def test_many_clusters_get_the_predictions_of_few(
    cases_evidence: pd.DataFrame,
    cases_clusters: pd.DataFrame,
    cases_predictions: pd.DataFrame,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(prediction, "FAST_FROM", 1)
    many = predict(cases_evidence, cases_clusters["cluster_id"].tolist())
    pd.testing.assert_frame_equal(many, cases_predictions, check_exact=False, atol=NEAR, rtol=0)
    nothing = predict(cases_evidence.iloc[:0], ["a", "b"])
    assert nothing["above_unknown"].tolist() == [0.5] * 4
    assert nothing["expected"].tolist() == nothing["base"].tolist()


def test_states_of_many_clusters_are_those_of_few(cases_evidence: pd.DataFrame, cases_states: States) -> None:
    ids = ["pk-sialkot-footballs"]
    alone = make_states(prepare_rows(cases_evidence, ids), 0, 1)
    assert (encode(alone.q, served_draws())[0] == encode(cases_states.q, served_draws())).all(axis=(1, 2)).any()
