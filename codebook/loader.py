"""The whole codebook, read once from its CSV files and checked: the only loader there is.

``values.csv`` also holds the codebook's own vocabularies (roles, types, scales), so that no list
of allowed values stands in Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType

from codebook.csv_reading import Row, read_rows
from codebook.errors import CodebookError
from codebook.measures import CLASS_HEADER, MEASURE_HEADER, make_measures
from codebook.records import Colour, Column, Factor, FactorArea, Measure, Note, Prior, Priors, Table, Value

FOLDER = Path(__file__).resolve().parent
"""Where the codebook's CSV files lie."""

FACTOR_DOMAIN = "factor"
"""The vocabulary made from ``factors.csv``: the names of all factors."""

OF_THE_ROW = "@factor"
"""Domain of a column whose vocabulary is named by the row's own factor."""


@dataclass(frozen=True)
class Codebook:
    """Everything the codebook says; mappings keep the order of the files."""

    tables: Mapping[str, Table]
    columns: Mapping[str, tuple[Column, ...]]
    factors: Mapping[str, Factor]
    areas: Mapping[str, FactorArea]
    values: Mapping[str, tuple[Value, ...]]
    priors: Priors
    colours: Mapping[str, Colour]
    measures: Mapping[str, Measure]
    notes: Mapping[str, Note]


@cache
def load_own() -> Codebook:
    """Return the project's codebook; the files are read once a process.

    Raises
    ------
    CodebookError
        A file is wrong; the message names the line.
    """
    return load(FOLDER)


def load(folder: Path) -> Codebook:
    """Return the codebook of a folder, read and checked.

    Raises
    ------
    CodebookError
        A file is missing or malformed, or a name leads nowhere.
    """
    values = _load_values(folder)
    factors = _load_factors(folder, values)
    values[FACTOR_DOMAIN] = tuple(
        Value(FACTOR_DOMAIN, item.name, None, item.label, item.definition, "") for item in factors.values()
    )
    tables = {row.text("name"): _make_table(row) for row in _rows(folder, "tables", Table, "name")}
    columns = _load_columns(folder, tables, values)
    _check_references(columns)
    notes = _rows(folder, "notes", Note, "key")
    colours = {row.text("token"): _make_colour(row) for row in _rows(folder, "colours", Colour, "token")}
    measures = make_measures(
        read_rows(folder / "measures.csv", MEASURE_HEADER, ("measure",)),
        read_rows(folder / "measure_classes.csv", CLASS_HEADER, ("measure", "class")),
        *(colours, factors, values),
    )
    return Codebook(
        tables=MappingProxyType(tables),
        columns=MappingProxyType(columns),
        factors=MappingProxyType(factors),
        areas=MappingProxyType(_load_areas(folder, factors, values)),
        values=MappingProxyType(values),
        priors=_load_priors(folder, factors, values),
        colours=MappingProxyType(colours),
        measures=MappingProxyType(measures),
        notes=MappingProxyType({row.text("key"): Note(**row.cells) for row in notes}),
    )


def _rows(folder: Path, name: str, record: type, *key: str) -> list[Row]:
    header = [field.name for field in fields(record)]
    return read_rows(folder / f"{name}.csv", header, key)


def _names(values: Mapping[str, tuple[Value, ...]], domain: str) -> tuple[str, ...]:
    return tuple(item.value for item in values.get(domain, ()))


def _load_values(folder: Path) -> dict[str, tuple[Value, ...]]:
    grouped: dict[str, list[Value]] = {}
    for row in _rows(folder, "values", Value, "domain", "value"):
        value = Value(
            domain=row.text("domain"),
            value=row.text("value"),
            rank=row.whole("rank"),
            label=row.text("label"),
            meaning=row.text("meaning"),
            rule=row.cells["rule"],
        )
        grouped.setdefault(value.domain, []).append(value)
    return {domain: tuple(sorted(group, key=_rank_order)) for domain, group in grouped.items()}


def _rank_order(value: Value) -> tuple[bool, int]:
    """Sort key: ranked values by rank, then those without rank in the order of the file."""
    return value.rank is None, value.rank or 0


