"""Vector tiles say what the JSON tiles say, to programs that are not ours; TileJSON leads there."""

from pathlib import Path
from typing import Any

import mapbox_vector_tile
import pyogrio
import pytest

from store import atlas_tiles
from tests.api.asking import Client
from tests.api.replies import check_error, check_tagged
from tests.store import small_lake as small

TILE = "4/11/6"
"""Northern India and Pakistan."""


def records_of(client: Client, address: str) -> list[dict[str, Any]]:
    """Return the rows of a JSON tile by the names of their fields."""
    body = client.get(f"/tiles/{address}").json()
    return [dict(zip(body["fields"], row, strict=True)) for row in body["rows"]]


def without_place(record: dict[str, Any]) -> dict[str, Any]:
    """Return what a vector tile says in words: no place, and nothing at all where nothing is known."""
    return {name: value for name, value in record.items() if name not in {"lat", "lon"} and value is not None}


def test_a_vector_tile_holds_what_the_json_tile_holds(case_client: Client) -> None:
    reply = case_client.get(f"/tiles/{TILE}.mvt")
    check_tagged(reply)
    assert reply.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    assert reply.headers["access-control-allow-origin"] == "*"
    layers = mapbox_vector_tile.decode(reply.content)
    assert list(layers) == ["points"]
    assert layers["points"]["extent"] == 4096
    found = [feature["properties"] for feature in layers["points"]["features"]]
    expected = [without_place(record) for record in records_of(case_client, f"{TILE}.json")]
    assert len(expected) > 20
    assert sorted(found, key=lambda item: item["id"]) == sorted(expected, key=lambda item: item["id"])


def test_cells_are_a_layer_of_their_own(case_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atlas_tiles, "MOST_POINTS", 3)
    # Another colour than in other tests: a tile that was made stays.
    address = f"{TILE}.json?colour=expected"
    expected = [without_place(record) for record in records_of(case_client, address)]
    layers = mapbox_vector_tile.decode(case_client.get(f"/tiles/{TILE}.mvt?colour=expected").content)
    assert list(layers) == ["cells"]
    assert [feature["properties"] for feature in layers["cells"]["features"]] == expected


def test_gdal_puts_the_points_where_the_clusters_are(case_client: Client, tmp_path: Path) -> None:
    path = tmp_path / TILE
    path.mkdir(parents=True)
    # GDAL takes zoom, column and row from the path.
    file = path.with_suffix(".mvt")
    file.write_bytes(case_client.get(f"/tiles/{TILE}.mvt").content)
    gdf = pyogrio.read_dataframe(file, layer="points").set_index("id")
    records = {record["id"]: record for record in records_of(case_client, f"{TILE}.json")}
    assert set(gdf.index) == set(records)
    assert gdf.crs.to_epsg() == 3857
    for cluster_id, point in gdf.geometry.to_crs(4326).items():
        record = records[str(cluster_id)]
        # A tile of zoom 4 is 22.5 degrees wide and has 4096 places along an edge.
        assert (point.x, point.y) == pytest.approx((record["lon"], record["lat"]), abs=22.5 / 4096)


def test_a_vector_tile_without_clusters_is_empty(client: Client) -> None:
    reply = client.get("/tiles/5/0/0.mvt")
    assert (reply.status_code, reply.content) == (200, b"")


def test_a_vector_tile_obeys_the_filters_and_refuses_what_it_does_not_know(client: Client) -> None:
    layers = mapbox_vector_tile.decode(client.get("/tiles/0/0/0.mvt?country=PAK&union_presence=unknown").content)
    ids = {feature["properties"]["id"] for feature in layers["points"]["features"]}
    assert ids == {small.HOSTILE, small.WITHOUT_PREDICTION}
    check_error(client.get("/tiles/0/0/0.mvt?country=FRA"), 400)
    check_error(client.get("/tiles/1/2/0.mvt"), 400)


def test_tilejson_leads_to_tiles_under_the_same_filters(client: Client) -> None:
    reply = client.get("/tiles.json?country=IND&q=twin&colour=tier_gap&tier=lower")
    check_tagged(reply)
    body = reply.json()
    assert body["tilejson"] == "3.0.0"
    (address,) = body["tiles"]
    assert address == "http://testserver/tiles/{z}/{x}/{y}.mvt?country=IND&q=twin&colour=tier_gap"
    assert (body["minzoom"], body["maxzoom"]) == (0, atlas_tiles.LAST_ZOOM)
    assert body["bounds"] == [80.35, 26.45, 80.35, 26.45]
    tile = client.get(address.removeprefix("http://testserver").format(z=0, x=0, y=0))
    layers = mapbox_vector_tile.decode(tile.content)
    described = {layer["id"]: set(layer["fields"]) for layer in body["vector_layers"]}
    for feature in layers["points"]["features"]:
        assert set(feature["properties"]) <= described["points"]
    assert len(layers["points"]["features"]) == 2


def test_tilejson_of_nothing_is_the_whole_world(empty_client: Client) -> None:
    assert empty_client.get("/tiles.json").json()["bounds"] == [-180, -85, 180, 85]
    check_error(empty_client.get("/tiles.json?planet=mars"), 400)
