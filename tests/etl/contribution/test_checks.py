"""An upload held against the rules: what is found, where, what is proposed, and which rows wait."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

import codebook
from codebook.uploads import upload_columns
from etl.contribution.checks import check_upload
from etl.contribution.lake_view import LakeView
from etl.contribution.reading import read_upload
from etl.contribution.report import Choice, Decisions, Report
from etl.findings import RULES
from tests.etl.contribution.conftest import Check
from tests.etl.contribution.files import LONG, WIDE, csv_bytes

SIALKOT = "pk-sialkot-footballs"
Found = tuple[int | None, str | None, str | None, str, str | None]


def places(report: Report, *severities: str) -> list[Found]:
    """Return line, column, value, code and proposal of findings of some severities, errors by default."""
    return [
        (f.line, f.column, f.value, f.code, f.proposed)
        for f in report.findings()
        if f.severity in (severities or ("error",))
    ]


def counts(report: Report) -> tuple[int, int, int]:
    """Return the numbers of ready, waiting and left-out rows."""
    return report.count("ok"), report.count("waiting"), report.count("skipped")


def as_json(report: Report) -> dict[str, Any]:
    """Return a report as machines get it."""
    told: dict[str, Any] = json.loads(json.dumps(report.as_dict()))
    return told


@pytest.mark.parametrize("good", [WIDE, LONG], ids=["wide", "long"])
def test_a_good_row_is_ready(check: Check, good: Mapping[str, str]) -> None:
    report = check([good])
    assert places(report, "error", "warning") == []
    assert counts(report) == (1, 0, 0)


def test_the_shipped_base_given_again_is_ready(view: LakeView) -> None:
    rows = view.clusters.iloc[:20]
    report = check_upload(
        read_upload(csv_bytes([{**LONG, "cluster_id": cluster_id} for cluster_id in rows["cluster_id"]]), "x"), view
    )
    assert counts(report) == (20, 0, 0)


@pytest.mark.parametrize(
    ("cells", "column", "code", "proposed"),
    [
        ({"sector": "Tannery"}, "sector", "unknown_value", "leather"),
        ({"sector": "spaceships"}, "sector", "unknown_value", None),
        ({"country": "Indien"}, "country", "unknown_country", None),
        ({"country": "भारत"}, "country", "unknown_country", "IND"),
        ({"country": "France"}, "country", "unknown_country", None),
        ({"union_presence": "Strong "}, "union_presence", "value_of_other_factor", "strong"),
        ({"name": ""}, "name", "missing_value", None),
        ({"latitude": "12°55'48\"N"}, "latitude", "unreadable_value", "12.93"),
        ({"workers": "5,000"}, "workers", "unreadable_value", "5000"),
        ({"workers": "0"}, "workers", "out_of_range", None),
        ({"year": "May 2019"}, "year", "unreadable_value", "2019"),
        ({"year": "1819"}, "year", "out_of_range", None),
        ({"tier": "second"}, "tier", "unknown_value", "lower"),
        ({"union_presence_mode": "I saw it"}, "union_presence_mode", "unknown_value", "observed"),
        ({"union_presence_confidence": "sure"}, "union_presence_confidence", "unknown_value", "high"),
        ({"first_tier_adoption": "none", "tier": "lower"}, "tier", "outcome_of_other_tier", None),
        ({"source_url": "www.example.org"}, "source_url", "malformed_text", "https://www.example.org"),
        ({"source_type": "journal article"}, "source_type", "unknown_value", "article"),
        ({"cluster_id": "My Cluster"}, "cluster_id", "malformed_text", None),
        ({"location_precision": "GPS"}, "location_precision", "unknown_value", "site"),
        ({"place": "Rani\u202epet"}, "place", "control_character", "Ranipet"),
        ({"statement": "x" * 20_000}, "statement", "cell_too_long", None),
    ],
)
def test_a_bad_cell_is_one_finding_at_its_place_and_its_row_waits(
    check: Check, cells: Mapping[str, str], column: str, code: str, proposed: str | None
) -> None:
    report = check([WIDE, {**WIDE, "name": "Another market", "place": "Arcot", "sector": "food", **cells}])
    value = cells[column][:200] or None
    assert places(report) == [(3, column, value, code, proposed)]
    assert counts(report) == (1, 1, 0)


@pytest.mark.parametrize(
    ("cells", "column", "code", "proposed"),
    [
        ({"cluster_id": "nowhere"}, "cluster_id", "unknown_cluster", None),
        ({"cluster_id": "Sialkot Football manufacturing cluster"}, "cluster_id", "unknown_cluster", SIALKOT),
        ({"cluster_id": ""}, "cluster_id", "unknown_cluster", None),
        ({"factor": "unions"}, "factor", "unknown_value", None),
        ({"value": "Yes"}, "value", "value_of_other_factor", "weak"),
        ({"value": ""}, "value", "missing_value", None),
    ],
)
def test_a_bad_cell_of_the_long_form_is_found(
    check: Check, cells: Mapping[str, str], column: str, code: str, proposed: str | None
) -> None:
    report = check([LONG, {**LONG, **cells}])
    assert places(report) == [(3, column, cells[column] or None, code, proposed)]
    assert counts(report) == (1, 1, 0)


def test_every_rule_of_the_build_that_speaks_of_contributed_tables_is_held(check: Check) -> None:
    broken = [
        {**WIDE, "name": "", "union_presence": "none", "year": "1700"},
        {**WIDE, "place": "Arcot", "latitude": "north", "sector": "x", "first_tier_adoption": "none", "tier": "lower"},
        {**WIDE, "place": "Vellore", "sector": "food", "source_url": "", "year": ""},
        {**WIDE, "place": "Ambur", "sector": "mixed", "year": "2029"},
    ]
    found = {finding.code for finding in check(broken).findings()}
    made_by_us = {"duplicate_key", "possible_duplicate", "agreement_above_coders"}
    assert {rule.check for rule in RULES} - made_by_us <= found


def test_accepting_what_is_proposed_makes_a_row_ready(check: Check) -> None:
    rows = [{**WIDE, "country": "India ", "sector": "papel", "union_presence": "débil", "workers": "5.000"}]
    report = check(rows)
    assert counts(report) == (0, 1, 0)
    assert counts(check(rows, Decisions(report.proposals()))) == (1, 0, 0)
    only_sector = report.proposals(lambda group: group.column == "sector")
    assert only_sector == {(2, "sector"): "paper"}


def test_a_person_may_write_something_else_than_what_is_proposed(check: Check) -> None:
    rows = [{**WIDE, "sector": "papel"}]
    assert counts(check(rows, Decisions({(2, "sector"): "handicrafts"}))) == (1, 0, 0)
    assert counts(check(rows, Decisions({(2, "sector"): ""}))) == (0, 1, 0)
    assert counts(check(rows, Decisions({(9, "sector"): "food", (2, "nonsense"): "x"}))) == (0, 1, 0)


@pytest.mark.parametrize(
    ("latitude", "longitude", "code", "proposed"),
    [
        ("79.3300", "12.9300", "swapped_coordinates", "12.9300, 79.3300"),
        ("-12.9300", "79.3300", "wrong_sign", "12.9300, 79.3300"),
        ("12.9300", "-79.3300", "wrong_sign", "12.9300, 79.3300"),
        ("48.85", "2.35", "outside_country", None),
        ("", "", "missing_value", "12.9321, 79.3335"),
    ],
)
def test_a_point_in_the_wrong_place_is_told_with_what_was_meant(
    check: Check, latitude: str, longitude: str, code: str, proposed: str | None
) -> None:
    rows = [{**WIDE, "latitude": latitude, "longitude": longitude}]
    report = check(rows)
    [(line, column, _, found, proposal)] = places(report)
    assert (line, column, found) == (2, "latitude + longitude", code)
    if proposed is None:
        assert proposal is None
        return
    assert proposal is not None
    assert [float(part) for part in proposal.split(", ")] == pytest.approx(
        [float(part) for part in proposed.split(", ")], abs=0.1
    )
    assert counts(check(rows, Decisions(report.proposals()))) == (1, 0, 0)


def test_a_swapped_point_that_is_no_latitude_at_all_is_told(check: Check) -> None:
    row = {**WIDE, "country": "Pakistan", "place": "Nushki", "latitude": "110.5", "longitude": "29.5"}
    assert "out_of_range" in {found[3] for found in places(check([row]))}
    china = {**row, "country": "China", "place": "Zhangjiajie"}
    assert ("swapped_coordinates", "29.5, 110.5") in {(f[3], f[4]) for f in places(check([china]))}


def test_a_needed_column_that_is_missing_is_said_once_and_all_rows_wait(check: Check) -> None:
    rows = [{name: text for name, text in WIDE.items() if name not in {"sector", "year"}}] * 3
    report = check(rows)
    assert [found for found in places(report, "error", "warning") if found[0] == 1] == [
        (1, "sector", None, "missing_column", None),
        (1, "year", None, "evidence_without_year", None),
    ]
    assert counts(report) == (0, 3, 0)
    fixed = check(rows[:1], Decisions({(2, "sector"): "paper"}))
    assert counts(fixed) == (1, 0, 0)


def test_a_row_whose_cells_are_shifted_is_judged_for_that_alone(view: LakeView) -> None:
    content = csv_bytes([WIDE]) + b"a,b\r\n" + b'"x,y\r\n'
    report = check_upload(read_upload(content, "x"), view)
    assert [(found[0], found[3]) for found in places(report)] == [(3, "wrong_cell_count"), (4, "broken_row")]
    assert counts(report) == (1, 2, 0)


def test_findings_name_the_files_own_headings(view: LakeView) -> None:
    renamed = {"Nombre": "name", "País": "country", "Lugar": "place", "Latitud": "latitude", "Longitud": "longitude"}
    row = {heading: WIDE[column] for heading, column in renamed.items()} | {"Sector": "papel", "Sindicatos": "débil"}
    report = check_upload(read_upload(csv_bytes([row], ";", "latin-1"), "x"), view)
    assert [found[1] for found in places(report)] == ["Sector", "Sindicatos"]
    assert counts(check_upload(report.upload, view, Decisions(report.proposals()))) == (1, 0, 0)


def test_nothing_is_capped(check: Check) -> None:
    count = 2_500
    rows = [{**LONG, "value": "??", "statement": str(number)} for number in range(count)]
    report = check(rows)
    assert len(places(report)) == count
    assert len(as_json(report)["findings"]) == count
    assert len(report.groups) == 1


def test_the_report_has_the_agreed_shape(check: Check) -> None:
    told = as_json(check([{**WIDE, "sector": "papel"}]))
    assert {"form", "rows", "ok", "needs_feedback", "findings", "duplicates"} <= set(told)
    assert (told["form"], told["rows"], told["ok"], told["needs_feedback"]) == ("wide", 1, 0, 1)
    [finding] = told["findings"]
    assert {"line", "column", "value", "code", "severity", "message", "hint", "proposed"} <= set(finding)


def test_a_row_on_a_cluster_that_is_there_needs_no_facts_of_it(check: Check) -> None:
    report = check([{"cluster_id": SIALKOT, "name": "", "union_presence": "weak", "year": "2019"}])
    assert counts(report) == (1, 0, 0)
    assert [found[3] for found in places(report, "note")] == ["facts_not_taken"]


def test_an_own_id_of_a_new_cluster_is_kept_once(check: Check) -> None:
    rows = [{**WIDE, "cluster_id": "in-ranipet-paper"}, {**WIDE, "cluster_id": "in-ranipet-paper", "sector": "food"}]
    assert [(f[0], f[3]) for f in places(check(rows))] == [(3, "repeated_cluster_id")]


def test_the_same_statement_twice_is_told_and_waits_for_nobody(check: Check) -> None:
    report = check([LONG, {**LONG, "value": "strong"}, LONG])
    assert [(f[0], f[3]) for f in places(report, "warning")] == [(4, "repeated_row")]
    assert counts(report) == (3, 0, 0)


def test_a_row_that_is_left_out_is_counted_as_such_whatever_is_wrong_with_it(check: Check) -> None:
    rows: Sequence[Mapping[str, str]] = [WIDE, {**WIDE, "sector": "x"}]
    assert counts(check(rows, Decisions(choices={3: Choice("skip"), 99: Choice("skip")}))) == (1, 0, 1)


def test_an_empty_and_a_refused_file_have_a_report(view: LakeView) -> None:
    for content in (b"", csv_bytes([WIDE]).splitlines()[0]):
        report = check_upload(read_upload(content, "x"), view)
        assert counts(report) == (0, 0, 0)
        assert report.counts().total() == 1


def test_defaults_of_the_codebook_are_allowed_values() -> None:
    for form in codebook.values("upload_form"):
        for column in upload_columns(form.value):
            allowed = codebook.allowed_values(codebook.column(column.table, column.column), "union_presence")
            assert column.default is None or allowed is None or column.default in allowed


@pytest.mark.parametrize(
    ("cell", "status"),
    [("12.93, 79.33", 0), ("12.93,79.33", 0), ("12.93 79.33", 0), ("12,93; 79,33", 1), ("near the river", 1), ("", 1)],
)
def test_both_coordinates_may_stand_in_one_cell(check: Check, cell: str, status: int) -> None:
    row = {name: text for name, text in WIDE.items() if name not in {"latitude", "longitude"}} | {"GPS": cell}
    report = check([row])
    assert report.status.tolist() == [status]
    if cell != "near the river":
        assert counts(check([row], Decisions(report.proposals()))) == (1, 0, 0)


def test_guessing_ends_where_a_column_is_no_vocabulary(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.contribution.judging.MOST_GUESSES", 2)
    rows = [{**LONG, "value": f"qq{number}"} for number in range(2)]
    rows += [{**LONG, "value": text} for text in ("Weak ", "weak")]
    report = check(rows)
    assert [found[3:] for found in places(report)] == [("value_of_other_factor", None)] * 3
    monkeypatch.undo()
    assert [found[4] for found in places(check(rows))][-1] == "weak"
