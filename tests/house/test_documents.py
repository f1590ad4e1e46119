"""What the documents promise is there, and what is there is in the documents."""

import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.house.tree import LAYERS, ROOT, files, product_python, report, where

# The packages with a command line that people use.
COMMANDS = ("codebook", "etl", "model", "benchmarks")
DECISION_PARTS = ("## Context", "## Decision", "## What was tried", "## Consequences")


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def _targets() -> tuple[str, ...]:
    """Return the targets of the Makefile that `make help` lists."""
    return tuple(re.findall(r"^([a-z][a-z-]*):[^#\n]*## ", _text("Makefile"), re.MULTILINE))


@cache
def _choices(package: str) -> tuple[str, ...]:
    """Return what may follow `python -m PACKAGE`, as its own help lists it."""
    done = subprocess.run(
        [sys.executable, "-m", package, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"`python -m {package} --help` fails:\n{done.stderr}"
    # argparse lists subcommands one a line, four spaces in; choices of an argument in braces.
    listed = re.findall(r"^ {4}([a-z][a-z0-9-]*)(?: {2,}|$)", done.stdout, re.MULTILINE)
    braces = re.search(r"\{([a-z0-9_,-]+)\}", done.stdout)
    return tuple(listed or (braces[1].split(",") if braces else ()))


def test_generated_documents_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "codebook", "check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (
        f"A generated document is stale:\n{done.stdout}{done.stderr}\nTo mend it: `make bless`, then read the change."
    )


def test_every_target_of_the_makefile_explains_itself() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", _text("Makefile"), re.MULTILINE)
    assert phony is not None, "The Makefile declares no .PHONY targets."
    silent = sorted(set(phony[1].split()) - set(_targets()))
    assert not silent, f"To mend it: write `## one line of help` behind the targets {silent}."


def test_the_readme_names_every_make_target_and_no_other() -> None:
    named = set(re.findall(r"`make ([a-z-]+)", _text("README.md")))
    named |= set(re.findall(r"^\s*make ([a-z-]+)", _text("README.md"), re.MULTILINE))
    assert named == set(_targets()), (
        f"README lacks {sorted(set(_targets()) - named)}, "
        f"invents {sorted(named - set(_targets()))}. To mend it: name what `make help` lists."
    )


@pytest.mark.parametrize("package", COMMANDS)
def test_the_readme_names_every_command_and_no_other(package: str) -> None:
    choices = set(_choices(package))
    named = set(re.findall(rf"python -m {package} ([a-z][a-z-]*)", _text("README.md")))
    assert choices, f"`python -m {package} --help` lists no commands. To mend it: give each its help."
    assert named == choices, f"README lacks {sorted(choices - named)}, invents {sorted(named - choices)}."


def test_the_readme_names_every_setting_of_the_environment() -> None:
    used = {
        name
        for path in product_python()
        for name in re.findall(r"CLUSTERWATCH_[A-Z_]+", path.read_text(encoding="utf-8"))
    }
    missing = sorted(name for name in used if f"`{name}`" not in _text("README.md"))
    assert not missing, f"To mend it: explain {missing} in README.md."


def test_the_readme_places_every_part_of_the_house() -> None:
    rows = set(re.findall(r"^\| `([a-z_]+)(?:/|\.py)` \|", _text("README.md"), re.MULTILINE))
    missing = sorted(LAYERS.keys() - rows)
    assert not missing, f"To mend it: give {missing} a row in README's table of the code."


def test_what_documents_point_to_exists() -> None:
    offences = []
    for path in files(".md"):
        text = path.read_text(encoding="utf-8")
        links = re.findall(r"\]\((?![a-z]+:|#)([^)#\s]+)", text)
        offences += [f"{where(path)} links to {link}" for link in links if not (path.parent / link).exists()]
        offences += [
            f"{where(path)} names {name}"
            for name in re.findall(r"`((?:tests|docs|data)/[\w./-]+)`", text)
            if name.rstrip("/") != "data/lake" and not (ROOT / name).exists()
        ]
    assert not offences, report(offences, "correct the path, or add the file.")


def test_the_changelog_knows_the_version() -> None:
    version = tomllib.loads(_text("pyproject.toml"))["project"]["version"]
    assert re.search(rf"^## {re.escape(version)}\b", _text("CHANGELOG.md"), re.MULTILINE), (
        f"To mend it: give CHANGELOG.md a heading for version {version} of pyproject.toml."
    )


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=where)
def test_a_decision_says_why_what_was_tried_and_what_follows(path: Path) -> None:
    headings = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("## ")]
    assert tuple(headings) == DECISION_PARTS, f"To mend it: {where(path)} has exactly the headings {DECISION_PARTS}."


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers, "docs/decisions/ holds no decision."
    assert numbers == [f"{number:04}" for number in range(len(numbers))], (
        f"To mend it: number them on from 0000, found {numbers}."
    )
