"""Place checks: a point outside its country stops a build, one far from its place is told, the rest is let be."""

from pathlib import Path

import pytest

from codebook.records import Finding
from etl.place_checks import check_places
from tests.etl.case_files import SMALL_CLUSTERS, DataFolder, Row

SIALKOT = SMALL_CLUSTERS.index("pk-sialkot-footballs")
PAKISTAN = SMALL_CLUSTERS.index("pk-national-brick-kilns")


def findings_of(small: DataFolder) -> list[Finding]:
    """Return what the place checks find in a folder's clusters."""
    return check_places(small.read()["clusters"])


def codes(findings: list[Finding]) -> list[str]:
    """Return the codes of findings in order."""
    return [finding.code for finding in findings]


def test_the_shipped_base_lies_where_it_says(project_folder: Path) -> None:
    assert findings_of(DataFolder(project_folder / "data")) == []


def test_a_table_without_rows_has_no_findings(small: DataFolder) -> None:
    small.write("clusters", [])
    assert findings_of(small) == []


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        pytest.param("20.0", "64.0", id="in the sea"),
        pytest.param("74.5313", "32.4927", id="swapped"),
        pytest.param("-32.4927", "74.5313", id="wrong sign"),
        pytest.param("31.6340", "74.8723", id="in the next country, 100 km away"),
    ],
)
def test_a_point_outside_its_country_stops_the_build(small: DataFolder, latitude: str, longitude: str) -> None:
    line = small.change("clusters", SIALKOT, latitude=latitude, longitude=longitude)
    finding = next(f for f in findings_of(small) if f.code == "outside_country")
    assert finding.file == small.name("clusters")
    assert (finding.line, finding.severity) == (line, "error")
    assert (finding.column, finding.value) == ("latitude + longitude", f"{latitude}, {longitude}")
    assert "within 10 km of PAK" in finding.allowed[0]
    assert finding.hint


def test_a_point_far_from_its_place_is_told_and_let_through(small: DataFolder) -> None:
    line = small.change("clusters", SIALKOT, latitude="31.5")
    [finding] = findings_of(small)
    assert (finding.code, finding.severity, finding.line) == ("far_from_place", "warning", line)
    assert "within 25 km of Sialkot; this one lies 110 km away" in finding.allowed[0]


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param({}, id="as shipped"),
        pytest.param({"latitude": "32.6"}, id="12 km away"),
        pytest.param({"latitude": "31.5", "place": "Nowhere-at-all"}, id="place that nobody knows"),
        pytest.param({"latitude": "31.5", "location_precision": "region"}, id="point of a region"),
        pytest.param({"latitude": "31.5", "location_precision": "country"}, id="point of a country"),
        pytest.param({"latitude": "20.0", "country_iso3": "ZZZ"}, id="country that nobody knows"),
    ],
)
def test_a_point_that_may_be_right_is_not_found(small: DataFolder, cells: Row) -> None:
    small.change("clusters", SIALKOT, **cells)
    assert findings_of(small) == []


@pytest.mark.parametrize(
    "cells",
    [
        {"latitude": ""},
        {"longitude": ""},
        {"latitude": "north"},
        {"latitude": "nan"},
        {"latitude": "inf"},
        {"latitude": "1e999"},
        {"latitude": "91"},
        {"longitude": "-181"},
        {"latitude": "0", "country_iso3": ""},
        {"latitude": "0", "location_precision": ""},
        {"place": ""},
    ],
)
def test_what_other_checks_find_raises_nothing_here(small: DataFolder, cells: Row) -> None:
    small.change("clusters", SIALKOT, **cells)
    assert [f for f in findings_of(small) if f.code == "outside_country"] == []


def test_a_national_entry_must_lie_in_its_country_and_near_no_place(small: DataFolder) -> None:
    small.change("clusters", PAKISTAN, latitude="27.0", longitude="66.0", place="Sialkot")
    assert findings_of(small) == []
    small.change("clusters", PAKISTAN, latitude="20.0", longitude="64.0")
    assert codes(findings_of(small)) == ["outside_country"]
