"""Tiles over HTTP: content, limits, filters, and what browsers may keep."""

import itertools
from pathlib import Path

import pytest

from api import tiles
from store import atlas, atlas_tiles
from store.connection import open_lake
from store.transaction import write
from tests.api.asking import Client
from tests.api.conftest import client_of
from tests.api.replies import check_error, check_tagged
from tests.store import small_lake as small
from tests.store.crowded_lake import CROWD, make_crowded_lake, tile_of_crowd
from tests.store.small_lake import make_small_lake


def test_a_tile_of_few_clusters_holds_points(client: Client) -> None:
    reply = client.get("/tiles/0/0/0.json")
    check_tagged(reply)
    body = reply.json()
    assert (body["kind"], body["fields"]) == ("points", list(tiles.FIELDS["points"]))
    rows = {row[0]: dict(zip(body["fields"], row, strict=True)) for row in body["rows"]}
    assert len(rows) == len(small.CLUSTERS) - 1
    assert small.COUNTRY_LEVEL not in rows
    assert rows[small.HOSTILE]["name"] == small.HOSTILE_NAME
    quiet = rows[small.WITHOUT_EVIDENCE]
    assert (quiet["lat"], quiet["lon"], quiet["precision"]) == (12.9, 77.6, "town")
    assert (quiet["first"], quiet["lower"]) == (None, None)
    assert (quiet["first_known"], quiet["lower_known"]) == (0, 0)


def test_a_tile_of_many_clusters_holds_cells(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atlas_tiles, "MOST_POINTS", 3)
    # Another colour than in other tests: a tile that was made stays.
    body = client.get("/tiles/0/0/0.json?colour=percentile").json()
    assert (body["kind"], body["fields"]) == ("cells", list(tiles.FIELDS["cells"]))
    counts = [dict(zip(body["fields"], row, strict=True))["count"] for row in body["rows"]]
    assert sum(counts) == len(small.CLUSTERS) - 1
    assert client.get("/tiles/3/7/4.json?colour=percentile").json()["kind"] == "points"


def test_a_tile_obeys_the_filters(client: Client) -> None:
    query = "country=IND&country=PAK&sector=leather&colour=above_unknown&tier=lower&v=1"
    ids = [row[0] for row in client.get(f"/tiles/0/0/0.json?{query}").json()["rows"]]
    assert sorted(ids) == sorted([small.WITHOUT_EVIDENCE, small.WITHOUT_PREDICTION, small.WELL_KNOWN])


def test_national_entries_are_outlines_of_their_country(client: Client) -> None:
    reply = client.get("/tiles/countries.json")
    check_tagged(reply)
    (feature,) = reply.json()["features"]
    properties = feature["properties"]
    assert feature["geometry"]["type"] in {"Polygon", "MultiPolygon"}
    assert set(properties) == {*("id", "name", "iso3", "first", "lower", "first_known", "lower_known")}
    assert (properties["id"], properties["iso3"]) == (small.COUNTRY_LEVEL, "IND")
    assert client.get("/tiles/countries.json?country=PAK").json()["features"] == []


@pytest.mark.parametrize(
    "address",
    [
        *("25/0/0", "99999999/0/0", "0/1/0", "0/0/1", "3/8/0", "3/0/8"),
        *("a/0/0", "-1/0/0", "0/0/-1", "1.5/0/0", "٣/0/0", "1/0x1/0", f"1/{'9' * 5000}/0"),
    ],
)
def test_a_tile_that_does_not_exist_is_a_bad_query(client: Client, address: str) -> None:
    body = check_error(client.get(f"/tiles/{address}.json"), 400)
    assert len(body["error"]) < 300


@pytest.mark.parametrize("path", ["/tiles/0/0/0.json", "/tiles/countries.json"])
@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("sector=plutonium", "leather"),
        ("country=FRA", "IND"),
        ("colour=pink", "above_unknown"),
        ("tier=middle", "both"),
        ("planet=mars", "country"),
        ("v=1&v=2", "v"),
    ],
)
def test_a_bad_filter_says_what_is_allowed(client: Client, path: str, query: str, word: str) -> None:
    body = check_error(client.get(f"{path}?{query}"), 400)
    assert word in body["allowed"]


