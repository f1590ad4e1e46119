"""Which clusters the empty card suggests, and what a card says in short."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.atlas import Atlas
from store.connection import Lake
from store.filters import MapFilter
from tests.ui.conftest import ReadCase
from ui.cluster_card import card_chips, worth_opening

NUMBERS = ("first_known_factors", "lower_known_factors", "first_class", "lower_class", "evidence_rows")


def _ids(clusters: pd.DataFrame) -> list[str]:
    return [str(row["cluster_id"]) for row, _ in worth_opening(clusters)]


@pytest.fixture
def clusters(case_base: Lake) -> pd.DataFrame:
    """Return the table of the shipped case base."""
    return Atlas(case_base).clusters_for_table()


def test_three_different_clusters_are_suggested_each_with_a_reason(clusters: pd.DataFrame) -> None:
    found = worth_opening(clusters)
    assert len(found) == 3
    assert len({row["cluster_id"] for row, _ in found}) == 3
    assert len({why for _, why in found}) == 3


def test_the_first_is_the_best_documented_and_the_last_the_newest(clusters: pd.DataFrame) -> None:
    best, _, newest = _ids(clusters)
    known = clusters.set_index("cluster_id")[["first_known_factors", "lower_known_factors"]].sum(axis=1)
    assert known[best] == known.max()
    years = clusters.set_index("cluster_id")["newest_year"]
    assert years[newest] == years.drop([best]).max()


def test_nobody_is_suggested_for_being_low(clusters: pd.DataFrame) -> None:
    whys = " ".join(why for _, why in worth_opening(clusters)).lower()
    assert not {"worst", "lowest", "poorest"} & set(whys.replace(":", " ").split())


@pytest.mark.parametrize("rows", [0, 1, 2, 3])
def test_of_few_clusters_no_more_than_there_are_are_suggested(clusters: pd.DataFrame, rows: int) -> None:
    few = clusters.iloc[:rows]
    assert min(rows, 2) <= len(_ids(few)) <= rows
    assert set(_ids(few)) <= set(few["cluster_id"])


def test_a_difference_is_pointed_at_only_where_the_first_tier_lies_well_above(clusters: pd.DataFrame) -> None:
    of_type = clusters["first_class"].dtype
    assert of_type == clusters["lower_class"].dtype
    small = clusters.iloc[:6].assign(first_class=[1, 3, 3, 2, 4, 5], lower_class=[5, 4, 3, 1, 3, 5])
    small = small.astype({"first_class": of_type, "lower_class": of_type})
    assert not [why for _, why in worth_opening(small) if "above the lower tiers" in why]
    wide = small.assign(lower_class=pd.Series([5, 4, 3, 1, 2, 5], index=small.index).astype(of_type))
    [row] = [row for row, why in worth_opening(wide) if "above the lower tiers" in why] or [{}]
    taken = _ids(wide)[0]
    assert wide.iloc[4]["cluster_id"] in (row.get("cluster_id"), taken)


@given(
    st.lists(
        st.tuples(*[st.integers(0, 5)] * len(NUMBERS), st.none() | st.integers(1950, 2026)), min_size=1, max_size=6
    )
)
def test_whatever_is_known_the_suggestions_differ_and_come_from_the_table(
    rows: list[tuple[int | None, ...]],
) -> None:
    df = pd.DataFrame(rows, columns=[*NUMBERS, "newest_year"]).astype({"newest_year": "Int64"})
    df.insert(0, "cluster_id", [f"c-{number}" for number in range(len(df))])
    found = _ids(df)
    assert min(2, len(df)) <= len(found) == len(set(found)) <= min(3, len(df))
    assert set(found) <= set(df["cluster_id"])


def test_suggestions_follow_the_filter(case_base: Lake) -> None:
    wanted = MapFilter(country=("PAK",))
    suggested = worth_opening(Atlas(case_base).clusters_for_table(wanted))
    assert {row["country_iso3"] for row, _ in suggested} == {"PAK"}


def test_chips_say_how_much_is_known_and_what_needs_care(case_of: ReadCase) -> None:
    rivals = " ".join(card_chips(case_of("pk-sialkot-footballs")))
    assert f"{len(case_of('pk-sialkot-footballs').evidence)} pieces of evidence" in rivals
    assert "disagree" in rivals
    assert "country" in " ".join(card_chips(case_of("in-national-leather")))
    assert "no evidence" in " ".join(card_chips(case_of("bd-dhaka-garments")))
