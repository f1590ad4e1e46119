"""Addresses below our own segments, asked of the app as it runs: ours answer, and never with Streamlit's page."""

import pytest

from tests.browser.server import Server


@pytest.mark.parametrize(
    "path",
    [
        "/tiles",
        "/tiles/",
        "/tiles/3/5/3",
        "/tiles/3/5/3.pbf",
        "/tiles/3/5/3.json/more",
        "/api",
        "/api/",
        "/api/nonsense",
        "/api/clusters/no-such-cluster",
        "/api/clusters/%3Cscript%3E",
        "/basemap/",
        "/basemap/10m.json",
        "/vendor/",
        "/vendor/nonsense.js",
    ],
)
def test_what_is_not_there_is_404_in_json(server: Server, path: str) -> None:
    reply = server.get(path)
    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/json"
    assert reply.json()["error"]


@pytest.mark.parametrize(
    "path",
    [
        "/tiles/3/5/3.json?nonsense=1",
        "/tiles/3/5/3.json?country=QQQ",
        "/tiles/3/5/3.json?tier=first&tier=lower",
        "/tiles/countries.json?sector=witchcraft",
        "/tiles/3/9/3.json",
        "/tiles/a/b/c.json",
    ],
)
def test_a_bad_question_is_400_in_json(server: Server, path: str) -> None:
    reply = server.get(path)
    assert reply.status_code == 400
    assert reply.json()["error"]


@pytest.mark.parametrize("path", ["/vendor/%2e%2e/%2e%2e/pyproject.toml", "/vendor/..%2f..%2fpyproject.toml"])
def test_no_address_leads_out_of_its_folder(server: Server, path: str) -> None:
    reply = server.get(path)
    assert reply.status_code in (400, 404)
    assert "clusterwatch" not in reply.text.lower()


@pytest.mark.parametrize("path", ["/healthz", "/tiles/3/5/3.json", "/tiles/countries.json", "/basemap/110m.json"])
def test_what_the_map_asks_for_is_json(server: Server, path: str) -> None:
    reply = server.get(path)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json"
    assert reply.json()


@pytest.mark.parametrize("path", ["/", "/cluster", "/theory", "/method"])
def test_a_page_is_streamlit_s(server: Server, path: str) -> None:
    reply = server.get(path)
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/html")
