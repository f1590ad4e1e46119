"""A view as a file: what its address says, with all data inside, small enough to be sent by mail."""

import json
import re
from typing import Any

import pytest

import codebook
from api import saved_map
from tests.api.asking import Client
from tests.api.replies import check_error
from tests.store import small_lake as small

ADDRESS = "/api/map.html"
MOST_BYTES = 3_000_000


def _data(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def _header(html: str) -> str:
    return html[html.index("<header>") : html.index("</header>")]


def test_the_shipped_case_base_fits_into_three_megabytes(case_client: Client) -> None:
    reply = case_client.get(ADDRESS)
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/html")
    assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.html"', reply.headers["content-disposition"])
    assert len(reply.content) <= MOST_BYTES
    kept = _data(reply.text)["kept"]
    health = case_client.get("/healthz").json()
    assert len(kept["tile"]["rows"]) + len(kept["countries"]["features"]) == health["clusters"]
    words = _header(reply.text)
    assert f"{health['clusters']} of {health['clusters']} clusters" in words
    assert f"snapshot {health['snapshot']}" in words
    assert health["model_version"] in words
    assert "Lund-Thomsen" in words
    assert "Not narrowed" in words


def test_the_page_shows_what_the_address_asks_for(client: Client) -> None:
    query = "country=PAK&colour=tier_gap&tier=lower&palette=greyscale&theme=dark&at=30.5,70.25,6&v=1"
    reply = client.get(f"{ADDRESS}?{query}&selected={small.HOSTILE}")
    data = _data(reply.text)
    in_pakistan = {row[0] for row in data["kept"]["tile"]["rows"]}
    assert small.HOSTILE in in_pakistan
    assert small.WITHOUT_EVIDENCE not in in_pakistan
    asked = data["query"]
    assert (asked["show"], asked["theme"], asked["palette"]) == ("whole", "dark", "greyscale")
    assert asked["view"] == {"lat": 30.5, "lon": 70.25, "zoom": 6}
    assert asked["selected"] == {"id": small.HOSTILE, "lat": 32.5, "lon": 74.5}
    assert asked["legend"]["title"] == codebook.measure("tier_gap").label
    assert (asked["base_tiles"], asked["fit"]) == (None, None)
    assert "Country: Pakistan" in _header(reply.text)


def test_without_a_place_the_page_shows_all_that_is_left(client: Client) -> None:
    fit = _data(client.get(f"{ADDRESS}?country=PAK").text)["query"]["fit"]
    assert fit["south"] <= 32.5 <= fit["north"]
    assert fit["west"] <= 74.5 <= fit["east"]


def test_the_table_says_the_same_in_words(client: Client) -> None:
    html = client.get(ADDRESS).text
    table = html[html.index("<table>") : html.index("</table>")]
    assert table.count("<tr>") == len(small.CLUSTERS) + 1
    assert codebook.NOT_KNOWN in table
    assert all(codebook.label("location_precision", value) in table for value in ("town", "site", "country"))
    assert not re.search(r"<td>(None|nan|[a-z]+_[a-z_]+)</td>", table)


def test_a_hostile_name_is_words_and_nothing_else(client: Client) -> None:
    html = client.get(ADDRESS).text
    assert small.HOSTILE_NAME not in html
    assert "<script>alert" not in html
    rows = {row[0]: row[1] for row in _data(html)["kept"]["tile"]["rows"]}
    assert rows[small.HOSTILE] == small.HOSTILE_NAME
    assert html.count("<script") == html.count("</script>") == 4


def test_more_clusters_than_a_page_can_hold_are_gathered(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_map, "MOST_POINTS", 3)
    html = client.get(f"{ADDRESS}?theme=dark").text
    tile = _data(html)["kept"]["tile"]
    assert tile["kind"] == "cells"
    assert sum(row[tile["fields"].index("count")] for row in tile["rows"]) == len(small.CLUSTERS) - 1
    assert "<table>" not in html
    assert "gathered in circles" in _header(html)


def test_an_unchanged_page_is_not_sent_again(client: Client) -> None:
    reply = client.get(f"{ADDRESS}?country=PAK")
    again = client.get(f"{ADDRESS}?country=PAK", headers={"If-None-Match": reply.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(f"{ADDRESS}?country=PAK&theme=dark", headers={"If-None-Match": reply.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "theme=pink",
        "at=1,2",
        "at=1,2,3&at=1,2,4",
        "at=100000,0,3",
        "selected=%3Cscript%3E",
        "selected=a&selected=b",
        "country=Nowhere",
        "colour=beauty",
        "first_class=9",
        "colour=union_presence&first_class=5",
        "x=1",
    ],
)
def test_what_is_not_allowed_is_refused(client: Client, query: str) -> None:
    check_error(client.get(f"{ADDRESS}?{query}"), 400)
