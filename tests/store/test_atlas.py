"""The atlas: what each question returns for eight clusters at the edges, and laws on all clusters."""

import itertools

import numpy as np
import pytest

import codebook
from store.atlas import Atlas
from store.atlas_filling import class_bounds, open_cursor, open_memory
from store.atlas_records import Option, Point, Summary
from store.atlas_tiles import ready_made_cells
from store.connection import Lake
from store.filters import MapFilter
from tests.store import small_lake as small

INDIA = MapFilter(country=("IND",))
LEATHER = MapFilter(sector=("leather",))
INDIAN_LEATHER = MapFilter(country=("IND",), sector=("leather",))


def ids_of_zoom(atlas: Atlas, zoom: int, wanted: MapFilter) -> list[str]:
    """Return the ids in all tiles of a zoom, in the order of the tiles."""
    numbers = itertools.product(range(2**zoom), repeat=2)
    return [point.cluster_id for column, row in numbers for point in atlas.points_in_tile(zoom, column, row, wanted)]


@pytest.fixture(scope="module")
def case_base(built_lake: Lake) -> Atlas:
    """Return the atlas of the shipped case base."""
    return Atlas(built_lake)


def test_an_empty_lake_gives_an_empty_atlas(lake_without_build: Lake) -> None:
    atlas = Atlas(lake_without_build)
    assert (atlas.version, atlas.snapshot, atlas.cluster_count) == (0, 0, 0)
    assert atlas.model_version is None
    assert atlas.points_in_tile(0, 0, 0) == []
    assert atlas.cells_in_tile(0, 0, 0) == []
    assert atlas.country_level_clusters() == []
    assert atlas.summary() == Summary(clusters=0, countries=0, evidence_rows=0, sources=0, with_outcome=0)
    assert atlas.bounds() is None
    assert atlas.filter_options(names=("country", "sector")) == {"country": (), "sector": ()}
    assert atlas.clusters_for_table().empty
    assert atlas.nearest_cluster(0, 0, 3, 1000) is None


def test_a_cluster_without_prediction_is_there_as_unknown(small_atlas: Atlas) -> None:
    points = {point.cluster_id: point for point in small_atlas.points_in_tile(0, 0, 0)}
    unscored, quiet = points[small.WITHOUT_PREDICTION], points[small.WITHOUT_EVIDENCE]
    for point in (unscored, quiet):
        assert (point.first_class, point.lower_class) == (None, None)
        assert (point.first_known_factors, point.lower_known_factors) == (0, 0)


def test_a_name_reaches_the_map_as_it_was_written(small_atlas: Atlas) -> None:
    names = {point.cluster_id: point.name for point in small_atlas.points_in_tile(0, 0, 0)}
    assert names[small.HOSTILE] == small.HOSTILE_NAME


def test_country_level_entries_are_in_no_tile_and_are_never_nearest(small_atlas: Atlas) -> None:
    entry = small_atlas.country_level_clusters()
    assert [item.cluster_id for item in entry] == [small.COUNTRY_LEVEL]
    assert small.COUNTRY_LEVEL not in ids_of_zoom(small_atlas, 0, MapFilter())
    assert small_atlas.nearest_cluster(22.0, 79.0, 5, 10) is None
    assert small_atlas.summary(INDIA).clusters == 4
    assert small.COUNTRY_LEVEL in set(small_atlas.clusters_for_table()["cluster_id"])


def test_the_date_line_belongs_to_the_last_tile(small_atlas: Atlas) -> None:
    # Latitude 16.8 south is below the equator: row 4 of 0 to 7.
    assert [p.cluster_id for p in small_atlas.points_in_tile(3, 7, 4)] == [small.AT_180_EAST]
    assert small_atlas.points_in_tile(3, 0, 4) == []


def test_a_corner_of_four_tiles_belongs_to_one(small_atlas: Atlas) -> None:
    tiles = itertools.product((0, 1), (0, 1))
    found = [
        tile for tile in tiles if small.ON_A_TILE_CORNER in {p.cluster_id for p in small_atlas.points_in_tile(1, *tile)}
    ]
    assert found == [(1, 1)]


def test_the_better_known_is_drawn_last(small_atlas: Atlas) -> None:
    known = [p.first_known_factors + p.lower_known_factors for p in small_atlas.points_in_tile(0, 0, 0)]
    assert known == sorted(known)


