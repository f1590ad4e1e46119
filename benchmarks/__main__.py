"""Command line of the benchmarks: ``python -m benchmarks [NAME] [--json]``; without a name all of them run.

``python -m benchmarks synthesise --clusters N --out DIR`` measures nothing: it writes synthetic clusters to load.

Exit code 0 is good, 1 means that something could not be measured (it says what and why), 2 wrong usage. A target
that is missed is printed as missed and changes no exit code: a busy machine is no error.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.machine import describe_machine
from benchmarks.measure import Measure
from benchmarks.registry import BENCHMARKS
from benchmarks.synthesis import SEED, synthesise
from codebook.errors import InputError

PROGRAM = "python -m benchmarks"
SYNTHESISE = "synthesise"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen benchmarks, print their measures and return the exit code."""
    options = _parser().parse_args(arguments)
    if options.name == SYNTHESISE:
        return _synthesise(options)
    if not options.json:
        print(describe_machine())
    measures: list[Measure] = []
    for benchmark in BENCHMARKS:
        if options.name in (None, benchmark.name):
            take = benchmark.quick if options.quick and benchmark.quick else benchmark.run
            taken = take(_tell)
            measures += taken
            if not options.json:
                print("\n".join(["", *(line for measure in taken for line in measure.as_lines())]))
    if options.json:
        print(json.dumps([measure.as_dict() for measure in measures], ensure_ascii=False))
        for measure in measures:
            if measure.absent:
                _tell(f"{measure.measure}: not measured: {measure.absent}")
    return 1 if any(measure.absent for measure in measures) else 0


def _synthesise(options: argparse.Namespace) -> int:
    """Write synthetic clusters, say how many rows they take, and return the exit code."""
    try:
        rows = synthesise(options.clusters, options.out, options.seed, _tell)
    except InputError as error:
        _tell(f"{error.message}\n{error.next_step}")
        return 1
    if options.json:
        print(json.dumps(rows))
    else:
        print(", ".join(f"{count:,} {table}" for table, count in rows.items()) + f" in {options.out}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        usage=f"{PROGRAM} [-h] [--json] [NAME]",
        description="Measure speed, beside a target and, in the same run, a peer and the limit of the same work. "
        "Without NAME every benchmark runs.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON list for machines")
    parser.set_defaults(name=None, quick=False)
    names = parser.add_subparsers(metavar="NAME", prog=PROGRAM)
    for benchmark in BENCHMARKS:
        chosen = names.add_parser(benchmark.name, help=benchmark.summary, description=f"Measure: {benchmark.summary}.")
        chosen.set_defaults(name=benchmark.name)
        # Without a default of its own, `--json` before the name stays set.
        chosen.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON list")
        if benchmark.quick:
            chosen.add_argument("--quick", action="store_true", help="at a small size, to see that it works")
    drawing = names.add_parser(SYNTHESISE, help="write synthetic clusters in the case base's form, to load and measure")
    drawing.set_defaults(name=SYNTHESISE)
    drawing.add_argument("--clusters", type=int, required=True, metavar="N", help="how many")
    drawing.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the three CSV files")
    drawing.add_argument("--seed", type=int, default=SEED, help="another seed draws others (%(default)s)")
    drawing.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print the numbers of rows")
    return parser


def _tell(words: str) -> None:
    """Say what is going on, apart from the results."""
    print(words, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
