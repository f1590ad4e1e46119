"""The quadrant as a drawing: one mark a cluster, its sign by first-tier practice."""

import textwrap
from collections.abc import Iterator
from typing import Any

import altair as alt
import pandas as pd

import codebook
from geo.colours import Theme, token
from ui.chart_look import chart_config
from ui.theory_case import OWNED, WATCHED
from ui.theory_governance import QUADRANTS, Governance, level_words
from ui.theory_propositions import FIRST
from ui.words import heading

PER_LINE = 8
CELL = PER_LINE + 1
LINE_PX = 17
LONGEST_LINE = 24
LEGEND_LINES, TITLE_LINES = 3.6, 3.4
"""Room for the legend, and for the title of a quadrant: a phone breaks the longest into three lines."""

SIGNS = (("triangle-down", "adoption_1"), ("diamond", "adoption_4"), ("triangle-up", "adoption_5"), ("circle", "page"))
"""Vega's name of a shape and a colour token by level of first-tier practice; the last: not coded, an empty circle."""

SAID = {"watched": WATCHED, "owned": OWNED, "practice": FIRST}
"""What a mark tells of its cluster."""

X = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.8, 2 * CELL - 0.6], nice=False, zero=False))
Y = alt.Y("y:Q", axis=None, scale=alt.Scale(nice=False, zero=False, padding=14, reverse=True))

Marks = list[dict[str, Any]]


def governance_chart(governance: Governance, theme: Theme) -> alt.LayerChart:
    """Return the quadrant as a drawing: one mark a cluster, its place by watch and association."""
    legend, words = _legend(theme)
    cases, titles = _lay_out(governance, theme)
    tips = {"name": "Cluster", **{column: codebook.factor(name).short_label for column, name in SAID.items()}}
    marks = _points(cases, theme).encode(tooltip=[alt.Tooltip(f"{name}:N", title=tips[name]) for name in tips])
    lines = (
        alt.Chart(pd.DataFrame([*words, *titles]))
        .mark_text(align="left", baseline="top", lineBreak="\n", dx=-4, dy=-5)
        .encode(x=X, y=Y, text="words:N", description="words:N")
    )
    height = int((max(mark["y"] for mark in [*legend, *cases]) + 2) * LINE_PX)
    return (lines + _points(legend, theme) + marks).properties(height=height).configure(**chart_config(theme))


def _points(marks: Marks, theme: Theme) -> alt.Chart:
    """Return marks that say to a screen reader what they stand for, and not where Vega puts them."""
    return (
        alt.Chart(pd.DataFrame(marks))
        .mark_point(size=70, strokeWidth=1.2, opacity=1, fillOpacity=1)
        .encode(
            x=X,
            y=Y,
            shape=alt.Shape("shape:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.value(token("outline", theme)),
            description="said:N",
        )
    )


def _lay_out(governance: Governance, theme: Theme) -> tuple[Marks, Marks]:
    """Return marks and titles on a grid: close watch above, an acting association on the right."""
    marks: Marks = []
    words: Marks = []
    line = LEGEND_LINES
    for is_watched in (True, False):
        deepest = line
        for place, is_owned in enumerate((False, True)):
            # Alike beside alike, so that the shares are seen.
            cases = governance.of(is_watched, is_owned).sort_values("practice", kind="stable")
            title = textwrap.wrap(f"{QUADRANTS[is_watched, is_owned]}: {len(cases)}", LONGEST_LINE)
            words.append(_words(place * CELL, line, "\n".join(title)))
            placed = list(_place(cases, place * CELL, line + TITLE_LINES, theme))
            marks += placed
            deepest = max([deepest + TITLE_LINES, *(mark["y"] for mark in placed)])
        line = deepest + 1.6
    return marks, words


def _place(cases: pd.DataFrame, left: float, top: float, theme: Theme) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(cases.to_dict("records")):
        level = len(SIGNS) - 1 if pd.isna(row["practice"]) else int(row["practice"])
        words = {column: heading(level_words(factor, row[column])) for column, factor in SAID.items()}
        yield {
            "x": left + number % PER_LINE,
            "y": top + number // PER_LINE,
            **_sign(level, theme),
            "name": row["name"],
            **words,
            "said": f"{row['name']}: {codebook.factor(FIRST).short_label} {words['practice'].lower()}",
        }


def _legend(theme: Theme) -> tuple[Marks, Marks]:
    """Return signs and words of the legend: two kinds of practice in a line."""
    marks, words = [], []
    for level in range(len(SIGNS)):
        x, y = level % 2 * CELL, level // 2 * 1.4
        label = level_words(FIRST, level if level < len(SIGNS) - 1 else None)
        said = f"{codebook.factor(FIRST).short_label}: {label}"
        marks.append({"x": x, "y": y, **_sign(level, theme), "said": said})
        words.append(_words(x + 1, y, said))
    return marks, words


def _sign(level: int, theme: Theme) -> dict[str, str]:
    shape, name = SIGNS[level]
    return {"shape": shape, "fill": token(name, theme)}


def _words(x: float, y: float, words: str) -> dict[str, Any]:
    return {"x": x, "y": y, "words": words}