@pytest.mark.parametrize(
    ("latitude", "longitude", "pixels", "expected"),
    [
        (26.45, 80.35, 5, small.WELL_KNOWN),
        (32.5, 74.5, 5, small.HOSTILE),
        (32.5, 74.5 - 360, 5, small.HOSTILE),
        # At zoom 8 a pixel is 0.0055 degrees wide: 10 pixels are 0.055 degrees.
        (0.0, 0.054, 10, small.ON_A_TILE_CORNER),
        (0.0, 0.056, 10, None),
        (0.054, 0.0, 10, small.ON_A_TILE_CORNER),
        (0.056, 0.0, 10, None),
        (-16.8, -179.96, 10, small.AT_180_EAST),
        (-16.8, 180.04, 10, small.AT_180_EAST),
        (-16.8, -179.9, 10, None),
        (90.0, 0.0, 10, None),
    ],
)
def test_the_nearest_cluster_is_within_the_pixels(
    small_atlas: Atlas, latitude: float, longitude: float, pixels: float, expected: str | None
) -> None:
    assert small_atlas.nearest_cluster(latitude, longitude, 8, pixels) == expected


def test_the_nearest_cluster_passes_the_filter(small_atlas: Atlas) -> None:
    textiles = MapFilter(sector=("textiles",))
    assert small_atlas.nearest_cluster(26.45, 80.35, 8, 5, textiles) == small.LITTLE_KNOWN
    assert small_atlas.nearest_cluster(26.45, 80.35, 8, 5, MapFilter(country=("PAK",))) is None


@pytest.mark.parametrize(
    ("cluster_id", "wanted", "expected"),
    [
        (small.WELL_KNOWN, MapFilter(), True),
        (small.LITTLE_KNOWN, INDIA, True),
        (small.LITTLE_KNOWN, INDIAN_LEATHER, False),
        (small.COUNTRY_LEVEL, INDIAN_LEATHER, True),
        (small.HOSTILE_NAME, MapFilter(), False),
        ("' OR 1 = 1 --", MapFilter(), False),
        ("", MapFilter(), False),
    ],
)
def test_an_id_is_held_where_the_filter_shows_its_cluster(
    small_atlas: Atlas, cluster_id: str, wanted: MapFilter, expected: bool
) -> None:
    assert small_atlas.holds(cluster_id, wanted) is expected


def test_a_summary_counts_each_source_once(small_atlas: Atlas) -> None:
    assert small_atlas.summary() == Summary(8, 4, evidence_rows=8, sources=3, with_outcome=0)
    assert small_atlas.summary(INDIA) == Summary(4, 1, evidence_rows=5, sources=2, with_outcome=0)
    assert small_atlas.summary(MapFilter(country=("LSO",))) == Summary(0, 0, 0, 0, 0)


def test_options_are_counted_under_the_other_filters(small_atlas: Atlas) -> None:
    options = small_atlas.filter_options(INDIAN_LEATHER, ("country", "sector"))
    # Countries under leather alone, sectors under India alone; what the filters exclude stays, at 0.
    assert options["country"] == (
        Option("FJI", "Fiji", 0),
        Option("GHA", "Ghana", 0),
        Option("IND", "India", 3),
        Option("PAK", "Pakistan", 1),
    )
    sectors = {option.value: option.clusters for option in options["sector"]}
    assert sectors == {"leather": 3, "textiles": 1, "sports_goods": 0, "food": 0}
    ranks = [value.value for value in codebook.values("sector")]
    assert list(sectors) == sorted(sectors, key=ranks.index)


def test_the_table_holds_every_cluster_and_keeps_unknown_years_unknown(small_atlas: Atlas) -> None:
    df = small_atlas.clusters_for_table().set_index("cluster_id")
    assert len(df) == len(small.CLUSTERS)
    assert df["newest_year"].isna()[[small.WITHOUT_EVIDENCE, small.LITTLE_KNOWN]].all()
    assert df.loc[small.WELL_KNOWN, "newest_year"] == 2021
    assert df.loc[small.WITHOUT_EVIDENCE, "evidence_rows"] == 0
    assert len(small_atlas.clusters_for_table(row_limit=3)) == 3


def test_classes_against_the_unknown_are_those_of_the_codebook() -> None:
    bounds = class_bounds("above_unknown")
    edges = [np.nextafter(bound, side) for bound in bounds for side in (0.0, 1.0)]
    shares = [*np.linspace(0, 1, 201), *bounds, *edges]
    cursor = open_cursor(open_memory())
    query = "SELECT class_of(CAST($share AS DOUBLE), $bounds)"
    for share in shares:
        row = cursor.execute(query, {"share": float(share), "bounds": bounds}).fetchone()
        assert row == (codebook.adoption_class(float(share)),), share
    assert cursor.execute(query, {"share": None, "bounds": bounds}).fetchone() == (None,)


