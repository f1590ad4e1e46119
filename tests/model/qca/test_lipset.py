"""Lipset's data give the numbers that the R package QCA 3.25.1 gives on its own copy of them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from model.priors import FloatArray
from model.qca.expressions import fit_solution, members_of, necessary_together, single_terms
from model.qca.fit import necessity
from model.qca.minimising import Solution, solve
from model.qca.truth_table import Row, truth_table
from tests.conftest import ROOT
from tests.model.qca.brute_force import read_term, shortest

CONDITIONS = ("DEV", "URB", "LIT", "IND", "STB")
WITHIN = 5e-4
Numbers = tuple[float, ...]


@dataclass(frozen=True)
class Lipset:
    """18 European countries: how far each is in five conditions and in the outcome."""

    conditions: FloatArray
    outcome: FloatArray


def lipset(scores: str) -> Lipset:
    df = pd.read_csv(ROOT / "data" / "qca" / f"lipset_{scores}.csv")
    return Lipset(df[list(CONDITIONS)].to_numpy(float), df["SURV"].to_numpy(float))


def written(term: str) -> str:
    """Return a term as R writes it: DEV*~URB."""
    signs = zip(term, CONDITIONS, strict=True)
    return "*".join(name if sign == "1" else f"~{name}" for sign, name in signs if sign != "-")


def expression(solution: Solution) -> set[str]:
    return {written(term) for term in solution}


def term_of(names: str) -> str:
    wanted = names.split("*")
    return "".join("1" if name in wanted else "0" if f"~{name}" in wanted else "-" for name in CONDITIONS)


def row_of(table: tuple[Row, ...], combination: str) -> Row:
    return table[int(combination, 2)]


@pytest.mark.parametrize(
    ("combination", "cases", "is_sufficient"),
    [
        ("00000", 3, False),
        ("00001", 2, False),
        ("00100", 2, False),
        ("00101", 1, False),
        ("10101", 2, True),
        ("10110", 1, False),
        ("10111", 2, True),
        ("11110", 1, False),
        ("11111", 4, True),
    ],
)
def test_the_crisp_truth_table(combination: str, cases: int, is_sufficient: bool) -> None:
    data = lipset("crisp")
    table = truth_table(data.conditions, data.outcome, 1.0)
    row = row_of(table, combination)
    assert (len(row.cases), row.is_sufficient) == (cases, is_sufficient)
    assert not row.is_contradictory
    assert sum(bool(row.cases) for row in table) == 9
    assert sum(row.is_sufficient is None for row in table) == 23


@pytest.mark.parametrize(
    ("combination", "inclusion", "pri"),
    [
        ("00000", 0.216, 0.000),
        ("00001", 0.278, 0.000),
        ("00100", 0.521, 0.113),
        ("00101", 0.529, 0.228),
        ("10101", 0.804, 0.719),
        ("10110", 0.378, 0.040),
        ("10111", 0.709, 0.634),
        ("11110", 0.445, 0.050),
        ("11111", 0.904, 0.886),
    ],
)
def test_the_fuzzy_truth_table(combination: str, inclusion: float, pri: float) -> None:
    data = lipset("fuzzy")
    fit = row_of(truth_table(data.conditions, data.outcome, 0.8), combination).fit
    assert (fit.inclusion, fit.pri) == pytest.approx((inclusion, pri), abs=WITHIN)


# Of each term: inclusion, PRI, coverage, unique coverage; of the solution: the first three.
Expected = dict[str, Numbers]
SOLUTIONS: list[tuple[str, float, bool, str, Expected, Numbers]] = [
    (
        "crisp",
        1.0,
        False,
        "conservative",
        {"DEV*~URB*LIT*STB": (1, 1, 0.5, 0.25), "DEV*LIT*IND*STB": (1, 1, 0.75, 0.5)},
        (1, 1, 1),
    ),
    ("crisp", 1.0, False, "parsimonious", {"DEV*STB": (1, 1, 1, 1)}, (1, 1, 1)),
    ("crisp", 1.0, False, "intermediate", {"DEV*LIT*STB": (1, 1, 1, 1)}, (1, 1, 1)),
    (
        "crisp",
        1.0,
        True,
        "conservative",
        {"~DEV*~URB*~IND": (1, 1, 0.8, 0.8), "DEV*LIT*IND*~STB": (1, 1, 0.2, 0.2)},
        (1, 1, 1),
    ),
    ("crisp", 1.0, True, "parsimonious", {"~DEV": (1, 1, 0.8, 0.3), "~STB": (1, 1, 0.7, 0.2)}, (1, 1, 1)),
    (
        "fuzzy",
        0.8,
        False,
        "conservative",
        {"DEV*URB*LIT*IND*STB": (0.904, 0.886, 0.454, 0.393), "DEV*~URB*LIT*~IND*STB": (0.804, 0.719, 0.265, 0.204)},
        (0.870, 0.843, 0.658),
    ),
    (
        "fuzzy",
        0.8,
        False,
        "parsimonious",
        {"DEV*~IND": (0.815, 0.721, 0.284, 0.194), "URB*STB": (0.874, 0.845, 0.520, 0.430)},
        (0.850, 0.819, 0.714),
    ),
    (
        "fuzzy",
        0.8,
        False,
        "intermediate",
        {"DEV*URB*LIT*STB": (0.901, 0.879, 0.468, 0.378), "DEV*LIT*~IND*STB": (0.814, 0.721, 0.282, 0.191)},
        (0.866, 0.839, 0.660),
    ),
    ("fuzzy", 0.7, False, "conservative", {"DEV*~URB*LIT*STB": (), "DEV*LIT*IND*STB": ()}, (0.871, 0.851, 0.818)),
    ("fuzzy", 0.7, False, "parsimonious", {"DEV*STB": ()}, (0.869, 0.848, 0.824)),
]


@pytest.mark.parametrize(("scores", "cut", "negated", "kind", "terms", "whole"), SOLUTIONS)
def test_solutions(scores: str, cut: float, negated: bool, kind: str, terms: Expected, whole: Numbers) -> None:
    data = lipset(scores)
    outcome = 1 - data.outcome if negated else data.outcome
    solutions = solve(truth_table(data.conditions, outcome, cut), ("0" if negated else "1") * len(CONDITIONS))
    (solution,) = getattr(solutions, kind)
    assert expression(solution) == set(terms)
    of_terms, of_all = fit_solution(solution, data.conditions, outcome)
    for term, fit in zip(solution, of_terms, strict=True):
        numbers = terms[written(term)]
        assert (fit.inclusion, fit.pri, fit.coverage, fit.unique)[: len(numbers)] == pytest.approx(numbers, abs=WITHIN)
    assert (of_all.inclusion, of_all.pri, of_all.coverage) == pytest.approx(whole, abs=WITHIN)


@pytest.mark.parametrize(
    ("scores", "names", "numbers"),
    [
        ("crisp", "DEV", (1, 0.800, 0.800)),
        ("crisp", "URB", (0.500, 0.929, 0.800)),
        ("crisp", "LIT", (1, 0.500, 0.615)),
        ("crisp", "IND", (0.750, 0.833, 0.750)),
        ("crisp", "STB", (1, 0.700, 0.727)),
        ("crisp", "DEV*STB", (1, 1, 1)),
        ("fuzzy", "DEV", (0.831, 0.811, 0.775)),
        ("fuzzy", "URB", (0.539, 0.899, 0.771)),
        ("fuzzy", "LIT", (0.991, 0.509, 0.643)),
        ("fuzzy", "IND", (0.669, 0.786, 0.684)),
        ("fuzzy", "STB", (0.920, 0.680, 0.707)),
    ],
)
def test_necessity(scores: str, names: str, numbers: Numbers) -> None:
    data = lipset(scores)
    fit = necessity(members_of(term_of(names), data.conditions), data.outcome)
    assert (fit.inclusion, fit.relevance, fit.coverage) == pytest.approx(numbers, abs=WITHIN)


def test_what_is_necessary_together_and_what_of_which_one_suffices() -> None:
    data = lipset("fuzzy")
    both, either = necessary_together(data.conditions, data.outcome, 0.9, 0.5)
    assert {written(term) for term, _ in both} == {"LIT", "STB", "LIT*STB"}
    assert {written(term).replace("*", "+") for term, _ in either} == {"DEV+URB+IND"}
    numbers = [(fit.inclusion, fit.relevance, fit.coverage) for term, fit in (*both, *either) if term.count("-") < 4]
    assert numbers == [
        pytest.approx((0.915, 0.800, 0.793), abs=WITHIN),
        pytest.approx((0.903, 0.704, 0.716), abs=WITHIN),
    ]


@pytest.mark.parametrize("negated", [False, True])
@pytest.mark.parametrize(("scores", "cut"), [("crisp", 1.0), ("fuzzy", 0.8), ("fuzzy", 0.7)])
def test_brute_force_finds_the_same_solutions(scores: str, cut: float, negated: bool) -> None:
    data = lipset(scores)
    table = truth_table(data.conditions, 1 - data.outcome if negated else data.outcome, cut)
    rows = {tuple(map(int, row.combination)): row.is_sufficient for row in table}
    positive = {combination for combination, answer in rows.items() if answer}
    free = {combination for combination, answer in rows.items() if answer is None}
    found = solve(table, "-----")
    for solutions, remainders in ((found.conservative, set()), (found.parsimonious, free)):
        expected = shortest(positive, remainders, len(CONDITIONS))
        assert {frozenset(map(read_term, solution)) for solution in solutions} == expected


def test_terms_of_single_conditions_are_each_present_then_each_absent() -> None:
    assert single_terms(2) == ["1-", "-1", "0-", "-0"]
    assert np.array_equal(members_of("--", np.zeros((3, 2))), np.ones(3))
