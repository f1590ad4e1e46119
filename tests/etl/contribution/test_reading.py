"""From bytes to cells: encodings, delimiters, decimals, headings, line numbers, limits."""

import pytest

from codebook.errors import InputError, UnknownNameError
from etl.contribution import csv_text, limits
from etl.contribution.decoding import decode
from etl.contribution.reading import read_upload
from etl.contribution.upload import Upload
from tests.etl.contribution.files import LONG, WIDE, csv_bytes

SPANISH = "Nombre;País;Lugar;Latitud;Longitud;Sector\nCalzado de León;México;León;21,125;-101,686;calzado\n"


def read(text: str, encoding: str = "utf-8") -> Upload:
    """Return a text as it was read."""
    return read_upload(text.encode(encoding), "mine.csv")


def found(upload: Upload) -> list[tuple[str, list[int]]]:
    """Return code and lines of what reading found, notes on columns left out."""
    return [(g.code, upload.lines[g.rows].tolist()) for g in upload.groups if g.code != "unused_column"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_accents_survive_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    upload = read(SPANISH, encoding)
    assert [match.column for match in upload.matches] == ["name", "country", "place", "latitude", "longitude", "sector"]
    assert upload.cells.iloc[0, :3].tolist() == ["Calzado de León", "México", "León"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1256", "نام,ملک\nچمڑے کے کارخانے قصور,پاکستان\n"),
        ("mac_roman", SPANISH),
        ("cp850", SPANISH),
        ("cp1251", "name,country\nЗаводы кожи,Россия\n"),
        ("gb18030", "name,place\n皮革厂,温州\n"),
        ("cp1252", "name,place\nSão João d’Oeste – couro,Estância Velha\n"),
    ],
)
def test_other_encodings_are_told_by_their_letters(encoding: str, text: str) -> None:
    raw = text.encode(encoding, errors="ignore")
    assert decode(raw).text == raw.decode(encoding)


def test_a_line_in_another_encoding_is_told_and_kept() -> None:
    lines = [SPANISH.encode(), "Otro;Perú;Áncash;1;2;papel\n".encode("latin-1"), "Uno;Perú;Ñ;1;2;papel\n".encode()]
    upload = read_upload(b"".join(lines), "mine.csv")
    assert upload.cells[2].tolist() == ["León", "Áncash", "Ñ"]
    assert [(g.code, g.line) for g in upload.groups] == [("mixed_encoding", 3)]


@pytest.mark.parametrize("delimiter", csv_text.DELIMITERS)
def test_the_delimiter_is_found_also_where_others_stand_in_the_text(delimiter: str) -> None:
    row = {**WIDE, "statement": "a; b, c | d\te; f"}
    upload = read_upload(csv_bytes([row], delimiter), "mine.csv")
    assert upload.dialect.delimiter == delimiter
    assert upload.cells.iloc[0].tolist() == list(row.values())


def test_a_first_line_that_names_the_delimiter_is_no_row() -> None:
    upload = read("sep=;\n" + SPANISH)
    assert (upload.dialect.delimiter, upload.dialect.header_line, upload.lines.tolist()) == (";", 2, [3])


@pytest.mark.parametrize(
    ("cell", "decimal"), [("21,125", ","), ("21.125", "."), ("21", "."), ("21°7'N", "."), ("-0,5", ",")]
)
def test_the_decimal_sign_is_told_by_degrees(cell: str, decimal: str) -> None:
    assert read(SPANISH.replace("21,125", cell).replace("-101,686", cell)).dialect.decimal == decimal


