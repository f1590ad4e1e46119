"""Fixtures of the tests of the shipped data."""

from pathlib import Path

import pandas as pd
import pytest


@pytest.fixture(scope="session")
def context_countries(project_folder: Path) -> pd.DataFrame:
    """Return the 157 countries of the national context."""
    return pd.read_csv(project_folder / "data" / "context" / "countries.csv")
