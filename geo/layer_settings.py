"""What the layer's script is and what it must know, the same for every page and every session.

Here belong the script's parts, its words and its addresses. What the map shows now does not: see
``geo.cluster_layer``.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import codebook
from geo.colours import GREY_STEPS, THEMES, palette

_FOLDER = Path(__file__).parent / "javascript"

SCRIPT_FILES: tuple[str, ...] = (
    "pane_canvas.js",
    "requests.js",
    "tile_store.js",
    "base_map.js",
    "marks.js",
    "stamps.js",
    "country_outlines.js",
    "records.js",
    "elements.js",
    "legend.js",
    "notices.js",
    "spread.js",
    "sketch.js",
    "drawing.js",
    "tools.js",
    "picture.js",
    "painting.js",
    "pointer.js",
    "moving.js",
    "actions.js",
    "cluster_layer.js",
)
"""The parts of the layer's script: a file uses at load time only what stands before it."""

# The least exact location that still names one place; below it the point stands for an area.
_NAMES_A_PLACE = "town"
# Entries about a whole country have no point at all.
_NAMES_NO_PLACE = "country"

# From here on the coarse coast looks wrong; below it the fine one costs more than it shows.
_FINE_FROM_ZOOM = 5

_URLS = {
    "tiles": "/tiles/{z}/{x}/{y}.json",
    "countries": "/tiles/countries.json",
    "page": "/api/map.html",
    "base_map": {
        "coarse": "/basemap/110m.json",
        "fine": "/basemap/50m.json",
        "fine_from_zoom": _FINE_FROM_ZOOM,
    },
}

_WORDS = {
    "attribution": "Base map: Natural Earth · Clusters: Clusterwatch",
    "attribution_clusters": "Clusters: Clusterwatch",
    "map_label": "Map of industrial clusters",
    "map_note": "The table below the map holds the same clusters.",
    "loading": "Loading the map …",
    "failed": "The map data could not be loaded.",
    "retry": "Retry",
    "legend": "Legend",
    "legend_filter": "{tier}: {class}",
    "legend_count": "{label}, {count} clusters",
    "legend_hint": "Press a colour to see only its clusters.",
    "legend_split": "top: first tier, bottom: lower tiers",
    "legend_grey": "greyer: less is known",
    "legend_dashed": "dashed: somewhere here",
    "legend_country": "outline: a whole country",
    "not_known": codebook.NOT_KNOWN,
    "tier_of_point": "{tier}: {class}, {known} of {of} factors known",
    "tier_of_cell": "{tier}: {class} on average",
    "tier_unknown": "{tier}: nothing known",
    "value_of_whole": "{tier}: {class}",
    "cell": "{count} clusters",
    "cell_hint": "Click to zoom in",
    "country_entry": "Speaks of the whole country",
    "pile_more": "and {count} more",
    "pile_hint": "Click to spread them out",
    "tool_screen": "Full screen",
    "tool_screen_leave": "Leave full screen",
    "tool_area": "Draw an area",
    "tool_area_remove": "Remove the area",
    "tool_picture": "Save as a picture",
    "tool_page": "Save as a page that opens without internet",
    "draw_hint": "Click the corners of the area, or press space for the middle of the map.",
    "draw_more": "{count} corners. Double click or Enter closes the area, Escape leaves.",
    "draw_close": "Close the area",
    "draw_leave": "Leave",
    "picture_name": "clusterwatch-map",
    "picture_failed": "The picture could not be made: the online tiles do not allow it.",
    "picture_date": "Made on {date}",
}


@cache
def layer_script() -> str:
    """Return the layer's whole JavaScript, to be served as ``/vendor/cluster_layer.js``.

    The parts share one function scope, so that nothing but ``L.clusterwatch`` and
    ``window.clusterwatch`` becomes global.
    """
    parts = (_FOLDER.joinpath(name).read_text(encoding="utf-8") for name in SCRIPT_FILES)
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "\n})();\n"


@cache
def layer_style() -> str:
    """Return the layer's CSS, to be served as ``/vendor/cluster_layer.css``."""
    return _FOLDER.joinpath("cluster_layer.css").read_text(encoding="utf-8")


def _area_precisions() -> list[str]:
    """Return the location precisions whose point stands for an area and not for a place."""
    bound = codebook.value("location_precision", _NAMES_A_PLACE).rank or 0
    return [
        item.value
        for item in codebook.values("location_precision")
        if item.value != _NAMES_NO_PLACE and (item.rank or 0) < bound
    ]


def layer_settings() -> dict[str, Any]:
    """Return what the layer's script must know, the same for every page and every session."""
    return {
        "urls": _URLS,
        "words": _WORDS,
        "palettes": {theme: palette(theme) for theme in THEMES},
        "steps": [asdict(step) for step in GREY_STEPS],
        "tiers": {tier: _as_heading(codebook.label("model_tier", tier)) for tier in ("first", "lower")},
        "factors": len(codebook.PREDICTORS),
        "precisions": {item.value: _as_heading(item.label) for item in codebook.values("location_precision")},
        "dashed_precisions": _area_precisions(),
    }


def _as_heading(label: str) -> str:
    return label[:1].upper() + label[1:]
