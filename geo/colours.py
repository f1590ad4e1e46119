"""Colours of the map, the pages and the charts, all made from the codebook's tokens.

Here belongs every rule that turns a class and the number of known factors into a colour. Drawing
does not: the canvas, Streamlit's theme and Altair take finished colours from here, and so agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import codebook
from codebook.errors import UnknownNameError

Theme = Literal["light", "dark"]

THEMES: tuple[Theme, ...] = get_args(Theme)
"""The themes that every token has a colour for."""


@dataclass(frozen=True)
class GreyStep:
    """How strongly a colour is held back when little is known.

    ``known_up_to`` is the largest number of known factors that the step covers (None: any larger
    number); ``grey_share`` the share of grey in the colour, 0 (full colour) to 1 (only grey);
    ``is_hatched`` is True where nothing is known: a pattern, and never the colour of low.
    """

    known_up_to: int | None
    grey_share: float
    is_hatched: bool = False


GREY_STEPS: tuple[GreyStep, ...] = (
    GreyStep(known_up_to=0, grey_share=1.0, is_hatched=True),
    GreyStep(known_up_to=3, grey_share=0.6),
    GreyStep(known_up_to=7, grey_share=0.3),
    GreyStep(known_up_to=None, grey_share=0.0),
)
"""The less is known, the less a colour may claim; few readers tell more than three greys apart."""


@dataclass(frozen=True)
class LegendClass:
    """One colour of a legend: the class, 1 (lowest) to 5, its ``#rrggbb`` and its words."""

    adoption_class: int
    colour: str
    label: str


def token(name: str, theme: Theme) -> str:
    """Return the ``#rrggbb`` (small letters) of a colour token in one theme.

    Raises
    ------
    UnknownNameError
        The codebook has no such token.
    """
    if name not in codebook.COLOURS:
        raise UnknownNameError.of(kind="colour", name=name, allowed=codebook.COLOURS)
    colour = codebook.COLOURS[name]
    return (colour.light if theme == "light" else colour.dark).lower()


def mix(colour: str, other: str, share: float) -> str:
    """Return ``colour`` with a ``share`` (0 to 1) of ``other``, mixed in sRGB; all ``#rrggbb``."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    mixed = (round(own + (foreign - own) * share) for own, foreign in pairs)
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue (0 to 255) of a ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def grey_step(known_factors: int) -> int:
    """Return the index in ``GREY_STEPS`` for a number of known factors (0 or more)."""
    for index, step in enumerate(GREY_STEPS):
        if step.known_up_to is None or known_factors <= step.known_up_to:
            return index
    return len(GREY_STEPS) - 1


def is_hatched(known_factors: int) -> bool:
    """Return True where nothing is known, so that the mark is drawn hatched."""
    return GREY_STEPS[grey_step(known_factors)].is_hatched


def class_colour(adoption_class: int | None, known_factors: int, theme: Theme) -> str:
    """Return the ``#rrggbb`` of an adoption class (1 to 5), held back by how little is known.

    None for the class, and no known factor, both give the grey of "unknown"; whoever draws adds
    the hatch (:func:`is_hatched`), because grey alone means "little is known".

    Raises
    ------
    UnknownNameError
        The class is not one of the codebook's.
    """
    if adoption_class is None:
        return token("unknown", theme)
    fills = class_fills(theme)
    if not 1 <= adoption_class <= len(fills):
        numbers = range(1, len(fills) + 1)
        raise UnknownNameError.of(kind="class", name=adoption_class, allowed=numbers)
    return fills[adoption_class - 1][grey_step(known_factors)]


def class_fills(theme: Theme) -> tuple[tuple[str, ...], ...]:
    """Return every fill of the map: a row a class, lowest first; a ``#rrggbb`` a grey step."""
    grey = token("unknown", theme)
    return tuple(
        tuple(mix(entry.colour, grey, step.grey_share) for step in GREY_STEPS) for entry in legend_classes(theme)
    )


def legend_classes(theme: Theme) -> tuple[LegendClass, ...]:
    """Return the adoption classes with full colour and words, lowest first."""
    return tuple(
        LegendClass(number, token(colour.token, theme), colour.label)
        for number, colour in enumerate(codebook.adoption_colours(), start=1)
    )


def palette(theme: Theme) -> dict[str, str]:
    """Return every token of a theme by name, as ``#rrggbb``."""
    return {name: token(name, theme) for name in codebook.COLOURS}


def css_variables(theme: Theme, names: Sequence[str] = ()) -> str:
    """Return CSS declarations of a theme's tokens, one a line: ``--cw-adoption-1: #7f2f0a;``.

    ``names`` picks tokens; empty means all of them. The caller adds the selector.

    Raises
    ------
    UnknownNameError
        A name is not one of the codebook's tokens.
    """
    chosen = names or tuple(codebook.COLOURS)
    return "\n".join(f"--cw-{name.replace('_', '-')}: {token(name, theme)};" for name in chosen)
