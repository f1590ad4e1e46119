"""What synthetic clusters are drawn from: the patterns of the real ones, and the places of the gazetteer."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

import codebook
from etl.sources import Input, read_input
from geo.distances import distance_to_country_km
from geo.places import load_gazetteer
from store.atlas_filling import COUNTRY_LEVEL

NOISE_SHARE = 0.15
"""Share of values that are drawn anew, from the real ones of the same factor and tier: their shares stay."""

UNKNOWN_POPULATION = 500
"""People at a place whose number nobody knows: about as many as at the smaller of the others."""

DISC_KM = 6.0
"""Radius of the disc around a place's centre over which its clusters are spread."""

DEGREE_KM = 111.2
"""A degree of latitude."""

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Patterns:
    """The real case base, as far as synthetic clusters take after it.

    Attributes
    ----------
    clusters
        One row per real cluster: the columns of the file, ``country_name`` and ``sector_label``.
    is_national
        Whether the entry stands for a nation, ``[clusters]``.
    evidence
        One row per real statement, cluster by cluster in the order of ``clusters``: the columns of the file,
        ``source_within``, the source's number among those of its cluster, from 0, and ``words`` for factor and value.
    first_row, row_count
        Where a cluster's statements begin, and how many they are, ``[clusters]``.
    kin, first_kin, kin_count
        Positions of all statements ordered by factor and tier; for each statement where those of its own factor and
        tier begin in that order, and how many they are.
    sources
        One row per real source, the columns of the file.
    """

    clusters: pa.Table
    is_national: NDArray[np.bool_]
    evidence: pa.Table
    first_row: IntArray
    row_count: IntArray
    kin: IntArray
    first_kin: IntArray
    kin_count: IntArray
    sources: pa.Table

    def rows_of(self, drawn: IntArray) -> tuple[IntArray, IntArray]:
        """Return the positions of the statements of clusters one after the other, and each one's number in its own."""
        counts = self.row_count[drawn]
        ends = np.cumsum(counts)
        within = np.arange(counts.sum()) - np.repeat(ends - counts, counts)
        return np.repeat(self.first_row[drawn], counts) + within, within

    def with_noise(self, random: np.random.Generator, position: IntArray) -> IntArray:
        """Return positions of statements, some replaced by those of others of the same factor and tier."""
        other = self.kin[self.first_kin[position] + random.integers(0, self.kin_count[position])]
        return np.where(random.random(len(position)) < NOISE_SHARE, other, position)


@dataclass(frozen=True)
class Places:
    """Populated places that lie inside their countries by the base map, country by country.

    Attributes
    ----------
    names, admin1
        Name, and division where it is known, ``[places]``.
    country
        Code of the country, ``[places]``, ascending.
    latitude, longitude
        Degrees, ``[places]``.
    ceiling
        Running sum of the chances by which places are drawn, ``[places]``: the square root of the population, so
        that big towns have many clusters and small ones some.
    """

    names: pa.Array
    admin1: pa.Array
    country: NDArray[np.str_]
    latitude: FloatArray
    longitude: FloatArray
    ceiling: FloatArray

    def draw(self, random: np.random.Generator, countries: pa.ChunkedArray) -> IntArray:
        """Return the position of a place in each of the countries (codes)."""
        wanted = countries.to_numpy().astype(self.country.dtype)
        sums = np.concatenate([[0.0], self.ceiling])
        low, high = (sums[np.searchsorted(self.country, wanted, side)] for side in ("left", "right"))
        return np.searchsorted(self.ceiling, low + random.random(len(wanted)) * (high - low), "right")

    def spread(self, random: np.random.Generator, town: IntArray) -> tuple[FloatArray, FloatArray]:
        """Return latitudes and longitudes around places; where that is outside the country, those of the place."""
        distance, angle = DISC_KM * np.sqrt(random.random(len(town))), 2 * np.pi * random.random(len(town))
        latitude, longitude = self.latitude[town], self.longitude[town]
        near_latitude = np.round(latitude + distance * np.sin(angle) / DEGREE_KM, 5)
        width = DEGREE_KM * np.cos(np.radians(latitude))
        near_longitude = np.round(longitude + distance * np.cos(angle) / width, 5)
        is_outside = distance_to_country_km(near_longitude, near_latitude, self.country[town]) > 0
        return np.where(is_outside, latitude, near_latitude), np.where(is_outside, longitude, near_longitude)


