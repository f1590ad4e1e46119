"""What Python tells the layer: settings, words, queries, and that none of it can become a script."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import codebook
from geo import cluster_layer, layer_settings
from geo.cluster_layer import LayerQuery, Selection, View, default_legend, tile_search
from geo.cluster_map import make_map
from geo.colours import THEMES, class_fills, palette
from geo.script_json import script_json
from ui.cluster_table import table_in_words

HOSTILE = "</script><script>alert('x')</script><!-- & \u2028 {{'alert'}} ${x} `"


def _query_of(query: LayerQuery) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(query.query)
    return parsed


@pytest.mark.parametrize("sign", ["<", ">", "&", "'", "\u2028", "\u2029"])
def test_no_sign_that_ends_a_script_is_written_as_itself(sign: str) -> None:
    text = script_json({sign: [sign]})
    assert sign not in text
    assert json.loads(text) == {sign: [sign]}


@pytest.mark.parametrize(
    "text", ["{{ 7 * 7 }}", "{{{ 7 * 7 }}}", "{% include 'x' %}", "{# gone #}", "{{'alert'}}", "a{", "{"]
)
def test_no_text_is_run_as_a_template_on_the_server(text: str) -> None:
    # branca parses what a template rendered as a template once more (branca.element.MacroElement.render).
    query = LayerQuery(text, shown="both", theme="light", selected=Selection(text))
    told = make_map()
    told.add_child(query)
    html = told.get_root().render()
    called = re.search(r"window\.clusterwatch\.setQuery\((.*)\);", html)
    assert called is not None
    assert json.loads(called[1])["search"] == text
    assert json.loads(called[1])["selected"]["id"] == text


def test_numbers_that_json_does_not_know_are_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        script_json(float("nan"))


def test_a_hostile_query_stays_a_string_in_the_script() -> None:
    query = LayerQuery(HOSTILE, shown="both", theme="light", selected=Selection(HOSTILE))
    told = make_map().add_child(query)
    html = told.get_root().render()
    assert "alert('x')" not in html
    assert html.count("<script") == html.count("</script>")
    assert _query_of(query)["search"] == HOSTILE


def test_a_query_says_what_is_shown_selected_and_where() -> None:
    query = LayerQuery(
        "v=3",
        shown="lower",
        theme="dark",
        selected=Selection("pk-sialkot-footballs", 32.5, 74.5),
        view=View(20.0, 60.0, 3),
    )
    told = _query_of(query)
    assert {name: told[name] for name in ("search", "show", "theme", "selected", "view")} == {
        "search": "v=3",
        "show": "lower",
        "theme": "dark",
        "selected": {"id": "pk-sialkot-footballs", "lat": 32.5, "lon": 74.5},
        "view": {"lat": 20.0, "lon": 60.0, "zoom": 3},
    }


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "colour=above_unknown&tier=both&v=3"),
        (
            {"sector": ["leather"], "country": ["PAK", "IND"]},
            "country=IND&country=PAK&sector=leather&colour=above_unknown&tier=both&v=3",
        ),
        ({"country": []}, "colour=above_unknown&tier=both&v=3"),
        ({"q": ["a b&c=d"]}, "q=a+b%26c%3Dd&colour=above_unknown&tier=both&v=3"),
    ],
)
def test_the_same_choice_is_the_same_address(filters: Mapping[str, Sequence[str]], expected: str) -> None:
    assert tile_search(filters, colour="above_unknown", shown="both", version="3") == expected


def test_every_class_step_and_precision_reaches_the_layer() -> None:
    settings = layer_settings.layer_settings()
    for theme in THEMES:
        assert settings["palettes"][theme] == palette(theme)
        legend = _query_of(LayerQuery("v=1", shown="both", theme=theme))["legend"]
        assert [entry["label"] for entry in legend["classes"]] == [item.label for item in codebook.adoption_colours()]
        assert legend["fills"] == [list(row) for row in class_fills(theme)]
    assert set(settings["precisions"]) == {item.value for item in codebook.values("location_precision")}
    assert settings["factors"] == len(codebook.PREDICTORS)


def test_the_map_says_what_the_table_under_it_says(case_clusters: pd.DataFrame) -> None:
    # What a pointer learns, a keyboard learns from the table: same names of tiers, classes and precisions.
    settings = layer_settings.layer_settings()
    clusters = case_clusters.iloc[:4].assign(
        location_precision=[value.value for value in codebook.values("location_precision")][:4],
        country_name="",
        evidence_rows=1,
        newest_year=2020,
        **{f"{tier}_class": pd.array([1, 3, 5, None], dtype="Int64") for tier in settings["tiers"]},
        **{f"{tier}_known_factors": [9, 1, 15, 0] for tier in settings["tiers"]},
    )
    df = table_in_words(clusters)
    classes = default_legend("light").classes
    for label in settings["tiers"].values():
        assert df[label].tolist() == [*(classes[number].label for number in (0, 2, 4)), "nothing known"]
    assert [text.lower() for text in df["The point"]] == [
        settings["precisions"][value].lower() for value in clusters["location_precision"]
    ]


def test_only_points_that_stand_for_an_area_are_dashed() -> None:
    assert layer_settings.layer_settings()["dashed_precisions"] == ["region", "district"]


def test_every_word_that_the_script_uses_is_given() -> None:
    used = set(re.findall(r"(?<![a-zA-Z])_?words\.(\w+)", layer_settings.layer_script()))
    assert used <= set(layer_settings.layer_settings()["words"])
    assert {"failed", "retry", "legend_grey"} <= used


def test_every_part_of_the_script_is_served() -> None:
    folder = Path(layer_settings.__file__).parent / "javascript"
    assert set(layer_settings.SCRIPT_FILES) == {path.name for path in folder.glob("*.js")}


def test_no_script_writes_text_as_html() -> None:
    writers = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(")
    assert not writers.search(layer_settings.layer_script())


def test_a_changed_file_gets_a_new_address() -> None:
    (name, address), *_ = cluster_layer.ClusterLayer.default_js
    assert name == "cluster_layer"
    assert re.fullmatch(r"/vendor/cluster_layer\.js\?v=[0-9a-f]{12}", address)
