"""The folium map of the clusters: Leaflet from our own server, no tiles from anywhere, our layer.

The map is the same in every run. What it shows is told to its layer (see ``geo.cluster_layer``).
"""

from __future__ import annotations

import folium

from geo.cluster_layer import ClusterLayer

# From West Africa to the Philippines on a map 800 px wide: where most of the clusters lie.
_CENTRE = (20.0, 60.0)
_ZOOM = 3
_LEAST_ZOOM = 2
_MOST_ZOOM = 14
# Nobody needs Antarctica, and one world is enough: south, west, north, east in degrees.
_BOUNDS = [[-60.0, -180.0], [84.0, 180.0]]


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
        location=_CENTRE,
        tiles=None,
        zoom_start=_ZOOM,
        zoom_control=True,
        keyboard=True,
        world_copy_jump=False,
        max_bounds_viscosity=0.8,
    )
    # folium 0.20 hands min_zoom and max_zoom to its tile layer only, and we have none; its
    # max_bounds takes the whole world or nothing.
    cluster_map.options |= {
        "min_zoom": _LEAST_ZOOM,
        "max_zoom": _MOST_ZOOM,
        "max_bounds": _BOUNDS,
    }
    cluster_map.add_child(ClusterLayer())
    return cluster_map
