"""Command line of the model: ``python -m model explain CLUSTER_ID`` and ``python -m model validate``.

This file puts parts together, so it may read the store; the rest of the package knows only the codebook.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import codebook
from codebook.errors import ClusterwatchError
from etl.validating import validate_case_base
from model.context import make_context
from model.explanation import Explanation, explain
from model.report import prediction_report
from model.validation.command import read_cases, report_lines
from model.validation.run import validate_outside
from store import reader, writer
from store.connection import open_lake

MOST_WORTHWHILE = 3
"""Questions that are printed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 good, 1 an error to act on, 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m model", description="Ask the model what it implies and why.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    explainer = commands.add_parser("explain", help="the prediction of one cluster, factor by factor")
    explainer.add_argument("cluster_id", metavar="CLUSTER_ID")
    explainer.add_argument("--json", action="store_true", help="print one JSON object for machines")
    explainer.add_argument(
        "--no-context", action="store_true", help="leave out what the country's indicators say of unknown factors"
    )
    explainer.set_defaults(run=_explain)
    validator = commands.add_parser("validate", help="how the model does on the coded cases, beside simpler forecasts")
    validator.add_argument("--cases", type=Path, metavar="DIR", help="judge a folder of further cases instead")
    validator.add_argument("--json", action="store_true", help="print one JSON object for machines")
    validator.set_defaults(run=_validate)
    options = parser.parse_args(arguments)
    try:
        options.run(options)
    except ClusterwatchError as error:
        if options.json:
            print(json.dumps({"error": error.message, "next_step": error.next_step}))
        else:
            print(f"{error.message}\n{error.next_step}", file=sys.stderr)
        return 1
    return 0


def _explain(options: argparse.Namespace) -> None:
    lake, cluster_id = open_lake(), options.cluster_id
    cluster = reader.cluster(lake, cluster_id)
    context = None if options.no_context else make_context(*reader.national_context(lake)).of([cluster.country_iso3])
    explanation = explain(reader.evidence_of_cluster(lake, cluster_id), cluster_id, context)
    if options.json:
        percentiles = reader.percentiles_of_cluster(lake, cluster_id)
        report = prediction_report(explanation, percentiles, lake.snapshot())
        print(json.dumps(report, ensure_ascii=False))
    else:
        _print_explanation(cluster.name, explanation)


def _validate(options: argparse.Namespace) -> None:
    lake = open_lake()
    if options.cases is None:
        result = validate_case_base(lake)
    else:
        given = writer.model_input(lake.cursor())
        national = make_context(given.countries, given.country_context)
        result = validate_outside(
            given.clusters,
            given.evidence,
            *read_cases(options.cases),
            lambda clusters: national.of(clusters["country_iso3"].tolist()).base_rates(0, len(clusters)),
        )
    if options.json:
        print(result.to_json())
    else:
        print(*report_lines(result), sep="\n")


def _print_explanation(name: str, explanation: Explanation) -> None:
    print(f"{name}: adoption the model implies, 0 none to 2 substantial")
    tiers = (("First tier", explanation.first), ("Lower tiers", explanation.lower))
    for (tier, prediction), completeness in zip(tiers, explanation.completeness, strict=True):
        low, high = prediction.interval
        print(
            f"  {tier:<12} {prediction.expected:.1f} of 2, 90 % range {low:.1f} to {high:.1f}; "
            f"{completeness.known} of {completeness.of} factors known; "
            f"a place nobody has studied: {prediction.base:.1f}"
        )
    known = [c for c in explanation.contributions if c.is_known_first or c.is_known_lower or c.inferred]
    labels = {c: codebook.factor(c.factor).label + (" (from the country)" if c.inferred else "") for c in known}
    width = max(map(len, ["What moves it", *labels.values()]))
    print(f"  {'What moves it':<{width}} {'first tier':>11} {'lower tiers':>12}")
    for item in sorted(known, key=lambda c: -abs(c.first_tier) - abs(c.lower_tier)):
        print(f"  {labels[item]:<{width}} {item.first_tier:>+11.2f} {item.lower_tier:>+12.2f}")
    unknown = [codebook.factor(c.factor).label for c in explanation.contributions if c not in known]
    print("  Not known: " + ("; ".join(unknown) or "nothing"))
    print("  Class: " + codebook.label("proposition_class", explanation.proposition.name))
    for open_question in explanation.to_find_out[:MOST_WORTHWHILE]:
        print(f"  To find out (would settle {open_question.share:.0%}): {open_question.question}")


if __name__ == "__main__":
    sys.exit(main())
