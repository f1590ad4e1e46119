"""Filters, colour, legend and map of the map page: whatever changes the state, address and widgets then say it."""

import json
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import codebook
from geo.cluster_layer import LayerQuery, View
from geo.own_shapes import MOST_CORNERS
from store.filters import FILTERS, MapFilter
from store.map_query import CLASS_FILTERS
from tests.ui.app import Query, html_of, open_page
from tests.ui.filter_examples import EXAMPLE_OF_KIND, values_for
from ui.map_choices import WIDGET_KEYS
from ui.map_sharing import data_address, host_of, link_to
from ui.url_state import MapState

pytestmark = pytest.mark.usefixtures("hostile_lake")

WIDGETS = {"values": "multiselect", "flag": "checkbox", "text": "text_input", "date": "date_input"}
"""Streamlit's kind of widget for a kind of filter; an area has a button instead."""


def _held(app: AppTest, name: str, kind: str) -> Any:
    return app.get(WIDGETS[kind]) and getattr(app, WIDGETS[kind])(key=WIDGET_KEYS[name]).value


def _shown(values: tuple[str, ...], kind: str) -> Any:
    """Return what a widget of a kind holds for the values of an address."""
    return {
        "values": list(values),
        "flag": True,
        "text": values[0],
        "date": date.fromisoformat(EXAMPLE_OF_KIND["date"]),
    }[kind]


def _told(monkeypatch: pytest.MonkeyPatch, told: dict[str, Any], query: Query | None = None) -> AppTest:
    """Return the page after the map told of something."""
    monkeypatch.setattr("ui.cluster_map.st_folium", lambda *_, **__: told)
    app = open_page(query=query)
    assert not app.exception
    assert not app.text, app.text
    return app


def test_every_filter_of_an_address_is_held_by_a_widget_and_goes_with_one_button() -> None:
    chosen = {item.name: values_for(item)[:1] for item in FILTERS}
    query: Query = {name: values[0] for name, values in chosen.items()}
    app = open_page(query=query)
    assert not app.exception
    assert app.query_params == query
    for item in FILTERS:
        if item.kind == "area":
            assert any(button.label == "Take the area away" for button in app.button)
        else:
            assert _held(app, item.name, item.kind) == _shown(chosen[item.name], item.kind), item.name
    assert app.info[0].value
    next(button for button in app.button if button.label == "Show all clusters").click().run()
    assert app.query_params == {}
    assert len(app.dataframe[0].value) == 10


@pytest.mark.parametrize("kind", WIDGETS)
def test_what_a_reader_chooses_is_in_the_address(kind: str) -> None:
    item = next(item for item in FILTERS if item.kind == kind)
    values = values_for(item)[:1]
    empty = {"values": [], "flag": False, "text": " ", "date": None}[kind]
    app = open_page()
    app.session_state[f"filters of the group {item.group}"] = True
    app.run()
    getattr(app, WIDGETS[kind])(key=WIDGET_KEYS[item.name]).set_value(_shown(values, kind)).run()
    assert not app.exception
    assert app.query_params == {item.name: values[0]}
    app = open_page(query={item.name: values[0]})
    getattr(app, WIDGETS[kind])(key=WIDGET_KEYS[item.name]).set_value(empty).run()
    assert not app.exception
    assert app.query_params == {}


def test_a_folded_filter_still_narrows() -> None:
    app = open_page(query={"rival": "yes", "country": "IND"})
    app.session_state["filters of the group evidence"] = False
    app.run()
    app.multiselect(key=WIDGET_KEYS["country"]).set_value(["PAK"]).run()
    assert app.query_params == {"rival": "yes", "country": "PAK"}


def test_any_factor_can_be_added_to_the_filters() -> None:
    app = open_page()
    app.session_state["filters of the group factor"] = True
    app.run()
    factor = "csr_capacity"
    assert WIDGET_KEYS[factor] not in [box.key for box in app.multiselect]
    app.selectbox(key="factor to add").set_value(factor).run()
    assert not app.exception
    value = values_for(next(item for item in FILTERS if item.name == factor))[0]
    app.multiselect(key=WIDGET_KEYS[factor]).set_value([value]).run()
    assert app.query_params == {factor: value}


def test_a_colour_has_its_caveat_beside_it_and_drops_the_classes_of_the_one_before() -> None:
    query: Query = {"country": "IND", **dict.fromkeys(CLASS_FILTERS, "1")}
    app = open_page(query=query)
    for name in ("tier_gap", "union_presence", codebook.MEASURE_NAMES[0]):
        app.selectbox(key=WIDGET_KEYS["colour"]).set_value(name).run()
        assert not app.exception
        assert app.selectbox(key=WIDGET_KEYS["colour"]).help == codebook.measure(name).caveat
        colour = {} if name == codebook.MEASURE_NAMES[0] else {"colour": name}
        assert app.query_params == {"country": "IND", **colour}


