"""The gap map as a drawing: a row a group, a column a factor; hatched where nobody has written anything.

Colour is the best confidence, the number counts the statements. It is drawn at its own size and scrolls in its own box
where a screen is narrow, so that a cell stays large enough to be read and touched.
"""

import json
import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

import altair as alt
import pandas as pd

import codebook
from codebook.ids import shorten
from geo.colours import Theme, mix, token
from store.gaps import CONFIDENCES
from ui.chart_look import chart_config
from ui.gaps_state import GapMap
from ui.markup import count, unturned
from ui.words import heading

CELL_PX = 22
NAMES = 6.4
"""Cells that the names of the rows take on the left."""

HEADS = 6.9
"""Cells that the names of the factors take above."""

RIGHT = 1.8
"""Cells beyond the last column, where its slanted name ends."""

BETWEEN_AREAS = 0.65
CELL = 0.92
"""What a cell fills of its place."""

LONGEST_NAME = 90
OPENED = "cell"
"""Name of the selection: a click on a cell."""

SHADES = (0.78, 0.5, 0.0)
"""How much of the page shines through the accent, by confidence, least sure first."""

HATCH = "M-1,0L0,-1M-1,1L1,-1M0,1L1,0"
"""Three strokes across a cell, as Vega draws a shape of one's own."""


class Column(NamedTuple):
    """One factor's place from the left, in cells."""

    factor: str
    x: float


def columns_of(factors: Sequence[str]) -> list[Column]:
    """Return the columns of some factors, with a gap between two areas."""
    columns: list[Column] = []
    for name in factors:
        before = columns[-1] if columns else None
        is_new = before is not None and codebook.AREAS[before.factor].area != codebook.AREAS[name].area
        columns.append(Column(name, 0 if before is None else before.x + 1 + (BETWEEN_AREAS if is_new else 0)))
    return columns


def fill_of(best: int | None, theme: Theme) -> str:
    """Return the colour of a cell by its best confidence (1 for the least sure), the page's own where there is none."""
    page = token("page", theme)
    return page if best is None else mix(token("accent", theme), page, SHADES[best - 1])


def ink_of(best: int | None, theme: Theme) -> str:
    """Return the colour of a number on such a cell."""
    return token("page" if best == len(SHADES) else "text", theme)


def short_number(number: int) -> str:
    """Return a count that fits a cell: ``940``, ``12k``, ``3M``; a small one is never rounded."""
    if number < 1_000:
        return str(number)
    return f"{number // 1_000}k" if number < 1_000_000 else f"{number // 1_000_000}M"


def cells_of(found: GapMap, factors: Sequence[str], theme: Theme) -> pd.DataFrame:
    """Return every cell of a map, the empty ones among them, one a row, with its place, its colours and its words."""
    known = found.cells.set_index(["group", "factor"]).to_dict("index")
    columns = columns_of(factors)
    return pd.DataFrame(
        [
            {**_box(x, y), **_look(known.get((row["group"], name)), theme), **_said(row, name, known)}
            for y, row in enumerate(found.rows.to_dict("records"))
            for name, x in columns
        ]
    )


def _box(x: float, y: float) -> dict[str, float]:
    return {"x": x, "x2": x + CELL, "y": y, "y2": y + CELL, "centre": x + CELL / 2, "middle": y + CELL / 2}


def _look(cell: dict[Any, Any] | None, theme: Theme) -> dict[str, Any]:
    best = None if cell is None else int(cell["best"])
    number = "" if cell is None else short_number(int(cell["evidence_rows"]))
    return {"is_empty": cell is None, "fill": fill_of(best, theme), "ink": ink_of(best, theme), "number": number}


def _said(row: dict[Any, Any], factor: str, known: dict[Any, Any]) -> dict[str, Any]:
    return {
        "group": row["group"],
        "factor": factor,
        "where": shorten(unturned(row["name"]), LONGEST_NAME),
        "what": codebook.factor(factor).label,
        "known": known_words(known.get((row["group"], factor)), int(row["clusters"])),
    }


def known_words(cell: dict[Any, Any] | None, clusters: int) -> str:
    """Return what is known in a cell in words."""
    if cell is None:
        return "nothing written yet"
    confidence = codebook.label("confidence", CONFIDENCES[int(cell["best"]) - 1])
    newest = "" if pd.isna(cell["newest_year"]) else f", newest of {int(cell['newest_year'])}"
    where = "" if clusters == 1 else f" on {int(cell['clusters']):,} of {count(clusters, 'cluster', 'clusters')}"
    statements = count(int(cell["evidence_rows"]), "statement", "statements")
    return f"{statements}{where}, at best of {confidence} confidence{newest}"


