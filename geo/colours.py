"""Colours of the map, the pages and the charts, all made from the codebook's tokens.

Here belongs every rule that turns a class and the number of known factors into a colour. Drawing
does not: the canvas, Streamlit's theme and Altair take finished colours from here, and so agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import codebook
from codebook.errors import UnknownNameError

Theme = Literal["light", "dark"]

THEMES: tuple[Theme, ...] = get_args(Theme)
"""The themes that every token has a colour for."""

DEFAULT_PALETTE = codebook.values("map_palette")[0].value
"""The palette that gives every measure its own colours; the other is for print."""

SEQUENTIAL = "sequential"
"""How the tokens of the palette that survives greyscale begin."""


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
    """One colour of a legend: its class (1 is the first), ``#rrggbb`` and words.

    ``count`` says how many clusters have it under the other filters, None where nobody counted.
    """

    number: int
    colour: str
    label: str
    count: int | None = None


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


def class_fills(
    theme: Theme, colours: Sequence[str] = (), *, is_suppressed: bool = True
) -> tuple[tuple[str, ...], ...]:
    """Return every fill of a map: a row a class, lowest first; a ``#rrggbb`` a grey step.

    Parameters
    ----------
    theme
        Decides the grey that colours are mixed towards.
    colours
        The full colour of each class; empty stands for the adoption classes.
    is_suppressed
        False where the colour says what sources say, and is as sure with one factor as with ten:
        every step then has the full colour.
    """
    grey = token("unknown", theme)
    full = colours or tuple(entry.colour for entry in legend_classes(theme))
    return tuple(
        tuple(mix(colour, grey, step.grey_share if is_suppressed else 0.0) for step in GREY_STEPS) for colour in full
    )


def legend_classes(
    theme: Theme,
    measure: str = codebook.MEASURE_NAMES[0],
    palette_name: str = DEFAULT_PALETTE,
    counts: Mapping[str, int] | None = None,
) -> tuple[LegendClass, ...]:
    """Return the classes of a measure with full colour and words, lowest first.

    Parameters
    ----------
    theme
        The theme of the page.
    measure
        One of the codebook's measures or factors.
    palette_name
        ``greyscale`` gives every measure the colours that survive a print without colours.
    counts
        How many clusters a class has, by its number as text as in an address; None for no counts.

    Raises
    ------
    UnknownNameError
        There is no such measure, or no such palette.
    """
    codebook.value("map_palette", palette_name)
    return tuple(
        LegendClass(
            entry.number,
            token(entry.token if palette_name == DEFAULT_PALETTE else _print_token(entry.token), theme),
            entry.label,
            None if counts is None else counts.get(str(entry.number), 0),
        )
        for entry in codebook.measure(measure).classes
    )


def _print_token(name: str) -> str:
    """Return the token that takes the place of another in a print: same step, light to dark."""
    return f"{SEQUENTIAL}_{name.rpartition('_')[2]}"


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
