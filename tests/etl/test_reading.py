"""Reading: whatever bytes a file holds, nothing raises, rows keep their own line, each fault is one finding."""

import hashlib
from pathlib import Path

import pytest

import codebook
from etl.reading import LARGEST_CELL, RawTable, file_columns, read_table

COLUMNS = file_columns("sources")
HEADER = ",".join(COLUMNS) + "\n"
FIRST = "one,First title,2001,,https://example.org/1,web\n"
LAST = "two,Last title,2002,,https://example.org/2,web\n"


def read(folder: Path, content: str | bytes) -> RawTable:
    """Return a file of sources with the given content, as the build reads it."""
    path = folder / "sources.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table("sources", path, "cases/sources.csv")


def citations(raw: RawTable) -> dict[int, str | None]:
    """Return the citations that were read, by line."""
    return dict(zip(raw.rows["line"].to_pylist(), raw.rows["citation"].to_pylist(), strict=True))


def faults(raw: RawTable) -> list[tuple[str, str, int | None, str]]:
    """Return file, code, line and severity of each finding."""
    return [(item.file, item.code, item.line, item.severity) for item in raw.findings]


def test_a_good_file_is_text_with_line_numbers_and_its_checksum(tmp_path: Path) -> None:
    raw = read(tmp_path, HEADER + FIRST + LAST)
    assert raw.rows.column_names == ["line", *COLUMNS]
    assert citations(raw) == {2: "First title", 3: "Last title"}
    assert raw.rows["year"].to_pylist() == ["2001", "2002"]
    assert raw.rows["doi"].to_pylist() == [None, None]
    assert raw.sha256 == hashlib.sha256((HEADER + FIRST + LAST).encode()).hexdigest()
    assert raw.findings == ()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("\ufeff" + HEADER + FIRST + LAST, id="byte order mark"),
        pytest.param((HEADER + FIRST + LAST).replace("\n", "\r\n"), id="CRLF"),
        pytest.param((HEADER + FIRST + LAST).rstrip("\n"), id="no last line break"),
        pytest.param(HEADER.replace("citation", '"citation"') + FIRST + LAST, id="quoted header"),
    ],
)
def test_what_spreadsheets_do_to_a_file_changes_nothing(tmp_path: Path, content: str) -> None:
    raw = read(tmp_path, content)
    assert citations(raw) == {2: "First title", 3: "Last title"}
    assert raw.findings == ()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_quoted_line_breaks_keep_the_lines_of_the_file(tmp_path: Path, end: str) -> None:
    broken = FIRST.replace("First title", f'"First{end}{end}title"').replace("web\n", f"web{end}")
    raw = read(tmp_path, HEADER.replace("\n", end) + broken + end + LAST.replace("\n", end))
    assert citations(raw) == {2: f"First{end}{end}title", 6: "Last title"}
    assert raw.findings == ()


def test_line_separators_of_unicode_are_text_not_lines(tmp_path: Path) -> None:
    raw = read(tmp_path, HEADER + FIRST.replace("First title", "First\u2028title\x0b\x85") + LAST)
    assert citations(raw) == {2: "First\u2028title\x0b\x85", 3: "Last title"}


def test_blank_cells_and_blank_lines_are_nothing(tmp_path: Path) -> None:
    raw = read(tmp_path, HEADER + FIRST.replace("First title", " \u00a0\t") + "\n,,\n" + LAST)
    assert citations(raw) == {2: None, 5: "Last title"}
    assert raw.findings == ()


