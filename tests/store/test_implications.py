"""Reading what follows from the predictions: one row per cluster, by name, with what was stored."""

import pytest

import codebook
from codebook.errors import EmptyLakeError
from store.connection import Lake
from store.implications import clusters_by_proposition_class, clusters_for_theory, evidence_for_theory
from tests.etl.lake_state import query

ALL = list(codebook.FACTORS)
FEW = ["philanthropy", "peer_monitoring"]


def test_every_cluster_is_there_once_with_what_was_stored(built_lake: Lake) -> None:
    df = clusters_for_theory(built_lake, ALL).set_index("cluster_id")
    stored = query(
        built_lake,
        "SELECT c.cluster_id, c.name, p.p_none, i.proposition_class, i.proposition_p FROM clusters c "
        "JOIN predictions p ON p.cluster_id = c.cluster_id AND p.tier = 'first' "
        "JOIN implications i ON i.cluster_id = c.cluster_id",
    )
    assert len(stored) == 277
    assert set(df.index) == {name for (name,) in query(built_lake, "SELECT DISTINCT cluster_id FROM evidence")}
    for cluster_id, *expected in (row for row in stored if row[0] in df.index):
        row = df.loc[cluster_id]
        assert [row["name"], row["p_none"], row["proposition_class"], row["proposition_p"]] == expected
    assert df["country_name"].notna().all()


def test_names_with_accents_stand_where_people_look_for_them(built_lake: Lake) -> None:
    names = clusters_for_theory(built_lake, ALL)["name"].tolist()
    accented = next(place for place, name in enumerate(names) if name.startswith("São Paulo"))
    assert names[accented - 1].lower() < "sao paulo" < names[accented + 1].lower()


def test_without_data_it_says_so(empty_lake: Lake) -> None:
    with pytest.raises(EmptyLakeError):
        clusters_for_theory(empty_lake, ALL)


def test_evidence_and_clusters_are_narrowed_alike_and_nothing_of_a_cluster_is_left_out(built_lake: Lake) -> None:
    of = "SELECT DISTINCT cluster_id FROM evidence WHERE factor IN ('philanthropy', 'peer_monitoring')"
    wanted = {name for (name,) in query(built_lake, of)}
    assert set(clusters_for_theory(built_lake, FEW)["cluster_id"]) == wanted
    evidence = evidence_for_theory(built_lake, FEW)
    assert set(evidence["cluster_id"]) == wanted
    every = query(built_lake, "SELECT cluster_id, evidence_id FROM evidence")
    assert set(evidence["evidence_id"]) == {evidence_id for name, evidence_id in every if name in wanted}
    assert len(clusters_for_theory(built_lake, [])) == len(evidence_for_theory(built_lake, [])) == 0


def test_classes_count_every_cluster(built_lake: Lake) -> None:
    ((clusters,),) = query(built_lake, "SELECT count(*) FROM clusters")
    assert sum(clusters_by_proposition_class(built_lake).values()) == clusters
