"""A build by another process while the app serves: nothing breaks, nothing is lost, and the new state is shown."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from store.atlas import Atlas
from tests.browser.reader import Reader
from tests.browser.server import Server
from tests.conftest import ROOT
from tests.etl.case_files import DataFolder, copy_shipped
from tests.ui.hostile_records import HOSTILE_ID

pytestmark = pytest.mark.browser

NEW_ID = "zz-new-cluster"
SHOWN_WITHIN_S = 20.0


def _build_beside(server: Server, folder: DataFolder) -> dict[str, object]:
    """Return what `etl build` says; while it runs the app is asked over and over and always answers well."""
    command = [sys.executable, "-m", "etl", "build", "--from", str(folder.cases), "--json"]
    # A file and no pipe: what is told may be longer than a pipe holds while nobody reads it.
    report = folder.path / "report.json"
    with (
        report.open("wb") as output,
        subprocess.Popen(command, cwd=ROOT, env=server.environment(), stdout=output) as process,
    ):
        while process.poll() is None:
            for path in ("/healthz", "/tiles/3/5/3.json", f"/api/clusters/{HOSTILE_ID}"):
                assert server.get(path).status_code == httpx.codes.OK, path
    assert process.returncode == 0
    told: dict[str, object] = json.loads(report.read_text(encoding="utf-8"))
    return told


def _wait_for_snapshot(server: Server, snapshot: object) -> None:
    deadline = time.monotonic() + SHOWN_WITHIN_S
    while server.get("/healthz").json()["snapshot"] != snapshot:
        assert time.monotonic() < deadline, "the app does not follow the lake"


def test_the_page_shows_the_new_state_and_nothing_breaks(
    reader: Reader, server: Server, atlas: Atlas, tmp_path: Path
) -> None:
    before = atlas.cluster_count
    reader.open("/")
    expect(reader.counting()).to_contain_text(re.compile(rf"^{before:,} clusters"))
    reader.map_frame().evaluate("() => { window.testSameDocument = true; }")
    folder = copy_shipped(tmp_path / "data")
    # A second trade at the place of the first cluster, about which nobody has written yet.
    folder.add("clusters", cluster_id=NEW_ID, name="A new cluster", sector="paper", firms="", size_year="")
    told = _build_beside(server, folder)
    assert told["changed"]
    _wait_for_snapshot(server, told["snapshot"])

    # The reader who was there before sees it with the next choice, on the same map.
    reader.choose("Country", "Afghanistan")
    expect(reader.counting()).to_contain_text(f"of {before + 1:,}")
    frame = reader.map_frame()
    frame.wait_for_function("(id) => window.clusterwatch.drawn.some((mark) => mark.id === id)", arg=NEW_ID)
    assert frame.evaluate("() => window.testSameDocument")
    drawn = reader.mark(NEW_ID)
    assert drawn.first["isHatched"]
    assert drawn.lower["isHatched"]

    # What others contributed is still there.
    reader.open(f"/cluster?id={HOSTILE_ID}")
    expect(reader.page.locator("h2.case-title")).to_be_visible()