def gap_chart(found: GapMap, factors: Sequence[str], opened: tuple[str, str], theme: Theme) -> alt.LayerChart:
    """Return the drawing.

    Parameters
    ----------
    opened
        Group and factor of the cell that stands open.
    """
    cells = cells_of(found, factors, theme)
    width, height = float(cells["x2"].max()), len(found.rows)
    x = alt.Scale(domain=[-NAMES, width + RIGHT], nice=False, zero=False)
    y = alt.Scale(domain=[height, -HEADS], nice=False, zero=False)
    legend = _legend(theme)
    group, factor = (json.dumps(part) for part in opened)
    layers = alt.layer(
        _plain_boxes(legend, x, y, theme),
        _hatch(legend, x, y, theme),
        _words(legend.assign(x=legend["x2"] + 0.3, y=legend["middle"]), x, y, baseline="middle"),
        _words(_row_names(found), x, y, baseline="middle", limit=int(NAMES * CELL_PX)),
        _words(_heads(factors), x, y, baseline="middle", angle=295),
        _words(_area_names(factors), x, y, baseline="top", fontWeight=600, lineBreak="\n"),
        _boxes(cells, x, y, theme).add_params(alt.selection_point(name=OPENED, fields=["group", "factor"])),
        _hatch(cells, x, y, theme),
        _centred(cells, x, y)
        .transform_filter("!datum.is_empty")
        .mark_text(aria=False, baseline="middle", fontSize=11)
        .encode(text="number:N", color=alt.Color("ink:N", scale=None)),
        _boxes(cells, x, y, theme, fillOpacity=0, stroke=token("text", theme), strokeWidth=2.5).transform_filter(
            f"datum.group === {group} && datum.factor === {factor}"
        ),
    )
    pixels = {"width": int((width + NAMES + RIGHT) * CELL_PX), "height": int((height + HEADS) * CELL_PX)}
    return layers.properties(**pixels).configure(**chart_config(theme))


def _boxes(cells: pd.DataFrame, x: alt.Scale, y: alt.Scale, theme: Theme, **options: Any) -> alt.Chart:
    tips = {"where": "Where", "what": "What", "known": "Known"}
    return _plain_boxes(cells, x, y, theme, cursor="pointer", **options).encode(
        tooltip=[alt.Tooltip(f"{name}:N", title=title) for name, title in tips.items()]
    )


def _plain_boxes(cells: pd.DataFrame, x: alt.Scale, y: alt.Scale, theme: Theme, **options: Any) -> alt.Chart:
    # The table under the drawing says it to a screen reader; a thousand boxes one by one would not.
    look = {"aria": False, "stroke": token("line", theme), "strokeWidth": 1, **options}
    places = {"x": alt.X("x:Q", scale=x, axis=None), "y": alt.Y("y:Q", scale=y, axis=None)}
    fill = alt.Fill("fill:N", scale=None)
    return alt.Chart(cells).mark_rect(**look).encode(**places, x2="x2:Q", y2="y2:Q", fill=fill)


def _hatch(cells: pd.DataFrame, x: alt.Scale, y: alt.Scale, theme: Theme) -> alt.Chart:
    look: dict[str, Any] = {"stroke": token("unknown", theme), "strokeWidth": 1.4, "size": (CELL_PX * 0.62) ** 2}
    empty = _centred(cells, x, y).transform_filter("datum.is_empty")
    return empty.mark_point(aria=False, shape=HATCH, opacity=1, **look)


def _legend(theme: Theme) -> pd.DataFrame:
    """Return what the colours mean, the surest first, then the hatch: in the corner above the names of the rows."""
    steps: list[int | None] = [*range(len(SHADES), 0, -1), None]
    return pd.DataFrame(
        [
            {
                **_box(-NAMES, place * 1.05 - len(steps) * 1.05 - 0.6),
                "fill": fill_of(best, theme),
                "is_empty": best is None,
                "words": "nothing written" if best is None else _confidence_words(best),
            }
            for place, best in enumerate(steps)
        ]
    )


def _confidence_words(best: int) -> str:
    return f"{codebook.label('confidence', CONFIDENCES[best - 1])} confidence"


def _centred(cells: pd.DataFrame, x: alt.Scale, y: alt.Scale) -> alt.Chart:
    return alt.Chart(cells).encode(x=alt.X("centre:Q", scale=x, axis=None), y=alt.Y("middle:Q", scale=y, axis=None))


def _words(said: pd.DataFrame, x: alt.Scale, y: alt.Scale, **options: Any) -> alt.Chart:
    places = {"x": alt.X("x:Q", scale=x, axis=None), "y": alt.Y("y:Q", scale=y, axis=None)}
    return alt.Chart(said).mark_text(aria=False, align="left", **options).encode(**places, text="words:N")


def _row_names(found: GapMap) -> pd.DataFrame:
    names = [
        {"x": -NAMES, "y": y + 0.46, "words": shorten(unturned(name), LONGEST_NAME)}
        for y, name in enumerate(found.rows["name"])
    ]
    return pd.DataFrame(names)


def _heads(factors: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(
        [{"x": x + 0.4, "y": -0.3, "words": codebook.factor(name).short_label} for name, x in columns_of(factors)]
    )


def _area_names(factors: Sequence[str]) -> pd.DataFrame:
    firsts: dict[str, float] = {}
    for name, x in columns_of(factors):
        firsts.setdefault(codebook.AREAS[name].area, x)
    return pd.DataFrame(
        [
            {"x": x, "y": -HEADS, "words": "\n".join(textwrap.wrap(heading(codebook.label("research_area", area)), 13))}
            for area, x in firsts.items()
        ]
    )
