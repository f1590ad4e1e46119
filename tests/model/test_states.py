"""From rows of evidence to chances of levels: known values, and laws of the evidence layer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import codebook
from codebook.errors import InputError
from model.priors import FACTOR_INDEX, SERVED
from model.states import age_weight, level_likelihood, make_states, prepare_rows, unknown_states
from tests.model.made_evidence import CLUSTER, frame, level_name, row, state_of

LAW = "law_enforcement"
ABSENT, WEAK, STRONG = 0, 1, 2

made_rows = st.builds(
    lambda factor, level, tier, confidence, year, source: row(
        factor, level, tier=tier, confidence=confidence, year=year, source_id=source
    ),
    factor=st.sampled_from([LAW, "subcontracting", "union_presence"]),
    level=st.integers(0, 2),
    tier=st.sampled_from([value.value for value in codebook.values("tier")]),
    confidence=st.sampled_from([value.value for value in codebook.values("confidence")]),
    year=st.one_of(st.just(float("nan")), st.integers(1900, 2040).map(float)),
    source=st.sampled_from(["a", "b", "c"]),
)


@pytest.mark.parametrize(
    ("confidence", "end", "middle"),
    [("high", 0.950, 0.909), ("medium", 0.867, 0.787), ("low", 0.665, 0.576)],
)
def test_a_row_is_right_with_the_stated_chance(confidence: str, end: float, middle: float) -> None:
    likelihood = level_likelihood(SERVED.constant(f"k_{confidence}"))
    assert np.diag(likelihood) == pytest.approx([end, middle, end], abs=5e-4)
    assert likelihood.sum(axis=0) == pytest.approx([1, 1, 1])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row(LAW, STRONG)], (0.0079, 0.1909, 0.8012)),
        ([row(LAW, STRONG, confidence="medium")], (0.0434, 0.3640, 0.5925)),
        ([row(LAW, STRONG, confidence="low")], (0.1727, 0.5082, 0.3190)),
        ([row(LAW, ABSENT), row(LAW, STRONG, source_id="b")], (0.4176, 0.4780, 0.1044)),
        (
            [row(LAW, WEAK), row(LAW, STRONG, source_id="b", confidence="low")],
            (0.0168, 0.9521, 0.0311),
        ),
        ([row(LAW, STRONG, year=2006.0)], (0.0869, 0.4765, 0.4366)),
        ([row(LAW, STRONG, year=float("nan"))], (0.0869, 0.4765, 0.4366)),
        ([], (0.40, 0.50, 0.10)),
    ],
    ids=[
        "strong-high",
        "strong-medium",
        "strong-low",
        "rivals",
        "weak-and-strong",
        "old",
        "no-year",
        "none",
    ],
)
def test_states_have_the_known_values(rows: list[dict[str, object]], expected: tuple[float, ...]) -> None:
    assert state_of(LAW, *rows) == pytest.approx(expected, abs=1e-4)


def test_two_identical_rows_of_one_source_are_one_row() -> None:
    twice = state_of(LAW, row(LAW, STRONG), row(LAW, STRONG))
    assert twice == pytest.approx(state_of(LAW, row(LAW, STRONG)), abs=1e-15)
    assert state_of(LAW, row(LAW, STRONG), row(LAW, STRONG, source_id="b"))[2] > twice[2] + 0.1


def test_a_source_shares_its_weight_between_the_tiers_it_speaks_of() -> None:
    both = [row(LAW, STRONG, tier="first"), row(LAW, ABSENT, tier="lower")]
    log = np.log(level_likelihood(SERVED.constant("k_high")))
    expected = np.array([0.40, 0.50, 0.10]) * np.exp(0.5 * log[STRONG] + 0.5 * 0.25 * log[ABSENT])
    assert state_of(LAW, *both) == pytest.approx(expected / expected.sum(), abs=1e-12)


def test_a_row_of_the_other_tier_counts_a_quarter_and_makes_nothing_known_there() -> None:
    rows = prepare_rows(frame(row(LAW, STRONG, tier="lower")), [CLUSTER])
    states = make_states(rows, 0, 1)
    assert rows.weight.tolist() == [[0.25, 1.0]]
    assert states.is_known[0, FACTOR_INDEX[LAW]].tolist() == [False, True]
    assert states.q[0, FACTOR_INDEX[LAW], 1, 2] > states.q[0, FACTOR_INDEX[LAW], 0, 2] > 0.10


def test_subcontracting_is_one_state_whatever_tier_its_rows_name() -> None:
    rows = frame(row("subcontracting", 2, tier="lower"), row("subcontracting", 1, tier="first"))
    states = make_states(prepare_rows(rows, [CLUSTER]), 0, 1)
    first, lower = states.q[0, FACTOR_INDEX["subcontracting"]]
    assert first.tolist() == lower.tolist()
    assert states.is_known[0, FACTOR_INDEX["subcontracting"]].all()


def test_age_halves_the_weight_and_the_future_and_the_missing_have_their_own() -> None:
    years = np.array([2026.0, 2006.0, 1986.0, 2036.0, np.nan, np.inf])
    assert age_weight(years) == pytest.approx([1, 0.5, 0.25, 1, 0.5, 0.5])


def test_very_old_evidence_drifts_to_the_base_rate_never_to_absent() -> None:
    assert state_of(LAW, row(LAW, STRONG, year=1700.0)) == pytest.approx([0.4, 0.5, 0.1], abs=1e-3)


@pytest.mark.parametrize(
    "change",
    [
        {"value": "very strong"},
        {"value": None},
        {"tier": "middle"},
        {"confidence": "certain"},
        {"cluster_id": "elsewhere"},
        {"factor": "weather"},
    ],
)
def test_a_row_outside_the_codebook_has_no_influence(change: dict[str, object]) -> None:
    good = row(LAW, STRONG)
    assert state_of(LAW, good, good | change).tolist() == state_of(LAW, good).tolist()


def test_outcomes_and_results_of_adoption_have_no_state() -> None:
    others = [factor for factor in codebook.FACTORS if factor not in codebook.PREDICTORS]
    rows = prepare_rows(frame(*(row(factor, 0) for factor in others)), [CLUSTER])
    assert len(others) == 9
    assert rows.cluster.size == 0


def test_many_sure_rows_leave_every_chance_above_zero() -> None:
    rows = [row(LAW, STRONG, source_id=f"source-{n}") for n in range(100)]
    chances = state_of(LAW, *rows)
    assert chances.min() > 0.0
    assert chances[2] == pytest.approx(1.0)


def test_states_of_a_part_equal_those_of_the_whole() -> None:
    ids = ["a", "b", "c"]
    evidence = frame(row(LAW, STRONG, cluster_id="c"), row(LAW, ABSENT, cluster_id="a"))
    rows = prepare_rows(evidence, ids)
    whole = make_states(rows, 0, 3)
    for position in range(3):
        part = make_states(rows, position, position + 1)
        assert part.q[0].tolist() == whole.q[position].tolist()
    assert whole.q[1].tolist() == unknown_states().q[0].tolist()


def test_each_cluster_may_have_base_rates_of_its_own() -> None:
    rates = np.tile(SERVED.base_rates, (2, 1, 1))
    rates[1, FACTOR_INDEX[LAW]] = (0.2, 0.5, 0.3)
    states = make_states(prepare_rows(frame(), ["a", "b"]), 0, 2, rates)
    assert states.q[1, FACTOR_INDEX[LAW], 0] == pytest.approx([0.2, 0.5, 0.3])
    assert states.q[0].tolist() == unknown_states().q[0].tolist()


def test_a_cluster_is_asked_for_once() -> None:
    with pytest.raises(InputError, match="'twin' is asked for twice"):
        prepare_rows(frame(), ["twin", "other", "twin"])


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputError, match="source_id, year"):
        prepare_rows(frame().drop(columns=["source_id", "year"]), [CLUSTER])


def test_every_predictor_has_three_ranked_levels() -> None:
    for factor in codebook.PREDICTORS:
        assert [value.rank is not None for value in codebook.values(factor)] == [True] * 3, factor


@settings(deadline=None, max_examples=60)
@given(orders=st.lists(made_rows, max_size=8).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_rows_changes_nothing_to_the_last_bit(
    orders: tuple[list[dict[str, object]], list[dict[str, object]]],
) -> None:
    one, other = (make_states(prepare_rows(frame(*rows), [CLUSTER]), 0, 1) for rows in orders)
    assert np.array_equal(one.q, other.q)
    assert np.array_equal(one.is_known, other.is_known)


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(made_rows, max_size=8))
def test_chances_are_positive_and_sum_to_one(rows: list[dict[str, object]]) -> None:
    q = make_states(prepare_rows(frame(*rows), [CLUSTER]), 0, 1).q
    assert q.min() > 0.0
    assert np.abs(q.sum(axis=3) - 1.0).max() < 1e-12


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(made_rows, max_size=6), extra=made_rows)
def test_a_further_source_never_lowers_the_chance_of_the_end_it_reports(
    rows: list[dict[str, object]], extra: dict[str, object]
) -> None:
    factor = str(extra["factor"])
    extra = extra | {"source_id": "one more", "value": level_name(factor, STRONG)}
    for tier in range(2):
        before = state_of(factor, *rows, tier=tier)[STRONG]
        assert state_of(factor, *rows, extra, tier=tier)[STRONG] >= before - 1e-12