@pytest.mark.parametrize(
    ("tier", "before", "after"),
    [
        ("first", {}, {"first_class": "2"}),
        ("lower", {"first_class": "2"}, {"first_class": "2", "lower_class": "2"}),
        ("first", {"first_class": ["2", "4"]}, {"first_class": "4"}),
        ("both", {"first_class": "2"}, {"first_class": "2", "lower_class": "2"}),
        ("both", {"first_class": "2", "lower_class": "2"}, {}),
    ],
)
def test_a_class_pressed_in_the_legend_is_chosen_or_let_go(
    monkeypatch: pytest.MonkeyPatch, tier: str, before: Query, after: Query
) -> None:
    app = _told(monkeypatch, {"legend": {"serial": 1, "tier": tier, "class": "2"}}, before)
    assert app.query_params == after
    # Every rerun brings the same value back, and it presses nothing again.
    app.run()
    assert app.query_params == after


@pytest.mark.parametrize("pressed", ["<script>", "99", "", None, {"class": 1}])
def test_a_class_that_is_none_changes_nothing(monkeypatch: pytest.MonkeyPatch, pressed: Any) -> None:
    app = _told(monkeypatch, {"legend": {"serial": 1, "tier": "first", "class": pressed}})
    assert app.query_params == {}


def test_an_area_that_is_drawn_narrows_and_one_that_is_taken_away_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    app = _told(monkeypatch, {"area": {"serial": 1, "ring": [[70, 20], [80, 20], [80, 30.123456], [70, 30]]}})
    assert app.query_params == {"area": "70,20;80,20;80,30.12346;70,30"}
    app = _told(monkeypatch, {"area": {"serial": 2, "ring": None}}, {"area": EXAMPLE_OF_KIND["area"]})
    assert app.query_params == {}


@pytest.mark.parametrize(
    "ring",
    [[], [[0, 0]], [[0, 0], [1, 1], [0, 1], [1, 0]], [["a", "b"]] * 4, "POLYGON", [[0, 1000], [1, 1], [0, 1]], [{}]],
    ids=str,
)
def test_a_ring_that_is_no_area_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, ring: Any) -> None:
    app = _told(monkeypatch, {"area": {"serial": 1, "ring": ring}})
    assert app.query_params == {}
    assert html_of(app).of_kind("refusal")[0].words


def test_an_area_of_very_many_corners_is_one_that_an_address_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = [[70 + n / 100, 20 + (n % 2) / 1e4] for n in range(500)] + [[75, 30]]
    app = _told(monkeypatch, {"area": {"serial": 1, "ring": ring}})
    assert 3 <= str(app.query_params["area"]).count(";") + 1 <= MOST_CORNERS


def test_moving_the_map_is_remembered_by_the_next_choice_and_forgotten_by_a_filter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = _told(monkeypatch, {"view": {"lat": 31.52041, "lon": 74.35871, "zoom": 7}})
    app.selectbox(key=WIDGET_KEYS["tier"]).set_value("lower").run()
    assert app.query_params == {"tier": "lower", "at": "31.5204,74.3587,7"}
    app.multiselect(key=WIDGET_KEYS["country"]).set_value(["PAK"]).run()
    assert app.query_params == {"tier": "lower", "country": "PAK"}


def _asked(monkeypatch: pytest.MonkeyPatch, query: Query) -> dict[str, Any]:
    """Return what the map is told to show at an address."""
    seen: list[dict[str, Any]] = []

    def keep(*_: object, feature_group_to_add: LayerQuery, **__: object) -> dict[str, Any]:
        seen.append(json.loads(feature_group_to_add.query))
        return {}

    monkeypatch.setattr("ui.cluster_map.st_folium", keep)
    app = open_page(query=query)
    assert not app.exception
    return seen[-1]


def test_the_map_is_brought_to_what_is_filtered_unless_the_address_says_where_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = _asked(monkeypatch, {})
    assert (whole["fit"], whole["view"]) == (None, None)
    narrowed = _asked(monkeypatch, {"country": "GHA"})
    fit = narrowed["fit"]
    assert fit["south"] <= 0 <= fit["north"]
    assert fit["west"] <= 0 <= fit["east"]
    placed = _asked(monkeypatch, {"country": "GHA", "at": "31.5204,74.3587,7"})
    assert (placed["fit"], placed["view"]) == (None, {"lat": 31.5204, "lon": 74.3587, "zoom": 7})
    nothing = _asked(monkeypatch, {"country": "GHA", "sector": "leather"})
    assert nothing["fit"] is None


def test_nobody_outside_is_asked_unless_the_address_names_online_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _asked(monkeypatch, {})["base_tiles"] is None
    for item in codebook.values("base_tiles"):
        tiles = _asked(monkeypatch, {"base": item.value})["base_tiles"]
        assert host_of(item.value) in tiles["url"]
        assert tiles["attribution"]


def test_a_picture_says_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    colour, filters, state = _asked(monkeypatch, {"country": "GHA", "tier": "lower"})["caption"]
    assert codebook.measure(codebook.MEASURE_NAMES[0]).label in colour
    assert "lower tiers" in colour
    assert filters == "Country: Ghana"
    assert "snapshot" in state


def test_the_link_to_a_view_holds_all_of_it() -> None:
    state = MapState(MapFilter(country=("GHA",)), colour="tier_gap", at=View(31.5204, 74.3587, 7))
    assert link_to(state).endswith("/?country=GHA&colour=tier_gap&at=31.5204%2C74.3587%2C7")
    assert link_to(MapState(MapFilter())).endswith("/")
    assert data_address(state, "csv") == "/api/clusters?country=GHA&colour=tier_gap&format=csv"