def test_quoted_line_breaks_stay_and_lines_are_those_of_the_file() -> None:
    upload = read('name,country\n"a\nb\r\nc",India\n\n  ,\n"d, e",India\n\n\n')
    assert upload.lines.tolist() == [2, 7]
    assert upload.cells[0].tolist() == ["a\nb\r\nc", "d, e"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(end: str) -> None:
    assert read(f"name,country{end}a,India{end}b,Peru").lines.tolist() == [2, 3]


def test_leading_zeros_stay() -> None:
    assert read("name,country,workers\n007,India,0050\n").cells.iloc[0].tolist() == ["007", "India", "0050"]


def test_a_stray_quotation_mark_costs_its_own_row_only() -> None:
    upload = read('name,country\na,India\n"b,India\nc,India\nd,"In"dia\ne,India\n')
    assert upload.lines.tolist() == [2, 3, 4, 5, 6]
    assert upload.cells[0].tolist() == ["a", '"b', "c", "d", "e"]
    assert found(upload) == [("broken_row", [3, 5])]


def test_a_file_of_stray_quotation_marks_loses_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_text, "MOST_REPAIRS", 3)
    upload = read("name,country\n" + 'x"y","India\n' * 10 + "b,India\n")
    assert upload.rows == 11
    assert found(upload) == [("broken_row", list(range(2, 12)))]


def test_rows_of_other_width_are_told_with_their_count() -> None:
    upload = read("name,country\na\nb,India,\nc,India,x,y\nd,India\n")
    assert upload.cells[1].tolist()[1:] == ["India", "India,x,y", "India"]
    assert [(g.value, upload.lines[g.rows].tolist()) for g in upload.groups] == [("1 cells", [2]), ("4 cells", [4])]


def test_lines_above_the_heading_are_told() -> None:
    upload = read("Clusters of the north\n\nname,country,place\na,India,b\n")
    assert (upload.dialect.header_line, upload.lines.tolist(), found(upload)) == (3, [4], [("text_above_header", [])])


def test_an_empty_file_and_a_heading_alone_are_told() -> None:
    assert read("").is_refused
    assert read(" \n,\n").is_refused
    alone = read("name,country\n")
    assert (alone.is_refused, found(alone)) == (False, [("no_rows", [])])


def test_the_form_is_told_by_the_headings() -> None:
    assert [read_upload(csv_bytes([row]), "x").form for row in (WIDE, LONG)] == ["wide", "long"]


def test_limits_are_settings_and_refuse_with_what_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(limits.ROWS_VARIABLE, "2")
    assert not read("name,country\na,b\nc,d\n").is_refused
    many = read("name,country\n" + "a,b\n" * 3)
    assert (many.is_refused, many.rows, many.groups[0].code, many.groups[0].allowed) == (
        *(True, 0, "too_many_rows"),
        ("2 rows",),
    )
    monkeypatch.setenv(limits.SIZE_VARIABLE, "1")
    large = read("name\n" + "x" * 1_000_001)
    assert (large.groups[0].code, large.groups[0].allowed) == ("too_large", ("1 MB",))
    wide = read(",".join("abc" for _ in range(limits.MOST_COLUMNS + 1)) + "\n")
    assert wide.groups[0].code == "too_many_columns"
    monkeypatch.setenv(limits.ROWS_VARIABLE, "many")
    with pytest.raises(InputError, match=limits.ROWS_VARIABLE):
        read("a")


def test_what_a_person_says_of_headings_goes_first() -> None:
    upload = read_upload(SPANISH.encode(), "x", {"Nombre": None, "Lugar": "name", "Sector": "place"})
    assert upload.mapping == {
        "Nombre": None,
        "País": "country",
        "Lugar": "name",
        "Latitud": "latitude",
        "Longitud": "longitude",
        "Sector": "place",
    }
    assert read_upload(SPANISH.encode(), "x", upload.mapping).mapping == upload.mapping
    with pytest.raises(UnknownNameError, match="nonsense"):
        read_upload(SPANISH.encode(), "x", {"Nombre": "nonsense"})


def test_very_many_short_rows_below_a_very_wide_heading_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.contribution.reading.MOST_CELLS", 100)
    assert not read("name,country,place\n" + "a\n" * 20).is_refused
    assert read("name,country,place\n" + "a\n" * 40).groups[0].code == "too_many_columns"