def test_hostile_values_come_back_as_json_and_short(client: Client) -> None:
    reply = client.get("/tiles/0/0/0.json", params={"sector": "<script>alert(1)</script>" * 200})
    assert len(check_error(reply, 400)["error"]) < 600


def test_a_tile_that_is_held_already_is_not_sent_again(client: Client) -> None:
    address = "/tiles/0/0/0.json?country=IND"
    tag = check_tagged(client.get(address))
    for header in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        reply = client.get(address, headers={"If-None-Match": header})
        assert (reply.status_code, reply.content) == (304, b"")
        assert reply.headers["etag"] == tag
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_tags_differ_where_content_may_differ_and_only_there(client: Client) -> None:
    addresses = [
        *("0/0/0.json", "1/0/0.json", "1/1/0.json", "1/0/1.json", "countries.json"),
        *("0/0/0.json?country=IND", "0/0/0.json?sector=food", "countries.json?country=IND"),
    ]
    tags = [check_tagged(client.get(f"/tiles/{address}")) for address in addresses]
    assert len(set(tags)) == len(addresses)
    one = check_tagged(client.get("/tiles/0/0/0.json?country=IND&country=PAK"))
    other = check_tagged(client.get("/tiles/0/0/0.json?country=PAK&country=IND&tier=first"))
    assert one == other


def test_a_tag_changes_with_the_facts(tmp_path: Path) -> None:
    settings = make_small_lake(tmp_path).settings
    address = "/tiles/0/0/0.json"
    with client_of(settings) as client:
        tag = check_tagged(client.get(address))
        write(open_lake(settings), lambda _: None, author="test", message="facts")
        atlas.current(open_lake(settings), at_once=True)
        reply = client.get(address, headers={"If-None-Match": tag})
    assert check_tagged(reply) != tag


def test_only_an_address_with_the_atlas_s_own_tag_is_kept_for_long(client: Client) -> None:
    tag = atlas.current(open_lake()).tag
    named = client.get("/tiles/0/0/0.json", params={"v": tag})
    other = client.get("/tiles/0/0/0.json", params={"v": "1"})
    assert "max-age" in named.headers["cache-control"]
    assert other.headers["cache-control"] == "no-cache"


def test_an_empty_lake_has_empty_tiles(empty_client: Client) -> None:
    body = empty_client.get("/tiles/0/0/0.json?country=IND&sector=leather").json()
    assert (body["kind"], body["rows"]) == ("points", [])
    assert empty_client.get("/tiles/countries.json").json()["features"] == []


def test_the_case_base_s_tiles_hold_every_place_once(case_client: Client) -> None:
    ids = [
        row[0]
        for column, row_number in itertools.product(range(4), repeat=2)
        for row in case_client.get(f"/tiles/2/{column}/{row_number}.json").json()["rows"]
    ]
    health = case_client.get("/healthz").json()
    national = case_client.get("/tiles/countries.json").json()["features"]
    assert len(ids) == len(set(ids)) == health["clusters"] - len(national)


def test_no_tile_weighs_more_than_60_kb_however_long_and_unlike_its_names_are(tmp_path: Path) -> None:
    lake = make_crowded_lake(tmp_path)
    lake.close()
    with client_of(lake.settings) as client:
        for zoom in (0, 8, atlas_tiles.LAST_ZOOM):
            address = "/tiles/{}/{}/{}".format(*tile_of_crowd(zoom))
            for ending in ("json", "mvt"):
                reply = client.get(f"{address}.{ending}", headers={"Accept-Encoding": "gzip"})
                assert reply.headers["content-encoding"] == "gzip"
                assert int(reply.headers["content-length"]) <= 60_000
            # Too heavy for points at the last zoom: still there, gathered.
            assert max(row[2] for row in client.get(f"{address}.json").json()["rows"]) == CROWD


def test_whoever_does_not_take_gzip_gets_the_tile_as_it_is(client: Client) -> None:
    packed = client.get("/tiles/0/0/0.json", headers={"Accept-Encoding": "br, gzip"})
    plain = client.get("/tiles/0/0/0.json")
    assert "content-encoding" not in plain.headers
    assert plain.json() == packed.json()
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
