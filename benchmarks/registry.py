"""The benchmarks that there are: one explicit list, in the order in which they run."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import map_speed, score, startup
from benchmarks.measure import Measure

Tell = Callable[[str], None]
"""Told in a few words what is being measured now."""


@dataclass(frozen=True)
class Benchmark:
    """One benchmark.

    Attributes
    ----------
    name
        What stands behind ``python -m benchmarks``.
    summary
        What it measures, in one line of the help.
    run
        Takes all its measures; those that this machine does not allow say why.
    quick
        The same at a small size, where the whole takes long; its figures promise nothing.
    """

    name: str
    summary: str
    run: Callable[[Tell], list[Measure]]
    quick: Callable[[Tell], list[Measure]] | None = None


BENCHMARKS: tuple[Benchmark, ...] = (
    Benchmark("startup", "build of the lake, start to the map drawn, warm reruns of the pages", startup.run),
    Benchmark("score", "scores of a million clusters, of twenty thousand, and one cluster explained", score.run),
    Benchmark(
        "map", "first view, tiles, readers and memory of the map at a million clusters", map_speed.run, map_speed.quick
    ),
)
