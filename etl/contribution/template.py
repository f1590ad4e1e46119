"""The template of each form and its guide, made from the codebook; the example is a cluster of the shipped base."""

import csv
import io
from collections.abc import Iterable, Sequence
from functools import cache

import openpyxl

import codebook
from codebook.upload_guide import GUIDE_HEADER, make_guide
from codebook.uploads import upload_columns
from etl.contribution.columns import COORDINATES
from etl.contribution.statements import evidence_columns
from etl.reading import read_table
from etl.sources import DATA_FOLDER
from store.spreadsheet_cells import neutralise

EXAMPLE = "pk-sialkot-footballs"
LONG_EXAMPLES = 3
ROWS_SHEET, GUIDE_SHEET = "records", "guide"


def template_columns(form: str) -> tuple[str, ...]:
    """Return the columns of a form's template; in the wide form the factors follow, without their suffixes.

    Raises
    ------
    UnknownNameError
        There is no such form.
    """
    names = tuple(column.name for column in upload_columns(form) if column.name != COORDINATES)
    return (*names, *codebook.FACTORS) if form == "wide" else names


@cache
def example_rows(form: str) -> tuple[dict[str, str], ...]:
    """Return example rows of a form: what one source says of a cluster of the shipped base.

    Raises
    ------
    UnknownNameError
        There is no such form.
    """
    wanted = set(template_columns(form))
    statements = [row for row in _shipped("evidence") if row["cluster_id"] == EXAMPLE]
    source = next(row for row in _shipped("sources") if row["source_id"] == statements[0]["source_id"])
    of_source = {f"source_{name}": source[name] for name in ("url", "doi", "year", "type")}
    named = {"source": source["citation"], **of_source}
    if form == "long":
        told = [row for row in statements if row["source_id"] == source["source_id"]][:LONG_EXAMPLES]
        names = ("cluster_id", "factor", "value", *(column.column for column in evidence_columns(form)))
        return tuple(_filled({**named, **{name: row[name] for name in names}}, wanted) for row in told)
    cluster = next(row for row in _shipped("clusters") if row["cluster_id"] == EXAMPLE)
    country = next(row["name"] for row in _shipped("countries") if row["iso3"] == cluster["country_iso3"])
    facts = {name: text for name, text in cluster.items() if name != "cluster_id"}
    values = {str(row["factor"]): row["value"] for row in statements if _stands_alone(row, statements[0])}
    return (_filled({**facts, **named, "country": country, "year": statements[0]["year"], **values}, wanted),)


def _stands_alone(row: dict[str, str | None], first: dict[str, str | None]) -> bool:
    """Return whether a statement needs no suffix beside its value: same source and year as the row, usual tier."""
    usual = codebook.factor(str(row["factor"])).outcome_tier or "all"
    return row["tier"] == usual and all(row[name] == first[name] for name in ("source_id", "year"))


def _filled(cells: dict[str, str | None], wanted: set[str]) -> dict[str, str]:
    return {name: text for name, text in cells.items() if text and name in wanted}


def _shipped(table: str) -> list[dict[str, str | None]]:
    file = str(codebook.table(table).file)
    rows: list[dict[str, str | None]] = read_table(table, DATA_FOLDER / file, file).rows.to_pylist()
    return rows


def template_csv(form: str) -> bytes:
    """Return a form's template with its examples as CSV in UTF-8 with a byte order mark.

    Raises
    ------
    UnknownNameError
        There is no such form.
    """
    return _as_csv(_template_rows(form))


def guide_csv(form: str) -> bytes:
    """Return a form's guide as CSV in UTF-8 with a byte order mark.

    Raises
    ------
    UnknownNameError
        There is no such form.
    """
    return _as_csv([GUIDE_HEADER, *_guide_cells(form)])


def template_xlsx(form: str) -> bytes:
    """Return a workbook with a form's template on its first sheet and the guide on its second.

    Raises
    ------
    UnknownNameError
        There is no such form.
    """
    book = openpyxl.Workbook(write_only=True)
    for name, rows in ((ROWS_SHEET, _template_rows(form)), (GUIDE_SHEET, [GUIDE_HEADER, *_guide_cells(form)])):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([neutralise(cell) for cell in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _template_rows(form: str) -> list[Sequence[str]]:
    columns = template_columns(form)
    return [columns, *([row.get(name, "") for name in columns] for row in example_rows(form))]


def _guide_cells(form: str) -> Iterable[tuple[str, ...]]:
    return (tuple(vars(row).values()) for row in make_guide(form))


def _as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerows([neutralise(cell) for cell in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")
