"""One view of the map as a file that opens without internet: what its address says, with all data inside.

The address is that of the view: filters, colour, tier, palette, place and selection, and the theme.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

import codebook
from api.map_replies import MapView, view_of
from api.replies import tagged_reply
from api.tiles import FIELDS, country_collection
from codebook.errors import BadQueryError
from codebook.ids import is_valid_id, shorten
from geo.cluster_layer import Fit, LayerQuery, Legend, Selection, View, discs_shown
from geo.colours import THEMES, Theme, legend_classes
from geo.saved_page import SavedView, saved_page
from store.atlas import Atlas
from store.atlas_records import CountryLevelCluster, Point
from store.filters import refusal
from store.map_query import CLASS_FILTERS, MapQuery
from store.map_words import filters_in_words

HTML = "text/html; charset=utf-8"
LOOKS = ("theme", "at", "selected", "base")
"""Names in the address of a view that a tile does not know. Online tiles stay outside: nothing asks for them."""
MOST_POINTS = 4000
"""Clusters that a page shows one by one: with the base map about 3 MB. More are gathered in cells."""
CELLS_ZOOM = 3
"""The zoom whose tiles the cells of a page come from: its 64 tiles hold at most 4,096 cells."""
MOST_ROWS = 500
"""Clusters that the table below the map names."""
PLACE = re.compile(r"(-?\d{1,2}(?:\.\d{1,5})?),(-?\d{1,3}(?:\.\d{1,5})?),(\d{1,2})", re.ASCII)
TITLE = "Map of industrial clusters"
DISC_WORDS = {
    "both": "upper half the first tier, lower half the lower tiers",
    "first": "of the first tier",
    "lower": "of the lower tiers",
    "whole": "one colour for each cluster",
}


@dataclass(frozen=True)
class Looks:
    """How a view is seen: its theme, its place on the map, and the selected cluster; None for none."""

    theme: Theme
    at: View | None
    selected: str | None


def saved_map(request: Request) -> Response:
    """Return the view as one HTML file, to be kept.

    Raises
    ------
    BadQueryError
        When a name or a value of the address is not allowed.
    """
    view = view_of(request, *LOOKS)
    looks = _read_looks(request)
    day = datetime.now(UTC).date()
    drawn = ("page", looks, view.query.tier, view.query.palette, day)
    reply = tagged_reply(request, view.tag(drawn), lambda: _page(view, looks).encode(), media_type=HTML)
    reply.headers["Content-Disposition"] = f'attachment; filename="clusterwatch-map-{day}.html"'
    return reply


def _read_looks(request: Request) -> Looks:
    theme, at, selected = (_single(request, name) for name in LOOKS[:3])
    if theme is not None and theme not in THEMES:
        raise refusal(LOOKS[0], theme, THEMES)
    if selected is not None and not is_valid_id(selected):
        message = f"selected is {shorten(selected, 60)!r}, which is not the id of a cluster."
        raise BadQueryError(message)
    return Looks(theme or THEMES[0], None if at is None else _read_place(at), selected)


def _single(request: Request, name: str) -> str | None:
    values = request.query_params.getlist(name)
    if len(values) > 1:
        message = f"{name} takes one value, but the address gives more."
        raise BadQueryError(message)
    return values[0] if values else None


def _read_place(text: str) -> View:
    found = PLACE.fullmatch(text)
    if found is None:
        message = f"at is {shorten(text, 60)!r}; allowed: latitude, longitude and zoom, as in 31.5204,74.3587,7."
        raise BadQueryError(message)
    return View(float(found[1]), float(found[2]), int(found[3]))


def _page(view: MapView, looks: Looks) -> str:
    atlas, query = view.atlas, view.query
    entries = atlas.country_level_clusters(query.filter, query.colour)
    is_many = atlas.summary(query.filter, query.colour).clusters > MOST_POINTS
    points = [] if is_many else atlas.points_in_tile(0, 0, 0, query.filter, query.colour)
    tile: dict[str, Any] = {"kind": "points", "fields": FIELDS["points"], "rows": points}
    if is_many:
        tile = {"kind": "cells", "fields": FIELDS["cells"], "rows": _cells(atlas, query)}
    shown = discs_shown(query.colour, query.tier)
    return saved_page(
        SavedView(
            title=TITLE,
            lines=_lines(atlas, query, shown, is_many=is_many),
            theme=looks.theme,
            query=_layer_query(view, looks, shown, _selection(looks.selected, points, entries)),
            tile=tile,
            countries=country_collection(entries),
            header=("Cluster", *_tier_names(query, shown), codebook.column("clusters", "location_precision").label),
            rows=[] if is_many else _rows([*points, *entries], query, shown),
        )
    )


def _cells(atlas: Atlas, query: MapQuery) -> list[Sequence[Any]]:
    numbers = range(2**CELLS_ZOOM)
    tiles = ((column, row) for column in numbers for row in numbers)
    return [
        cell
        for column, row in tiles
        for cell in atlas.cells_in_tile(CELLS_ZOOM, column, row, query.filter, query.colour)
    ]


def _layer_query(view: MapView, looks: Looks, shown: str, selected: Selection | None) -> LayerQuery:
    query = view.query
    measure = codebook.measure(query.colour)
    bounds = None if looks.at else view.atlas.bounds(query.filter, query.colour)
    first, lower = (query.filter.values_of(name) for name in CLASS_FILTERS)
    return LayerQuery(
        "",
        shown=shown,
        theme=looks.theme,
        selected=selected,
        legend=Legend(
            measure.label[:1].upper() + measure.label[1:],
            measure.caveat,
            is_suppressed=measure.is_suppressed,
            classes=legend_classes(looks.theme, query.colour, query.palette),
            chosen_first=first,
            chosen_lower=lower,
        ),
        view=looks.at,
        fit=None if bounds is None else Fit(1, *bounds),
        palette=query.palette,
    )


def _selection(
    cluster_id: str | None, points: Sequence[Point], entries: Sequence[CountryLevelCluster]
) -> Selection | None:
    """Return the selected cluster where the view shows it."""
    places = {point.cluster_id: Selection(point.cluster_id, point.latitude, point.longitude) for point in points}
    nations = {entry.cluster_id: Selection(entry.cluster_id) for entry in entries}
    return {**places, **nations}.get(cluster_id or "")


def _lines(atlas: Atlas, query: MapQuery, shown: str, *, is_many: bool) -> list[str]:
    """Return what stands at the head of the page, in words."""
    summary = atlas.summary(query.filter, query.colour)
    names = {option.value: option.label for option in atlas.filter_options(names=("country",))["country"]}
    filters = filters_in_words(query.filter, query.colour, names)
    state = f"snapshot {atlas.snapshot}, model version {atlas.model_version or codebook.NOT_KNOWN}"
    return [
        f"{summary.clusters:,} of {atlas.cluster_count:,} clusters, {summary.with_outcome:,} with a coded outcome. "
        + ("Too many to be shown one by one: they are gathered in circles." if is_many else ""),
        f"Colour: {codebook.measure(query.colour).label}, {DISC_WORDS[shown]}.",
        "Narrowed to: " + "; ".join(filters) + "." if filters else "Not narrowed: all clusters are shown.",
        f"Clusterwatch, {state}, saved on {datetime.now(UTC).date()}.",
        f"How to cite: Clusterwatch contributors, Clusterwatch: industrial clusters and the evidence behind their "
        f"predicted social responsibility, {state}. The theory: {codebook.note('theory').text}",
    ]


def _tier_names(query: MapQuery, shown: str) -> tuple[str, ...]:
    """Return the headings of the columns that say the classes."""
    if shown == "whole":
        return (codebook.measure(query.colour).label,)
    tiers = [item for item in codebook.values("model_tier") if shown in ("both", item.value)]
    return tuple(item.label[:1].upper() + item.label[1:] for item in tiers)


def _rows(clusters: Sequence[Point | CountryLevelCluster], query: MapQuery, shown: str) -> list[tuple[str, ...]]:
    """Return name, classes and how exact the place is, in words, by name."""
    labels = [entry.label for entry in codebook.measure(query.colour).classes]

    def words(number: int | None) -> str:
        return codebook.NOT_KNOWN if number is None else labels[number - 1]

    rows = []
    for item in sorted(clusters, key=lambda cluster: cluster.name)[:MOST_ROWS]:
        classes = {"first": item.first_class, "lower": item.lower_class}
        said = [words(classes[tier]) for tier in classes if shown in ("both", tier)] or [words(item.first_class)]
        precision = item.location_precision if isinstance(item, Point) else "country"
        rows.append((item.name, *said, codebook.label("location_precision", precision)))
    return rows
