"""The folium map: our own files only, one constant script, the bounds of one world."""

import re
from typing import Any

import folium

from geo.cluster_layer import LayerQuery
from geo.cluster_map import make_map


def _without_ids(html: str) -> str:
    """Return the page without the random names that folium gives its elements."""
    return re.sub(r"[0-9a-f]{32}", "", html)


def test_the_map_asks_our_own_server_and_nobody_else() -> None:
    html = make_map().get_root().render()
    addresses = re.findall(r"""(?:src|href)=["']([^"']+)""", html)
    assert [address.split("?")[0] for address in addresses] == [
        "/vendor/leaflet.js",
        "/vendor/leaflet.css",
        "/vendor/cluster_layer.js",
        "/vendor/cluster_layer.css",
    ]
    assert "//" not in re.sub(r"(?m)^\s*//.*$", "", html)


def test_folium_keeps_its_own_files_for_other_maps() -> None:
    before = list(folium.Map.default_js)
    make_map().get_root().render()
    assert folium.Map.default_js == before
    assert len(before) > 1


def test_the_script_is_the_same_in_every_run() -> None:
    # streamlit-folium remounts the map, and loses its zoom and place, when the script changes.
    first, second = (make_map().get_root().render() for _ in range(2))
    assert _without_ids(first) == _without_ids(second)


def test_a_query_leaves_the_script_of_the_map_alone() -> None:
    plain = make_map()
    told = make_map()
    told.add_child(LayerQuery("country=IND", shown="both", theme="dark"))
    script = plain._template.module.script
    assert _without_ids(script(plain)) == _without_ids(script(told))


def test_the_map_starts_as_one_world_between_its_bounds() -> None:
    options: dict[str, Any] = dict(make_map().options)
    assert options["min_zoom"] < options["zoom"] < options["max_zoom"]
    assert options["world_copy_jump"] is False
    assert options["keyboard"] is True
    (south, west), (north, east) = options["max_bounds"]
    assert (west, east) == (-180.0, 180.0)
    assert south < 20 < north
