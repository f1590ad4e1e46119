"""The strip: one mark an initiative, by how strongly it was compared and what was found.

A mark is filled where the finding is held against something and an empty dashed outline where it is a claim, so that
the two never look alike, whatever the colours do on a screen or in print.
"""

import textwrap
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

import altair as alt
import pandas as pd

import codebook
from codebook.ids import shorten
from geo.colours import Theme, token
from ui.chart_look import chart_config
from ui.markup import count, unturned
from ui.tried_state import OF_CLUSTERS
from ui.tried_words import DISAGREE, FINDINGS, NOT_FOUND, STRENGTHS, finding_words
from ui.words import heading

PER_LINE = 6
"""Marks beside each other in one column; a phone has room for no more."""

COLUMN = PER_LINE + 1
LINE_PX = 16
WIDTH = COLUMN * len(STRENGTHS)
LONGEST_NAME = 90
CLUSTER_PAGE = "cluster"
"""Address of a cluster's page, relative to this one, so that it holds wherever the app is mounted."""


class Sign(NamedTuple):
    """How a finding is drawn: Vega's name of a shape, and a token of the codebook (None: never filled)."""

    shape: str
    token: str | None


SHAPES = ("triangle-down", "square", "diamond", "triangle-up")
TOKENS = ("adoption_1", "adoption_3", "adoption_4", "adoption_5")
"""By the rank of a finding, worst first: the middle colour stands for no change."""

SIGNS: dict[str, Sign] = {
    **{item.label: Sign(SHAPES[item.rank or 0], TOKENS[item.rank or 0]) for item in FINDINGS},
    DISAGREE: Sign("cross", "accent"),
    **{item.label: Sign("circle", None) for item in NOT_FOUND},
}
"""Every finding's sign by its words, in the order of the legend."""


NOTHING_FOUND = tuple(item.label for item in NOT_FOUND)
FILLED_OR_EMPTY = (("filled: compared with something", True), ("empty: a claim, compared with nothing", False))


class Strip(NamedTuple):
    """The strip laid out on a grid of marks: places in marks from the left and lines from the top."""

    marks: pd.DataFrame
    legend: pd.DataFrame
    words: pd.DataFrame
    lines: float


def is_measured(strength: str) -> bool:
    """Return whether a way of comparing holds the finding against anything."""
    return bool(codebook.value("comparison", strength).rank)


def lay_out(initiatives: pd.DataFrame, by: str | None, words: Mapping[str, str], theme: Theme) -> Strip:
    """Return the strip of some initiatives.

    Parameters
    ----------
    initiatives
        From ``store.interventions.initiatives_of``.
    by
        Filter whose values split the strip into rows, None for one row.
    words
        Words by value of that filter, in the order of the rows.
    """
    signs, said = _legend(theme)
    said += [_words(0, 6.6, "compared with:")]
    said += [_words(STRENGTHS.index(item) * COLUMN, 8, _broken(item.label)) for item in STRENGTHS]
    line, marks = 11.4, []
    for label, some in _rows(initiatives, by, words):
        if label:
            said.append(_words(0, line, f"{label}: {count(len(some), 'initiative', 'initiatives')}"))
            line += 1.6
        placed = _place(some, line, theme)
        marks += placed
        line = max(mark["y"] for mark in placed) + 2
    return Strip(pd.DataFrame(marks), pd.DataFrame(signs), pd.DataFrame(said), line - 1)


def _rows(initiatives: pd.DataFrame, by: str | None, words: Mapping[str, str]) -> list[tuple[str, pd.DataFrame]]:
    """Return the words and the initiatives of each row; rows without any are left out."""
    if by is None:
        return [] if initiatives.empty else [("", initiatives)]
    groups = dict(iter(initiatives.groupby(OF_CLUSTERS.get(by, by))))
    return [(label, groups[value]) for value, label in words.items() if value in groups]


