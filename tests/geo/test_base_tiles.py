"""Online base maps: only those that need no key, each with the attribution that its makers ask for."""

import pytest
from xyzservices import providers

import codebook
from codebook.errors import UnknownNameError
from geo.base_tiles import base_tiles
from geo.cluster_map import MAP_OPTIONS

NAMES = [item.value for item in codebook.values("base_tiles")]


@pytest.mark.parametrize("name", NAMES)
def test_every_offered_map_needs_no_key_and_reaches_as_near_as_ours(name: str) -> None:
    provider = providers.flatten()[name]
    assert not provider.requires_token()
    assert provider.get("max_zoom", 99) >= MAP_OPTIONS["maxZoom"]
    tiles = base_tiles(name)
    assert tiles.url.startswith("https://")
    assert all(part in tiles.url for part in ("{z}", "{x}", "{y}"))
    assert "{variant}" not in tiles.url
    assert tiles.attribution
    assert "<" not in tiles.attribution


def test_a_map_that_is_not_offered_is_refused_with_those_that_are() -> None:
    with pytest.raises(UnknownNameError, match=r"OpenStreetMap\.Mapnik"):
        base_tiles("https://tiles.example.org/{z}")
