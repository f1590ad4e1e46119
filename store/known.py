"""What is there already, as contributions are held against it: clusters, sources, countries."""

import pandas as pd

from store.asking import ask
from store.connection import Lake


def known_clusters(lake: Lake) -> pd.DataFrame:
    """Return one row per cluster, by id: cluster_id, name, country_iso3, place, latitude, longitude, sector.

    Raises
    ------
    BusyLakeError
        When the catalogue stays locked by another process.
    """
    return ask(lake, "known_clusters", {}).df()


def known_sources(lake: Lake) -> pd.DataFrame:
    """Return one row per source, by id: source_id, citation, doi, url.

    Raises
    ------
    BusyLakeError
        When the catalogue stays locked by another process.
    """
    return ask(lake, "known_sources", {}).df()


def known_countries(lake: Lake) -> dict[str, str]:
    """Return the English name of each country by its ISO 3166 alpha-3 code.

    Raises
    ------
    BusyLakeError
        When the catalogue stays locked by another process.
    """
    rows = ask(lake, "known_countries", {}).df()
    return dict(zip(rows["iso3"], rows["name"], strict=True))
