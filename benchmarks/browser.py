"""Pages as a reader sees them: Chromium opens them, and the time ends when the page itself shows the thing."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.measure import UnmeasurableError
from benchmarks.processes import PATIENCE_S, App

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Names that Chromium goes by, in the order they are tried."""

# Each returns whether the map in one of the page's frames is drawn.
OUR_DISCS = "frame => (frame.clusterwatch?.drawn ?? []).length > 0"
PLAIN_MAP = "frame => frame.document.querySelector('.leaflet-map-pane') !== null"
PLAIN_MARKS = "frame => frame.document.querySelectorAll('path.leaflet-interactive').length > 0"

_ANY_FRAME = "test => [...document.querySelectorAll('iframe')].some(frame => eval(test)(frame.contentWindow))"
# Discs can stand before the last tile or the land under them: drawn is when nothing is waited for.
_ALL_IS_DRAWN = """() => Promise.all(
  [...document.querySelectorAll("iframe")].map((frame) => frame.contentWindow.clusterwatch?.ready()))"""
# No script is running for the page, so that the next click waits for nothing but itself.
_AT_REST = "[data-testid=stApp][data-test-script-state=notRunning]"
# From the click to the frame in which the sentence reads differently, on the page's own clock.
_TIME_NEXT_COUNT = """() => {
  const count = () => document.querySelector(".counting strong")?.textContent;
  const before = count();
  let started;
  addEventListener("pointerdown", () => { started = performance.now(); }, { capture: true, once: true });
  window.secondsToCount = undefined;
  const look = () => {
    const now = count();
    if (started && now && now !== before) window.secondsToCount = (performance.now() - started) / 1000;
    else requestAnimationFrame(look);
  };
  look();
}"""

# The same for tiles of the map, whose frame has a clock of its own; both count from the same origin.
_TIME_NEXT_TILE = """() => {
  for (const frame of document.querySelectorAll("iframe")) {
    frame.contentWindow.performance.clearResourceTimings();
    frame.contentWindow.performance.setResourceTimingBufferSize(5000);
  }
  window.pressedAt = undefined;
  const press = () => { window.pressedAt = performance.timeOrigin + performance.now(); };
  addEventListener("pointerdown", press, { capture: true, once: true });
}"""
_SECONDS_TO_TILE = """() => {
  const ends = [...document.querySelectorAll("iframe")].flatMap(({ contentWindow: { performance } }) =>
    performance.getEntriesByType("resource")
      .filter((entry) => /\\/tiles\\/\\d/.test(entry.name) && entry.responseEnd > 0)
      .filter((entry) => performance.timeOrigin + entry.startTime > window.pressedAt)
      .map((entry) => performance.timeOrigin + entry.responseEnd));
  return ends.length ? (Math.min(...ends) - window.pressedAt) / 1000 : null;
}"""


@contextmanager
def open_chromium() -> Iterator["Browser"]:
    """Yield a running Chromium.

    Raises
    ------
    UnmeasurableError
        When Chromium or the package that drives it is not installed, or a page does not show in time what is
        waited for.
    """
    path = next((path for path in map(shutil.which, CHROMIUM_NAMES) if path), None)
    if path is None:
        message = "Chromium was not found."
        raise UnmeasurableError(message, "Debian and Ubuntu: apt install chromium. Elsewhere: put it on the PATH.")
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        message = "The package playwright, which drives Chromium, is not installed."
        raise UnmeasurableError(message, "python -m pip install -r requirements-dev.txt") from error
    try:
        with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path) as browser:
            yield browser
    except Error as error:
        message = f"Chromium did not get that far: {error.message.splitlines()[0]}"
        raise UnmeasurableError(message) from error


def seconds_to_drawn(browser: "Browser", app: App, query: str, condition: str) -> float:
    """Return the seconds from the start of the app's process until a map is drawn in a fresh browser session.

    Parameters
    ----------
    browser
        Runs already: whoever starts the app has one open.
    app
        The app, as soon as it answers.
    query
        What follows the address, ``?show=map`` for instance.
    condition
        One of this module's conditions.
    """
    with _page(browser, app, query) as page:
        page.wait_for_function(_ANY_FRAME, arg=condition, polling="raf")
        page.evaluate(_ALL_IS_DRAWN)
        return time.perf_counter() - app.started


def seconds_to_new_count(browser: "Browser", app: App, query: str, runs: int) -> tuple[float, ...]:
    """Return, for sectors chosen one after the other, the seconds from the click to the new count of clusters."""
    with _page(browser, app, query) as page:
        page.locator(".counting strong").wait_for()
        return tuple(_choose_next_sector(page) for _ in range(runs))


def seconds_to_new_tile(browser: "Browser", app: App, runs: int) -> tuple[float, ...]:
    """Return, for sectors chosen one after the other, the seconds from the click to the first tile of the new view."""
    with _page(browser, app, "") as page:
        page.wait_for_function(_ANY_FRAME, arg=OUR_DISCS)
        return tuple(_choose_next_sector(page, _TIME_NEXT_TILE, _SECONDS_TO_TILE) for _ in range(runs))


def _choose_next_sector(
    page: "Page", prepare: str = _TIME_NEXT_COUNT, seconds_to_change: str = "() => window.secondsToCount"
) -> float:
    page.locator(_AT_REST).wait_for()
    page.get_by_role("combobox", name="Sector").click()
    # Options of clusters end with how many there are; "Select all", which changes no count, does not.
    option = page.get_by_role("option").filter(has_text=re.compile(r"\([1-9][\d,]*\)$")).first
    option.wait_for()
    page.evaluate(prepare)
    option.click()
    seconds = float(page.wait_for_function(seconds_to_change, polling="raf").json_value())
    page.keyboard.press("Escape")
    return seconds


@contextmanager
def _page(browser: "Browser", app: App, query: str) -> Iterator["Page"]:
    """Yield an open page of a session without cache or storage."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(1000 * PATIENCE_S)
    try:
        page = context.new_page()
        page.goto(f"http://{app.address}/{query}", wait_until="commit")
        yield page
    finally:
        context.close()
