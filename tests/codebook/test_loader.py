"""The loader is strict: a spoiled file is refused with file, line and what is allowed."""

import shutil
from pathlib import Path

import pytest

from codebook.errors import ClusterwatchError, CodebookError
from codebook.loader import FOLDER, load, load_own


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a copy of the real codebook files, free to spoil."""
    for path in FOLDER.glob("*.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path


def spoil(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text in a file, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_unspoiled_copy_equals_the_projects_own(folder: Path) -> None:
    assert load(folder) == load_own()


def test_the_own_codebook_is_read_once() -> None:
    assert load_own() is load_own()


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("factors.csv", "name,label", "name,title", ["factors.csv, line 1", "label"]),
        ("factors.csv", ",driver,yes", ",drivr,yes", ["line 2", "'drivr'", "driver, barrier"]),
        ("factors.csv", ",driver,yes", ",driver,maybe", ["line 2", "'maybe'", "yes or no"]),
        ("factors.csv", "no,first,,", "no,frist,,", ["'frist'", "first, lower, all"]),
        ("factors.csv", "export_orientation,", "exports,", ["line 2", "'exports'"]),
        ("values.csv", ",domestic,0,", ",domestic,zero,", ["line 2", "'zero'"]),
        ("values.csv", ",home market,", ",,", ["line 2", "label is empty"]),
        ("values.csv", ",home market,", ", home market,", ["line 2", "blanks", "label"]),
        ("values.csv", ",mixed,1,", ",domestic,1,", ["line 3", "stands already", "line 2"]),
        ("columns.csv", "countries,iso3,VARCHAR", "countries,iso3,TEXT", ["'TEXT'", "VARCHAR"]),
        ("columns.csv", "countries,iso3,", "lands,iso3,", ["'lands'", "countries"]),
        ("columns.csv", ",income_group,,", ",incomes,,", ["'incomes'", "vocabulary"]),
        ("columns.csv", "countries.iso3", "countries.iso2", ["'countries.iso2'"]),
        ("columns.csv", ",iso3,,,,", ",iso,,,,", ["'iso'", "iso3"]),
        ("priors.csv", "export_orientation,log", "export_orientation,ln", ["'ln'", "logit"]),
        ("priors.csv", ",log,0.40", ",log,0;40", ["line 2", "'0;40'"]),
        ("priors.csv", ",elicited,", ",guessed,", ["'guessed'", "elicited, technical"]),
        ("priors.csv", "beta,buyer_visibility", "beta,buyers", ["'buyers'", "buyer_visibility"]),
        ("colours.csv", "page,#FBFAF7", "panel,#FBFAF7", ["line 3", "stands already"]),
        ("colours.csv", "page,#FBFAF7,", "page,", ["line 2", "6 cells", "7"]),
        ("measures.csv", "sequential,yes", "sequentiel,yes", ["line 3", "diverging, sequential"]),
        ("measures.csv", "diverging,yes", "diverging,maybe", ["line 2", "yes or no"]),
        ("measure_classes.csv", "percentile,1,", "percentiles,1,", ["line 2", "above_unknown, percentile"]),
        ("measure_classes.csv", "percentile,2,", "percentile,7,", ["line 3", "count from 1"]),
        ("measure_classes.csv", "percentile,2,0.2", "percentile,2,low", ["line 3", "'low'"]),
        ("notes.csv", "key,title,text", "key,text", ["notes.csv, line 1"]),
    ],
)
def test_a_spoiled_file_is_refused_with_its_place_and_what_is_allowed(
    folder: Path, name: str, old: str, new: str, said: list[str]
) -> None:
    spoil(folder / name, old, new)
    with pytest.raises(CodebookError) as caught:
        load(folder)
    assert name in str(caught.value)
    for words in said:
        assert words in str(caught.value)
    assert isinstance(caught.value, ClusterwatchError)
    assert "python -m codebook check" in caught.value.next_step


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "notes.csv").unlink()
    with pytest.raises(CodebookError, match=r"notes\.csv is missing"):
        load(folder)


def test_a_table_without_columns_is_refused(folder: Path) -> None:
    with (folder / "tables.csv").open("a", encoding="utf-8") as stream:
        stream.write("regions,,region,Regions.\n")
    with pytest.raises(CodebookError, match="no column of the tables regions"):
        load(folder)
