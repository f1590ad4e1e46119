"""One view of the map as a single HTML file that opens without internet, with the map's own looks.

Leaflet, our script, the base map and the view's data are written into the file. Records are hostile
text: they stand in it as escaped JSON or as escaped words, and a content security policy lets no
script run but ours, by its hash, and lets nothing be asked of anybody.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from geo.basemap import RESOLUTIONS, basemap_geojson
from geo.cluster_layer import LayerQuery
from geo.cluster_map import MAP_OPTIONS
from geo.colours import Theme, css_variables
from geo.layer_settings import layer_script, layer_settings, layer_style
from geo.leaflet import leaflet_file
from geo.script_json import script_json

_FOLDER = Path(__file__).parent / "offline"


@dataclass(frozen=True)
class SavedView:
    """What a saved page shows.

    Attributes
    ----------
    title
        Heading of the page and name of its window.
    lines
        What it shows, which filters, snapshot, model version, how to cite: a paragraph each.
    theme
        The colours of the page.
    query
        What the map shows.
    tile
        The clusters or cells, as one tile of the whole world: kind, fields, rows.
    countries
        The country-level entries, as ``/tiles/countries.json`` gives them.
    header, rows
        The same clusters in words, as a table below the map; no rows where they are too many.
    """

    title: str
    lines: Sequence[str]
    theme: Theme
    query: LayerQuery
    tile: Mapping[str, Any]
    countries: Mapping[str, Any]
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


def saved_page(view: SavedView) -> str:
    """Return the HTML of a view, complete in itself: about 2 MB for the base map, the rest is data."""
    scripts = [_leaflet_script(), layer_script(), _own_file("start.js")]
    styles = [_leaflet_style(), layer_style(), f":root {{\n{css_variables(view.theme)}\n}}", _own_file("page.css")]
    style = "\n".join(styles)
    policy = (
        f"default-src 'none'; img-src data: blob:; style-src {_hash(style)}; "
        f"script-src {' '.join(_hash(script) for script in scripts)}"
    )
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(view.title)}</title>\n<style>{style}</style>\n</head>\n<body>",
            f"<header>\n<h1>{escape(view.title)}</h1>",
            *(f"<p>{escape(line)}</p>" for line in view.lines),
            '</header>\n<main>\n<div id="map"></div>',
            _table(view),
            f'</main>\n<script type="application/json" id="data">{_data(view)}</script>',
            *(f"<script>{script}</script>" for script in scripts),
            "</body>\n</html>\n",
        ]
    )


def _data(view: SavedView) -> str:
    """Return everything that the page's script reads, as JSON that may stand inside a script element."""
    base_maps = ",".join(f'"{resolution}":{_basemap_json(resolution)}' for resolution in RESOLUTIONS)
    kept = f'{{"tile":{script_json(view.tile)},"countries":{script_json(view.countries)},"base_map":{{{base_maps}}}}}'
    settings = script_json({**layer_settings(), "is_saved": True})
    return f'{{"options":{script_json(MAP_OPTIONS)},"settings":{settings},"query":{view.query.query},"kept":{kept}}}'


def _table(view: SavedView) -> str:
    """Return the text twin of the map, folded away; nothing where the map shows cells."""
    if not view.rows:
        return ""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in view.header)
    rows = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in view.rows)
    return (
        "<details>\n<summary>The same clusters as a table</summary>\n"
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</details>"
    )


@cache
def _basemap_json(resolution: str) -> str:
    """Return the base map as JSON that may stand inside a script element, made once a process."""
    return script_json(json.loads(basemap_geojson(resolution)))


@cache
def _own_file(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


@cache
def _leaflet_script() -> str:
    """Return Leaflet without the line that names a further file."""
    return re.sub(r"(?m)^//# sourceMappingURL=.*$", "", _leaflet_text("leaflet.js"))


@cache
def _leaflet_style() -> str:
    """Return Leaflet's style without the pictures of controls that our map does not have."""
    return re.sub(r"url\([^)]*\)", "none", _leaflet_text("leaflet.css"))


def _leaflet_text(name: str) -> str:
    """Return a text of Leaflet with the ends of lines that a browser reckons its hash with."""
    return leaflet_file(name).decode().replace("\r\n", "\n")


def _hash(content: str) -> str:
    """Return how a content security policy names a script or a style that it lets through."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
