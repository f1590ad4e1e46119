"""Headings: found in seven languages, each column once, what is close shown and not taken."""

import pytest

import codebook
from codebook import uploads
from etl.contribution.keys import word_key
from etl.contribution.mapping import find_column, form_columns, header_key, match_headers


@pytest.mark.parametrize(
    ("header", "column"),
    [
        *(("País", "country"), ("PAYS", "country"), ("país ", "country"), ("देश", "country"), ("ملک", "country")),
        *(("দেশ", "country"), ("Country_Name", "country"), ("Längengrad", None), ("Latitude (decimal)", "latitude")),
        *(("Nome do cluster", "name"), ("Número de trabajadores", "workers"), ("نام", "name"), ("Lat.", "latitude")),
        *(("Sindicatos", "union_presence"), ("बाल श्रम", "child_labour"), ("Trade unions at work", "union_presence")),
        *(("union_presence_year", "union_presence_year"), ("Sindicatos fuente", "union_presence_source")),
        *(("Pollution année", "pollution_year"), ("شیشہ", None), ("", None), ("x" * 300, None)),
    ],
)
def test_a_heading_is_found_in_any_of_the_languages(header: str, column: str | None) -> None:
    found = find_column(header)
    assert (found[0] if found else None) == column


def test_every_column_and_factor_has_a_word_in_every_language() -> None:
    languages = {value.value for value in codebook.values("language")}
    columns = {column.name for form in codebook.values("upload_form") for column in uploads.upload_columns(form.value)}
    words: dict[str, set[str]] = {}
    for item in uploads.synonyms(uploads.HEADERS):
        words.setdefault(item.value, set()).add(item.language)
    lacking = {name: languages - words.get(name, set()) for name in (*columns, *codebook.FACTORS)}
    # A DOI is called so everywhere.
    assert {name: missing for name, missing in lacking.items() if missing} == {"source_doi": {"hi", "ur", "bn"}}


def test_no_word_stands_for_two_columns() -> None:
    meanings: dict[str, set[str]] = {}
    for item in uploads.synonyms(uploads.HEADERS):
        meanings.setdefault(word_key(item.synonym), set()).add(item.value)
    assert {word: names for word, names in meanings.items() if len(names) > 1} == {}


def test_every_synonym_stands_for_a_column_or_a_factor() -> None:
    known = {name for form in codebook.values("upload_form") for name in form_columns(form.value)}
    assert {item.value for item in uploads.synonyms(uploads.HEADERS)} <= known


def test_a_column_is_taken_once_and_the_second_is_told() -> None:
    first, second = match_headers(["Nombre", "Nom"])
    assert (first.column, second.column, second.is_repeated) == ("name", None, True)


def test_what_is_close_is_shown_and_not_taken() -> None:
    [_, match] = match_headers(["name", "Working conditons"])
    assert (match.column, match.similar) == (None, "working_conditions")


def test_columns_of_the_other_form_are_the_persons_own() -> None:
    assert [match.column for match in match_headers(["factor", "value", "latitude"])] == ["factor", "value", None]


def test_marks_of_a_file_that_went_back_are_passed_over() -> None:
    assert {match.how for match in match_headers(["_line", "_status", "_messages"])} == {"given"}


def test_a_mapping_is_remembered_for_the_same_headings_in_any_order_and_case() -> None:
    assert header_key(["País", "Nombre"]) == header_key(["nombre", "PAIS"])
    assert header_key(["País", "Nombre"]) != header_key(["País", "Nombre", "x"])
