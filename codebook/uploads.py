"""What a contributed file may look like: its columns, what people call things, what is said of its faults.

Read from ``upload_columns.csv``, ``synonyms.csv`` and ``upload_findings.csv``; nothing about a single file is known
here. Names of factors are columns of the wide form too, each with the suffixes of :func:`suffixes`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from codebook.csv_reading import Row, read_rows
from codebook.errors import CodebookError, UnknownNameError
from codebook.loader import FOLDER, Codebook, load_own

HEADERS = "header"
"""Domain of synonyms that stand for columns and factors."""
LEVELS = "level"
"""Domain of synonyms that stand for a value in the vocabulary of any factor that has it."""
YES_NO = "yes_no"
"""Domain of synonyms for yes and no; what they come to for a factor stands under the factor's name, in English."""
COUNTRIES = "country"
"""Domain of synonyms for countries, beside the names of the gazetteer."""


@dataclass(frozen=True)
class UploadColumn:
    """One column of a form of upload.

    ``table`` and ``column`` say what it becomes in the case base. ``is_required``: a row without it waits.
    ``is_suffix``: behind a factor's name (``union_presence_year``) it speaks of that factor's cell alone.
    ``default`` is what stands where the file is silent, None where nothing does.
    """

    form: str
    name: str
    table: str
    column: str
    is_required: bool
    is_suffix: bool
    default: str | None
    description: str

    @property
    def label(self) -> str:
        """What screens call it: the heading of the case base's column."""
        return next(item.label for item in load_own().columns[self.table] if item.name == self.column)


@dataclass(frozen=True)
class Synonym:
    """Another word for a value of a domain, in one language."""

    domain: str
    value: str
    language: str
    synonym: str


@dataclass(frozen=True)
class UploadFinding:
    """What is said of one kind of fault of an upload: severity, what is wrong, what to do."""

    code: str
    severity: str
    message: str
    hint: str


@dataclass(frozen=True)
class Uploads:
    """Everything the codebook says of uploads, in the order of the files."""

    columns: tuple[UploadColumn, ...]
    synonyms: tuple[Synonym, ...]
    findings: tuple[UploadFinding, ...]


def load_uploads(folder: Path, book: Codebook) -> Uploads:
    """Return what a folder of the codebook says of uploads.

    Raises
    ------
    CodebookError
        A file is missing or malformed, or a name leads nowhere.
    """
    return Uploads(_load_columns(folder, book), _load_synonyms(folder, book), _load_findings(folder, book))


def _load_columns(folder: Path, book: Codebook) -> tuple[UploadColumn, ...]:
    header = ("form", "name", "table", "column", "required", "suffix", "default", "description")
    forms = [item.value for item in book.values["upload_form"]]
    made = []
    for row in read_rows(folder / "upload_columns.csv", header, ("form", "name")):
        table = row.one_of("table", tuple(book.tables))
        made.append(
            UploadColumn(
                form=row.one_of("form", forms),
                name=row.text("name"),
                table=table,
                column=row.one_of("column", [item.name for item in book.columns[table]]),
                is_required=row.flag("required"),
                is_suffix=row.flag("suffix"),
                default=row.optional("default"),
                description=row.text("description"),
            )
        )
    return tuple(made)


def _load_synonyms(folder: Path, book: Codebook) -> tuple[Synonym, ...]:
    header = tuple(field.name for field in fields(Synonym))
    languages = [item.value for item in book.values["language"]]
    made = []
    for row in read_rows(folder / "synonyms.csv", header, header):
        row.one_of("language", languages)
        if row.text("domain") in book.values:
            row.one_of("value", [item.value for item in book.values[row.text("domain")]])
        elif row.text("domain") not in {HEADERS, LEVELS, COUNTRIES}:
            message = f"{row.place}: domain {row.cells['domain']!r} is no vocabulary of values.csv."
            raise CodebookError(message)
        made.append(Synonym(**{name: row.text(name) for name in header}))
    return tuple(made)


def _load_findings(folder: Path, book: Codebook) -> tuple[UploadFinding, ...]:
    header = tuple(field.name for field in fields(UploadFinding))
    severities = [item.value for item in book.values["severity"]]
    rows: list[Row] = read_rows(folder / "upload_findings.csv", header, ("code",))
    for row in rows:
        row.one_of("severity", severities)
    return tuple(UploadFinding(**{name: row.text(name) for name in header}) for row in rows)


@cache
def own_uploads() -> Uploads:
    """Return what the project's own codebook says of uploads; read once a process."""
    return load_uploads(FOLDER, load_own())


@cache
def upload_columns(form: str) -> tuple[UploadColumn, ...]:
    """Return the columns of a form in their order; the factors' own columns are not among them.

    Raises
    ------
    UnknownNameError
        There is no such form.
    """
    found = tuple(column for column in own_uploads().columns if column.form == form)
    if not found:
        forms = [item.value for item in load_own().values["upload_form"]]
        error = UnknownNameError.of("form of upload", form, forms)
        raise error
    return found


@cache
def suffixes() -> tuple[UploadColumn, ...]:
    """Return the columns that may stand behind a factor's name in the wide form."""
    return tuple(column for column in own_uploads().columns if column.is_suffix)


def synonyms(domain: str) -> tuple[Synonym, ...]:
    """Return what people call the values of a domain; none for a domain without synonyms."""
    return tuple(item for item in own_uploads().synonyms if item.domain == domain)


@cache
def upload_finding(code: str) -> UploadFinding:
    """Return what is said of one kind of fault.

    Raises
    ------
    UnknownNameError
        There is no such code.
    """
    known = {item.code: item for item in own_uploads().findings}
    if code not in known:
        error = UnknownNameError.of("finding of uploads", code, known)
        raise error
    return known[code]
