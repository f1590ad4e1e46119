"""The figures that the README gives about the case base are those of data/."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from tests.house.tree import ROOT


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (ROOT / "data" / "cases" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _levels(factor: str) -> Counter[str]:
    """Return how many rows of the evidence give each value of a factor."""
    return Counter(row["value"] for row in _rows("evidence") if row["factor"] == factor)


def _size() -> str:
    clusters, evidence, sources = (len(_rows(name)) for name in ("clusters", "evidence", "sources"))
    countries = len({row["country_iso3"] for row in _rows("clusters")})
    return (
        f"{clusters:,} clusters in {countries:,} countries, "
        f"with {evidence:,} pieces of evidence from {sources:,} sources"
    )


def _pollution() -> str:
    levels = _levels("pollution")
    return f'Pollution is "severe" in {levels["severe"]} of its {levels.total()} rows'


def _news() -> str:
    types = Counter(row["type"] for row in _rows("sources"))
    return f"{types['news'] + types['web']:,} of the {types.total():,} sources are news or web pages"


def _gaps() -> str:
    undated = sum(not row["year"] for row in _rows("evidence"))
    recalled = sum("from memory" in row["locator"] for row in _rows("evidence"))
    return f"{undated:,} rows have no year; {recalled} were written from memory"


@pytest.mark.parametrize("say", [_size, _pollution, _news, _gaps])
def test_a_figure_of_the_readme_is_counted(say: Callable[[], str]) -> None:
    readme = re.sub(r"\s+", " ", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert say() in readme, f"To mend it: README.md must say: {say()}"
