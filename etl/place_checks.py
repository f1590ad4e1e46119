"""What only a map can say of a record: whether its point lies in its country and near the place it names."""

from dataclasses import dataclass

from codebook.records import Finding
from etl.reading import RawTable
from geo.places import distance_to_country_km, place_distances_km, tolerances_km


@dataclass(frozen=True)
class _PlaceRule:
    code: str
    severity: str
    message: str
    allowed: str


OUTSIDE_COUNTRY = _PlaceRule(
    "outside_country",
    "error",
    "The point lies outside the country it is filed under.",
    "a point within {tolerance:.0f} km of {country}; this one lies {distance:.0f} km outside",
)
FAR_FROM_PLACE = _PlaceRule(
    "far_from_place",
    "warning",
    "The point lies far from the place it is named after.",
    "a point within {tolerance:.0f} km of {place}; this one lies {distance:.0f} km away from it in the gazetteer",
)


READ_COLUMNS = ("line", "country_iso3", "admin1", "place", "latitude", "longitude", "location_precision")


def check_places(clusters: RawTable) -> list[Finding]:
    """Return findings for points that lie outside their country or far from the place they are named after.

    Parameters
    ----------
    clusters
        The raw table of clusters. Rows whose coordinates cannot be read are left to the other checks.

    Notes
    -----
    Tolerances depend on the location precision: a point that stands for a region may lie far from a town.
    A place that the gazetteer does not know is not checked, nor a country without a shape.
    """
    rows = [row for row in clusters.rows.select(READ_COLUMNS).to_pylist() if _has_point(row)]
    longitudes = [float(row["longitude"]) for row in rows]
    latitudes = [float(row["latitude"]) for row in rows]
    countries = [row["country_iso3"] for row in rows]
    tolerances = tolerances_km([row["location_precision"] or "" for row in rows])
    outside = distance_to_country_km(longitudes, latitudes, countries)
    away = place_distances_km(
        [row["place"] for row in rows], countries, longitudes, latitudes, [row["admin1"] for row in rows]
    )
    findings: list[Finding] = []
    for rule, distances, limits in (
        (OUTSIDE_COUNTRY, outside, tolerances["country_km"]),
        (FAR_FROM_PLACE, away, tolerances["place_km"]),
    ):
        for row, distance, limit in zip(rows, distances, limits, strict=True):
            if distance > limit:
                findings.append(_finding(clusters.file, row, rule, float(distance), float(limit)))
    return findings


def _finding(file: str, row: dict[str, str], rule: _PlaceRule, distance: float, tolerance: float) -> Finding:
    allowed = rule.allowed.format(
        tolerance=tolerance, distance=distance, country=row["country_iso3"], place=row["place"]
    )
    return Finding(
        file=file,
        line=int(row["line"]),
        column="latitude + longitude",
        value=f"{row['latitude']}, {row['longitude']}",
        code=rule.code,
        severity=rule.severity,
        message=rule.message,
        allowed=(allowed,),
        hint="Check the coordinates, their order and signs, and the location precision.",
    )


def _has_point(row: dict[str, str | None]) -> bool:
    """Return whether both coordinates are numbers on the globe."""
    try:
        latitude, longitude = float(row["latitude"] or ""), float(row["longitude"] or "")
    except ValueError:
        return False
    return abs(latitude) <= 90 and abs(longitude) <= 180