def load_patterns() -> Patterns:
    """Return the patterns of the shipped case base."""
    raw = read_input(Input())
    clusters, evidence, sources = (_typed(name, raw[name].rows) for name in ("clusters", "evidence", "sources"))
    names = dict(zip(*(raw["countries"].rows[name].to_pylist() for name in ("iso3", "name")), strict=True))
    clusters["country_name"] = clusters["country_iso3"].map(names)
    clusters["sector_label"] = [codebook.value("sector", sector).label for sector in clusters["sector"]]
    owner = pd.Index(clusters["cluster_id"]).get_indexer(evidence["cluster_id"])
    order = np.argsort(owner, kind="stable")
    evidence, owner = evidence.iloc[order].reset_index(drop=True), owner[order]
    evidence["source_within"] = evidence.groupby("cluster_id")["source_id"].transform(lambda ids: pd.factorize(ids)[0])
    row_count = np.bincount(owner, minlength=len(clusters))
    evidence["words"] = [_words(*said) for said in zip(evidence["factor"], evidence["value"], strict=True)]
    kind = evidence.groupby(["factor", "tier"]).ngroup().to_numpy()
    kind_count = np.bincount(kind)
    return Patterns(
        clusters=_as_arrow(clusters),
        is_national=(clusters["location_precision"] == COUNTRY_LEVEL).to_numpy(),
        evidence=_as_arrow(evidence),
        first_row=np.cumsum(row_count) - row_count,
        row_count=row_count,
        kin=np.argsort(kind, kind="stable"),
        first_kin=(np.cumsum(kind_count) - kind_count)[kind],
        kin_count=kind_count[kind],
        sources=_as_arrow(sources),
    )


def load_places() -> Places:
    """Return the gazetteer's places that lie inside their countries."""
    places = load_gazetteer()
    is_inside = distance_to_country_km(places["longitude"], places["latitude"], places["country_iso3"]) == 0
    places = places[is_inside].sort_values(["country_iso3", "geonames_id"])
    population = places["population"].to_numpy(dtype=np.float64)
    return Places(
        names=pa.array(places["name"].tolist(), type=pa.string()),
        admin1=pa.array(places["admin1"].tolist(), type=pa.string()),
        country=places["country_iso3"].to_numpy().astype(np.str_),
        latitude=places["latitude"].to_numpy(),
        longitude=places["longitude"].to_numpy(),
        ceiling=np.cumsum(np.sqrt(np.where(population > 0, population, UNKNOWN_POPULATION))),
    )


def text(*parts: pa.Array | str) -> pa.Array:
    """Return texts joined row by row; a part that is one text stands in every row."""
    return pc.binary_join_element_wise(*parts, "")


def numbered(numbers: IntArray, digits: int = 7) -> pa.Array:
    """Return whole numbers as text of the same width, with leading zeros."""
    return pc.utf8_lpad(pa.array(numbers).cast(pa.string()), digits, "0")


def whole(numbers: pa.Array) -> pa.Array:
    """Return numbers rounded to whole ones, null where they are."""
    return pc.round(numbers).cast(pa.int64())


def _words(factor: str, value: str) -> str:
    return f"{codebook.factor(factor).short_label}: {codebook.value(factor, value).label}"


def _typed(table: str, rows: pa.Table) -> pd.DataFrame:
    """Return raw rows with whole numbers and coordinates as numbers, missing where they were empty."""
    frame: pd.DataFrame = rows.drop_columns("line").to_pandas()
    for column in codebook.columns(table):
        if column.name in frame and column.type != "VARCHAR":
            frame[column.name] = pd.to_numeric(frame[column.name]).astype(
                "Float64" if column.type == "DOUBLE" else "Int64"
            )
    return frame


def _as_arrow(frame: pd.DataFrame) -> pa.Table:
    """Return a frame as a table whose texts are of Arrow's plain kind, which joins with every other."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    fields = [field.with_type(pa.string()) if pa.types.is_large_string(field.type) else field for field in table.schema]
    return table.cast(pa.schema(fields))
