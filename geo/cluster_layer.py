"""The map's layer of clusters, as folium sees it: its settings, its words and its queries.

Drawing is done in the browser by the files of geo/javascript, which ask our own server for tiles.
No record passes through this module: names of clusters reach the browser as JSON only, where they
are set as text, so nothing that a contributor writes becomes part of a script or of HTML.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import folium
from folium.elements import JSCSSMixin
from folium.map import Layer
from folium.template import Template

import codebook
from geo.colours import GREY_STEPS, THEMES, Theme, class_fills, legend_classes, palette

_FOLDER = Path(__file__).parent / "javascript"

SCRIPT_FILES: tuple[str, ...] = (
    "pane_canvas.js",
    "tile_store.js",
    "base_map.js",
    "marks.js",
    "country_outlines.js",
    "records.js",
    "legend.js",
    "notices.js",
    "spread.js",
    "painting.js",
    "pointer.js",
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
    "base_map": {
        "coarse": "/basemap/110m.json",
        "fine": "/basemap/50m.json",
        "fine_from_zoom": _FINE_FROM_ZOOM,
    },
}

_WORDS = {
    "attribution": "Base map: Natural Earth · Clusters: Clusterwatch",
    "map_label": "Map of industrial clusters",
    "map_note": "The table below the map holds the same clusters.",
    "loading": "Loading the map …",
    "failed": "The map data could not be loaded.",
    "retry": "Retry",
    "legend": "Legend",
    "legend_title": {
        "both": "Adoption the model implies, both tiers",
        "first": "Adoption the model implies, first tier",
        "lower": "Adoption the model implies, lower tiers",
    },
    "legend_split": "top: first tier, bottom: lower tiers",
    "legend_grey": "greyer: less is known",
    "legend_hatch": "hatched: nothing known",
    "legend_dashed": "dashed: somewhere here",
    "legend_country": "outline: a whole country",
    "not_known": codebook.NOT_KNOWN,
    "tier_of_point": "{tier}: {class}, {known} of {of} factors known",
    "tier_of_cell": "{tier}: {class} on average",
    "tier_unknown": "{tier}: nothing known",
    "cell": "{count} clusters",
    "cell_hint": "Click to zoom in",
    "country_entry": "Speaks of the whole country",
    "pile_more": "and {count} more",
    "pile_hint": "Click to spread them out",
}


@dataclass(frozen=True)
class Selection:
    """The selected cluster: its id, and degrees WGS 84 of its point; None for a whole country."""

    id: str
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class View:
    """A view to move the map to: its centre in degrees WGS 84, and the zoom (2 to 14)."""

    lat: float
    lon: float
    zoom: int


def script_json(value: object) -> str:
    """Return JSON that may stand inside a script element and inside a folium template.

    ``<``, ``>``, ``&`` and ``'`` are written as escapes, and so is everything beyond ASCII (U+2028
    among it), so that no markup, quote or line end breaks out. So is a brace that opens a Jinja
    expression: branca 0.8 parses every rendered script as a template once more, which would run
    ``{{ ... }}`` from an address bar on the server.

    Raises
    ------
    ValueError
        The value holds a number that JSON does not know (NaN or infinite).
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False)
    for sign in "<>&'":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    # Outside of strings a brace is followed by a quote, a brace that closes, or a space.
    return re.sub(r"\{(?=[{%#])", r"\\u007b", text)


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


def _with_version(path: str, content: str) -> str:
    """Return a URL that changes with the content, so that it can be cached without end."""
    return f"{path}?v={hashlib.sha256(content.encode()).hexdigest()[:12]}"


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
        "palettes": {theme: {"tokens": palette(theme), "fills": class_fills(theme)} for theme in THEMES},
        "steps": [asdict(step) for step in GREY_STEPS],
        "classes": [{"label": entry.label} for entry in legend_classes("light")],
        "tiers": {tier: _as_heading(codebook.label("model_tier", tier)) for tier in ("first", "lower")},
        "factors": len(codebook.PREDICTORS),
        "precisions": {item.value: _as_heading(item.label) for item in codebook.values("location_precision")},
        "dashed_precisions": _area_precisions(),
    }


def _as_heading(label: str) -> str:
    return label[:1].upper() + label[1:]


def tile_search(filters: Mapping[str, Sequence[str]], *, colour: str, shown: str, version: str) -> str:
    """Return the query of the tile addresses: ``country=IND&country=PAK&colour=...&tier=...&v=3``.

    Parameters
    ----------
    filters
        Chosen values by the name of the filter; a filter without values is left out.
    colour
        What the colour stands for, such as ``above_unknown``.
    shown
        What the discs show: ``both`` tiers, ``first`` or ``lower``.
    version
        Names the state of the facts: another one makes every kept tile a new address.
    """
    # Sorted, so that the same choice is the same address, and the browser's cache knows it.
    pairs = [(name, value) for name in sorted(filters) for value in sorted(filters[name])]
    return urlencode([*pairs, ("colour", colour), ("tier", shown), ("v", version)])


class ClusterLayer(JSCSSMixin, Layer):
    """The layer on a folium map; it shows nothing until a :class:`LayerQuery` tells it what.

    Its script is the same in every run: streamlit-folium makes the map anew, without its zoom and
    place, when the script changes.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.clusterwatch({{ this.settings }});
        {% endmacro %}
        """
    )
    default_js = [("cluster_layer", _with_version("/vendor/cluster_layer.js", layer_script()))]
    default_css = [("cluster_layer_css", _with_version("/vendor/cluster_layer.css", layer_style()))]

    def __init__(self) -> None:
        super().__init__(name="clusters", overlay=True, control=False)
        self._name = "ClusterLayer"
        self.settings = script_json(layer_settings())


class LayerQuery(folium.FeatureGroup):
    """What the layer shows now; hand it to ``st_folium(feature_group_to_add=...)`` at each run.

    streamlit-folium (0.27) evaluates the script of a feature group whenever it changes, and leaves
    the map alone. This group holds no features: its script calls the layer.

    Parameters
    ----------
    search
        The query of the tile addresses, see :func:`tile_search`.
    shown
        ``both`` for split discs, ``first`` or ``lower`` for whole ones.
    theme
        The theme of the page.
    selected
        The selected cluster, ringed and brought into view; None for none.
    view
        Where to move the map when this value changes; None leaves the reader's own view.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.featureGroup();
            window.clusterwatch.setQuery({{ this.query }});
        {% endmacro %}
        """
    )

    def __init__(
        self,
        search: str,
        *,
        shown: str,
        theme: Theme,
        selected: Selection | None = None,
        view: View | None = None,
    ) -> None:
        super().__init__(name="query", control=False)
        self.query = script_json(
            {
                "search": search,
                "show": shown,
                "theme": theme,
                "selected": asdict(selected) if selected else None,
                "view": asdict(view) if view else None,
            }
        )
