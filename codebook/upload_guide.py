"""The guide to the columns of uploads: for the template, for pages and as Markdown for the documentation."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from codebook import lookup
from codebook.dictionary import make_table
from codebook.loader import OF_THE_ROW, Codebook, load_own
from codebook.records import Column
from codebook.uploads import UploadColumn, suffixes, upload_columns

GUIDE_HEADER = ("Column", "Needed", "What it says", "Allowed", "Where it is empty")


@dataclass(frozen=True)
class GuideRow:
    """What a contributor must know of one column.

    Attributes
    ----------
    column
        Its name.
    needed
        ``yes`` or ``no``.
    description
        What it says.
    allowed
        Values, range or form that may stand in it; empty for any text.
    default
        What is taken where it is empty; empty for nothing.
    """

    column: str
    needed: str
    description: str
    allowed: str
    default: str


def make_guide(form: str) -> tuple[GuideRow, ...]:
    """Return the guide of a form, one row a column of its template; the wide form's ends with the suffixes.

    Raises
    ------
    UnknownNameError
        There is no such form.
    """
    rows = [_guide_row(column, column.name) for column in upload_columns(form)]
    if form == "wide":
        rows += [
            GuideRow(factor.name, "no", f"{factor.label}. {factor.question}", _labelled(factor.name), "")
            for factor in load_own().factors.values()
        ]
        rows += [_guide_row(column, f"<factor>_{column.name}") for column in suffixes()]
    return tuple(rows)


def _guide_row(column: UploadColumn, name: str) -> GuideRow:
    of_case_base = lookup.column(column.table, column.column)
    return GuideRow(
        column=name,
        needed="yes" if column.is_required else "no",
        description=f"{column.label}. {column.description}",
        allowed=_allowed(of_case_base),
        default=column.default or "",
    )


def _allowed(column: Column) -> str:
    """Return what may stand in a column, in words."""
    if column.domain_name == OF_THE_ROW:
        return "one of the factor's values"
    if column.domain_name is not None:
        return ", ".join(item.value for item in lookup.values(column.domain_name))
    if column.form == "iso3":
        return "a country"
    if column.form is not None:
        return lookup.value("column_form", column.form).meaning
    if column.minimum is None and column.maximum is None:
        return ""
    low = "" if column.minimum is None else f"from {column.minimum:g}"
    high = "" if column.maximum is None else f"to {column.maximum:g}"
    return f"{lookup.value('column_type', column.type).label} {low} {high}".strip()


def _labelled(domain: str) -> str:
    return ", ".join(f"{item.value} ({item.label})" for item in lookup.values(domain))


def make_guides(book: Codebook) -> str:
    """Return the guides of all forms as Markdown, each under its heading."""
    parts = []
    for form in book.values["upload_form"]:
        rows = [(f"`{row.column}`", *astuple(row)[1:]) for row in make_guide(form.value)]
        parts += [f"### {form.value.capitalize()}: {form.label}", form.meaning, make_table(GUIDE_HEADER, rows)]
    return "\n\n".join(parts)
