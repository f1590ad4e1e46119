"""What is there already, as contributions are held against it: clusters, sources, countries."""

import duckdb
import pandas as pd

from codebook.errors import BusyLakeError
from store.connection import Lake, is_conflict
from store.queries import sql


def known_clusters(lake: Lake) -> pd.DataFrame:
    """Return one row per cluster, by id: cluster_id, name, country_iso3, place, latitude, longitude, sector.

    Raises
    ------
    BusyLakeError
        When the catalogue stays locked by another process.
    """
    return _read(lake, "known_clusters")


def known_sources(lake: Lake) -> pd.DataFrame:
    """Return one row per source, by id: source_id, citation, doi, url.

    Raises
    ------
    BusyLakeError
        When the catalogue stays locked by another process.
    """
    return _read(lake, "known_sources")


def known_countries(lake: Lake) -> dict[str, str]:
    """Return the English name of each country by its ISO 3166 alpha-3 code.

    Raises
    ------
    BusyLakeError
        When the catalogue stays locked by another process.
    """
    rows = _read(lake, "known_countries")
    return dict(zip(rows["iso3"], rows["name"], strict=True))


def _read(lake: Lake, query: str) -> pd.DataFrame:
    try:
        return lake.cursor().execute(sql(query)).df()
    except duckdb.Error as error:
        if is_conflict(error):
            message = "The data are being written by another process just now."
            raise BusyLakeError(message) from error
        raise
