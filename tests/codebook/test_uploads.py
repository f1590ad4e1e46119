"""What the codebook says of uploads: strict files, names that lead somewhere, a guide in words."""

import shutil
from pathlib import Path

import pytest

import codebook
from codebook.errors import CodebookError, UnknownNameError
from codebook.loader import FOLDER, load_own
from codebook.upload_guide import make_guides
from codebook.uploads import load_uploads, own_uploads, suffixes, synonyms, upload_columns, upload_finding


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a copy of the real codebook files, free to spoil."""
    for path in FOLDER.glob("*.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path


def test_an_unspoiled_copy_equals_the_projects_own(folder: Path) -> None:
    assert load_uploads(folder, load_own()) == own_uploads()


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("upload_columns.csv", "wide,name,clusters", "tall,name,clusters", ["line 3", "'tall'", "wide, long"]),
        ("upload_columns.csv", "wide,name,clusters", "wide,name,places", ["'places'", "clusters"]),
        ("upload_columns.csv", "clusters,name", "clusters,title", ["'title'", "cluster_id"]),
        ("upload_columns.csv", "name,yes,no", "name,maybe,no", ["'maybe'", "yes or no"]),
        ("upload_findings.csv", "too_large,error", "too_large,fatal", ["'fatal'", "note, warning, error"]),
        ("upload_findings.csv", "too_many_rows,", "too_large,", ["stands already"]),
        ("synonyms.csv", "sector,leather,en,tanning", "sector,hides,en,tanning", ["'hides'", "leather"]),
        ("synonyms.csv", "sector,leather,en,tanning", "trade,leather,en,tanning", ["'trade'"]),
        ("synonyms.csv", "sector,leather,en,tanning", "sector,leather,de,tanning", ["'de'", "en, es"]),
    ],
)
def test_a_spoiled_file_is_refused_with_its_place_and_what_is_allowed(
    folder: Path, name: str, old: str, new: str, said: list[str]
) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CodebookError) as caught:
        load_uploads(folder, load_own())
    assert name in str(caught.value)
    for words in said:
        assert words in str(caught.value)


def test_names_that_are_not_there_are_told_with_those_that_are() -> None:
    with pytest.raises(UnknownNameError, match="wide, long"):
        upload_columns("tall")
    with pytest.raises(UnknownNameError, match="too_large"):
        upload_finding("nonsense")
    assert synonyms("nonsense") == ()


def test_suffixes_are_columns_of_the_wide_form_that_speak_of_a_statement() -> None:
    assert {suffix.form for suffix in suffixes()} == {"wide"}
    assert "source" in {suffix.name for suffix in suffixes()}
    assert all(suffix.table in {"evidence", "sources"} for suffix in suffixes())


def test_no_column_bears_the_name_of_a_factor() -> None:
    names = {column.name for column in own_uploads().columns}
    assert not names & codebook.FACTORS.keys()


def test_every_level_word_means_a_value_of_some_factor() -> None:
    values = {value.value for factor in codebook.FACTORS for value in codebook.values(factor)}
    assert {item.value for item in synonyms("level")} <= values


def test_the_guides_name_every_form_column_and_factor() -> None:
    text = make_guides(load_own())
    for form in codebook.values("upload_form"):
        assert f"### {form.value.capitalize()}: {form.label}" in text
        assert all(f"| `{column.name}` |" in text for column in upload_columns(form.value))
    assert all(f"| `{factor}` |" in text for factor in codebook.FACTORS)
