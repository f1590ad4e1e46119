"""Every rule of the data, both ways: a row that breaks it is found with all that a person needs, a good one is not."""

from collections.abc import Callable
from dataclasses import replace

import pytest

import codebook
from codebook.records import Finding
from etl.findings import RULES, check_tables
from etl.reading import RawTable
from store.connection import Lake
from store.queries import SQL_FOLDER
from store.staging import Staging
from tests.etl.case_files import DataFolder, Row

Check = Callable[[DataFolder], list[Finding]]


@pytest.fixture(scope="module")
def check(built_lake: Lake) -> Check:
    """Return what checks a folder; staging never touches the lake whose engine it borrows."""

    def findings_of(folder: DataFolder) -> list[Finding]:
        return check_raw(built_lake, folder.read())

    return findings_of


def check_raw(lake: Lake, tables: dict[str, RawTable]) -> list[Finding]:
    """Return what the rules find in tables that were read."""
    staging = Staging(lake)
    for table, raw in tables.items():
        staging.add(table, raw.rows)
    return check_tables(staging, tables)


def blocking(findings: list[Finding]) -> list[tuple[str, int | None, str | None, str | None, str]]:
    """Return file, line, column, value and code of the errors."""
    return [(f.file, f.line, f.column, f.value, f.code) for f in findings if f.severity == "error"]


def test_the_small_base_breaks_no_rule_that_blocks(check: Check, small: DataFolder) -> None:
    assert blocking(check(small)) == []


def test_the_shipped_base_breaks_no_rule_that_blocks(check: Check, project_folder: pytest.TempPathFactory) -> None:
    findings = check(DataFolder(project_folder / "data"))
    assert blocking(findings) == []
    assert {f.code for f in findings} == {"evidence_without_year", "source_without_link", "possible_duplicate"}


# Table, cells of its first row to change, code and what must be named as allowed.
ERRORS: tuple[tuple[str, Row, str, str], ...] = (
    ("clusters", {"name": ""}, "missing_value", ""),
    ("clusters", {"name": " \t"}, "missing_value", ""),
    ("evidence", {"statement": ""}, "missing_value", ""),
    ("country_context", {"value": ""}, "missing_value", ""),
    ("source_audit", {"place": ""}, "missing_value", ""),
    *(
        ("clusters", {"latitude": text}, "unreadable_value", "decimal point")
        for text in ("north", "1,5", "1_0", " 4", "0x4")
    ),
    *(
        ("country_context", {"value": text}, "unreadable_value", "decimal point")
        for text in ("nan", "inf", "-inf", "1e999")
    ),
    *(
        ("clusters", {"firms": text}, "unreadable_value", "whole number")
        for text in ("12.5", "1e3", "+12", "012", "about 90", "12 ")
    ),
    *(
        ("clusters", {"workers": text}, "unreadable_value", "whole number")
        for text in ("nan", "inf", "9999999999", "١٢")
    ),
    ("interventions", {"start_year": "May 2010"}, "unreadable_value", "whole number"),
    ("clusters", {"latitude": "90.5"}, "out_of_range", "-90 to 90"),
    ("clusters", {"longitude": "-180.01"}, "out_of_range", "-180 to 180"),
    ("clusters", {"firms": "0"}, "out_of_range", "1 to anything"),
    ("clusters", {"size_year": "1899"}, "out_of_range", "1900 to 2030"),
    ("evidence", {"year": "2031"}, "out_of_range", "1900 to 2030"),
    ("evidence", {"year": "20"}, "out_of_range", "1900 to 2030"),
    ("country_context", {"standard_error": "-0.1"}, "out_of_range", "0 to anything"),
    ("clusters", {"sector": "leather goods"}, "unknown_value", "leather"),
    ("clusters", {"sector": "Leather"}, "unknown_value", "leather"),
    ("clusters", {"coding_round": "3"}, "unknown_value", "4"),
    ("evidence", {"tier": "second"}, "unknown_value", "first"),
    ("evidence", {"confidence": "very high"}, "unknown_value", "low, medium, high"),
    ("evidence", {"scope": "world"}, "unknown_value", "wider"),
    ("evidence", {"mode": "-"}, "unknown_value", "observed"),
    ("sources", {"type": "blog"}, "unknown_value", "web"),
    ("withdrawn", {"reason": "disliked"}, "unknown_value", "the same passage was entered twice"),
    ("countries", {"income_group": "Rich"}, "unknown_value", "High income"),
    ("source_audit", {"found": "perhaps"}, "unknown_value", "same"),
    ("interventions", {"kind": "prayer"}, "unknown_value", "training"),
    ("evidence", {"value": "somewhat"}, "value_of_other_factor", "poor, mixed, good"),
    ("evidence", {"value": "median"}, "value_of_other_factor", "poor, mixed, good"),
    ("withdrawn", {"value": "somewhat"}, "value_of_other_factor", ""),
    ("codings", {"first": "-"}, "value_of_other_factor", "poor, mixed, good"),
    ("codings", {"second": "median"}, "value_of_other_factor", "poor, mixed, good"),
    ("codings", {"settled": "perhaps"}, "value_of_other_factor", "poor, mixed, good"),
    ("source_audit", {"coded_value": "-"}, "value_of_other_factor", ""),
    ("evidence", {"evidence_id": "co-nemocon_bricks-01"}, "malformed_text", "letters a-z"),
    ("evidence", {"evidence_id": "x" * 65}, "malformed_text", "1 to 64"),
    ("interventions", {"intervention_id": "<script>"}, "malformed_text", "letters a-z"),
    *(
        ("sources", {"url": text}, "malformed_text", "http")
        for text in (
            "javascript:alert(1)",
            "data:text/html,x",
            "//example.org",
            "https://a b",
            'https://a"onclick=',
            "https://<b>",
        )
    ),
    *(
        ("sources", {"doi": text}, "malformed_text", "10.")
        for text in ("https://doi.org/10.1/x", "doi:10.1/x", "10.1", '10.1/"')
    ),
    ("evidence", {"cluster_id": "co-nowhere"}, "unknown_reference", "cluster_id"),
    ("evidence", {"source_id": "nobody-1999"}, "unknown_reference", "source_id"),
    ("withdrawn", {"source_id": "nobody-1999"}, "unknown_reference", "source_id"),
    ("interventions", {"cluster_id": "co-nowhere"}, "unknown_reference", "cluster_id"),
    ("clusters", {"country_iso3": "XXX"}, "unknown_reference", "countries"),
    ("country_context", {"indicator": "happiness"}, "unknown_reference", "indicators"),
    ("country_context", {"source_id": "nobody-1999"}, "unknown_reference", "context_sources"),
)


