"""The annotated file and the templates: what goes to people can be opened, understood and given again."""

import csv
import io

import openpyxl
import pytest

import codebook
from codebook.upload_guide import make_guide
from etl.contribution.annotated import annotate
from etl.contribution.checks import check_upload
from etl.contribution.lake_view import LakeView
from etl.contribution.mapping import OWN_MARKS
from etl.contribution.reading import read_upload
from etl.contribution.template import EXAMPLE, guide_csv, template_columns, template_csv, template_xlsx
from tests.etl.contribution.conftest import Check
from tests.etl.contribution.files import WIDE, csv_bytes

FORMS = [value.value for value in codebook.values("upload_form")]


def rows_of(content: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    """Return the rows of a CSV in UTF-8 with a byte order mark."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_a_file_goes_back_with_all_its_columns_and_what_was_found(view: LakeView) -> None:
    good = {**WIDE, "my column": "007", "formula": "=1+1"}
    bad = {**good, "place": "Arcot", "sector": "papel", "my column": "a;b\nc"}
    upload = read_upload(csv_bytes([good, bad], ";", "latin-1"), "x")
    back = rows_of(annotate(check_upload(upload, view)), ";")
    assert list(back[0]) == [*OWN_MARKS, *bad]
    assert [row["_line"] for row in back] == ["2", "3"]
    assert [row["_status"] for row in back] == [codebook.label("row_status", name) for name in ("ok", "waiting")]
    assert back[0]["_messages"] == ""
    assert "sector: This word is not in the column's vocabulary." in back[1]["_messages"]
    assert "Proposed: paper" in back[1]["_messages"]
    assert (back[0]["my column"], back[1]["my column"]) == ("007", "a;b\nc")
    assert back[0]["formula"] == "'=1+1"
    assert back[0]["longitude"] == WIDE["longitude"]


def test_a_file_that_went_back_is_read_as_it_was(view: LakeView) -> None:
    rows = [{**WIDE, "products": "=cmd()", "longitude": "-79.33"}, {**WIDE, "name": "@b", "sector": "papel"}]
    report = check_upload(read_upload(csv_bytes(rows), "x"), view)
    again = read_upload(annotate(report), "x")
    marks = len(OWN_MARKS)
    assert again.cells.iloc[:, marks:].to_numpy().tolist() == report.upload.cells.to_numpy().tolist()
    assert check_upload(again, view).status.tolist() == report.status.tolist()
    assert annotate(check_upload(again, view)).count(b"_status") == 1


def test_messages_tell_of_possible_duplicates(check: Check) -> None:
    report = check([WIDE, {**WIDE, "name": "Ranipet hides market"}])
    message = rows_of(annotate(report))[1]["_messages"]
    assert "Perhaps the same as Ranipet hide market in line 2: names 97% alike, at the same point" in message


@pytest.mark.parametrize("form", FORMS)
def test_a_template_is_read_back_as_its_form_and_breaks_no_rule(form: str, view: LakeView) -> None:
    for content in (template_csv(form), template_xlsx(form)):
        upload = read_upload(content, "template")
        assert upload.form == form
        assert tuple(match.column for match in upload.matches) == template_columns(form)
        report = check_upload(upload, view)
        assert [f for f in report.findings() if f.severity == "error"] == []
        assert report.rows >= 1


def test_the_example_is_a_cluster_that_is_there_and_is_recognised(view: LakeView) -> None:
    report = check_upload(read_upload(template_csv("wide"), "template"), view)
    [candidate] = report.candidates()
    assert (candidate.cluster_id, candidate.score, report.count("waiting")) == (EXAMPLE, 1.0, 1)


@pytest.mark.parametrize("form", FORMS)
def test_the_guide_tells_of_every_column_of_the_template(form: str) -> None:
    guide = {row["Column"]: row for row in rows_of(guide_csv(form))}
    assert set(template_columns(form)) <= set(guide)
    assert all(row["What it says"] for row in guide.values())
    assert [row.column for row in make_guide(form)] == list(guide)
    sheet = openpyxl.load_workbook(io.BytesIO(template_xlsx(form)))["guide"]
    assert [cell.value for cell in sheet["A"]][1:] == [name.replace("=", "'=") for name in guide]


def test_the_guide_names_all_values_of_a_factor() -> None:
    guide = {row.column: row for row in make_guide("wide")}
    for factor in codebook.FACTORS:
        for value in codebook.values(factor):
            assert f"{value.value} ({value.label})" in guide[factor].allowed
