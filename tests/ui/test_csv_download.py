"""Tables to take away: nothing in them runs in a spreadsheet, and nothing is lost."""

import csv
import io

import pandas as pd
import pytest

from ui.csv_download import csv_of


def _read(table: pd.DataFrame) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_of(table).decode("utf-8-sig"))))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_that_a_spreadsheet_would_run_is_shown_instead(start: str) -> None:
    hostile = f'{start}HYPERLINK("http://hostile.example")'
    (row,) = _read(pd.DataFrame({hostile: [hostile]}))
    assert [*row.items()] == [(f"'{hostile}", f"'{hostile}")]


def test_numbers_stay_numbers_and_missing_cells_stay_empty() -> None:
    table = pd.DataFrame(
        {"year": pd.array([1997, None], dtype="Int64"), "change": [-1.5, 2.0], "words": ["é, “a”", None]}
    )
    assert _read(table) == [
        {"year": "1997", "change": "-1.5", "words": "é, “a”"},
        {"year": "", "change": "2.0", "words": ""},
    ]


def test_the_table_itself_stays_as_it_was() -> None:
    table = pd.DataFrame({"words": ["=1"]})
    csv_of(table)
    assert table["words"].tolist() == ["=1"]


def test_a_spreadsheet_is_told_that_it_reads_unicode() -> None:
    assert csv_of(pd.DataFrame({"a": [1]})).startswith(b"\xef\xbb\xbf")
