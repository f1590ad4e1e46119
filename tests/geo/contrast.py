"""How well two colours can be told apart, by the formulas of WCAG 2 and CAM02-UCS.

What belongs here: the measures, written apart from the product. What they must reach stands in the tests.
"""

import itertools
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from colorspacious import cspace_convert, deltaE

FloatArray = npt.NDArray[np.float64]


def _channels(colour: str) -> FloatArray:
    """Return red, green and blue of a ``#rrggbb``, each 0 to 1."""
    return np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 black to 1 white."""
    channels = _channels(colour)
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lightness(colour: str) -> float:
    """Return the lightness that a greyscale print keeps: L* of CIELAB, 0 to 100."""
    return float(cspace_convert(_channels(colour), "sRGB1", "CIELab")[0])


def smallest_distance(colours: Iterable[str], deficiency: str | None) -> float:
    """Return the smallest CAM02-UCS distance of any two colours.

    Parameters
    ----------
    deficiency
        One of colorspacious' kinds, seen at full strength by the model of Machado; None for full colour vision.
    """
    seen = [_seen(colour, deficiency) for colour in colours]
    pairs = itertools.combinations(seen, 2)
    return min(float(deltaE(one, other, input_space="sRGB1", uniform_space="CAM02-UCS")) for one, other in pairs)


def _seen(colour: str, deficiency: str | None) -> FloatArray:
    channels = _channels(colour)
    if deficiency is None:
        return channels
    space = {"name": "sRGB1+CVD", "cvd_type": deficiency, "severity": 100}
    # The model may leave what a screen can show by a little.
    seen: FloatArray = np.clip(cspace_convert(channels, space, "sRGB1"), 0, 1)
    return seen
