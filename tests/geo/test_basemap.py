"""The base map: what its shapes must be, what it serves, and how it was made."""

import json
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely

from codebook.errors import MissingFileError, NotFoundError
from etl.prepare import make_basemap
from geo import basemap
from geo.shape_cleaning import clean_shape

# Too small for the resolution: Natural Earth draws no shape for these at all.
LEFT_OUT = {
    "50m": {"TUV"},
    "110m": {
        *("ASM", "ATG", "BRB", "COM", "CPV", "DMA", "FSM", "GRD"),
        *("KIR", "KNA", "LCA", "MDV", "MHL", "MUS", "NRU", "PLW"),
        *("STP", "SYC", "TON", "TUV", "VCT", "WSM"),
    },
}
# Held by somebody, claimed by somebody else, and without a code of ISO 3166.
WITHOUT_CODE = {
    "50m": {"Indian Ocean Ter.", "N. Cyprus", "Siachen Glacier", "Somaliland"},
    "110m": {"N. Cyprus", "Somaliland"},
}
RESOLUTIONS = pytest.mark.parametrize("resolution", basemap.RESOLUTIONS)


def _rings(shape: shapely.Geometry) -> list[np.ndarray]:
    lines = shapely.get_parts(shapely.boundary(shape))
    return [shapely.get_coordinates(line) for line in lines]


@RESOLUTIONS
def test_shapes_are_valid_polygons_on_earth_in_degrees(resolution: str) -> None:
    countries = basemap.load_countries(resolution)
    assert countries.crs.to_epsg() == 4326
    assert list(countries.columns) == ["iso3", "iso_numeric", "name", "geometry"]
    assert countries.geometry.is_valid.all()
    assert set(countries.geom_type) == {"Polygon", "MultiPolygon"}
    west, south, east, north = countries.total_bounds
    assert west >= -180
    assert east <= 180
    assert (south, north) == pytest.approx((-57, 84), abs=2)


@RESOLUTIONS
def test_no_edge_runs_round_the_world(resolution: str) -> None:
    countries = basemap.load_countries(resolution)
    for name, shape in zip(countries["name"], countries.geometry, strict=True):
        for ring in _rings(shape):
            # The longest honest edge is a straight border; 30 degrees are far beyond it.
            assert np.abs(np.diff(ring[:, 0])).max() < 30, name


@RESOLUTIONS
def test_every_country_of_the_context_has_a_shape_unless_it_is_too_small(
    resolution: str, context_countries: pd.DataFrame
) -> None:
    drawn = set(basemap.load_countries(resolution)["iso3"])
    assert set(context_countries["iso3"]) - drawn == LEFT_OUT[resolution]


@RESOLUTIONS
def test_codes_are_unique_and_missing_only_where_none_is_agreed(resolution: str) -> None:
    countries = basemap.load_countries(resolution)
    without = countries[countries["iso3"].isna()]
    assert set(without["name"]) == WITHOUT_CODE[resolution]
    assert countries["iso3"].dropna().is_unique
    assert countries["iso_numeric"].dropna().str.fullmatch(r"\d{3}").all()


@pytest.mark.parametrize(
    ("iso3", "numeric", "name"),
    [("IND", "356", "India"), ("BRA", "076", "Brazil"), ("XKX", None, "Kosovo")],
)
def test_a_known_country_has_its_known_codes(iso3: str, numeric: str | None, name: str) -> None:
    countries = basemap.load_countries()
    (row,) = countries[countries["iso3"] == iso3].to_dict("records")
    assert (row["iso_numeric"], row["name"]) == (numeric, name)


def test_antarctica_is_left_out() -> None:
    assert "Antarctica" not in set(basemap.load_countries()["name"])


