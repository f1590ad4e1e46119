"""Command line of the data: ``python -m etl build`` and ``clean``, and the commands on contributions.

Exit code 0 is good, 1 means findings that block or an error to act on, 2 wrong usage.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

import codebook
from codebook.errors import ClusterwatchError, RejectedDataError
from codebook.records import Finding
from etl import batch_commands
from etl.build import MOST_JUDGED, BuildResult, build
from etl.cleaning import clean
from etl.contribution import commands as file_commands
from etl.sources import Input
from etl.validating import validate_case_base
from model.prediction import model_version
from store import reader
from store.connection import open_lake

SHOWN_ERRORS = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except RejectedDataError as error:
        _print_rejection(error, options.json)
    except ClusterwatchError as error:
        if options.json:
            print(json.dumps({"error": error.message, "next_step": error.next_step}))
        else:
            print(f"{error.message}\n{error.next_step}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m etl", description="Load, check and tidy Clusterwatch's data.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    builder = commands.add_parser("build", help="load, check, derive, score and store the case base")
    builder.add_argument("--from", dest="cases", type=Path, metavar="DIR", help="a folder of cases of your own")
    builder.set_defaults(run=_build)
    cleaner = commands.add_parser("clean", help="delete files that killed commits left behind (older than a day)")
    cleaner.set_defaults(run=_clean)
    more = (*file_commands.add_commands(commands), *batch_commands.add_commands(commands))
    for command in (builder, cleaner, *more):
        command.add_argument("--json", action="store_true", help="print one JSON object for machines")
    return parser


def _build(options: argparse.Namespace) -> int:
    lake = open_lake()
    with tqdm(total=100, bar_format="{desc:<22} {bar} {percentage:3.0f} %", disable=options.json) as bar:

        def report(step: str, share: float) -> None:
            bar.set_description_str(step)
            bar.update(100 * share - bar.n)

        result = build(lake, Input(options.cases), report, with_judgement=True)
    is_judged = result.changed or result.clusters > MOST_JUDGED or reader.validation(lake, model_version()) is not None
    if not is_judged:
        # The app builds without judging, so that its first page does not wait for it.
        validate_case_base(lake)
    if options.json:
        summary = {key: value for key, value in result.as_dict().items() if key != "coverage"}
        print(json.dumps(summary, ensure_ascii=False))
    else:
        _print_summary(result)
    return 0


def _print_summary(result: BuildResult) -> None:
    state = "stored as" if result.changed else "unchanged since"
    print(
        f"{result.clusters:,} clusters, {result.evidence:,} pieces of evidence from {result.sources:,} sources; "
        f"{state} snapshot {result.snapshot}; {result.seconds} s"
    )
    print("Clusters with evidence, by factor:")
    for factor, clusters in result.coverage.items():
        print(f"  {codebook.factor(factor).label:<52} {clusters:>6,} of {result.clusters:,}")
    _print_counts(result.findings)


def _print_counts(findings: Sequence[Finding]) -> None:
    """Print how often each rule was hit, with the first place as an example."""
    counts = Counter((finding.severity, finding.message.split(" km ")[0]) for finding in findings)
    print(f"Findings: {len(findings)}" + ("" if findings else ", none"))
    for (severity, message), count in counts.most_common():
        example = next(f for f in findings if f.message.split(" km ")[0] == message)
        print(f"  {severity}: {count} x {example.message} For example {example.file}, line {example.line}.")


def _print_rejection(error: RejectedDataError, as_json: bool) -> None:
    if as_json:
        findings = [finding.as_dict() for finding in error.findings]
        reply = {"error": error.message, "next_step": error.next_step, "findings": findings}
        print(json.dumps(reply, ensure_ascii=False))
        return
    errors = [finding for finding in error.findings if finding.severity == "error"]
    for finding in errors[:SHOWN_ERRORS]:
        parts = {"line": finding.line, "column": finding.column}
        where = ", ".join([finding.file, *(f"{name} {part}" for name, part in parts.items() if part is not None)])
        allowed = f" Allowed: {'; '.join(finding.allowed)}." if finding.allowed else ""
        print(f"{where}: {finding.message} Found: {finding.value!r}.{allowed} {finding.hint}", file=sys.stderr)
    if len(errors) > SHOWN_ERRORS:
        print(f"... and {len(errors) - SHOWN_ERRORS} more; --json lists every one.", file=sys.stderr)
    print(f"{error.message}\n{error.next_step}", file=sys.stderr)


def _clean(options: argparse.Namespace) -> int:
    paths = clean(open_lake())
    if options.json:
        print(json.dumps({"deleted": paths}))
    else:
        print(f"Deleted {len(paths)} leftover files older than a day.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
