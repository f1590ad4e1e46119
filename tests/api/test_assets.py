"""Files for the map in the browser: each is there, named with its type, and may be kept."""

import re

import pytest

from api.assets import LEAFLET_FILES, OWN_FILES
from geo.cluster_layer import ClusterLayer
from geo.cluster_map import ClusterMap
from tests.api.asking import Client
from tests.api.replies import check_tagged

FILES = {**LEAFLET_FILES, **{name: kind for name, (kind, _) in OWN_FILES.items()}}


@pytest.mark.parametrize(("name", "media_type"), FILES.items())
def test_a_file_is_served_with_its_type(client: Client, name: str, media_type: str) -> None:
    reply = client.get(f"/vendor/{name}")
    tag = check_tagged(reply)
    assert reply.headers["content-type"].split(";")[0] == media_type
    assert reply.content
    again = client.get(f"/vendor/{name}", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_leaflet_s_style_finds_its_pictures(client: Client) -> None:
    pictures = set(re.findall(r"url\((images/[^)]+)\)", client.get("/vendor/leaflet.css").text))
    assert pictures
    assert pictures <= set(LEAFLET_FILES)


def test_the_map_asks_for_nothing_that_is_not_served(client: Client) -> None:
    for owner in (ClusterMap, ClusterLayer):
        for _, address in (*owner.default_js, *owner.default_css):
            assert client.get(address).status_code == 200, address


def test_a_file_named_by_its_version_is_kept_without_asking(client: Client) -> None:
    ((_, address),) = ClusterLayer.default_js
    assert "max-age" in client.get(address).headers["cache-control"]
    assert client.get("/vendor/cluster_layer.js?v=old").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("resolution", ["110m", "50m"])
def test_the_base_map_is_geojson(client: Client, resolution: str) -> None:
    reply = client.get(f"/basemap/{resolution}.json")
    tag = check_tagged(reply)
    body = reply.json()
    assert body["type"] == "FeatureCollection"
    assert {"iso3", "name"} <= set(body["features"][0]["properties"])
    again = client.get(f"/basemap/{resolution}.json", headers={"If-None-Match": tag})
    assert again.status_code == 304
