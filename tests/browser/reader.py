"""A reader in front of a browser: opens pages, looks at the map, clicks, and notes whatever goes wrong.

What belongs here: the hands and eyes of the tests. What a page should show stands in the tests.
"""

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, FloatRect, Frame, Locator, Page, Request, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

TIMEOUT_MS = 15_000
OPTION_PATIENCE_MS = (4_000, 6_000, 15_000)
MAP_FRAME = 'iframe[title="streamlit_folium.st_folium"]'
# Streamlit looks for the path it is mounted under by asking below a deep link's own path first; it is
# answered with 404 there, which Chromium logs. Nothing else may be logged.
PROBES = ("/_stcore/health", "/_stcore/host-config")

# Sizes of Streamlit 1.67's table.
HEADER_PX = 35
ROW_PX = 35
ROW_BOX_PX = 15
# Counts how often the script has come to its end since it was last asked.
COUNT_RUNS = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  window.testRuns = 0;
  window.testObserver?.disconnect();
  window.testObserver = new MutationObserver(() => {
    if (app.dataset.testScriptState === "notRunning") window.testRuns += 1;
  });
  window.testObserver.observe(app, { attributeFilter: ["data-test-script-state"] });
}"""


@dataclass(frozen=True)
class Mark:
    """One disc of the map: where it lies in the map's pixels, and each tier's colour as the layer names it."""

    cluster_id: str | None
    kind: str
    x: float
    y: float
    radius: float
    first: dict[str, Any]
    lower: dict[str, Any]


class Reader:
    """One fresh browser context with one page.

    Parameters
    ----------
    address
        Of the server, without a slash at the end; anything else that is asked counts as outside.
    width, height
        Of the window in pixels.
    """

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        width: int = 1400,
        height: int = 900,
        color_scheme: Literal["light", "dark"] = "light",
        is_phone: bool = False,
    ) -> None:
        self.address = address
        # Further servers of ours, which do not count as outside.
        self.also_ours: list[str] = []
        self.outside: list[str] = []
        self.complaints: list[str] = []
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=color_scheme,
            has_touch=is_phone,
            is_mobile=is_phone,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(TIMEOUT_MS)
        self.context.on("request", self._note_request)
        self.context.on("console", self._note_console)
        self.context.on("weberror", lambda error: self.complaints.append(f"page error: {error.error}"))
        self.page: Page = self.context.new_page()
        self.page.on("websocket", lambda socket: self._note_address(socket.url))

    def open(self, path: str) -> None:
        """Open an address below the server's and wait until the page's script has run."""
        self.page.goto(self.address + path, wait_until="commit")
        # Streamlit's own page says that nothing runs before anything has run; ours begins with its heading.
        self.page.locator("h1").first.wait_for(state="attached")
        self.wait_for_page()

    def wait_for_page(self) -> None:
        """Wait until Streamlit runs nothing any more."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=TIMEOUT_MS)
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=TIMEOUT_MS)

    def counting(self) -> Locator:
        """Return the sentence that counts what the map shows."""
        return self.page.locator(".counting")

    def heading(self, words: str) -> Locator:
        """Return the heading with exactly these words."""
        return self.page.get_by_role("heading", name=words, exact=True)

    def query(self) -> dict[str, list[str]]:
        """Return the names and values of the address bar."""
        return parse_qs(urlsplit(self.page.url).query)

    @contextmanager
    def rerun(self) -> Iterator[None]:
        """Wait, after what is done inside, until the page's script has run once more because of it."""
        self.page.evaluate(COUNT_RUNS)
        yield
        self.page.wait_for_function("() => window.testRuns > 0")
        self.wait_for_page()

    @property
    def path(self) -> str:
        """Return what the address bar says after the server's address."""
        return self.page.url.removeprefix(self.address)

    def check_quiet(self) -> None:
        """Check that nothing was logged as an error and nobody outside was asked."""
        assert self.outside == []
        assert self.complaints == []

    def keep(self, stem: Path) -> None:
        """Write a picture of the page and all that went wrong into two files."""
        stem.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=f"{stem}.png")
        noted = {"address": self.page.url, "outside": self.outside, "complaints": self.complaints}
        Path(f"{stem}.json").write_text(json.dumps(noted, indent=2), encoding="utf-8")

    def close(self) -> None:
        """End the context."""
        self.context.close()

    def _note_request(self, request: Request) -> None:
        self._note_address(request.url)

    def _note_address(self, url: str) -> None:
        is_ours = urlsplit(url).netloc in {urlsplit(ours).netloc for ours in (self.address, *self.also_ours)}
        if not is_ours and urlsplit(url).scheme not in ("data", "blob"):
            self.outside.append(url)

    def _note_console(self, message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        path = urlsplit(url).path
        is_probe = (
            url.startswith(self.address) and path.endswith(PROBES) and path not in PROBES and "404" in message.text
        )
        if message.type == "error" and not is_probe:
            self.complaints.append(f"console: {message.text} ({url})")

    def choose(self, label: str, words: str) -> None:
        """Choose a value of one of the filters in the sidebar by its first words."""
        with self.rerun():
            box = self.page.get_by_role("combobox", name=label)
            self._click_option(box, words)
            # The list of a filter with several values stays open, hides the rest of the page from assistive
            # technology, and takes the next click for itself.
            self.page.keyboard.press("Escape")
            box.blur()

    def _click_option(self, box: Locator, words: str) -> None:
        """Click a control's option; a list that closes while the page is still drawing is opened again."""
        option = self.page.get_by_role("option", name=re.compile(rf"^{re.escape(words)}(?: \(|$)"))
        for patience_ms in OPTION_PATIENCE_MS:
            box.fill("")
            box.fill(words)
            try:
                option.click(timeout=patience_ms)
            except PlaywrightTimeoutError:
                continue
            return
        pytest.fail(f"the control offers no {words!r}")

    def unfold(self, words: str) -> None:
        """Open a folded group of filters by words of its name."""
        with self.rerun():
            self.page.get_by_test_id("stSidebar").locator("summary").filter(has_text=words).click()

    # The table.

    def table(self) -> Locator:
        """Return the table of clusters as it is told to screen readers; its canvas shows the same."""
        return self.page.locator('[data-testid="data-grid-canvas"] [role="grid"]')

    def cell(self, row: int, column: int) -> Locator:
        """Return a cell of the table; both count from 0."""
        return self.page.get_by_test_id(f"glide-cell-{column + 1}-{row}")

    def choose_row(self, row: int) -> None:
        """Choose a row of the table by the box at its left."""
        canvas = self.page.get_by_test_id("data-grid-canvas")
        canvas.scroll_into_view_if_needed()
        # The first cell stands there once the table has been drawn.
        expect(self.cell(0, 0)).to_be_attached(timeout=TIMEOUT_MS)
        box = canvas.bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + ROW_BOX_PX, box["y"] + HEADER_PX + ROW_PX * (row + 0.5))

    # The map.

    def map_frame(self) -> Frame:
        """Return the map's own document, once everything in view is loaded and drawn."""
        # Asked from outside: a wait that begins in the frame's first, empty document may never end.
        self.page.wait_for_function(f"() => document.querySelector('{MAP_FRAME}')?.contentWindow?.clusterwatch")
        frame = self.page.locator(MAP_FRAME).element_handle().content_frame()
        assert frame is not None
        frame.evaluate("() => window.clusterwatch.ready()")
        return frame

    def asked_of_map(self) -> dict[str, Any]:
        """Return what the page told the map to show."""
        asked: dict[str, Any] = self.map_frame().evaluate("() => window.clusterwatch.layer._query")
        return asked

    def place_of_map(self) -> list[float]:
        """Return zoom, latitude and longitude (degrees) of the middle of the map."""
        place: list[float] = self.map_frame().evaluate(
            "() => { const { _map: m } = window.clusterwatch.layer; const c = m.getCenter();"
            " return [m.getZoom(), c.lat, c.lng]; }"
        )
        return place

    def marks(self) -> list[Mark]:
        """Return every disc that is drawn, the topmost last."""
        return [
            Mark(item["id"], *(item[name] for name in ("kind", "x", "y", "radius", "first", "lower")))
            for item in self.map_frame().evaluate("() => window.clusterwatch.drawn")
        ]

    def mark(self, cluster_id: str) -> Mark:
        """Return the disc of one cluster."""
        return next(mark for mark in self.marks() if mark.cluster_id == cluster_id)

    def picture_of_map(self) -> Image.Image:
        """Return the map as it is seen; a pixel of it is a pixel of the map."""
        self.map_frame()
        return Image.open(io.BytesIO(self.page.locator(MAP_FRAME).screenshot())).convert("RGB")

    def point_at(self, x: float, y: float) -> None:
        """Move the pointer to a pixel of the map."""
        box = self._map_box()
        self.page.mouse.move(box["x"] + x, box["y"] + y)

    def click_map(self, x: float, y: float) -> None:
        """Click on a pixel of the map."""
        box = self._map_box()
        self.page.mouse.click(box["x"] + x, box["y"] + y)

    def tap_map(self, x: float, y: float) -> None:
        """Tap on a pixel of the map."""
        box = self._map_box()
        self.page.touchscreen.tap(box["x"] + x, box["y"] + y)

    def _map_box(self) -> FloatRect:
        box = self.page.locator(MAP_FRAME).bounding_box()
        assert box is not None
        return box
