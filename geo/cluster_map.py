"""The folium map of the clusters: Leaflet from our own server, no tiles from anywhere, our layer.

The map is the same in every run. What it shows is told to its layer (see ``geo.cluster_layer``).
"""

from __future__ import annotations

from typing import Any

import folium

from geo.cluster_layer import ClusterLayer

MAP_OPTIONS: dict[str, Any] = {
    # From West Africa to the Philippines on a map 800 px wide: where most of the clusters lie.
    "center": [20.0, 60.0],
    "zoom": 3,
    "minZoom": 2,
    "maxZoom": 14,
    # Nobody needs Antarctica, and one world is enough: south, west, north, east in degrees.
    "maxBounds": [[-60.0, -180.0], [84.0, 180.0]],
    "maxBoundsViscosity": 0.8,
    "worldCopyJump": False,
    "keyboard": True,
}
"""How the map begins and where it ends, as Leaflet names its options; degrees WGS 84."""


class ClusterMap(folium.Map):
    """A folium map without folium's ten files from four content delivery networks.

    jQuery, Bootstrap and the icon fonts serve markers and layer controls that we do not use.
    """

    default_js = [("leaflet", "/vendor/leaflet.js")]
    default_css = [("leaflet_css", "/vendor/leaflet.css")]


def make_map() -> ClusterMap:
    """Return the map with its layer, ready for ``st_folium``; make it anew in each run.

    ``st_folium`` adds the query to the map that it is given, so a kept map would grow with every
    run, and its changed script would remount it.
    """
    cluster_map = ClusterMap(
        location=MAP_OPTIONS["center"],
        tiles=None,
        zoom_start=MAP_OPTIONS["zoom"],
        zoom_control=True,
        keyboard=MAP_OPTIONS["keyboard"],
        world_copy_jump=MAP_OPTIONS["worldCopyJump"],
        max_bounds_viscosity=MAP_OPTIONS["maxBoundsViscosity"],
    )
    # folium 0.20 hands min_zoom and max_zoom to its tile layer only, and we have none; its
    # max_bounds takes the whole world or nothing.
    cluster_map.options |= {
        "min_zoom": MAP_OPTIONS["minZoom"],
        "max_zoom": MAP_OPTIONS["maxZoom"],
        "max_bounds": MAP_OPTIONS["maxBounds"],
    }
    cluster_map.add_child(ClusterLayer())
    return cluster_map
