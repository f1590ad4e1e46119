"""What a figure depends on beside our code: date, cores, load, versions."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version

PACKAGES = ("streamlit", "duckdb", "folium", "streamlit-folium", "numpy", "scikit-learn")
"""Whose versions move the figures most."""


def describe_machine() -> str:
    """Return one line on when and where the figures are taken."""
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {_load()}, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {versions}"
    )


def _load() -> str:
    """Return how busy the machine was in the last minute before the run."""
    if not hasattr(os, "getloadavg"):
        return "load unknown"
    return f"load before the run {os.getloadavg()[0]:.1f}"
