"""Where the points of an upload lie: outside their country, swapped, with a wrong sign, far from their place.

What lies outside or far away is found by the checks of the build (etl/place_checks.py); here is what a person may
have meant instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from etl.contribution.columns import JOINED_VALUES, POINT_COLUMNS
from etl.contribution.findings import FindingGroup, IntArray, make_group
from etl.place_checks import OUTSIDE_COUNTRY, check_places
from etl.reading import RawTable
from geo.places import distance_to_country_km, find_named_places, tolerances_km

ENOUGH_DIGITS = 4
"""Decimals of a degree in a proposed point: some ten metres."""


@dataclass(frozen=True)
class Points:
    """The points of the rows that make a cluster.

    Attributes
    ----------
    frame
        One row per row of the upload that makes a cluster; the index is its number. Columns country_iso3, place,
        admin1, latitude, longitude, location_precision: texts as the rules judge them.
    headings
        The file's headings of latitude and longitude, joined.
    """

    frame: pd.DataFrame
    headings: str


def check_points(points: Points) -> list[FindingGroup]:
    """Return what is wrong with points, with a proposal where a swap or another sign puts them into their country."""
    frame = points.frame
    table = pa.Table.from_pandas(frame, preserve_index=False)
    raw = RawTable("clusters", "", "", table.append_column("line", pa.array(frame.index, pa.int64())), ())
    found = check_places(raw)
    outside = np.array([f.line for f in found if f.code == OUTSIDE_COUNTRY.code], dtype=np.int64)
    impossible = _beyond_the_globe(frame)
    proposals = _better_points(frame.loc[np.union1d(outside, impossible)])
    groups = []
    for finding in found:
        row = int(finding.line or 0)
        if row not in proposals:
            groups.append(
                FindingGroup(
                    finding.code,
                    finding.severity,
                    finding.message,
                    finding.hint,
                    points.headings,
                    finding.value,
                    np.array([row], dtype=np.int64),
                    finding.allowed,
                )
            )
    for row, (code, latitude, longitude) in proposals.items():
        value = JOINED_VALUES.join(str(frame.at[row, column]) for column in POINT_COLUMNS)
        proposed = f"{latitude}{JOINED_VALUES}{longitude}"
        rows = np.array([row], dtype=np.int64)
        groups.append(make_group(code, rows=rows, column=points.headings, value=value, proposed=proposed))
    return groups


def _beyond_the_globe(frame: pd.DataFrame) -> IntArray:
    """Return the rows whose latitude is none, but would be a longitude."""
    latitude, longitude = (pd.to_numeric(frame[column], errors="coerce") for column in POINT_COLUMNS)
    is_swapped = (latitude.abs() > 90) & (latitude.abs() <= 180) & (longitude.abs() <= 90)
    return np.asarray(frame.index[is_swapped], dtype=np.int64)


def _better_points(frame: pd.DataFrame) -> dict[int, tuple[str, str, str]]:
    """Return for rows whose point lies in its country when swapped or with another sign: code and both texts."""
    latitude, longitude = (frame[column].astype(object) for column in POINT_COLUMNS)
    ways: Iterable[tuple[str, pd.Series, pd.Series]] = (
        ("swapped_coordinates", longitude, latitude),
        ("wrong_sign", latitude, longitude.map(_turned)),
        ("wrong_sign", latitude.map(_turned), longitude),
        ("wrong_sign", latitude.map(_turned), longitude.map(_turned)),
    )
    better: dict[int, tuple[str, str, str]] = {}
    for code, north, east in ways:
        # Distances cost most, so what has a better point already is not asked again.
        open_rows = frame.index.difference(pd.Index(list(better), dtype=np.int64))
        fits = _lies_inside(frame.loc[open_rows], north[open_rows], east[open_rows])
        better |= {int(row): (code, north[row], east[row]) for row in open_rows[fits]}
    return better


def _lies_inside(frame: pd.DataFrame, north: pd.Series, east: pd.Series) -> NDArray[np.bool_]:
    distances = distance_to_country_km(
        pd.to_numeric(east, errors="coerce"),
        pd.to_numeric(north, errors="coerce"),
        frame["country_iso3"].to_numpy(dtype=object),
    )
    limits = tolerances_km(frame["location_precision"].tolist())["country_km"].to_numpy()
    fits: NDArray[np.bool_] = distances <= limits
    return fits


def _turned(text: str) -> str:
    """Return a number's text with the other sign."""
    return text[1:] if text.startswith("-") else f"-{text.removeprefix('+')}"


def propose_point(place: str | None, country_iso3: str | None, admin1: str | None) -> str | None:
    """Return latitude and longitude of the one town that an entry can mean, joined; None where several or none can."""
    if not place or not country_iso3:
        return None
    found = find_named_places(place, country_iso3, admin1)
    if not found or (len(found) > 1 and (found[0].population or 0) < 10 * (found[1].population or 1)):
        return None
    return f"{found[0].latitude:.{ENOUGH_DIGITS}f}{JOINED_VALUES}{found[0].longitude:.{ENOUGH_DIGITS}f}"
