"""What an upload is held against: the clusters, sources and countries that are there already."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import pyarrow as pa

from etl.reading import RawTable
from etl.sources import Input, read_input
from store.connection import Lake
from store.known import known_clusters, known_countries, known_sources

CLUSTER_COLUMNS = ("cluster_id", "name", "country_iso3", "place", "latitude", "longitude", "sector")
SOURCE_COLUMNS = ("source_id", "citation", "doi", "url")


@dataclass(frozen=True)
class LakeView:
    """The records an upload is held against.

    Attributes
    ----------
    lake
        Its engine runs the rules; nothing is read from it any more.
    clusters
        One row per cluster: cluster_id, name, country_iso3, place, latitude, longitude, sector.
    sources
        One row per source: source_id, citation, doi, url.
    countries
        English name by ISO 3166 alpha-3 code.
    snapshot
        Snapshot of the lake it was taken from; None for files.
    """

    lake: Lake
    clusters: pd.DataFrame
    sources: pd.DataFrame
    countries: Mapping[str, str]
    snapshot: int | None = None

    @cached_property
    def code_of_country(self) -> Mapping[str, str]:
        """Code by English name."""
        return {name: iso3 for iso3, name in self.countries.items()}

    @cached_property
    def countries_table(self) -> pa.Table:
        """The countries as a staged table, for rules that look a code up."""
        return pa.table({"line": pa.array(range(len(self.countries)), pa.int64()), "iso3": list(self.countries)})


def view_lake(lake: Lake) -> LakeView:
    """Return the records of the newest snapshot; of the shipped case base where nothing was ever built.

    Raises
    ------
    BusyLakeError
        When the catalogue stays locked by another process.
    """
    if lake.is_empty():
        return view_tables(lake, read_input(Input()))
    return LakeView(lake, known_clusters(lake), known_sources(lake), known_countries(lake), lake.snapshot())


def view_tables(lake: Lake, tables: Mapping[str, RawTable]) -> LakeView:
    """Return the records of raw tables; those without a point are left out."""
    clusters = tables["clusters"].rows.select(CLUSTER_COLUMNS).to_pandas()
    for column in ("latitude", "longitude"):
        clusters[column] = pd.to_numeric(clusters[column], errors="coerce")
    sources = tables["sources"].rows.select(SOURCE_COLUMNS).to_pandas()
    countries = tables["countries"].rows
    names = dict(zip(countries["iso3"].to_pylist(), countries["name"].to_pylist(), strict=True))
    return LakeView(lake, clusters.dropna(subset=["latitude", "longitude"]).reset_index(drop=True), sources, names)
