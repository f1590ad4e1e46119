"""Every rule of the data, both ways: a row that breaks it is found with all that a person needs, a good one is not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import codebook
from codebook.records import Finding
from etl.findings import FORM_PATTERNS, RULES, check_tables
from etl.reading import RawTable
from store.connection import Lake
from store.queries import SQL_FOLDER
from store.staging import Staging
from tests.etl.case_files import DataFolder, Row, make_small
from tests.etl.rule_cases import BROKEN, KEPT, add_rows

Check = Callable[[DataFolder], list[Finding]]


@pytest.fixture(scope="module")
def check(built_lake: Lake) -> Check:
    """Return what checks a folder; staging never touches the lake whose engine it borrows."""

    def findings_of(folder: DataFolder) -> list[Finding]:
        return check_raw(built_lake, folder.read())

    return findings_of


@pytest.fixture(scope="module")
def broken(check: Check, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[int], list[Finding]]:
    """Return the line of each broken row, and the errors found in a base that holds them all."""
    folder = make_small(tmp_path_factory.mktemp("broken"))
    lines = add_rows(folder, [(case.table, {**case.others, case.column: case.text}) for case in BROKEN])
    return lines, errors(check(folder))


def check_raw(lake: Lake, tables: dict[str, RawTable]) -> list[Finding]:
    """Return what the rules find in tables that were read."""
    staging = Staging(lake)
    for table, raw in tables.items():
        staging.add(table, raw.rows)
    return check_tables(staging, tables)


def errors(findings: list[Finding]) -> list[Finding]:
    """Return the findings that stop a build."""
    return [finding for finding in findings if finding.severity == "error"]


def places(findings: list[Finding]) -> list[tuple[str, int | None, str | None, str | None, str]]:
    """Return file, line, column, value and code of findings."""
    return [(f.file, f.line, f.column, f.value, f.code) for f in findings]


def test_the_shipped_base_breaks_no_rule_that_blocks(check: Check, project_folder: Path) -> None:
    findings = check(DataFolder(project_folder / "data"))
    assert places(errors(findings)) == []
    assert {f.code for f in findings} == {"evidence_without_year", "source_without_link", "possible_duplicate"}


@pytest.mark.parametrize("number", range(len(BROKEN)), ids=lambda n: f"{BROKEN[n].code}-{BROKEN[n].text[:20]}")
def test_a_row_that_breaks_a_rule_is_found(broken: tuple[list[int], list[Finding]], number: int) -> None:
    case, line = BROKEN[number], broken[0][number]
    file = str(codebook.table(case.table).file)
    found = [f for f in broken[1] if (f.file, f.line, f.code) == (file, line, case.code)]
    # A long cell is cut to what a person reads.
    value = case.text[:200] if case.text.strip() else None
    assert places(found) == [(file, line, case.column, value, case.code)]
    assert found[0].message
    assert found[0].hint
    assert case.allowed in "; ".join(found[0].allowed)


def test_a_row_that_keeps_all_rules_is_not_found(check: Check, small: DataFolder) -> None:
    add_rows(small, list(KEPT))
    assert places(errors(check(small))) == []


def test_one_bad_cell_gives_one_finding(broken: tuple[list[int], list[Finding]]) -> None:
    lines, found = broken
    number_of = {
        (str(codebook.table(c.table).file), line): n for n, (c, line) in enumerate(zip(BROKEN, lines, strict=True))
    }
    assert {(f.file, f.line) for f in found} == set(number_of)
    # What is no number at all, or is one of no size, is out of every range too; both are worth telling.
    further = [f for f in found if f.code != BROKEN[number_of[f.file, f.line or 0]].code]
    assert {f.code for f in further} <= {"out_of_range"}


def test_a_list_is_checked_item_by_item(check: Check, small: DataFolder) -> None:
    line = small.change("interventions", 0, partners="ngo;nobody; state;")
    expected = [
        (small.name("interventions"), line, "partners", value, "unknown_value") for value in ("", " state", "nobody")
    ]
    assert places(errors(check(small))) == expected


def test_a_key_that_stands_twice_is_found_at_its_second_line(check: Check, small: DataFolder) -> None:
    line = small.add("evidence")
    other_source = small.rows("sources")[-1]["source_id"]
    # The key of an intervention is itself and its source: another source is another row.
    small.add("interventions", source_id=other_source)
    twice = small.add("interventions", source_id=other_source)
    evidence, intervention = errors(check(small))
    value = small.rows("evidence")[0]["evidence_id"]
    assert places([evidence]) == [(small.name("evidence"), line, "evidence_id", value, "duplicate_key")]
    assert "line 2 " in evidence.allowed[0]
    assert intervention.line == twice
    assert intervention.column == "intervention_id + source_id"


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
    good_line, line = add_rows(small, [(table, good), (table, bad)])
    findings = [f for f in check(small) if f.code == code and f.line in {good_line, line}]
    assert places(findings) == [(small.name(table), line, column, bad[column] or None, code)]
    assert findings[0].severity == "warning"
    assert findings[0].allowed


def test_two_clusters_of_one_sector_at_one_place_may_be_one(check: Check, small: DataFolder) -> None:
    first = small.rows("clusters")[0]
    line = small.add("clusters", cluster_id="co-nemocon-kilns", place=first["place"].upper().replace("Ó", "O"))
    small.add("clusters", cluster_id="co-nemocon-leather", sector="leather")
    [finding] = [f for f in check(small) if f.code == "possible_duplicate"]
    assert (finding.line, finding.value, finding.severity) == (line, "co-nemocon-kilns", "warning")
    assert first["cluster_id"] in finding.allowed[0]


def test_a_row_that_could_not_be_read_is_no_missing_target(built_lake: Lake, small: DataFolder) -> None:
    small.file("clusters").write_text("cluster,name\n", encoding="utf-8")
    tables = small.read()
    assert [f.code for f in tables["clusters"].findings] == ["unknown_header"]
    assert errors(check_raw(built_lake, tables)) == []
    silent = {**tables, "clusters": replace(tables["clusters"], findings=())}
    assert {f.code for f in errors(check_raw(built_lake, silent))} == {"unknown_reference"}


def test_every_check_of_the_store_is_run_and_tested() -> None:
    run = {rule.check for rule in RULES} | {"malformed_text", "unknown_reference"}
    assert run == {path.stem for path in (SQL_FOLDER / "checks").glob("*.sql")}
    warnings = {rule.check for rule in RULES if rule.severity == "warning"}
    assert run == {case.code for case in BROKEN} | warnings | {"duplicate_key"}


def test_every_form_of_the_codebook_has_its_pattern() -> None:
    assert set(FORM_PATTERNS) == {form.value for form in codebook.values("column_form")}
