"""Every figure of the theory page's combinations equals one computed apart from the product, brute force among them."""

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from model.context import make_context
from model.priors import FACTOR_INDEX, FloatArray
from model.states import make_states, prepare_rows, rates_of
from store.connection import Lake
from store.writer import model_input
from tests.model.qca.brute_force import crisp_rows, shortest
from tests.ui import theory_figures as figures
from tests.ui.app import Query, html_of, open_page
from tests.ui.method_figures import prior, table
from tests.ui.theory_figures import FIRST, LOWER
from tests.ui.theory_reading import OF_TWO, TWO, USUAL, cells_of, numbers_in, paragraph, paragraph_with

pytestmark = pytest.mark.usefixtures("case_base")

WORLDS = 200


@pytest.fixture(scope="module")
def asked_two(built_lake: Lake) -> AppTest:
    """Return the page of the shipped case base with a question of two conditions."""
    del built_lake
    return open_page("theory", TWO)


@pytest.mark.parametrize(
    ("query", "conditions", "outcome", "level"),
    [
        ({}, USUAL, FIRST, 1),
        (TWO, OF_TWO, FIRST, 1),
        ({"outcome": f"{LOWER}:partial"}, USUAL, LOWER, 1),
        ({"outcome": f"{FIRST}:substantial", "law_enforcement": "weak"}, {**USUAL, "law_enforcement": 1}, FIRST, 2),
    ],
    ids=["usual", "two conditions", "lower tiers", "another cut"],
)
def test_the_truth_table_and_the_gate(query: Query, conditions: dict[str, int], outcome: str, level: int) -> None:
    page = html_of(open_page("theory", query))
    df = figures.documented(conditions, outcome, level)
    complete = df.dropna()
    having = int(df["outcome"].sum())
    assert numbers_in(paragraph(page, "What is explained is coded for")) == [len(df), having, len(df) - having]
    assert numbers_in(paragraph_with(page, " documented on all "))[:2] == [len(complete), len(conditions)]
    groups = complete.groupby(list(conditions))["outcome"].agg(["size", "sum"])
    shown = cells_of(page, _head_of(conditions))
    assert [[cells[place] for place in range(len(conditions))] for cells in shown] == [
        ["yes" if flag else "no" for flag in key] for key in groups.index
    ]
    assert [cells[len(conditions) :][:3] for cells in shown] == [
        [f"{size:.0f}", f"{total:.0f}", f"{total / size:.2f}"] for size, total in groups.to_numpy()
    ]
    assert numbers_in(paragraph_with(page, " no complete case: "))[0] == 2 ** len(conditions) - len(groups)
    with_it = int(complete["outcome"].sum())
    for words, counts in zip(
        [item.words for item in page.of_kind("verdict")],
        ([with_it, len(complete) - with_it], [len(complete) - with_it, with_it]),
        strict=True,
    ):
        numbers = numbers_in(words.partition("”. ")[2] or words)
        assert numbers[:6] == [len(complete), len(df), 12, counts[0], counts[1], 4]
        assert numbers[7:] == [WORLDS, WORLDS / 2]
        is_open = len(complete) >= 12 and min(counts) >= 4 and numbers[6] >= WORLDS / 2
        assert words.startswith("No solution is supported") or is_open


def _head_of(conditions: dict[str, int]) -> str:
    rows = table("codebook/factors").set_index("name")
    ordered = [name for name in rows.index if name in conditions]
    return f"{rows.loc[ordered[0], 'short_label']}:"


def _worlds(lake: Lake, conditions: dict[str, int]) -> tuple[list[FloatArray], pd.Series]:
    """Return the possible worlds of the coded first tiers, drawn as the method page says, and their outcomes."""
    given = model_input(lake.cursor())
    coded = pd.Series(figures.outcome_levels(FIRST)).sort_index()
    countries = given.clusters.set_index("cluster_id")["country_iso3"]
    context = make_context(given.countries, given.country_context).of(countries[coded.index].tolist())
    rows = prepare_rows(given.evidence, coded.index.tolist())
    q = make_states(rows, 0, len(coded), rates_of(context, rows, 0, len(coded))).q
    chance = np.stack([q[:, FACTOR_INDEX[factor], 0, cut:].sum(axis=1) for factor, cut in conditions.items()], axis=1)
    rng = np.random.default_rng(int(prior("seed")["median"]))
    return [(rng.random(chance.shape) < chance).astype(float) for _ in range(WORLDS)], (coded >= 1).astype(int)


