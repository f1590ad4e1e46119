"""Shortest solutions: what brute force finds, for truth tables that nobody thought of."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codebook.errors import InputError
from model.qca.minimising import covers, lies_in, minimise, solve
from model.qca.truth_table import MOST_CONDITIONS, combinations_of, truth_table
from tests.model.qca.brute_force import crisp_rows, read_term, shortest

ROWS = st.lists(st.sampled_from(("yes", "no", "free")), min_size=8, max_size=8)
CASES = st.lists(st.tuples(*[st.integers(0, 1)] * 4), min_size=1, max_size=25)


@given(ROWS)
@settings(max_examples=150, deadline=None)
def test_any_three_conditions_give_what_brute_force_gives(rows: list[str]) -> None:
    combinations = list(product((0, 1), repeat=3))
    positive = [place for place, row in enumerate(rows) if row == "yes"]
    free = [place for place, row in enumerate(rows) if row == "free"]
    found = {frozenset(map(read_term, solution)) for solution in minimise(positive, free, 3)}
    assert found == shortest({combinations[n] for n in positive}, {combinations[n] for n in free}, 3)


@given(CASES, st.sampled_from((0.5, 0.75, 1.0)), st.integers(1, 2))
@settings(max_examples=100, deadline=None)
def test_any_cases_give_what_brute_force_gives(cases: list[tuple[int, ...]], inclusion: float, fewest: int) -> None:
    table = np.array(cases, dtype=float)
    rows = truth_table(table[:, :3], table[:, 3], inclusion, fewest)
    positive, free = crisp_rows([case[:3] for case in cases], [case[3] for case in cases], inclusion, fewest)
    assert {tuple(map(int, row.combination)) for row in rows if row.is_sufficient} == positive
    assert {tuple(map(int, row.combination)) for row in rows if row.is_sufficient is None} == free
    solutions = solve(rows, "111")
    found = {frozenset(map(read_term, solution)) for solution in solutions.parsimonious}
    assert found == shortest(positive, free, 3)


@given(CASES)
@settings(max_examples=60, deadline=None)
def test_every_kind_of_solution_covers_the_sufficient_rows_and_no_row_that_is_not(cases: list[tuple[int, ...]]) -> None:
    table = np.array(cases, dtype=float)
    rows = truth_table(table[:, :3], table[:, 3], 0.75)
    solutions = solve(rows, "110")
    for kind in (solutions.conservative, solutions.intermediate, solutions.parsimonious):
        assert bool(kind) == any(row.is_sufficient for row in rows)
        for solution in kind:
            for row in rows:
                holds = any(covers(term, row.combination) for term in solution)
                assert row.is_sufficient is None or holds == row.is_sufficient
    for row in rows:
        if row.is_sufficient is None:
            assert not any(covers(t, row.combination) for s in solutions.conservative for t in s)


def test_without_a_sufficient_row_there_is_no_solution() -> None:
    assert minimise([], range(8), 3) == ()


def test_all_rows_come_to_the_term_of_no_condition() -> None:
    assert minimise(range(8), (), 3) == (("---",),)


def test_equally_short_solutions_are_all_listed() -> None:
    # Of two conditions the rows 01, 10 and 11 without 00: both orders of the same two terms are one solution.
    assert minimise([1, 2, 3], (), 2) == (("-1", "1-"),)
    # 001, 011, 010, 110, 100, 101: the cycle in which two choices of three terms cover all six.
    assert len(minimise([1, 3, 2, 6, 4, 5], (), 3)) == 2


def test_the_largest_truth_table_is_solved() -> None:
    rng = np.random.default_rng(1)
    cases = (rng.random((100, MOST_CONDITIONS + 1)) < 0.5).astype(float)
    rows = truth_table(cases[:, :-1], cases[:, -1], 1.0)
    assert len(rows) == 2**MOST_CONDITIONS
    assert solve(rows, "1" * MOST_CONDITIONS).parsimonious


def test_a_case_that_is_neither_in_nor_out_is_refused() -> None:
    with pytest.raises(InputError, match="neither in nor out"):
        truth_table(np.array([[0.5, 1.0]]), np.array([1.0]), 0.8)


@pytest.mark.parametrize("count", [0, MOST_CONDITIONS + 1])
def test_too_few_and_too_many_conditions_are_refused(count: int) -> None:
    with pytest.raises(InputError, match="conditions"):
        truth_table(np.ones((2, count)), np.ones(2), 0.8)


def test_cases_that_disagree_are_marked() -> None:
    rows = truth_table(np.array([[1.0], [1.0], [0.0]]), np.array([1.0, 0.0, 0.0]), 0.5)
    assert [row.is_contradictory for row in rows] == [False, True]
    assert [row.is_sufficient for row in rows] == [False, True]


def test_no_case_at_all_leaves_only_remainders() -> None:
    rows = truth_table(np.empty((0, 2)), np.empty(0), 0.8)
    assert [row.is_sufficient for row in rows] == [None] * 4
    assert {row.fit.inclusion for row in rows} == {None}


def test_a_longer_term_lies_in_a_shorter_one() -> None:
    assert lies_in("10", "1-")
    assert not lies_in("1-", "10")
    assert combinations_of(2) == ((False, False), (False, True), (True, False), (True, True))