@pytest.mark.parametrize("measure", [item.name for item in codebook.measures()[1:]])
def test_a_class_of_a_measure_begins_at_its_lower_bound(measure: str) -> None:
    bounds = class_bounds(measure)
    cursor = open_cursor(open_memory())
    for item in codebook.measure(measure).classes:
        for number in (item.low, item.high if measure == "known_factors" else np.nextafter(float(item.high or 0), -9)):
            row = cursor.execute(
                "SELECT class_of(CAST($n AS DOUBLE), $bounds)", {"n": float(number or 0), "bounds": bounds}
            ).fetchone()
            assert row == (item.number,), number


def test_mercator_and_back_is_the_same_place() -> None:
    connection = open_cursor(open_memory())
    query = "SELECT latitude_at(mercator_y($lat)), longitude_at(mercator_x($lon))"
    for lat, lon in itertools.product((-85, -40.5, 0, 0.001, 51.5, 85), (-180, -0.5, 0, 179.99)):
        row = connection.execute(query, {"lat": lat, "lon": lon}).fetchone()
        assert row == pytest.approx((lat, lon), abs=1e-9)


def test_the_tag_follows_what_the_map_shows(small_lake: Lake, lake_to_change: Lake) -> None:
    tag = Atlas(small_lake).tag
    assert Atlas(small_lake).tag == tag
    assert Atlas(lake_to_change).tag == tag
    assert len(tag) <= 40


@pytest.mark.parametrize("zoom", [0, 1, 2, 4])
@pytest.mark.parametrize("wanted", [MapFilter(), INDIA, LEATHER, INDIAN_LEATHER])
def test_the_tiles_of_a_zoom_hold_every_place_once(case_base: Atlas, zoom: int, wanted: MapFilter) -> None:
    df = case_base.clusters_for_table(wanted)
    places = df[df["location_precision"] != "country"]["cluster_id"]
    assert sorted(ids_of_zoom(case_base, zoom, wanted)) == sorted(places)


def test_cells_hold_as_many_clusters_as_points(case_base: Atlas) -> None:
    for column, row in itertools.product(range(4), repeat=2):
        points = case_base.points_in_tile(2, column, row)
        cells = case_base.cells_in_tile(2, column, row)
        assert sum(cell.clusters for cell in cells) == len(points)
        assert case_base.most_in_tile(2, column, row) == len(points)
        assert ready_made_cells(case_base, 2, column, row) == cells


def test_a_cell_of_one_cluster_says_what_its_point_says(case_base: Atlas) -> None:
    points = {(p.latitude, p.longitude): p for p in case_base.points_in_tile(4, 11, 6)}
    alone = [cell for cell in case_base.cells_in_tile(4, 11, 6) if cell.clusters == 1]
    assert alone
    for cell in alone:
        key = min(points, key=lambda at: abs(at[0] - cell.latitude) + abs(at[1] - cell.longitude))
        point = points[key]
        assert key == pytest.approx((cell.latitude, cell.longitude), abs=1e-4)
        assert (cell.first_class, cell.lower_class) == (point.first_class, point.lower_class)
        assert (cell.first_unknown_share == 1) == (point.first_known_factors == 0)


def test_filters_compose(case_base: Atlas) -> None:
    def ids(wanted: MapFilter) -> set[str]:
        return set(case_base.clusters_for_table(wanted)["cluster_id"])

    assert ids(INDIAN_LEATHER) == ids(INDIA) & ids(LEATHER)
    both = MapFilter(country=("IND", "PAK"))
    assert ids(both) == ids(INDIA) | ids(MapFilter(country=("PAK",)))
    assert 0 < len(ids(INDIAN_LEATHER)) < len(ids(INDIA)) < len(ids(MapFilter()))


def test_options_promise_what_choosing_them_gives(case_base: Atlas) -> None:
    options = case_base.filter_options(INDIA, ("sector",))
    for option in options["sector"]:
        chosen = MapFilter(country=INDIA.values_of("country"), sector=(option.value,))
        assert case_base.summary(chosen).clusters == option.clusters
    countries = case_base.filter_options(names=("country",))["country"]
    assert sum(option.clusters for option in countries) == case_base.cluster_count


def test_every_place_of_the_case_base_is_found_by_a_click_on_it(case_base: Atlas) -> None:
    points = [p for c, r in itertools.product(range(2), repeat=2) for p in case_base.points_in_tile(1, c, r)]
    places: dict[tuple[float, float], list[Point]] = {}
    for point in points:
        places.setdefault((point.latitude, point.longitude), []).append(point)
    for (latitude, longitude), there in places.items():
        found = case_base.nearest_cluster(latitude, longitude, 14, 1)
        assert found in {point.cluster_id for point in there}