def test_conditions_alone_with_their_ranges_over_the_worlds(asked_two: AppTest, case_base: Lake) -> None:
    df = figures.documented(OF_TWO, FIRST, 1)
    worlds, outcome = _worlds(case_base, OF_TWO)
    y = outcome.to_numpy(float)
    shown = asked_two.dataframe[1].value
    assert len(shown) == 4
    for place, (factor, is_there) in enumerate((f, v) for v in (True, False) for f in OF_TWO):
        known = df[[factor, "outcome"]].dropna()
        holds = known[factor] == is_there
        x = np.array([world[:, place % 2] == is_there for world in worlds], dtype=float)
        row = shown.iloc[place]
        assert (row["Documented in"], row["Holds in"]) == (len(known), holds.sum())
        has, lacks = (known["outcome"] == value for value in (1, 0))
        all_with, all_without = np.full(WORLDS, y.sum()), np.full(WORLDS, (1 - y).sum())
        for column, value, part, whole in (
            ("Enough: share with the outcome", has[holds].mean(), x @ y, x.sum(axis=1)),
            ("Enough: share without it", lacks[holds].mean(), x @ (1 - y), x.sum(axis=1)),
            ("Needed: share of those with the outcome", holds[has].mean(), x @ y, all_with),
            ("Needed: share of those without it", holds[lacks].mean(), x @ (1 - y), all_without),
        ):
            low, high = figures.range_of(part, whole)
            assert row[column] == f"{value:.2f} ({low:.2f} to {high:.2f})", (factor, is_there, column)
    assert numbers_in(paragraph_with(html_of(asked_two), "Of all coded cases"))[0] == round(100 * y.mean())


def test_worlds_are_counted_right_and_solved_as_brute_force_solves_them(asked_two: AppTest, case_base: Lake) -> None:
    worlds, outcome = _worlds(case_base, OF_TWO)
    page = html_of(asked_two)
    said = [item.words for item in page.tagged("p") if f"{WORLDS} worlds gave" in item.words]
    for words, verdict, y in zip(said, page.of_kind("verdict"), (outcome, 1 - outcome), strict=True):
        found = []
        for world in worlds:
            cases = [tuple(int(v) for v in case) for case in world]
            positive, free = crisp_rows(cases, y.tolist(), 0.8, 1)
            found.append(frozenset(shortest(positive, free, 2)))
        most = max(found.count(answer) for answer in found)
        assert numbers_in(words.partition("”")[2])[:2] == [WORLDS, len(set(found))]
        assert numbers_in(verdict.words.partition("”. ")[2])[6] == most
        if (nothing := found.count(frozenset())) > 0:
            assert f"in {nothing} of them no combination was sufficient" in words


def test_where_the_gate_is_open_the_solution_stands_with_its_fit(asked_two: AppTest) -> None:
    page = html_of(asked_two)
    verdicts = [item.words for item in page.of_kind("verdict")]
    assert verdicts[0].startswith("A solution can be shown")
    assert verdicts[1].startswith("No solution is supported")
    df = figures.documented(OF_TWO, FIRST, 1).dropna()
    (solution,) = {item.words for item in page.tagged("li") if item.words.startswith("Sells to: abroad (")}
    abroad = df["export_orientation"] == 1
    expected = [df.loc[abroad, "outcome"].mean(), abroad[df["outcome"] == 1].mean()]
    assert numbers_in(solution) == [round(value, 2) for value in expected]
    has = df["outcome"] == 1
    needed = {
        words
        for words, holds in {
            "Sells to: abroad": abroad,
            "Unions: at least weak": df["union_presence"] == 1,
            "Not (Sells to: abroad)": ~abroad,
            "Not (Unions: at least weak)": df["union_presence"] == 0,
        }.items()
        if holds[has].mean() >= 0.9 and (~holds).mean() / (~(holds & has)).mean() >= 0.5
    }
    after = page.words.partition("Needed for it")[2]
    assert all(words in after for words in needed)
    assert needed or after.startswith("Nothing that would not be there anyway")


def test_below_the_gate_no_solution_is_spelled_out() -> None:
    page = html_of(open_page("theory"))
    assert all(item.words.startswith("No solution is supported") for item in page.of_kind("verdict"))
    assert "consistency" not in page.words
