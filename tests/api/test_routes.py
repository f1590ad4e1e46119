"""Every address below our own segments is answered by us: with what it names, or with an error."""

import logging
import threading
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.replies import STATUS, Endpoint, as_json
from api.routes import HANDLERS, OWN_SEGMENTS, ROUTES
from codebook import errors
from codebook.errors import BusyLakeError, ClusterwatchError, StoreError
from tests.api.asking import Client, ask_all, request_for
from tests.api.replies import check_error

UNKNOWN = (
    *(f"/{segment}" for segment in OWN_SEGMENTS if segment not in {"healthz", "tiles.json"}),
    *(f"/{segment}/" for segment in OWN_SEGMENTS),
    *(f"/{segment}/no/such/thing" for segment in OWN_SEGMENTS),
    *("/tiles/0/0/0.png", "/tiles/0/0.json", "/tiles/0/0/0/0.json", "/api/no-such-thing"),
    *("/basemap/10m.json", "/basemap/110m.txt", "/vendor/leaflet-src.js", "/healthz/x"),
    *("/vendor/%2e%2e/%2e%2e/pyproject.toml", "/vendor/images"),
    *("/vendor//etc/passwd", "/vendor/images/..%2fleaflet.js", "/vendor/leaflet.js%00"),
)


def client_raising(error: Exception) -> Client:
    """Return a client of one route whose handler raises this error."""

    def fail(request: Request) -> Response:
        assert request.url.path == "/x"
        raise error

    return Client(Starlette(routes=[Route("/x", Endpoint(fail))]))


@pytest.fixture
def whole_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> streamlit.App:
    """Return Streamlit's whole stack with our routes, over a page without content."""
    script = tmp_path / "page.py"
    script.write_text("import streamlit\n")
    # Streamlit 1.67 keeps these once a process; other tests must find them as they were.
    monkeypatch.setattr("streamlit.config._main_script_path", str(script))
    monkeypatch.setattr("streamlit.config._server_mode", None)
    monkeypatch.setattr("streamlit.runtime.runtime.Runtime._instance", None)
    return streamlit.App(script, routes=ROUTES)


@pytest.mark.parametrize("path", UNKNOWN)
def test_an_unknown_address_is_404_with_the_ones_there_are(client: Client, path: str) -> None:
    check_error(client.get(path), 404)


def test_streamlit_answers_its_pages_and_we_what_is_ours(whole_app: streamlit.App) -> None:
    ours = ("/tiles/x", "/api", "/vendor/x", "/basemap/x.json")
    page, *replies = ask_all(
        whole_app,
        [
            request_for("GET", "/cluster"),
            *(request_for("GET", path) for path in ours),
            *(request_for("POST", path) for path in ours),
        ],
    )
    assert "html" in page.headers["content-type"]
    for reply in replies[: len(ours)]:
        check_error(reply, 404)
    for reply in replies[len(ours) :]:
        check_error(reply, 405)


def test_large_replies_are_compressed_once(whole_app: streamlit.App) -> None:
    accepts = {"Accept-Encoding": "gzip"}
    request = request_for("GET", "/vendor/leaflet.js", headers=accepts)
    (reply,) = ask_all(whole_app, [request])
    assert reply.headers["content-encoding"] == "gzip"
    assert int(reply.headers["content-length"]) < len(reply.content) / 2
    assert "Accept-Encoding" in reply.headers["vary"]
    assert reply.text.startswith("/* @preserve")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE"])
@pytest.mark.parametrize("path", ["/healthz", "/tiles/0/0/0.json", "/api/x", "/vendor/leaflet.js"])
def test_only_reading_is_possible(client: Client, method: str, path: str) -> None:
    reply = client.request(method, path)
    assert check_error(reply, 405)["allowed"] == ["GET", "HEAD"]
    assert reply.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/healthz", "/tiles/0/0/0.json", "/basemap/110m.json"])
def test_head_answers_as_get_does(client: Client, path: str) -> None:
    head, get = client.request("HEAD", path), client.get(path)
    assert head.status_code == get.status_code == 200
    assert head.headers.get("etag") == get.headers.get("etag")


@pytest.mark.parametrize(("kind", "status"), STATUS.items())
def test_an_error_s_class_decides_the_status(kind: type[ClusterwatchError], status: int) -> None:
    body = check_error(client_raising(kind("What is wrong.")).get("/x"), status)
    assert body["error"] == kind("What is wrong.").public_message
    assert body["next_step"] == kind.next_step


def test_nobody_outside_learns_where_the_data_lie() -> None:
    body = check_error(client_raising(StoreError("postgres:host=db password=1")).get("/x"), 503)
    assert "password" not in body["error"]


def test_an_error_without_a_row_in_the_table_has_that_of_its_base() -> None:
    class StillBusyError(BusyLakeError):
        """A kind of its own."""

    assert client_raising(StillBusyError("busy")).get("/x").status_code == 503
    check_error(client_raising(errors.CodebookError("broken")).get("/x"), 500)


def test_an_unexpected_error_shows_only_where_to_look_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    secret = RuntimeError("password=1234 in /etc/secret")
    with caplog.at_level(logging.ERROR):
        reply = client_raising(secret).get("/x")
    body = check_error(reply, 500)
    assert "1234" not in reply.text
    assert body["id"] in body["error"]
    assert body["id"] in caplog.text
    assert "password=1234" in caplog.text


def test_a_handler_runs_beside_the_event_loop() -> None:
    def name_thread(_: Request) -> Response:
        return Response(as_json(threading.current_thread().name))

    app = Starlette(routes=[Route("/x", Endpoint(name_thread))])
    assert "worker thread" in Client(app).get("/x").text


def test_every_handler_says_what_it_answers() -> None:
    for address, handler in HANDLERS:
        assert address.split("/")[1] in OWN_SEGMENTS
        assert handler.__doc__
