"""The five classes of ``above_unknown``, whose bounds are in ``colours.csv``."""

from __future__ import annotations

import math

from codebook.loader import Codebook, load_own
from codebook.records import Colour

ADOPTION = "adoption_"
"""How the tokens of the five adoption colours begin; class 1 is ``adoption_1``."""


def adoption_colours(book: Codebook | None = None) -> tuple[Colour, ...]:
    """Return the colours of the adoption classes, clearly lower first (class 1 to 5)."""
    colours = (book or load_own()).colours.values()
    return tuple(colour for colour in colours if colour.token.startswith(ADOPTION))


def adoption_class(above_unknown: float | None) -> int | None:
    """Return the class 1 (clearly lower) to 5 (clearly higher), None where nothing is given.

    ``above_unknown`` is a share from 0 to 1; .5 is where a cluster stands about which nothing is
    known, so the middle class holds both its bounds: below .15 is 1, below .40 is 2, up to .60 is
    3, up to .85 is 4, more is 5. A NaN counts as nothing given.
    """
    if above_unknown is None or math.isnan(above_unknown):
        return None
    classes = adoption_colours()
    middle = len(classes) // 2
    for number, colour in enumerate(classes[:-1], start=1):
        bound = colour.high or 0.0
        is_inside = above_unknown < bound if number <= middle else above_unknown <= bound
        if is_inside:
            return number
    return len(classes)
