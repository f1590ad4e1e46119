"""The data dictionary as Markdown: every table, column, factor, vocabulary and prior in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codebook.loader import OF_THE_ROW, Codebook
from codebook.records import Column, Prior, Value

HEAD = """# Data dictionary

Made from `codebook/*.csv` by `python -m codebook write`. Change it there, not here.
"""


def make_dictionary(book: Codebook) -> str:
    """Return the whole data dictionary; it ends with a line break."""
    parts = [HEAD, *_tables(book), *_factors(book), *_vocabularies(book), *_priors(book)]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def make_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; bars and line breaks inside cells are made harmless."""
    lines = [_line(header), _line("---" for _ in header), *map(_line, rows)]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    safe = (" ".join(cell.split()).replace("|", "\\|") for cell in cells)
    return "| " + " | ".join(safe) + " |"


def _tables(book: Codebook) -> list[str]:
    parts = ["## Tables"]
    header = ("Column", "Type", "Unit", "Allowed", "Meaning")
    for table in book.tables.values():
        origin = f"From `data/{table.file}`." if table.file else "Made by the product."
        parts.append(f"### {table.name}")
        parts.append(f"{table.description} One row per {table.grain}. {origin}")
        rows = [
            (f"`{item.name}`", _type(item), item.unit or "", _allowed(item), _meaning(item))
            for item in book.columns[table.name]
        ]
        parts.append(make_table(header, rows))
    return parts


def _type(column: Column) -> str:
    key = ", key" if column.is_key else ""
    empty = ", may be empty" if column.nullable else ""
    return f"{column.type}{key}{empty}"


def _allowed(column: Column) -> str:
    parts = []
    if column.domain_name is not None:
        is_of_row = column.domain_name == OF_THE_ROW
        words = "values of the row's factor" if is_of_row else f"`{column.domain_name}`"
        parts.append(f"list of {words}, with ;" if column.is_list else words)
        parts.extend(f"`{mark}`" for mark in column.also)
    if column.form is not None:
        parts.append(f"form: {column.form}")
    if column.references is not None:
        parts.append(f"in `{column.references}`")
    bounds = _bounds(column)
    return "; ".join([*parts, bounds] if bounds else parts)


def _bounds(column: Column) -> str:
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    if low is not None:
        return f"{low:g} or more"
    return f"{high:g} or less" if high is not None else ""


def _meaning(column: Column) -> str:
    derived = " Made by the build, not in the file." if column.is_derived else ""
    return f"{column.label}. {column.description}{derived}"


def _factors(book: Codebook) -> list[str]:
    rule = book.notes["general_rule"]
    parts = ["## Factors and outcomes", f"{rule.title}: {rule.text}"]
    for factor in book.factors.values():
        role = "predictor" if factor.is_predictor else "never used to predict"
        table1 = f" Table 1 of the paper: {factor.table1_name}." if factor.table1_name else ""
        parts.append(f"### {factor.label} (`{factor.name}`)")
        parts.append(f"{factor.definition} Role: {factor.role}, {role}.{table1}")
        parts.append(f"In the paper: {factor.passage}")
        parts.append(f"A question to ask: {factor.question}")
        parts.append(_values_table(book.values[factor.name]))
    return parts


def _vocabularies(book: Codebook) -> list[str]:
    parts = ["## Other vocabularies"]
    factor_names = {*book.factors, "factor"}
    for domain, values in book.values.items():
        if domain not in factor_names:
            parts.extend([f"### {domain}", _values_table(values)])
    return parts


def _values_table(values: Sequence[Value]) -> str:
    has_rule = any(value.rule for value in values)
    header = ("Value", "Rank", "On screen", "Meaning", *(("Coding rule",) if has_rule else ()))
    rows = []
    for value in values:
        rank = "" if value.rank is None else str(value.rank)
        rule = (value.rule,) if has_rule else ()
        rows.append((f"`{value.value}`", rank, value.label, value.meaning, *rule))
    return make_table(header, rows)


def _priors(book: Codebook) -> list[str]:
    note = book.notes["elicited"]
    header = ("Parameter", "Of", "Number", "90 % range", "Basis", "Why")
    rows = [
        (
            f"`{row.parameter}`",
            row.factor or "",
            _number(row),
            _range(row),
            row.basis,
            row.passage,
        )
        for row in book.priors.rows
    ]
    return ["## The model's numbers", f"{note.title}: {note.text}", make_table(header, rows)]


def _number(prior: Prior) -> str:
    if prior.median is not None:
        return f"{prior.median:g}"
    return " / ".join(f"{share:g}" for share in prior.shares)


def _range(prior: Prior) -> str:
    ends = prior.range_90()
    return f"{ends[0]:.2g} to {ends[1]:.2g}" if ends else ""
