"""The map's layer of clusters, as folium sees it: what it shows now, and its queries.

Drawing is done in the browser by the files of geo/javascript, which ask our own server for tiles.
No record passes through this module: names of clusters reach the browser as JSON only, where they
are set as text, so nothing that a contributor writes becomes part of a script or of HTML.

What the reader does comes back as the value of ``st_folium``, a dictionary of

- ``clicked``: ``{serial, id, lat, lon, zoom}``; ``id`` is None beside every mark;
- ``view``: ``{lat, lon, zoom}``, the view that the reader moved to; echo it as ``view``;
- ``area``: ``{serial, ring}``; ``ring`` is a list of ``[lon, lat]``, None when the area was removed;
- ``legend``: ``{serial, tier, class}``: a class of the legend was pressed; ``tier`` is ``first`` or
  ``lower`` (``first`` too where one value speaks for the whole cluster).

A part is absent until it happened first; a ``serial`` grows with each event.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

import folium
from folium.elements import JSCSSMixin
from folium.map import Layer
from folium.template import Template

from geo.base_tiles import BaseTiles
from geo.colours import DEFAULT_PALETTE, LegendClass, Theme, class_fills, legend_classes
from geo.layer_settings import layer_script, layer_settings, layer_style
from geo.script_json import script_json

# The measure that compares the tiers, and so belongs to neither.
_GAP = "tier_gap"


@dataclass(frozen=True)
class Selection:
    """A cluster that is selected or pointed at: its id, and degrees WGS 84; None for a whole country."""

    id: str
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class View:
    """A view of the map: its centre in degrees WGS 84, and the zoom (2 to 14)."""

    lat: float
    lon: float
    zoom: int


@dataclass(frozen=True)
class Fit:
    """A box to bring into view, degrees WGS 84; done once for each new ``serial`` (it grows)."""

    serial: int
    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True)
class Legend:
    """What the colours mean, in words.

    Attributes
    ----------
    title
        What is coloured, such as "Adoption the model implies".
    caveat
        One sentence of caution below the title, empty for none.
    is_suppressed
        True where a colour is held back as less is known of it.
    classes
        The classes in their order, class 1 first; what is not known has none and is hatched.
    chosen_first, chosen_lower
        Classes that the map is narrowed to, as in the address: ``1`` and so on, or ``unknown``.
    """

    title: str
    caveat: str
    is_suppressed: bool
    classes: tuple[LegendClass, ...]
    chosen_first: tuple[str, ...] = ()
    chosen_lower: tuple[str, ...] = ()


def _with_version(path: str, content: str) -> str:
    """Return a URL that changes with the content, so that it can be cached without end."""
    return f"{path}?v={hashlib.sha256(content.encode()).hexdigest()[:12]}"


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
        ``both`` for split discs, ``first`` or ``lower`` for whole ones of that tier, ``whole`` for
        whole discs of a measure that has one value a cluster (see :func:`discs_shown`).
    theme
        The theme of the page.
    selected
        The selected cluster, ringed and brought into view; None for none.
    legend
        What the classes mean; None stands for adoption against the unknown.
    view
        The view of the address: where the map begins, and where it moves when this changes to a
        view that it did not report itself. None leaves the reader's own view.
    fit
        A box to bring into view, once for each new serial.
    area
        Corners (longitude, latitude) of the polygon that the map is narrowed to; empty for none.
    overlay
        A reader's own shapes, as ``geo.own_shapes.read_overlay`` returns them; None for none.
    base_tiles
        Online tiles under the clusters; None draws our own base map and asks nobody.
    highlighted
        The cluster whose row in the table has the focus.
    palette
        Name of the palette, for the address of the page that can be saved.
    caption
        Lines below a saved picture: what it shows, filters, snapshot, citation.
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
        legend: Legend | None = None,
        view: View | None = None,
        fit: Fit | None = None,
        area: Sequence[tuple[float, float]] = (),
        overlay: Mapping[str, Any] | None = None,
        base_tiles: BaseTiles | None = None,
        highlighted: Selection | None = None,
        palette: str = DEFAULT_PALETTE,
        caption: Sequence[str] = (),
    ) -> None:
        super().__init__(name="query", control=False)
        parts: dict[str, Any] = {
            "selected": selected,
            "view": view,
            "fit": fit,
            "base_tiles": base_tiles,
            "highlighted": highlighted,
        }
        self.query = script_json(
            {
                "legend": _as_drawn(legend or default_legend(theme), theme),
                "search": search,
                "show": shown,
                "theme": theme,
                **{name: asdict(part) if part else None for name, part in parts.items()},
                "area": [list(corner) for corner in area],
                "overlay": overlay,
                "palette": palette,
                "caption": list(caption),
            }
        )


def is_whole(measure: str) -> bool:
    """Return True for a measure with one value a cluster, and not one a tier."""
    return measure == _GAP


def discs_shown(measure: str, tier: str) -> str:
    """Return what the discs show of a measure: the tier that was chosen, or ``whole`` discs."""
    return "whole" if is_whole(measure) else tier


def default_legend(theme: Theme) -> Legend:
    """Return the legend of adoption against the unknown, which is what the map shows unasked."""
    return Legend("Adoption the model implies", "", is_suppressed=True, classes=legend_classes(theme))


def _as_drawn(legend: Legend, theme: Theme) -> dict[str, Any]:
    """Return a legend with every fill of its classes: how grey a colour becomes is decided here, once."""
    colours = [entry.colour for entry in legend.classes]
    return {**asdict(legend), "fills": class_fills(theme, colours, is_suppressed=legend.is_suppressed)}
