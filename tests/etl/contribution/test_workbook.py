"""Workbooks: the same cells as from CSV, and bounds that hold before anything is unpacked."""

import datetime
import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.contribution import limits
from etl.contribution.reading import read_upload
from etl.contribution.upload import Upload
from etl.contribution.workbook import is_workbook
from tests.etl.contribution.files import WIDE, csv_bytes, xlsx_bytes

ROWS = [list(WIDE), list(WIDE.values())]


def read(content: bytes) -> Upload:
    """Return a workbook as it was read."""
    return read_upload(content, "mine.xlsx")


def repacked(content: bytes, **parts: bytes) -> bytes:
    """Return a workbook with some parts replaced or added; dots of names are written as two underscores."""
    named = {name.replace("__", ".").replace("_of_", "/"): part for name, part in parts.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in named:
                new.writestr(part.filename, old.read(part))
        for name, part_content in named.items():
            new.writestr(name, part_content)
    return target.getvalue()


def test_a_workbook_gives_the_cells_of_the_same_csv() -> None:
    workbook, text = read(xlsx_bytes({"Sheet1": ROWS})), read_upload(csv_bytes([WIDE]), "mine.csv")
    assert workbook.cells.equals(text.cells)
    assert workbook.mapping == text.mapping
    assert (workbook.dialect.sheet, workbook.dialect.encoding, text.dialect.sheet) == ("Sheet1", None, None)


def test_the_sheet_with_our_headings_is_read_and_lines_are_its_rows() -> None:
    notes = [["What this is"], ["A list of places"]]
    book = xlsx_bytes({"Notes": notes, "Data": [["A title"], [], *ROWS, [], ROWS[1]]})
    upload = read(book)
    assert upload.dialect.sheet == "Data"
    assert upload.lines.tolist() == [4, 6]


def test_numbers_dates_and_leading_zeros_are_as_a_person_would_type_them() -> None:
    cells = ["name", "latitude", "workers", "year", "x", "y"]
    upload = read(xlsx_bytes({"a": [cells, ["007", 31.52, 5000.0, datetime.date(2012, 5, 1), True, 1e300]]}))
    assert upload.cells.iloc[0].tolist() == ["007", "31.52", "5000", "2012-05-01", "true", "1e+300"]


def test_a_cell_beyond_the_heading_is_told() -> None:
    upload = read(xlsx_bytes({"a": [*ROWS, [*ROWS[1], "stray"]]}))
    assert [(group.code, upload.lines[group.rows].tolist()) for group in upload.groups] == [("wrong_cell_count", [3])]


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread() -> None:
    bomb = repacked(xlsx_bytes({"a": ROWS}), xl_of_media_of_x__bin=b"\0" * 50_000_000)
    assert len(bomb) < 200_000
    upload = read(bomb)
    assert upload.is_refused
    assert "unpacks to" in str(upload.groups[0].value)


def test_a_workbook_of_very_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.contribution.workbook.MOST_PARTS", 3)
    assert read(xlsx_bytes({"a": ROWS})).is_refused


def test_entities_are_never_expanded() -> None:
    sheet = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    )
    assert read(repacked(xlsx_bytes({"a": ROWS}), xl_of_worksheets_of_sheet1__xml=sheet)).is_refused


def test_a_row_number_beyond_any_sheet_ends_reading() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
        b'<row r="99999999999"><c r="ZZZ99999999999" t="inlineStr"><is><t>far</t></is></c></row>'
        b"</sheetData></worksheet>"
    )
    assert read(repacked(xlsx_bytes({"a": ROWS}), xl_of_worksheets_of_sheet1__xml=sheet)).rows == 0


def test_what_is_packed_but_no_workbook_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("hello.txt", "hello")
    assert is_workbook(target.getvalue())
    assert read(target.getvalue()).is_refused
    assert read(b"PK\x03\x04 and no more").is_refused


GOOD = xlsx_bytes({"a": ROWS})


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(place=st.integers(0, len(GOOD) - 1), piece=st.binary(min_size=1, max_size=20), is_cut=st.booleans())
def test_a_damaged_workbook_is_read_or_refused(place: int, piece: bytes, is_cut: bool) -> None:
    upload = read(GOOD[:place] if is_cut else GOOD[:place] + piece + GOOD[place + len(piece) :])
    assert upload.rows == len(upload.cells)


def test_too_many_rows_of_a_sheet_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(limits.ROWS_VARIABLE, "2")
    assert not read(xlsx_bytes({"a": [*ROWS, ROWS[1]]})).is_refused
    assert read(xlsx_bytes({"a": [*ROWS, ROWS[1], ROWS[1]]})).groups[0].code == "too_many_rows"


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1">' + b"<c/>" * 300_000 + b"</row>",
        b'<x:row r="1">' + b"<x:c/>" * 300_000 + b"</x:row>",
        b"<row/>" * 60_000,
    ],
)
def test_a_row_of_very_many_cells_or_very_many_rows_are_refused_unparsed(
    rows: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.contribution.workbook.LARGEST_UNSEEN_PART", 1_000)
    monkeypatch.setattr("etl.contribution.workbook.MOST_ENTRIES", 50_000)
    monkeypatch.setattr("etl.contribution.workbook.MOST_PACKING", 10_000)
    monkeypatch.setattr("etl.contribution.workbook.CHUNK_BYTES", 1_001)
    upload = read(repacked(xlsx_bytes({"a": ROWS}), xl_of_worksheets_of_sheet1__xml=SHEET % rows))
    assert upload.is_refused
    assert "more cells in a row" in str(upload.groups[0].value)


def test_a_real_workbook_that_is_looked_through_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.contribution.workbook.LARGEST_UNSEEN_PART", 100)
    monkeypatch.setattr("etl.contribution.workbook.CHUNK_BYTES", 50)
    assert read(xlsx_bytes({"a": [ROWS[0], *[ROWS[1]] * 50]})).rows == 50
