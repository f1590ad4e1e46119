"""What questions to the atlas are answered with: plain records, one per cluster, cell, choice or filter."""

from dataclasses import dataclass
from typing import NamedTuple


class Point(NamedTuple):
    """One cluster of a tile: degrees, classes of the measure (None for unknown), known factors by tier."""

    cluster_id: str
    name: str
    latitude: float
    longitude: float
    first_class: int | None
    lower_class: int | None
    first_known_factors: int
    lower_known_factors: int
    location_precision: str


class Cell(NamedTuple):
    """Several clusters of a tile: mean place in degrees, number, classes of the mean over those that are known.

    A class is None where nothing is known of any of them; the unknown shares say of which part (0 to 1)
    the measure is not known in that tier.
    """

    latitude: float
    longitude: float
    clusters: int
    first_class: int | None
    lower_class: int | None
    first_unknown_share: float
    lower_unknown_share: float


class CountryLevelCluster(NamedTuple):
    """One entry that describes a national industry and has no place on the map; classes as of a Point."""

    cluster_id: str
    name: str
    country_iso3: str
    first_class: int | None
    lower_class: int | None
    first_known_factors: int
    lower_known_factors: int


class Option(NamedTuple):
    """One value of a filter, its words, and how many clusters have it under the other filters."""

    value: str
    label: str
    clusters: int


@dataclass(frozen=True)
class Summary:
    """What a filter lets through.

    Attributes
    ----------
    clusters, countries, evidence_rows
        Numbers of clusters (country-level entries included), of their countries, of their evidence rows.
    sources
        Number of different sources that this evidence comes from.
    with_outcome
        Number of clusters for which practice in one of the tiers was coded.
    """

    clusters: int
    countries: int
    evidence_rows: int
    sources: int
    with_outcome: int
