"""Fixtures of the tests of geo/: the real clusters and countries, and the map in a browser with tiles of our own."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.geo.stubbed_map import HOST, Server

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session")
def case_clusters(project_folder: Path) -> pd.DataFrame:
    """Return the 277 clusters of the case base; empty cells are NaN."""
    return pd.read_csv(project_folder / "data" / "cases" / "clusters.csv")


@pytest.fixture(scope="session")
def context_countries(project_folder: Path) -> pd.DataFrame:
    """Return the 157 countries of the national context."""
    return pd.read_csv(project_folder / "data" / "context" / "countries.csv")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a Chromium that all tests of this file share."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def server() -> Server:
    """Return a server of its own for each test."""
    return Server()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """Return a page with the map, before it was told what to show."""
    page = browser.new_page(viewport={"width": 1000, "height": 700}, reduced_motion="reduce")
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.route("**/*", server.answer)
    page.add_init_script("window.sent = []; window.Streamlit = {setComponentValue: (v) => sent.push(v)};")
    page.goto(HOST)
    yield page
    assert problems == []
    assert server.outside == []
    page.close()