def test_a_blank_around_text_is_kept(tmp_path: Path) -> None:
    assert citations(read(tmp_path, HEADER + FIRST.replace("First", " First"))) == {2: " First title"}


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        pytest.param("", "unknown_header", 1, id="empty file"),
        pytest.param("\ufeff", "unknown_header", 1, id="nothing but a byte order mark"),
        pytest.param("\n" + HEADER + FIRST, "unknown_header", 1, id="header on the second line"),
        pytest.param(HEADER.replace("doi,url", "url,doi") + FIRST, "unknown_header", 1, id="columns swapped"),
        pytest.param(HEADER.replace("\n", ",note\n") + FIRST, "unknown_header", 1, id="one column more"),
        pytest.param(FIRST + LAST, "unknown_header", 1, id="no header"),
        pytest.param(HEADER.replace(",", ";") + FIRST, "unknown_header", 1, id="semicolons"),
        pytest.param(b"\xff\xfe" + HEADER.encode("utf-16-le"), "unreadable_file", None, id="UTF-16"),
        pytest.param(
            (HEADER + "one,Titulo n\u00famero,,,,web\n").encode("latin-1"), "unreadable_file", None, id="Latin-1"
        ),
        pytest.param(HEADER + FIRST.replace("First", '"First'), "broken_row", 2, id="quote never closed"),
    ],
)
def test_a_file_that_is_no_table_gives_one_finding(
    tmp_path: Path, content: str | bytes, code: str, line: int | None
) -> None:
    raw = read(tmp_path, content)
    assert faults(raw) == [("cases/sources.csv", code, line, "error")]
    assert raw.rows.num_rows == 0
    assert raw.rows.column_names == ["line", *COLUMNS]
    assert raw.findings[0].allowed


def test_a_wrong_header_is_told_beside_the_right_one(tmp_path: Path) -> None:
    finding = read(tmp_path, "id,title\n").findings[0]
    assert finding.value == "id, title"
    assert finding.allowed == (", ".join(COLUMNS),)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param("three,Short row\n", "wrong_cell_count", id="too few cells"),
        pytest.param(FIRST.replace("web", "web,more"), "wrong_cell_count", id="too many cells"),
        pytest.param(FIRST.replace("First", "Fi\x00rst"), "nul_character", id="NUL"),
    ],
)
def test_a_spoiled_row_is_left_out_and_the_rest_is_read(tmp_path: Path, row: str, code: str) -> None:
    raw = read(tmp_path, HEADER + FIRST + row + LAST)
    assert faults(raw) == [("cases/sources.csv", code, 3, "error")]
    assert citations(raw) == {2: "First title", 4: "Last title"}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(FIRST.replace("First title", '"First" title'), id="text after a closing quote"),
        pytest.param(FIRST.replace("First title", "x" * (LARGEST_CELL + 1)), id="cell too long"),
    ],
)
def test_reading_ends_at_a_row_that_csv_cannot_tell(tmp_path: Path, row: str) -> None:
    raw = read(tmp_path, HEADER + FIRST + row + LAST)
    assert faults(raw) == [("cases/sources.csv", "broken_row", 3, "error")]
    assert citations(raw) == {2: "First title"}


def test_the_longest_cell_is_read(tmp_path: Path) -> None:
    raw = read(tmp_path, HEADER + FIRST.replace("First title", "x" * LARGEST_CELL))
    assert citations(raw) == {2: "x" * LARGEST_CELL}


def test_a_file_of_nothing_but_its_header_is_an_empty_table_and_a_warning(tmp_path: Path) -> None:
    raw = read(tmp_path, HEADER)
    assert faults(raw) == [("cases/sources.csv", "no_rows", 1, "warning")]
    assert raw.rows.num_rows == 0


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path, name: str) -> None:
    raw = read_table("sources", tmp_path / name, "cases/sources.csv")
    assert faults(raw) == [("cases/sources.csv", "unreadable_file", None, "error")]
    assert raw.rows.num_rows == 0


@pytest.mark.parametrize("table", [table for table in codebook.TABLES if codebook.table(table).file])
def test_a_shipped_file_reads_without_finding(project_folder: Path, table: str) -> None:
    name = str(codebook.table(table).file)
    raw = read_table(table, project_folder / "data" / name, name)
    assert raw.findings == ()
    assert raw.rows.num_rows > 0
