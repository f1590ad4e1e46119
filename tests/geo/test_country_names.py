"""Countries by name: in seven languages, by code, and never by a name that two of them bear."""

import csv
from pathlib import Path

import pytest

import codebook
from codebook.errors import MissingFileError
from geo import country_names
from geo.country_names import NAMES_FILE, find_country


def rows() -> list[dict[str, str]]:
    """Return the rows of the file."""
    with NAMES_FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_country_has_a_name_in_every_language(project_folder: Path) -> None:
    with (project_folder / "data" / "context" / "countries.csv").open(encoding="utf-8", newline="") as file:
        countries = {row["iso3"] for row in csv.DictReader(file)}
    languages = {value.value for value in codebook.values("language")}
    named = {(row["iso3"], row["language"]) for row in rows()}
    lacking = {(iso3, language) for iso3 in countries for language in languages} - named
    # CLDR has no entry for Kosovo under its code of the project.
    assert lacking <= {("XKX", language) for language in languages}


def test_every_name_leads_to_its_country() -> None:
    wrong = [row for row in rows() if find_country(row["name"]) not in {row["iso3"], None}]
    assert wrong == []
    assert sum(find_country(row["name"]) is None for row in rows()) <= 5


@pytest.mark.parametrize(
    ("text", "code"),
    [("PAK", "PAK"), (" pak ", "PAK"), ("PERÚ", "PER"), ("cote d'ivoire", "CIV"), ("USA", None), ("zz", None)],
)
def test_codes_and_names_in_any_case(text: str, code: str | None) -> None:
    assert find_country(text) == code


def test_a_missing_list_is_told_with_what_makes_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(country_names, "NAMES_FILE", tmp_path / "country_names.csv")
    country_names._rows.cache_clear()
    with pytest.raises(MissingFileError, match=r"country_names\.csv"):
        country_names._rows()
