"""Fixtures of the tests of geo/: the real clusters and countries, read from data/."""

from pathlib import Path

import pandas as pd
import pytest


@pytest.fixture(scope="session")
def case_clusters(project_folder: Path) -> pd.DataFrame:
    """Return the 277 clusters of the case base; empty cells are NaN."""
    return pd.read_csv(project_folder / "data" / "cases" / "clusters.csv")


@pytest.fixture(scope="session")
def context_countries(project_folder: Path) -> pd.DataFrame:
    """Return the 157 countries of the national context."""
    return pd.read_csv(project_folder / "data" / "context" / "countries.csv")
