"""The commands ``check`` and ``template`` of ``python -m etl``."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import codebook
from codebook.errors import InputError
from codebook.upload_guide import make_guide
from etl.contribution.annotated import annotate, count_rows, describe, describe_candidate
from etl.contribution.checks import check_upload
from etl.contribution.findings import spell_out
from etl.contribution.lake_view import view_lake
from etl.contribution.limits import most_bytes
from etl.contribution.reading import read_upload
from etl.contribution.report import Report
from etl.contribution.template import guide_csv, template_columns, template_csv, template_xlsx
from etl.contribution.upload import Upload
from etl.contribution.values import remove_controls
from store.connection import open_lake

SHOWN = 20
BLOCKED, GOOD = 1, 0


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> list[argparse.ArgumentParser]:
    """Add the commands to those of ``python -m etl`` and return their parsers."""
    checker = commands.add_parser("check", help="say what is right and wrong with a file of contributions")
    checker.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX, one row a cluster or one a statement")
    checker.add_argument("--annotated", type=Path, metavar="OUT", help="write the file back with what was found")
    checker.set_defaults(run=run_check)
    maker = commands.add_parser("template", help="make the template of a form, with examples and a guide")
    forms = [value.value for value in codebook.values("upload_form")]
    maker.add_argument("--form", choices=forms, default=forms[0], help="one row a cluster (wide) or a statement (long)")
    maker.add_argument("--guide", action="store_true", help="the guide to the columns instead of the template")
    maker.add_argument("--out", type=Path, metavar="FILE", help="a .csv, or an .xlsx with both as sheets")
    maker.set_defaults(run=run_template)
    return [checker, maker]


def read_file(path: Path) -> Upload:
    """Return a file of the command line as it was read.

    Raises
    ------
    InputError
        When there is no such file, or it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            # One byte more than is allowed tells that there are too many, however many there are.
            content = file.read(most_bytes() + 1)
    except OSError as error:
        message = f"The file {path.name} cannot be read: {error.strerror}."
        raise InputError(message) from error
    return read_upload(content, path.name)


def run_check(options: argparse.Namespace) -> int:
    """Check a file, print what was found and return the exit code: 1 when any row waits."""
    upload = read_file(options.file)
    report = check_upload(upload, view_lake(open_lake()))
    if options.annotated is not None:
        _write(options.annotated, annotate(report))
    if options.json:
        sys.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False) + "\n")
    else:
        say(_tell(report))
    return BLOCKED if upload.is_refused or report.count("waiting") else GOOD


def _tell(report: Report) -> Iterator[str]:
    """Yield what a report says, for people: how the file was read, how many rows are ready, what was found by kind."""
    upload, dialect = report.upload, report.upload.dialect
    ways = {"sheet": dialect.sheet, "encoding": dialect.encoding, "delimiter": dialect.delimiter}
    read_as = [
        f"{name} {value!r}" for name, value in {**ways, "decimals": dialect.decimal}.items() if value is not None
    ]
    if not upload.is_refused:
        yield f"Read as {codebook.label('upload_form', upload.form)}: {', '.join(read_as)}."
    for match in upload.matches:
        if match.column is not None and match.how != "name":
            yield f"  {match.header!r} is taken for {match.column}"
    yield count_rows(report)
    yield from _tell_groups(report)
    candidates = list(report.candidates())
    for candidate in candidates[:SHOWN]:
        yield f"Line {upload.lines[candidate.row]}: {describe_candidate(candidate, report)}"
    if len(candidates) > SHOWN:
        yield f"... and {len(candidates) - SHOWN:,} more; --json lists every one."


def _tell_groups(report: Report) -> Iterator[str]:
    """Yield the findings, those that block first; what holds for many rows is said once."""
    order = [value.value for value in codebook.values("severity")]
    groups = sorted(report.groups, key=lambda group: (-order.index(group.severity), -len(group.rows)))
    for group in groups[:SHOWN]:
        lines = report.upload.lines[group.rows]
        line = int(lines[0]) if len(lines) else group.line
        where = "The file" if line is None else f"Line {line}"
        more = f" and {len(lines) - 1:,} more" if len(lines) > 1 else ""
        first = next(spell_out([group], report.upload.name, report.upload.lines))
        value = "" if first.value is None else f" Found: {first.value!r}."
        yield f"{where}{more}: {describe(first)}{value}"
    if len(groups) > SHOWN:
        yield f"... and {len(groups) - SHOWN:,} kinds more; --json lists every finding."


def say(lines: Iterable[str]) -> None:
    """Print lines; nothing in them steers the terminal."""
    for line in lines:
        sys.stdout.write(f"{remove_controls(line)}\n")


def run_template(options: argparse.Namespace) -> int:
    """Write or print a template or its guide and return the exit code."""
    is_workbook = options.out is not None and options.out.suffix.lower() == ".xlsx"
    make = guide_csv if options.guide else template_csv
    content = template_xlsx(options.form) if is_workbook else make(options.form)
    if options.out is not None:
        _write(options.out, content)
    if options.json:
        guide = [vars(row) for row in make_guide(options.form)]
        reply = {"form": options.form, "columns": list(template_columns(options.form)), "guide": guide}
        sys.stdout.write(json.dumps(reply, ensure_ascii=False) + "\n")
    elif options.out is None:
        sys.stdout.write(content.decode("utf-8-sig").replace("\r\n", "\n"))
    else:
        say([f"Written: {options.out}"])
    return GOOD


def _write(path: Path, content: bytes) -> None:
    """Write a file.

    Raises
    ------
    InputError
        When it cannot be written there.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}."
        raise InputError(message, "Name a file in a folder that you may write to.") from error