def _legend(theme: Theme) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return signs and words of the legend: three findings in a line, then what filled and empty mean."""
    signs, said = [], []
    for number, finding in enumerate(SIGNS):
        x, y = number % 3 * WIDTH / 3, number // 3 * 1.5
        signs.append({"x": x, "y": y, **_sign(finding, theme, measured=True)})
        said.append(_words(x + 1, y, finding))
    for number, (label, measured) in enumerate(FILLED_OR_EMPTY):
        signs.append({"x": 0, "y": 3 + number * 1.5, **_sign(FINDINGS[0].label, theme, measured=measured)})
        said.append(_words(1, 3 + number * 1.5, label))
    return signs, said


def _words(x: float, y: float, words: str) -> dict[str, Any]:
    return {"x": x, "y": y, "words": words}


def _sign(finding: str, theme: Theme, *, measured: bool) -> dict[str, Any]:
    shape, name = SIGNS[finding]
    fill = token(name, theme) if measured and name is not None else token("page", theme)
    return {"shape": shape, "fill": fill, "measured": measured}


def _place(some: pd.DataFrame, line: float, theme: Theme) -> list[dict[str, Any]]:
    """Return the marks of one row: each column filled line by line, best findings first."""
    marks = []
    order = list(SIGNS)
    for position, strength in enumerate(STRENGTHS):
        cell = some[some["strength"] == strength.value]
        found = sorted(cell.to_dict("records"), key=lambda row: order.index(finding_words(row["standing_finding"])))
        for number, row in enumerate(found):
            finding = finding_words(row["standing_finding"])
            marks.append(
                {
                    "x": position * COLUMN + number % PER_LINE,
                    "y": line + number // PER_LINE,
                    **_sign(finding, theme, measured=is_measured(strength.value)),
                    **_said(row, finding),
                }
            )
    return marks


def _said(row: dict[Any, Any], finding: str) -> dict[str, str]:
    """Return what shows when the pointer rests on a mark, and what a click opens."""
    claim = "" if is_measured(row["strength"]) or finding in NOTHING_FOUND else " (a claim)"
    return {
        # A plain link and no selection: after st.switch_page (Streamlit 1.67) the way back leads to a wrong address.
        "address": f"{CLUSTER_PAGE}?{urlencode({'id': row['cluster_id']})}",
        "name": shorten(unturned(row["name"]), LONGEST_NAME),
        "cluster": shorten(unturned(row["cluster_name"]), LONGEST_NAME),
        "kind": heading(codebook.label("kind", row["kind"])),
        "found": f"{heading(finding)}{claim}",
        "against": heading(codebook.label("comparison", row["strength"])),
    }


def _broken(label: str) -> str:
    return "\n".join(textwrap.wrap(heading(label), 11))


def strip_chart(strip: Strip, theme: Theme) -> alt.LayerChart:
    """Return the drawing; a click on a mark follows its link to the cluster's page."""
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.9, WIDTH - 0.6], nice=False, zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[strip.lines, -0.8], nice=False, zero=False))
    words = alt.Chart(strip.words).mark_text(aria=False, align="left", baseline="top", lineBreak="\n", dx=-4, dy=-5)
    tips = {"name": "Initiative", "cluster": "Cluster", "kind": "Kind", "found": "Found", "against": "Compared with"}
    marks = _points(strip.marks, x, y, theme, cursor="pointer").encode(
        tooltip=[alt.Tooltip(f"{name}:N", title=title) for name, title in tips.items()], href="address:N"
    )
    layers = words.encode(x=x, y=y, text="words:N") + _points(strip.legend, x, y, theme) + marks
    return layers.properties(height=int(strip.lines * LINE_PX)).configure(**chart_config(theme))


def _points(marks: pd.DataFrame, x: alt.X, y: alt.Y, theme: Theme, **options: Any) -> alt.Chart:
    # As wide as the window leaves room for, but never so small that a finger misses it or so large that they touch.
    size = alt.expr(f"pow(clamp(width / {WIDTH} * 0.86, 7, 13), 2)")
    return (
        alt.Chart(marks)
        .mark_point(aria=False, size=size, strokeWidth=1.2, opacity=1, fillOpacity=1, **options)
        .encode(
            x=x,
            y=y,
            shape=alt.Shape("shape:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.value(token("outline", theme)),
            strokeDash=alt.condition("datum.measured", alt.value([1, 0]), alt.value([1.5, 1.5])),
        )
    )
