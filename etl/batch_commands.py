"""The commands that change the lake by batches: ``import``, ``batches``, ``review``, ``undo``, ``grant``.

Whoever may run them on this machine may do all; ``--by`` says whose name stands beside what was done.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

import codebook
from etl.accounts import grant, kept_name, local_account
from etl.contribution.accepting import check_and_accept
from etl.contribution.commands import BLOCKED, GOOD, read_file, say
from etl.contribution.lake_view import view_lake
from etl.contribution.report import Report
from etl.contribution.rows import Contributor, to_rows
from etl.importing import DEFAULT_LICENCE, Contribution, import_batch
from etl.reviewing import review
from etl.undoing import undo
from store import batches
from store.connection import Lake, open_lake


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> list[argparse.ArgumentParser]:
    """Add the commands to those of ``python -m etl`` and return their parsers."""

    def add(name: str, words: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        parser = commands.add_parser(name, help=words)
        parser.set_defaults(run=run)
        return parser

    importer = add("import", "store the ready rows of a file of contributions as one batch", run_import)
    importer.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX, one row a cluster or one a statement")
    importer.add_argument("--dry-run", action="store_true", help="say what it would do and store nothing")
    importer.add_argument("--reviewed", action="store_true", help="let the rows count at once, without review")
    importer.add_argument("--accept-proposed", action="store_true", help="accept every mending that the check proposes")
    importer.add_argument("--all-new", action="store_true", help="take rows that resemble a cluster for new ones")
    importer.add_argument("--cite", metavar="TEXT", help="what to cite where the file names no source")
    importer.add_argument("--licence", default=DEFAULT_LICENCE, help=f"licence of the records ({DEFAULT_LICENCE})")
    importer.add_argument("--message", metavar="TEXT", help="what to say about the batch")
    lister = add("batches", "list every batch, newest first", run_batches)
    reviewer = add("review", "accept, return or decline a batch or statements of it", run_review)
    reviewer.add_argument("batch", type=int, metavar="BATCH")
    reviewer.add_argument("decision", choices=[value.value for value in codebook.values("review_decision")])
    reviewer.add_argument("--rows", nargs="+", metavar="ID", help="statements; the whole batch without it")
    reviewer.add_argument("--note", metavar="TEXT", help="why; needed unless the rows are accepted")
    undoer = add("undo", "take a batch back", run_undo)
    undoer.add_argument("batch", type=int, metavar="BATCH")
    undoer.add_argument("--message", metavar="TEXT", default="", help="why")
    granter = add("grant", "give somebody who signs in a role", run_grant)
    granter.add_argument("account", metavar="ACCOUNT", help="the e-mail address that the provider vouches for")
    granter.add_argument("role", choices=[value.value for value in codebook.values("role_name")])
    for parser in (importer, reviewer, undoer, granter):
        parser.add_argument("--by", metavar="NAME", required=parser is importer, default="command line")
    return [importer, lister, reviewer, undoer, granter]


def run_import(options: argparse.Namespace) -> int:
    """Import the ready rows of a file and return the exit code: 1 when any row waits."""
    lake, account = open_lake(), local_account(options.by)
    report = _checked(lake, options)
    ready = to_rows(report, Contributor(account.name, options.cite), frozenset(view_lake(lake).clusters["cluster_id"]))
    contribution = Contribution(
        tables=ready.tables,
        file_name=report.upload.name,
        sha256=report.upload.sha256,
        licence=options.licence,
        message=options.message,
        is_reviewed=options.reviewed,
    )
    reply: dict[str, object] = {
        "batch_id": None,
        "snapshot": lake.snapshot(),
        "committed": report.count("ok"),
        "waiting": report.count("waiting"),
        "skipped": report.count("skipped"),
        "sha256": report.upload.sha256,
    }
    if ready.rows:
        result = import_batch(lake, contribution, account, dry_run=options.dry_run)
        reply |= {"batch_id": result.batch_id, "snapshot": result.snapshot, "effects": result.effects.as_dict()}
    _print(options, reply, _import_words(reply, options.dry_run))
    return BLOCKED if report.upload.is_refused or report.count("waiting") else GOOD


def _checked(lake: Lake, options: argparse.Namespace) -> Report:
    """Return the check of the file with what the options decide."""
    upload, view = read_file(options.file), view_lake(lake)
    return check_and_accept(upload, view, accept_proposed=options.accept_proposed, all_new=options.all_new)


def _import_words(reply: dict[str, object], is_dry: bool) -> list[str]:
    stored = "would be stored" if is_dry else f"stored as batch {reply['batch_id']}"
    words = [f"{reply['committed']:,} rows {stored}; {reply['waiting']:,} wait, {reply['skipped']:,} left out."]
    if reply["waiting"]:
        words.append("To see why rows wait: python -m etl check FILE")
    return words


def run_batches(options: argparse.Namespace) -> int:
    """List the batches and return the exit code."""
    table = batches.history(open_lake().cursor())
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    lines = [
        f"{row['batch_id']:>6}  {row['created_at']:%Y-%m-%d %H:%M}  {row['kind']:<7} {row['author']}: "
        f"{row['evidence_rows']:,} statements, {row['counting_rows']:,} count, {row['waiting_rows']:,} wait"
        + (f"; taken back by {row['undone_by']}" if row["undone_by"] is not None else "")
        for row in rows
    ]
    _print(options, [{str(k): _plain(value) for k, value in row.items()} for row in rows], lines)
    return GOOD


def run_review(options: argparse.Namespace) -> int:
    """Judge a batch and return the exit code."""
    account = local_account(options.by)
    moved = review(open_lake(), options.batch, options.decision, account, options.note, evidence_ids=options.rows)
    _print(options, {"batch_id": options.batch, "decision": options.decision, "rows": moved}, [f"{moved:,} rows."])
    return GOOD


def run_undo(options: argparse.Namespace) -> int:
    """Take a batch back and return the exit code."""
    result = undo(open_lake(), options.batch, local_account(options.by), options.message)
    words = [f"Batch {result.undoes} taken back by batch {result.batch_id}: {result.removed:,} rows removed."]
    words += [f"  {item} of {table} stays: statements of other batches need it" for table, item in result.kept]
    words += [
        f"  {item} of {table} was given again later and stays as given then" for table, item in result.given_again
    ]
    _print(options, result.as_dict(), words)
    return GOOD


def run_grant(options: argparse.Namespace) -> int:
    """Give a role and return the exit code."""
    name = kept_name(options.account)
    grant(open_lake(), local_account(options.by), name, options.role)
    _print(options, {"account": name, "role": options.role}, [f"{name}: {options.role}"])
    return GOOD


def _plain(value: object) -> object:
    """Return a cell of a table as JSON takes it."""
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _print(options: argparse.Namespace, reply: object, lines: list[str]) -> None:
    """Print a reply for machines, or its words for people."""
    if options.json:
        sys.stdout.write(json.dumps(reply, ensure_ascii=False) + "\n")
    else:
        say(lines)