@pytest.mark.parametrize(("table", "cells", "code", "allowed"), ERRORS)
def test_a_row_that_breaks_a_rule_is_found(
    check: Check, small: DataFolder, table: str, cells: Row, code: str, allowed: str
) -> None:
    line = small.change(table, 0, **cells)
    [(column, text)] = cells.items()
    findings = [f for f in check(small) if f.severity == "error" and f.code == code]
    value = text if text.strip() else None
    assert blocking(findings) == [(small.name(table), line, column, value, code)]
    assert findings[0].message
    assert findings[0].hint
    assert allowed in "; ".join(findings[0].allowed)


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("clusters", {"latitude": "4.07e0", "longitude": "-73.", "firms": "", "workers": "999999999"}),
        ("country_context", {"value": "-.5", "standard_error": "0"}),
        ("evidence", {"year": "1900"}),
        ("codings", {"second": "-", "settled": "median", "third": ""}),
        ("codings", {"settled": "-", "rules_check": "-"}),
        ("source_audit", {"value": "-"}),
        ("interventions", {"partners": "ngo;state"}),
        ("interventions", {"partners": ""}),
        ("sources", {"url": "https://example.org/%C3%A9?a=1&b='x'#y", "doi": "10.1000/a(b)c;d"}),
        ("sources", {"url": "", "doi": ""}),
    ],
)
def test_what_is_allowed_is_not_found(check: Check, small: DataFolder, table: str, cells: Row) -> None:
    small.change(table, 0, **cells)
    assert blocking(check(small)) == []


def test_a_list_is_checked_item_by_item(check: Check, small: DataFolder) -> None:
    line = small.change("interventions", 0, partners="ngo;nobody; state;")
    file = small.name("interventions")
    assert blocking(check(small)) == [
        (file, line, "partners", value, "unknown_value") for value in ("", " state", "nobody")
    ]


def test_a_value_is_judged_by_the_factor_of_its_row(check: Check, small: DataFolder) -> None:
    factor = next(f for f in codebook.FACTORS if len({v.value for v in codebook.values(f)} & {"strong"}))
    first = small.change("evidence", 0, factor=factor, value="strong")
    assert blocking(check(small)) == []
    small.change("evidence", 0, factor=factor, value="poor")
    assert blocking(check(small)) == [(small.name("evidence"), first, "value", "poor", "value_of_other_factor")]


def test_a_word_that_is_no_factor_is_told_once_with_all_factors(check: Check, small: DataFolder) -> None:
    line = small.change("evidence", 0, factor="sector")
    findings = [f for f in check(small) if f.severity == "error"]
    assert blocking(findings) == [(small.name("evidence"), line, "factor", "sector", "unknown_value")]
    assert findings[0].allowed == (", ".join(sorted(codebook.FACTORS)),)


