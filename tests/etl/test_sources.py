"""Sources: which file each table is read from, and what a folder of cases of one's own must hold."""

from pathlib import Path

import pytest

import codebook
from codebook.errors import InputError
from etl.sources import DATA_FOLDER, REQUIRED_CASES, Input, input_files, read_input
from tests.etl.case_files import FILE_TABLES, DataFolder


def test_the_shipped_base_is_every_file_of_the_codebook() -> None:
    assert input_files(Input()) == {
        table: (DATA_FOLDER / str(codebook.table(table).file), codebook.table(table).file) for table in FILE_TABLES
    }


def test_a_folder_of_three_files_is_read_with_the_shipped_context(small: DataFolder) -> None:
    for table in ("withdrawn", "interventions"):
        small.file(table).unlink()
    tables = read_input(Input(small.cases))
    assert list(tables) == list(FILE_TABLES)
    assert [table for table in tables if tables[table].findings] == []
    assert tables["clusters"].file == "clusters.csv"
    assert tables["clusters"].rows.num_rows == len(small.rows("clusters"))
    shipped = DataFolder(DATA_FOLDER).rows("country_context")
    assert tables["country_context"].rows.num_rows == len(shipped)
    empty = {table for table, raw in tables.items() if raw.rows.num_rows == 0}
    assert empty == {"withdrawn", "interventions", "codings", "source_audit"}


def test_further_files_of_a_folder_are_read_too(small: DataFolder) -> None:
    tables = read_input(Input(small.cases))
    assert tables["interventions"].rows.num_rows == len(small.rows("interventions"))
    assert tables["withdrawn"].rows.num_rows == len(small.rows("withdrawn"))


@pytest.mark.parametrize("table", REQUIRED_CASES)
def test_a_folder_without_a_required_file_is_refused_by_name(small: DataFolder, table: str) -> None:
    small.file(table).unlink()
    with pytest.raises(InputError, match=f"{table}.csv") as caught:
        read_input(Input(small.cases))
    assert str(small.cases) in caught.value.message
    assert caught.value.next_step


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="clusters.csv, evidence.csv, sources.csv"):
        read_input(Input(tmp_path / "nowhere"))


@pytest.mark.parametrize("make", ["a link that leads nowhere", "a folder"])
def test_a_further_file_that_cannot_be_read_is_no_absent_file(small: DataFolder, make: str) -> None:
    """Taking it for absent would empty the table that an earlier build had filled."""
    path = small.file("withdrawn")
    path.unlink()
    if make == "a folder":
        path.mkdir()
    else:
        path.symlink_to(small.path / "nowhere.csv")
    [finding] = read_input(Input(small.cases))["withdrawn"].findings
    assert (finding.code, finding.severity) == ("unreadable_file", "error")
