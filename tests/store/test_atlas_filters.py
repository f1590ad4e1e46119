"""Every filter lets through what it says: hand-counted on eight clusters, and by other ways on the case base."""

import itertools
from collections.abc import Mapping

import pandas as pd
import pytest

import codebook
from store.atlas import Atlas
from store.connection import Lake
from store.filters import FILTERS, MapFilter
from store.map_query import area_points
from tests.store import small_lake as small

EVERY_FILTER = [item.name for item in FILTERS]
LISTED = [item for item in FILTERS if item.kind in {"values", "flag"}]


@pytest.fixture(scope="module")
def case_base(built_lake: Lake) -> Atlas:
    """Return the atlas of the shipped case base."""
    return Atlas(built_lake)


@pytest.fixture(scope="module")
def attributes(built_lake: Lake) -> pd.DataFrame:
    """Return what stands for each factor, read from the lake itself: cluster_id, factor, tier, value, is_rival."""
    return built_lake.cursor().execute("SELECT cluster_id, factor, tier, value, is_rival FROM attributes").df()


def ids(atlas: Atlas, **chosen: tuple[str, ...]) -> set[str]:
    """Return the ids that a filter lets through."""
    return ids_in_colour(atlas, "above_unknown", chosen)


def ids_in_colour(atlas: Atlas, measure: str, chosen: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return the ids that a filter lets through where the map is coloured by a measure."""
    return set(atlas.clusters_for_table(MapFilter(**chosen), None, measure)["cluster_id"])


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"un_subregion": ("Melanesia", "Western Africa")}, {small.AT_180_EAST, small.ON_A_TILE_CORNER}),
        ({"location_precision": ("district",)}, {small.LITTLE_KNOWN}),
        ({"location_precision": ("country",)}, {small.COUNTRY_LEVEL}),
        ({"union_presence": ("strong",)}, {small.WELL_KNOWN}),
        ({"export_orientation": ("domestic", "export")}, {small.LITTLE_KNOWN, small.WELL_KNOWN}),
        ({"export_orientation": ("mixed",)}, set()),
        ({"buyer_visibility": ("high",)}, {small.HOSTILE}),
        ({"q": ("quiet",)}, {small.WITHOUT_EVIDENCE}),
        ({"q": ("TWIN known",)}, {small.WELL_KNOWN, small.LITTLE_KNOWN}),
        ({"q": ("goods meridien",)}, {small.ON_A_TILE_CORNER}),
        ({"q": ("nothing of this",)}, set()),
        ({"q": ("...",)}, set()),
        ({"area": ("80,26;81,26;81,27;80,27",)}, {small.WELL_KNOWN, small.LITTLE_KNOWN}),
        ({"area": ("80,26;81,26;81,26.4;80,26.4",)}, set()),
        ({"changed_since": ("2000-01-01",)}, set()),
        ({"rival": ("yes",)}, set()),
    ],
)
def test_a_filter_lets_through_what_was_counted_by_hand(
    small_atlas: Atlas, chosen: dict[str, tuple[str, ...]], expected: set[str]
) -> None:
    assert ids(small_atlas, **chosen) == expected


def test_completeness_is_that_of_the_better_known_tier(small_atlas: Atlas) -> None:
    assert small.HOSTILE in ids(small_atlas, completeness=("little",))
    assert ids(small_atlas, completeness=("none",)) == {small.WITHOUT_EVIDENCE, small.WITHOUT_PREDICTION}


@pytest.mark.parametrize("factor", codebook.FACTORS)
def test_a_factor_s_filter_finds_the_values_of_either_tier(
    case_base: Atlas, attributes: pd.DataFrame, factor: str
) -> None:
    rows = attributes[attributes["factor"] == factor].pivot(index="cluster_id", columns="tier", values="value")
    rows = rows.reindex(columns=["first", "lower", "all"]).astype(object)
    first, lower = rows["first"].fillna(rows["all"]), rows["lower"].fillna(rows["all"])
    for value in codebook.values(factor):
        expected = set(rows.index[(first == value.value) | (lower == value.value)])
        assert ids(case_base, **{factor: (value.value,)}) == expected
    assert ids(case_base, **{factor: (codebook.UNKNOWN,)}) == ids(case_base) - set(rows.index)


def test_rival_means_that_sources_disagree_on_some_factor(case_base: Atlas, attributes: pd.DataFrame) -> None:
    assert ids(case_base, rival=("yes",)) == set(attributes.loc[attributes["is_rival"], "cluster_id"])


def test_classes_and_smokescreens_are_those_that_are_stored(case_base: Atlas, built_lake: Lake) -> None:
    query = "SELECT cluster_id, proposition_class, is_smokescreen FROM implications"
    stored = built_lake.cursor().execute(query).df()
    assert ids(case_base, smokescreen=("yes",)) == set(stored.loc[stored["is_smokescreen"], "cluster_id"])
    for name, group in stored.groupby("proposition_class"):
        assert ids(case_base, proposition_class=(str(name),)) == set(group["cluster_id"])


@pytest.mark.parametrize("measure", codebook.MEASURE_NAMES)
@pytest.mark.parametrize("tier", ["first", "lower"])
def test_a_filter_by_colour_finds_what_is_drawn_in_it(case_base: Atlas, measure: str, tier: str) -> None:
    df = case_base.clusters_for_table(row_limit=None, measure=measure).set_index("cluster_id")
    classes = df[f"{tier}_class"]
    for item in codebook.measure(measure).classes:
        chosen = {f"{tier}_class": (str(item.number),)}
        assert ids_in_colour(case_base, measure, chosen) == set(classes.index[classes == item.number])
    assert ids_in_colour(case_base, measure, {f"{tier}_class": (codebook.UNKNOWN,)}) == set(
        classes.index[classes.isna()]
    )


def test_nothing_known_of_a_tier_has_no_colour(case_base: Atlas) -> None:
    for measure in codebook.measures():
        df = case_base.clusters_for_table(row_limit=None, measure=measure.name)
        if measure.name == "tier_gap":
            assert (df["first_class"] == df["lower_class"]).fillna(True).all()
            continue
        for tier in ("first", "lower"):
            is_known = df[f"{tier}_known_factors"] > 0
            is_ranked = df["location_precision"] != "country"
            has_colour = is_known & is_ranked if measure.name == "percentile" else is_known
            assert (df[f"{tier}_class"].notna() == has_colour).all()


def test_a_day_lets_through_what_came_on_it_or_later(case_base: Atlas, built_lake: Lake) -> None:
    row = built_lake.cursor().execute("SELECT max(created_at)::DATE, max(created_at)::DATE + 1 FROM batches").fetchone()
    day, next_day = (str(value) for value in row or ())
    assert ids(case_base, changed_since=(day,)) == ids(case_base)
    assert ids(case_base, changed_since=(next_day,)) == set()


def test_an_area_holds_what_a_ray_crosses_its_edge_to_an_odd_number_of_times(
    case_base: Atlas, built_lake: Lake
) -> None:
    places = (
        built_lake.cursor().execute("SELECT cluster_id, longitude, latitude, location_precision FROM clusters").df()
    )
    area = "60.5,0.5;100.5,0.5;90.5,20.5;100.5,40.5;60.5,40.5;80.5,20.5"
    points = area_points(area)
    edges = list(zip(points, [*points[1:], points[0]], strict=True))

    def is_inside(longitude: float, latitude: float) -> bool:
        crossed = [
            longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1
            for (x1, y1), (x2, y2) in edges
            if (y1 > latitude) != (y2 > latitude)
        ]
        return sum(crossed) % 2 == 1

    placed = places[places["location_precision"] != "country"]
    inside = [is_inside(*place) for place in zip(placed["longitude"], placed["latitude"], strict=True)]
    expected = set(placed.loc[inside, "cluster_id"])
    assert 0 < len(expected) < len(places)
    assert ids(case_base, area=(area,)) == expected


@pytest.mark.parametrize(
    ("search", "name"),
    [
        ("sialkot", "Sialkot"),
        ("SIALKOTT", "Sialkot"),
        ("silakot", "Sialkot"),
        ("tirupur", "Tiruppur"),
        ("torreon", "Torreón"),
        ("Torreón", "Torreón"),
        ("footbal", "football"),
    ],
)
def test_a_search_forgives_a_letter(case_base: Atlas, search: str, name: str) -> None:
    found = case_base.clusters_for_table(MapFilter(q=(search,)))
    assert len(found) > 0
    assert any(name.lower() in str(row).lower() for row in found["name"])


def test_every_cluster_is_found_by_its_own_name(case_base: Atlas) -> None:
    for row in case_base.clusters_for_table(row_limit=None).iloc[::7].itertuples():
        assert row.cluster_id in ids(case_base, q=(str(row.name)[:60],)), row.name


def test_short_words_forgive_nothing(case_base: Atlas) -> None:
    assert ids(case_base, q=("xyz",)) == set()


def test_all_filters_must_hold(case_base: Atlas) -> None:
    chosen: dict[str, tuple[str, ...]] = {
        "un_subregion": ("Southern Asia",),
        "completeness": ("some", "well"),
        "export_orientation": ("export",),
        "area": ("60,0;100,0;100,40;60,40",),
        "q": ("cluster",),
    }
    parts = [ids(case_base, **{name: values}) for name, values in chosen.items()]
    assert ids(case_base, **chosen) == set.intersection(*parts)
    assert all(parts)


@pytest.mark.parametrize("item", LISTED, ids=lambda item: item.name)
def test_options_promise_what_choosing_them_gives(case_base: Atlas, item: object) -> None:
    name = getattr(item, "name", "")
    others = MapFilter(un_subregion=("Southern Asia",)) if name != "un_subregion" else MapFilter(sector=("leather",))
    for option in case_base.filter_options(others, (name,))[name]:
        chosen = MapFilter(**{**dict(others.chosen), name: (option.value,)})
        assert case_base.summary(chosen).clusters == option.clusters, option
        assert option.label


def test_a_search_a_day_and_an_area_have_no_options(case_base: Atlas) -> None:
    others = set(EVERY_FILTER) - {item.name for item in LISTED}
    assert case_base.filter_options(names=sorted(others)) == dict.fromkeys(sorted(others), ())


def test_bounds_hold_all_places_and_touch_them(case_base: Atlas, built_lake: Lake) -> None:
    query = (
        "SELECT min(latitude), min(longitude), max(latitude), max(longitude) FROM clusters"
        " WHERE country_iso3 = 'PAK' AND location_precision <> 'country'"
    )
    assert case_base.bounds(MapFilter(country=("PAK",))) == built_lake.cursor().execute(query).fetchone()
    assert case_base.bounds(MapFilter(location_precision=("country",))) is None


def test_counted_outcomes_are_clusters_with_practice_coded_in_a_tier(
    case_base: Atlas, attributes: pd.DataFrame
) -> None:
    outcomes = [name for name, item in codebook.FACTORS.items() if item.outcome_tier]
    assert case_base.summary().with_outcome == attributes[attributes["factor"].isin(outcomes)]["cluster_id"].nunique()


def test_two_filters_of_one_kind_widen_and_two_kinds_narrow(case_base: Atlas) -> None:
    weak, strong = ids(case_base, union_presence=("weak",)), ids(case_base, union_presence=("strong",))
    assert ids(case_base, union_presence=("weak", "strong")) == weak | strong
    for first, lower in itertools.product(("4", "5"), ("1", codebook.UNKNOWN)):
        both = ids(case_base, first_class=(first,), lower_class=(lower,))
        assert both == ids(case_base, first_class=(first,)) & ids(case_base, lower_class=(lower,))