def _load_factors(folder: Path, values: Mapping[str, tuple[Value, ...]]) -> dict[str, Factor]:
    factors = {}
    for row in _rows(folder, "factors", Factor, "name"):
        row.one_of("name", tuple(values))
        factor = Factor(
            name=row.text("name"),
            label=row.text("label"),
            short_label=row.text("short_label"),
            role=row.one_of("role", _names(values, "role")),
            is_predictor=row.flag("is_predictor"),
            outcome_tier=row.optional("outcome_tier"),
            table1_name=row.optional("table1_name"),
            passage=row.text("passage"),
            definition=row.text("definition"),
            question=row.text("question"),
        )
        if factor.outcome_tier is not None:
            row.one_of("outcome_tier", _names(values, "tier"))
        factors[factor.name] = factor
    return factors


def _load_areas(
    folder: Path, factors: Mapping[str, Factor], values: Mapping[str, tuple[Value, ...]]
) -> dict[str, FactorArea]:
    areas = {}
    for row in _rows(folder, "factor_areas", FactorArea, "factor"):
        area = row.one_of("area", _names(values, "research_area"))
        areas[row.one_of("factor", tuple(factors))] = FactorArea(row.text("factor"), area, row.text("passage"))
    without = [name for name in factors if name not in areas]
    if without:
        message = f"factor_areas.csv has no row for {', '.join(without)}."
        raise CodebookError(message)
    return areas


def _make_table(row: Row) -> Table:
    return Table(
        name=row.text("name"),
        file=row.optional("file"),
        grain=row.text("grain"),
        description=row.text("description"),
    )


def _load_columns(
    folder: Path, tables: Mapping[str, Table], values: Mapping[str, tuple[Value, ...]]
) -> dict[str, tuple[Column, ...]]:
    grouped: dict[str, list[Column]] = {name: [] for name in tables}
    for row in _rows(folder, "columns", Column, "table", "name"):
        row.one_of("table", tuple(tables))
        column = _make_column(row, values)
        if column.domain_name not in {None, OF_THE_ROW, *values}:
            message = f"{row.place}: domain {column.domain!r} is no vocabulary of values.csv."
            raise CodebookError(message)
        grouped[column.table].append(column)
    empty = [name for name, group in grouped.items() if not group]
    if empty:
        message = f"columns.csv has no column of the tables {', '.join(empty)}."
        raise CodebookError(message)
    return {name: tuple(group) for name, group in grouped.items()}


def _make_column(row: Row, values: Mapping[str, tuple[Value, ...]]) -> Column:
    if row.optional("form"):
        row.one_of("form", _names(values, "column_form"))
    return Column(
        table=row.text("table"),
        name=row.text("name"),
        type=row.one_of("type", _names(values, "column_type")),
        unit=row.optional("unit"),
        is_key=row.flag("is_key"),
        nullable=row.flag("nullable"),
        is_derived=row.flag("is_derived"),
        domain=row.optional("domain"),
        also=row.items("also"),
        form=row.optional("form"),
        references=row.optional("references"),
        minimum=row.number("minimum"),
        maximum=row.number("maximum"),
        label=row.text("label"),
        description=row.text("description"),
    )


def _check_references(columns: Mapping[str, tuple[Column, ...]]) -> None:
    known = {f"{column.table}.{column.name}" for group in columns.values() for column in group}
    for group in columns.values():
        for column in group:
            if column.references is not None and column.references not in known:
                message = (
                    f"columns.csv: {column.table}.{column.name} references "
                    f"{column.references!r}, which is no table.column of this file."
                )
                raise CodebookError(message)


def _load_priors(folder: Path, factors: Mapping[str, Factor], values: Mapping[str, tuple[Value, ...]]) -> Priors:
    rows = []
    for row in _rows(folder, "priors", Prior, "parameter", "factor"):
        if row.optional("factor"):
            row.one_of("factor", tuple(factors))
        prior = Prior(
            parameter=row.text("parameter"),
            factor=row.optional("factor"),
            scale=row.one_of("scale", _names(values, "prior_scale")),
            median=row.number("median"),
            sd=row.number("sd"),
            lowest=row.number("lowest"),
            middle=row.number("middle"),
            highest=row.number("highest"),
            basis=row.one_of("basis", _names(values, "prior_basis")),
            passage=row.text("passage"),
        )
        rows.append(prior)
    by_key = {(row.parameter, row.factor): row for row in rows}
    return Priors(rows=tuple(rows), by_key=MappingProxyType(by_key))


def _make_colour(row: Row) -> Colour:
    return Colour(
        token=row.text("token"),
        light=row.text("light"),
        dark=row.text("dark"),
        low=row.number("low"),
        high=row.number("high"),
        label=row.text("label"),
        meaning=row.text("meaning"),
    )
