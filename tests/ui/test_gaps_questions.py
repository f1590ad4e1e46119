"""The questions worth asking and the row to answer them in: sums are counted, places are never ranked."""

import io
from collections import defaultdict

import numpy as np
import pandas as pd
import pytest

from model.context import make_context
from model.information import FACTORS, TIERS, what_to_learn
from store.connection import Lake
from store.gaps import CLUSTER, clusters_to_ask_about, evidence_of_asked_clusters
from store.reader import national_context
from tests.ui.page_html import read_html
from ui.csv_download import csv_of
from ui.gaps_cell import row_to_fill_in
from ui.gaps_questions import open_questions, questions_html, questions_in_words, rank_questions, worth_words
from ui.gaps_state import FACTOR, RANKS


@pytest.fixture
def questions(built_lake: Lake) -> pd.DataFrame:
    """Return every open question of the shipped case base."""
    clusters = clusters_to_ask_about(built_lake)
    return open_questions(clusters, _shares(built_lake, clusters))


def _shares(lake: Lake, clusters: pd.DataFrame) -> np.ndarray:
    ids = clusters["cluster_id"].tolist()
    context = make_context(*national_context(lake)).of(clusters["country_iso3"].tolist())
    return what_to_learn(evidence_of_asked_clusters(lake, ids), ids, context)


@pytest.mark.parametrize("by", RANKS)
def test_the_ranking_adds_up_what_each_cluster_would_learn(built_lake: Lake, by: str) -> None:
    clusters = clusters_to_ask_about(built_lake)
    shares = _shares(built_lake, clusters).astype(float)
    ranked = rank_questions(open_questions(clusters, shares), by)
    keys: list[str] = {
        FACTOR: [""] * len(clusters),
        "country": clusters["country_iso3"].tolist(),
        CLUSTER: clusters["cluster_id"].tolist(),
    }[by]
    sums: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(shares.shape[1:]))
    for key, of_cluster in zip(keys, shares, strict=True):
        sums[key] = sums[key] + of_cluster
    for row in ranked.to_dict("records"):
        expected = sums[row["group"]][FACTORS.index(row[FACTOR]), TIERS.index(row["tier"])]
        assert row["settled"] == pytest.approx(expected)
        assert by == FACTOR or expected == pytest.approx(sums[row["group"]].max())
    assert ranked["settled"].is_monotonic_decreasing
    assert not ranked.duplicated("group" if by != FACTOR else [FACTOR, "tier"]).any()


def test_a_sample_stands_for_all_in_sums_and_for_itself_by_cluster(questions: pd.DataFrame) -> None:
    doubled = questions.assign(weight=2.0)
    for by in (FACTOR, "country"):
        np.testing.assert_allclose(rank_questions(doubled, by)["settled"], 2 * rank_questions(questions, by)["settled"])
    assert rank_questions(doubled, CLUSTER)["settled"].max() < 1
    assert worth_words(2.0, 20, "first", FACTOR).startswith("Not known at 20 clusters; an answer removes 10 %")


@pytest.mark.parametrize("by", RANKS)
def test_the_list_asks_and_never_calls_a_place_bad(questions: pd.DataFrame, by: str) -> None:
    ranked = rank_questions(questions, by)
    items = read_html(questions_html(ranked, by)).tagged("li")
    assert len(items) == 20
    assert all("?" in item.words for item in items)
    assert not [item for item in items if "worst" in item.words.lower()]
    table = questions_in_words(ranked, by)
    assert len(table) == len(ranked)
    assert list(table.columns[-3:]) == ["Answer", "Who says so, and where", "Year"]
    assert table["Question"].str.endswith("?").all()


def test_without_questions_the_list_says_so(questions: pd.DataFrame) -> None:
    for by in RANKS:
        ranked = rank_questions(questions.head(0), by)
        assert ranked.empty
        assert read_html(questions_html(ranked, by)).words == "No question is open here."
        assert questions_in_words(ranked, by).empty


def test_a_row_to_fill_in_is_of_the_form_and_says_what_the_cell_says() -> None:
    (row,) = pd.read_csv(
        io.BytesIO(csv_of(row_to_fill_in("pk-sialkot-footballs", "union_presence"))), keep_default_na=False
    ).to_dict("records")
    assert {name: value for name, value in row.items() if value} == {
        "cluster_id": "pk-sialkot-footballs",
        "factor": "union_presence",
    }
    assert {"value", "tier", "year", "statement", "locator"} <= set(row)
