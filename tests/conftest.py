"""What every test stands on: a lake of its own, the project's folder, the rule for browser tests.

What belongs here: fixtures that tests of several packages need. A fixture of one package's
tests stands in the conftest.py beside them.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.build import build
from store.connection import Lake, LakeSettings, open_lake

ROOT = Path(__file__).resolve().parent.parent
# Names that Chromium goes by, in the order they are tried.
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ADVICE = "No Chromium found. Debian and Ubuntu: apt install chromium. Elsewhere: put it on the PATH."

_lake_folder = pytest.StashKey[tempfile.TemporaryDirectory[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Point the whole run at a lake in a temporary folder, before any package reads its settings.

    A lake that the environment names may hold real contributions, so tests never touch it. To run
    them against another catalogue (PostgreSQL, say), name it in CLUSTERWATCH_TEST_CATALOG and
    CLUSTERWATCH_TEST_DATA.
    """
    folder = tempfile.TemporaryDirectory(prefix="clusterwatch-", ignore_cleanup_errors=True)
    config.stash[_lake_folder] = folder
    for name, default in (
        ("CATALOG", f"sqlite:{folder.name}/catalog.sqlite"),
        ("DATA", f"{folder.name}/files"),
    ):
        os.environ[f"CLUSTERWATCH_{name}"] = os.environ.get(f"CLUSTERWATCH_TEST_{name}", default)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the temporary lake."""
    if folder := config.stash.get(_lake_folder, None):
        folder.cleanup()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together what one process should run where several share the work (`make test`).

    The tests of a file share fixtures; all browser tests share one server and one Chromium. First of all hooks: what
    hands the tests out reads the groups after it.
    """
    for item in items:
        is_browser = item.path.is_relative_to(ROOT / "tests" / "browser")
        item.add_marker(pytest.mark.xdist_group("browser" if is_browser else str(item.path)))


def find_chromium() -> str | None:
    """Return the path of an installed Chromium, None when there is none."""
    found = (shutil.which(name) for name in CHROMIUM_NAMES)
    return next((path for path in found if path), None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a browser test where Chromium is missing; fail it under CI=true instead."""
    if item.get_closest_marker("browser") and find_chromium() is None:
        if os.environ.get("CI") == "true":
            pytest.fail(CHROMIUM_ADVICE, pytrace=False)
        # The reason is the machine's, not the project's: the message says what to install.
        pytest.skip(CHROMIUM_ADVICE)


@pytest.fixture(scope="session")
def project_folder() -> Path:
    """Return the project's folder, where commands run and data/ lies."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Chromium for a test marked `browser`."""
    path = find_chromium()
    assert path is not None, CHROMIUM_ADVICE
    return path


# The session fixture `built_lake` belongs here: the shipped case base, built once into this lake.


@pytest.fixture(scope="session")
def built_lake() -> Lake:
    """Return the lake that the environment names, the shipped case base built into it once; read it only.

    Pages and routes open the same lake, so a test that needs them on real data asks for this fixture.
    """
    lake = open_lake()
    build(lake)
    return lake


@pytest.fixture(scope="session")
def _built_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a lake of the shipped case base that no process has open: files to copy."""
    folder = tmp_path_factory.mktemp("built")
    lake = Lake(lake_settings(folder))
    build(lake)
    lake.close()
    return folder


@pytest.fixture
def lake_copy(_built_folder: Path, tmp_path: Path) -> Iterator[Lake]:
    """Yield a lake of the shipped case base that a test may change."""
    folder = tmp_path / "lake"
    shutil.copytree(_built_folder, folder)
    lake = Lake(lake_settings(folder))
    yield lake
    lake.close()


@pytest.fixture
def empty_lake(tmp_path: Path) -> Iterator[Lake]:
    """Yield a lake in which nothing was ever built."""
    lake = Lake(lake_settings(tmp_path / "lake"))
    yield lake
    lake.close()


def lake_settings(folder: Path) -> LakeSettings:
    """Return the settings of a lake that lies wholly in one folder."""
    return LakeSettings(catalog=f"sqlite:{folder / 'catalog.sqlite'}", data=str(folder / "files"))