@pytest.mark.parametrize(
    ("iso3", "inside", "outside"),
    [
        ("IND", (77.2, 28.6), (90.4, 23.8)),
        ("PAK", (74.5, 32.5), (76.0, 31.3)),
        # On both sides of the antimeridian, and between them on the far side of the world.
        ("RUS", (-175.0, 66.5), (0.0, 66.5)),
        ("RUS", (170.0, 66.5), (-150.0, 66.5)),
        ("FJI", (178.0, -17.8), (0.0, -17.8)),
    ],
)
def test_a_known_point_is_in_its_country(iso3: str, inside: tuple[float, float], outside: tuple[float, float]) -> None:
    outline = basemap.country_outline(iso3)
    assert outline is not None
    assert shapely.intersects_xy(outline, *inside)
    assert not shapely.intersects_xy(outline, *outside)


def test_a_polygon_across_the_antimeridian_is_cut_in_two() -> None:
    # A square from 170 E to 170 W whose ring jumps, with a hole that lies across the line too.
    raw = shapely.Polygon(
        [(170, 0), (-170, 0), (-170, 10), (170, 10)],
        [[(178, 4), (-178, 4), (-178, 6), (178, 6)]],
    )
    cut = clean_shape(raw)
    assert cut.is_valid
    assert cut.area == pytest.approx(20 * 10 - 4 * 2)
    assert shapely.intersects_xy(cut, [175, -175, 0, 179], [5, 5, 5, 5]).tolist() == [
        True,
        True,
        False,
        False,
    ]


def test_a_polygon_that_does_not_cross_keeps_its_shape() -> None:
    square = shapely.box(10, 10, 20, 20)
    assert clean_shape(square).equals(square)


@RESOLUTIONS
def test_the_geojson_has_every_country_with_rounded_coordinates(resolution: str) -> None:
    served = json.loads(basemap.basemap_geojson(resolution))
    countries = basemap.load_countries(resolution)
    assert served["type"] == "FeatureCollection"
    assert [feature["properties"] for feature in served["features"]] == [
        {"iso3": iso3, "name": name} for iso3, name in zip(countries["iso3"], countries["name"], strict=True)
    ]
    shapes = shapely.from_geojson([json.dumps(item["geometry"]) for item in served["features"]])
    corners = shapely.get_coordinates(shapes)
    assert np.array_equal(corners, corners.round(basemap.DECIMALS[resolution]))
    assert not shapely.is_empty(shapes).any()


def test_the_geojson_stays_small_enough_to_send() -> None:
    # Before gzip, which takes two thirds off.
    assert len(basemap.basemap_geojson("110m")) < 200_000
    assert len(basemap.basemap_geojson("50m")) < 1_700_000


def test_outlines_come_in_the_order_asked_and_only_where_there_is_a_shape() -> None:
    features = basemap.country_outlines(["VNM", "MDV", "TUV", "no-such-code", "PAK"])
    # The Maldives are drawn from the finer map; Tuvalu is on neither.
    assert [feature["properties"]["iso3"] for feature in features] == ["VNM", "MDV", "PAK"]
    for feature in features:
        assert shapely.from_geojson(json.dumps(feature)).area > 0


def test_an_outline_that_does_not_exist_is_none() -> None:
    assert basemap.country_outline("TUV") is None
    assert basemap.country_outline("<script>") is None


def test_an_unknown_resolution_is_named_with_what_is_allowed() -> None:
    with pytest.raises(NotFoundError, match="allowed: 110m, 50m"):
        basemap.basemap_geojson("10m")
    with pytest.raises(NotFoundError):
        basemap.country_outlines([], "10m")


def test_a_missing_file_says_how_to_make_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(basemap, "BASEMAP_FOLDER", tmp_path)
    with pytest.raises(MissingFileError, match="countries_50m") as caught:
        basemap.load_countries.__wrapped__("50m")
    assert "make_basemap" in caught.value.next_step


def test_making_the_base_map_again_gives_the_same_content(tmp_path: Path) -> None:
    path = make_basemap.make_basemap(
        basemap.COARSE,
        make_basemap.load_iso3_by_numeric(),
        make_basemap.load_iso3_by_name(),
        tmp_path,
    )
    again = geopandas.read_parquet(path)
    shipped = geopandas.read_parquet(basemap.BASEMAP_FOLDER / path.name)
    assert again.drop(columns="geometry").equals(shipped.drop(columns="geometry"))
    assert again.geometry.geom_equals_exact(shipped.geometry, tolerance=1e-9).all()
