"""The table under the map: the map's twin in words; nothing known is never low, and no code is shown."""

import pandas as pd
import pytest

import codebook
from store.atlas import Atlas
from store.connection import Lake, LakeSettings, open_lake
from tests.ui.hostile_records import HOSTILE_TEXT
from ui.cluster_table import table_in_words

LABELS = {colour.label for colour in codebook.adoption_colours()}
TIERS = {value.value: value.label[:1].upper() + value.label[1:] for value in codebook.values("model_tier")}


@pytest.fixture
def clusters(case_base: Lake) -> pd.DataFrame:
    """Return the table of the shipped case base as the atlas gives it."""
    return Atlas(case_base).clusters_for_table()


def test_every_cluster_has_its_row_in_the_same_order(clusters: pd.DataFrame) -> None:
    assert list(table_in_words(clusters)["Cluster"]) == list(clusters["name"])


@pytest.mark.parametrize("tier", TIERS)
def test_nothing_known_is_said_and_is_never_low(clusters: pd.DataFrame, tier: str) -> None:
    said = table_in_words(clusters)[TIERS[tier]]
    is_unknown = clusters[f"{tier}_known_factors"] == 0
    assert is_unknown.any()
    assert set(said[is_unknown]) == {"nothing known"}
    assert set(said[~is_unknown]) <= LABELS


def test_no_code_is_shown(clusters: pd.DataFrame) -> None:
    shown = table_in_words(clusters)
    sectors = {value.label.lower() for value in codebook.values("sector")}
    assert {words.lower() for words in shown["Sector"]} <= sectors
    precisions = {value.label for value in codebook.values("location_precision")}
    assert set(shown["The point"]) <= precisions
    assert not set(shown["Country"]) & set(clusters["country_iso3"])


def test_the_two_tiers_have_their_own_count_of_known_factors(clusters: pd.DataFrame) -> None:
    shown = table_in_words(clusters)
    known = [name for name in shown.columns if f"of {len(codebook.PREDICTORS)}" in name]
    assert [list(shown[name]) for name in known] == [
        list(clusters["first_known_factors"]),
        list(clusters["lower_known_factors"]),
    ]


def test_a_year_that_nobody_knows_is_empty_and_not_zero(clusters: pd.DataFrame) -> None:
    newest = next(name for name in table_in_words(clusters).columns if "Newest" in name)
    shown = table_in_words(clusters)[newest]
    without_evidence = clusters["evidence_rows"] == 0
    assert shown[without_evidence].isna().all()
    assert (shown.dropna() > 1900).all()


def test_hostile_words_stay_words(hostile_lake: LakeSettings) -> None:
    shown = table_in_words(Atlas(open_lake(hostile_lake)).clusters_for_table())
    assert HOSTILE_TEXT in set(shown["Cluster"])


def test_an_empty_table_keeps_its_columns(clusters: pd.DataFrame) -> None:
    empty = table_in_words(clusters.iloc[:0])
    assert empty.empty
    assert list(empty.columns) == list(table_in_words(clusters).columns)
