"""Reading what follows from the predictions: one row per cluster, by name, with what was stored."""

import pytest

from codebook.errors import EmptyLakeError
from store.connection import Lake
from store.implications import clusters_for_theory
from tests.etl.lake_state import query


def test_every_cluster_is_there_once_with_what_was_stored(built_lake: Lake) -> None:
    df = clusters_for_theory(built_lake).set_index("cluster_id")
    stored = query(
        built_lake,
        "SELECT c.cluster_id, c.name, p.p_none, i.proposition_class, i.proposition_p FROM clusters c "
        "JOIN predictions p ON p.cluster_id = c.cluster_id AND p.tier = 'first' "
        "JOIN implications i ON i.cluster_id = c.cluster_id",
    )
    assert len(df) == len(stored) == 277
    for cluster_id, *expected in stored:
        row = df.loc[cluster_id]
        assert [row["name"], row["p_none"], row["proposition_class"], row["proposition_p"]] == expected
    assert df["country_name"].notna().all()


def test_names_with_accents_stand_where_people_look_for_them(built_lake: Lake) -> None:
    names = clusters_for_theory(built_lake)["name"].tolist()
    accented = next(place for place, name in enumerate(names) if name.startswith("São Paulo"))
    assert names[accented - 1].lower() < "sao paulo" < names[accented + 1].lower()


def test_without_data_it_says_so(empty_lake: Lake) -> None:
    with pytest.raises(EmptyLakeError):
        clusters_for_theory(empty_lake)
