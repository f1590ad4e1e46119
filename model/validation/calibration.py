"""Whether forecast chances mean what they say, as a table of bins, and how far the coded cases lie above the model."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from model import structure
from model.draws import Draws
from model.priors import FloatArray
from model.validation.cases import BoolArray, TierCases
from model.validation.designs import Judged
from model.validation.names import THEORY
from model.validation.records import CalibrationBin, Scale
from model.validation.scoring import INTERVAL

_BOUNDS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def calibration_of(judged: Judged) -> tuple[CalibrationBin, ...]:
    """Return the theory's forecast chances of at least partial adoption in bins, beside what came."""
    if THEORY not in judged.chances:
        return ()
    forecast = 1.0 - judged.chances[THEORY][:, 0]
    came = judged.level > 0
    place = np.clip(np.digitize(forecast, _BOUNDS) - 1, 0, len(_BOUNDS) - 2)
    return tuple(
        _bin(judged, _BOUNDS[number], _BOUNDS[number + 1], forecast[place == number], came[place == number])
        for number in range(len(_BOUNDS) - 1)
    )


def _bin(judged: Judged, low: float, high: float, forecast: FloatArray, came: BoolArray) -> CalibrationBin:
    count = len(forecast)
    ends = share_interval(int(came.sum()), count) if count else (None, None)
    return CalibrationBin(
        tier=judged.tier,
        design=judged.design,
        low=low,
        high=high,
        n=count,
        forecast=float(forecast.mean()) if count else None,
        observed=float(came.mean()) if count else None,
        observed_low=ends[0],
        observed_high=ends[1],
    )


def share_interval(hits: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson's, which never leaves 0 to 1): 5 of 10 gives .237 to .763."""
    z = float(ndtri(INTERVAL[1]))
    share, scale = hits / count, 1.0 + z**2 / count
    middle = (share + z**2 / (2.0 * count)) / scale
    half = z / scale * float(np.sqrt(share * (1.0 - share) / count + z**2 / (4.0 * count**2)))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def scale_of(cases: TierCases, unknown: FloatArray, draws: Draws) -> Scale | None:
    """Return how far coded adoption lies above what the model, with its own cut points, implies.

    Parameters
    ----------
    cases
        Clusters with a coded outcome.
    unknown
        Latent adoption of a cluster about which nothing is known in this tier, [draws].
    draws
        The served draws.
    """
    if not len(cases):
        return None
    implied, _ = structure.at_least(cases.latent, draws)
    of_unknown, _ = structure.at_least(unknown, draws)
    return Scale(
        tier=cases.tier,
        n=len(cases),
        coded_share=float((cases.level > 0).mean()),
        implied_share=float(implied.mean()),
        unknown_share=float(of_unknown.mean()),
    )
