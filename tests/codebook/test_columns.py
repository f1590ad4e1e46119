"""The columns of the codebook against each other and against the real files in ``data/``."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import codebook
from codebook.loader import OF_THE_ROW
from codebook.records import Column

DATA = Path(__file__).resolve().parents[2] / "data"

FORMS: dict[str, Callable[[str], object]] = {
    "id": codebook.ids.is_valid_id,
    "iso3": re.compile("[A-Z]{3}").fullmatch,
    "url": re.compile(r"https?://\S+").fullmatch,
    "doi": re.compile(r"10\.\d+/\S+").fullmatch,
}
FILE_TABLES = [name for name in codebook.TABLES if codebook.table(name).file]
ALL_COLUMNS = [column for name in codebook.TABLES for column in codebook.columns(name)]


def read(table: str) -> list[dict[str, str]]:
    """Return the rows of a table's file as texts."""
    with (DATA / str(codebook.table(table).file)).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def faults(column: Column, row: dict[str, str]) -> list[str]:
    """Return what is wrong with one cell, nothing if the codebook allows it."""
    cell = row[column.name]
    if not cell:
        return [] if column.nullable else ["empty"]
    found = []
    allowed = codebook.allowed_values(column, row.get("factor"))
    items = cell.split(";") if column.is_list else [cell]
    if allowed is not None and any(item not in allowed for item in items):
        found.append(f"{cell!r} is not in {allowed}")
    if column.form is not None and not FORMS[column.form](cell):
        found.append(f"{cell!r} has not the form {column.form}")
    if column.type in {"INTEGER", "BIGINT"} and not re.fullmatch(r"-?\d+", cell):
        found.append(f"{cell!r} is no whole number")
    if column.minimum is not None and float(cell) < column.minimum:
        found.append(f"{cell} < {column.minimum}")
    if column.maximum is not None and float(cell) > column.maximum:
        found.append(f"{cell} > {column.maximum}")
    return found


@pytest.mark.parametrize("table", FILE_TABLES)
def test_header_of_a_file_is_exactly_the_columns_that_are_not_derived(table: str) -> None:
    expected = [column.name for column in codebook.columns(table) if not column.is_derived]
    assert list(read(table)[0]) == expected


@pytest.mark.parametrize("table", FILE_TABLES)
def test_every_cell_of_the_real_file_is_what_its_column_allows(table: str) -> None:
    columns = [column for column in codebook.columns(table) if not column.is_derived]
    wrong = [
        f"line {line}, {column.name}: {fault}"
        for line, row in enumerate(read(table), start=2)
        for column in columns
        for fault in faults(column, row)
    ]
    assert wrong == []


@pytest.mark.parametrize("table", FILE_TABLES)
def test_key_of_the_real_file_is_unique(table: str) -> None:
    key = [column.name for column in codebook.columns(table) if column.is_key]
    keys = [tuple(row[name] for name in key) for row in read(table)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("table", FILE_TABLES)
def test_every_reference_of_the_real_file_leads_somewhere(table: str) -> None:
    for column in codebook.columns(table):
        if column.references is None or column.is_derived:
            continue
        target, name = column.references.split(".")
        known = {row[name] for row in read(target)}
        assert {row[column.name] for row in read(table) if row[column.name]} <= known


def test_a_row_of_adoption_never_speaks_of_the_other_tier() -> None:
    other = {"first": "lower", "lower": "first"}
    for row in read("evidence"):
        tier = codebook.FACTORS[row["factor"]].outcome_tier
        assert tier is None or row["tier"] != other[tier]


def test_every_table_but_the_single_row_has_a_key_that_is_never_empty() -> None:
    for table in codebook.TABLES:
        key = [column for column in codebook.columns(table) if column.is_key]
        assert key or "single row" in codebook.table(table).grain
        assert not any(column.nullable for column in key)


def test_tables_come_after_the_tables_that_they_refer_to() -> None:
    for column in ALL_COLUMNS:
        if column.references is not None:
            target = column.references.split(".")[0]
            assert codebook.TABLES.index(target) < codebook.TABLES.index(column.table)


def test_every_domain_resolves_and_every_mark_has_a_meaning() -> None:
    marks = {value.value for value in codebook.values("coding_mark")}
    for column in ALL_COLUMNS:
        assert set(column.also) <= marks
        if column.domain_name == OF_THE_ROW:
            assert "factor" in {item.name for item in codebook.columns(column.table)}
        elif column.domain_name is not None:
            assert codebook.values(column.domain_name)


def test_tables_without_a_file_are_wholly_derived() -> None:
    for table in codebook.TABLES:
        if codebook.table(table).file is None:
            assert all(column.is_derived for column in codebook.columns(table))


def test_bounds_stand_only_on_numbers_and_in_order() -> None:
    for column in ALL_COLUMNS:
        bounds = [bound for bound in (column.minimum, column.maximum) if bound is not None]
        assert bounds == sorted(bounds)
        assert not bounds or column.type in {"INTEGER", "BIGINT", "DOUBLE"}


def test_one_name_has_one_type_and_one_unit_wherever_it_stands() -> None:
    apart = {("indicators", "unit"), ("source_audit", "value"), ("country_context", "value")}
    seen: dict[str, Column] = {}
    for column in ALL_COLUMNS:
        if (column.table, column.name) not in apart:
            first = seen.setdefault(column.name, column)
            assert (column.type, column.unit) == (first.type, first.unit), column


def test_allowed_values_of_the_rows_factor_hold_the_marks_too() -> None:
    column = codebook.column("codings", "settled")
    allowed = codebook.allowed_values(column, "export_orientation")
    assert allowed == ("domestic", "mixed", "export", "-", "median")


def test_a_list_column_names_the_vocabulary_of_its_items() -> None:
    column = codebook.column("interventions", "partners")
    assert (column.is_list, column.domain_name) == (True, "led_by")


def test_a_column_without_vocabulary_allows_any_text() -> None:
    assert codebook.allowed_values(codebook.column("clusters", "name")) is None
