"""One server and one Chromium for all browser tests; each test has a fresh context, as after a cold start.

Every test fails when its pages logged an error, or asked anybody but our own server for anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, sync_playwright

from etl.build import build
from store.atlas import Atlas
from store.connection import Lake, LakeSettings
from tests.browser.reader import Reader
from tests.browser.server import HOST, Server, serving
from tests.conftest import ROOT
from tests.ui.hostile_records import add_hostile_records

ARTIFACTS = ROOT / "tests" / "artifacts"
CHROMIUM_OPTIONS = (
    # Containers run as root, where Chromium's sandbox does not start, and give it little shared memory.
    *("--no-sandbox", "--disable-dev-shm-usage"),
    # Nothing outside is found, whoever asks for it.
    f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {HOST}",
    # A screenshot holds the colours that the page names.
    "--force-color-profile=srgb",
)
# Kazakhstan's steppe: no other cluster is near.
HOSTILE_PLACE = ("KAZ", 48.0, 62.0)

_has_passed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Keep whether a test passed, so that its reader knows when it ends."""
    yield
    item.stash[_has_passed] = True


@pytest.fixture(scope="package")
def lake_settings(tmp_path_factory: pytest.TempPathFactory) -> LakeSettings:
    """Return where the shipped case base lies with two hostile clusters beside it."""
    folder = tmp_path_factory.mktemp("served")
    lake = Lake(LakeSettings(f"sqlite:{folder / 'catalog.sqlite'}", str(folder / "files")))
    build(lake)
    add_hostile_records(lake, *HOSTILE_PLACE)
    lake.close()
    return lake.settings


@pytest.fixture(scope="package")
def server(lake_settings: LakeSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return the app that serves this lake."""
    with serving(lake_settings, ROOT, tmp_path_factory.mktemp("server") / "log.txt") as server:
        yield server


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a Chromium without a window.

    It ends with this package: Playwright keeps an event loop running in the main thread, beside which no other
    test could start one.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_OPTIONS))
        yield browser
        browser.close()


@pytest.fixture
def reader(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Reader]:
    """Return a reader at 1400 x 900 whose browser has never been here before."""
    yield from _reading(request, Reader(browser, server.address))


@pytest.fixture
def dark_reader(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Reader]:
    """Return a reader whose system asks for dark pages."""
    yield from _reading(request, Reader(browser, server.address, color_scheme="dark"))


@pytest.fixture
def phone_reader(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Reader]:
    """Return a reader with a phone of 390 x 844."""
    yield from _reading(request, Reader(browser, server.address, width=390, height=844, is_phone=True))


@dataclass(frozen=True)
class Prediction:
    """What the lake stores about one tier of one cluster, and what its point stands for."""

    above_unknown: float
    known_factors: int
    precision: str


Predictions = dict[tuple[str | None, str], Prediction]
"""By cluster and tier."""


@pytest.fixture
def predictions(server: Server) -> Predictions:
    """Return what the lake stores now about every cluster and tier, read without the atlas that draws."""
    lake = Lake(server.settings)
    rows = lake.cursor().execute(STORED).fetchall()
    lake.close()
    return {(cluster_id, tier): Prediction(*rest) for cluster_id, tier, *rest in rows}


STORED = """
SELECT cluster_id, tier, above_unknown, known_factors, location_precision
FROM predictions JOIN clusters USING (cluster_id)
ORDER BY cluster_id, tier
"""


@pytest.fixture
def atlas(server: Server) -> Iterator[Atlas]:
    """Return what the server's lake holds now, read apart from the server."""
    lake = Lake(server.settings)
    yield Atlas(lake)
    lake.close()


def _reading(request: pytest.FixtureRequest, reader: Reader) -> Iterator[Reader]:
    """Yield a reader; keep what it saw where the test failed, else check that all was quiet."""
    try:
        yield reader
        if request.node.stash.get(_has_passed, False):
            reader.check_quiet()
        else:
            reader.keep(ARTIFACTS / _file_name(request.node))
    finally:
        reader.close()


def _file_name(node: pytest.Item) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in node.name)[:100]
