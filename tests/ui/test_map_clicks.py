"""What a click on the map selects, given what the browser says was clicked on."""

from typing import Any

import pytest

from tests.store import small_lake as small
from tests.ui.app import Query, open_page

pytestmark = pytest.mark.usefixtures("hostile_lake")

TWIN_PLACE = {"lat": 26.45, "lon": 80.35, "zoom": 3}
# No cluster and no country lies near.
SEA = {"lat": -30.0, "lon": -20.0, "zoom": 3}


def _selected(monkeypatch: pytest.MonkeyPatch, click: dict[str, Any], query: Query | None = None) -> str | None:
    """Return which cluster the address names after the map told of a click."""
    monkeypatch.setattr("ui.cluster_map.st_folium", lambda *_, **__: {"clicked": {"serial": 1, **click}})
    app = open_page(query=query)
    assert not app.exception
    found = app.query_params.get("selected", None)
    return found[0] if isinstance(found, list) else found


@pytest.mark.parametrize("twin", [small.WELL_KNOWN, small.LITTLE_KNOWN])
def test_of_two_clusters_at_one_point_the_one_whose_disc_was_clicked(
    monkeypatch: pytest.MonkeyPatch, twin: str
) -> None:
    assert _selected(monkeypatch, {**TWIN_PLACE, "id": twin}) == twin


def test_a_country_is_selected_by_its_outline(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _selected(monkeypatch, {**SEA, "id": small.COUNTRY_LEVEL}) == small.COUNTRY_LEVEL


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "' OR 1 = 1 --",
        "../../etc/passwd",
        "x" * 100_000,
        "no-such-cluster",
        "",
        None,
        17,
        ["in-twin-known"],
        {"id": "in-twin-known"},
    ],
)
def test_an_id_that_is_none_selects_what_lies_there(monkeypatch: pytest.MonkeyPatch, hostile: Any) -> None:
    assert _selected(monkeypatch, {**TWIN_PLACE, "id": hostile}) == small.WELL_KNOWN
    assert _selected(monkeypatch, {**SEA, "id": hostile}) is None


def test_an_id_that_the_filter_hides_selects_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    click = {**TWIN_PLACE, "id": small.WELL_KNOWN}
    assert _selected(monkeypatch, click, {"sector": "textiles"}) == small.LITTLE_KNOWN