def test_a_key_that_stands_twice_is_found_at_its_second_line(check: Check, small: DataFolder) -> None:
    line = small.add("evidence")
    value = small.rows("evidence")[0]["evidence_id"]
    findings = [f for f in check(small) if f.severity == "error"]
    assert blocking(findings) == [(small.name("evidence"), line, "evidence_id", value, "duplicate_key")]
    assert "line 2" in findings[0].allowed[0]


def test_a_key_of_several_columns_is_one_key(check: Check, small: DataFolder) -> None:
    other = small.rows("sources")[-1]["source_id"]
    small.add("interventions", source_id=other)
    assert blocking(check(small)) == []
    line = small.add("interventions", source_id=other)
    [found] = blocking(check(small))
    assert found[:3] == (small.name("interventions"), line, "intervention_id + source_id")


@pytest.mark.parametrize(
    ("factor", "tier", "is_wrong"),
    [
        ("first_tier_adoption", "lower", True),
        ("lower_tier_adoption", "first", True),
        ("first_tier_adoption", "first", False),
        ("lower_tier_adoption", "all", False),
    ],
)
def test_an_outcome_speaks_of_its_own_tier(
    check: Check, small: DataFolder, factor: str, tier: str, is_wrong: bool
) -> None:
    value = codebook.values(factor)[0].value
    line = small.change("evidence", 0, factor=factor, value=value, tier=tier)
    expected = [(small.name("evidence"), line, "tier", tier, "outcome_of_other_tier")]
    assert blocking(check(small)) == (expected if is_wrong else [])


@pytest.mark.parametrize(("agreeing", "is_wrong"), [("2", False), ("3", False), ("4", True)])
def test_no_more_coders_agree_than_there_are(check: Check, small: DataFolder, agreeing: str, is_wrong: bool) -> None:
    line = small.change("evidence", 0, coders="3", coders_agreeing=agreeing)
    expected = [(small.name("evidence"), line, "coders_agreeing", agreeing, "agreement_above_coders")]
    assert blocking(check(small)) == (expected if is_wrong else [])


@pytest.mark.parametrize(
    ("table", "good", "bad", "code", "column"),
    [
        ("sources", {"url": "", "doi": "10.1000/1"}, {"url": "", "doi": ""}, "source_without_link", "url"),
        ("evidence", {"year": "2012"}, {"year": ""}, "evidence_without_year", "year"),
        ("evidence", {"year": "2026"}, {"year": "2027"}, "future_year", "year"),
    ],
)
def test_a_weak_row_is_a_warning_and_is_loaded(
    check: Check, small: DataFolder, table: str, good: Row, bad: Row, code: str, column: str
) -> None:
    line = small.change(table, 0, **good)
    assert not [f for f in check(small) if f.code == code and f.line == line]
    small.change(table, 0, **bad)
    [finding] = [f for f in check(small) if f.code == code and f.line == line]
    expected = (small.name(table), "warning", column, bad[column] or None)
    assert (finding.file, finding.severity, finding.column, finding.value) == expected
    assert finding.allowed


def test_two_clusters_of_one_sector_at_one_place_may_be_one(check: Check, small: DataFolder) -> None:
    place = small.rows("clusters")[0]["place"]
    line = small.add("clusters", cluster_id="co-nemocon-kilns", place=place.upper())
    other_sector = "leather"
    small.add("clusters", cluster_id="co-nemocon-leather", sector=other_sector)
    [finding] = [f for f in check(small) if f.code == "possible_duplicate"]
    assert (finding.line, finding.value, finding.severity) == (line, "co-nemocon-kilns", "warning")
    assert "co-nemocon-bricks" in finding.allowed[0]


def test_what_could_not_be_read_is_no_missing_target(check: Check, built_lake: Lake, small: DataFolder) -> None:
    small.file("clusters").write_text("cluster,name\n", encoding="utf-8")
    tables = small.read()
    assert [f.code for f in tables["clusters"].findings] == ["unknown_header"]
    assert blocking(check_raw(built_lake, tables)) == []
    silent = {**tables, "clusters": replace(tables["clusters"], findings=())}
    assert {found[-1] for found in blocking(check_raw(built_lake, silent))} == {"unknown_reference"}


def test_a_finding_holds_no_more_of_a_long_cell_than_a_person_reads(check: Check, small: DataFolder) -> None:
    small.change("evidence", 0, value="x" * 5000)
    [finding] = [f for f in check(small) if f.severity == "error"]
    assert finding.value == "x" * 200


def test_every_check_of_the_store_is_run_and_tested() -> None:
    run = {rule.check for rule in RULES} | {"malformed_text", "unknown_reference"}
    assert run == {path.stem for path in (SQL_FOLDER / "checks").glob("*.sql")}
    tested = {code for *_, code, _ in ERRORS} | {
        *("duplicate_key", "outcome_of_other_tier", "agreement_above_coders", "source_without_link"),
        *("evidence_without_year", "future_year", "possible_duplicate"),
    }
    assert run == tested
