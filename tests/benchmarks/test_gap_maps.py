"""The gap map's benchmark takes what it says, and its peer does the same work."""

from benchmarks.gap_maps import _group, take
from store.connection import Lake
from store.gaps import GROUPS, current
from store.queries import sql


def test_every_map_is_taken(built_lake: Lake) -> None:
    seconds = take(built_lake)
    assert set(seconds) == {"first", "maps", "cluster", "pandas"}
    assert len(seconds["maps"]) % len(GROUPS) == 0
    assert all(second > 0 for runs in seconds.values() for second in runs)


def test_the_peer_comes_to_the_same_map(built_lake: Lake) -> None:
    cursor = built_lake.cursor()
    peer = _group(*(cursor.execute(sql(name)).df() for name in ("evidence_for_model", "clusters_for_model")))
    ours = current(built_lake).cells("country").set_index(["group", "factor"])
    for column in ("best", "evidence_rows", "clusters"):
        assert dict(zip(peer.index, peer[column], strict=True)) == dict(zip(ours.index, ours[column], strict=True))
