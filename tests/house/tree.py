"""The project's files as the house rules see them: found on disk, parsed once.

What belongs here: finding and reading files. The rules stand in the test files beside this one.
"""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# What each part of the product may import of the others: the data's one way through the house.
LAYERS: dict[str, tuple[str, ...]] = {
    "codebook": (),
    "model": ("codebook",),
    "store": ("codebook",),
    "geo": ("codebook",),
    "etl": ("codebook", "model", "store", "geo"),
    "api": ("codebook", "model", "store", "geo"),
    "ui": ("codebook", "model", "store", "geo", "etl"),
    "pages": ("codebook", "model", "store", "geo", "etl", "ui"),
    "streamlit_app": ("api",),
}
# These stand outside the product: they may import everything, and nothing imports them.
OUTSIDE = ("benchmarks", "tests")

# The one place of the project that may hold built, downloaded or private files.
NOT_OURS = {"__pycache__", "lake", "artifacts", "node_modules"}
OPEN_DOT_FOLDERS = {".ci", ".github", ".streamlit"}


@dataclass(frozen=True)
class Import:
    """One imported module or name, dotted in full, and the line that imports it."""

    name: str
    line: int


def files(*endings: str) -> Iterator[Path]:
    """Yield the project's own files with one of the endings (all files without any), in order."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(
            name for name in folders if name not in NOT_OURS and (not name.startswith(".") or name in OPEN_DOT_FOLDERS)
        )
        for name in sorted(names):
            if not endings or name.endswith(endings):
                yield Path(folder) / name


def where(path: Path) -> str:
    """Return a file's path as people write it: from the project's folder, with slashes."""
    return path.relative_to(ROOT).as_posix()


def part_of(path: Path) -> str:
    """Return the part of the house that a file belongs to: its top folder, or its own name."""
    top = path.relative_to(ROOT).parts[0]
    return top.removesuffix(".py")


def product_python() -> list[Path]:
    """Return every Python file of the product: what runs when somebody uses it."""
    return [path for path in files(".py") if part_of(path) in LAYERS]


@cache
def parsed(path: Path) -> ast.Module:
    """Return a Python file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=where(path))


@cache
def imports_of(path: Path) -> tuple[Import, ...]:
    """Return everything a file imports, inside functions and for type checking too.

    ``from a import b`` counts as ``a.b``; ``import_module("a.b")`` counts when its name is written
    out; a relative import keeps its leading dots.
    """
    found: list[Import] = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found += [Import(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = "." * node.level + (node.module or "")
            found += [Import(f"{start}.{alias.name}", node.lineno) for alias in node.names]
        elif isinstance(node, ast.Call) and called_name(node) in {"import_module", "__import__"}:
            found += [Import(text, node.lineno) for text in map(text_start, node.args[:1]) if text]
    return tuple(found)


def called_name(call: ast.Call) -> str:
    """Return the last word of what a call calls: ``c`` for ``a.b.c(...)``."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def text_start(node: ast.expr) -> str:
    """Return the text an expression begins with, as far as it is written out, else empty."""
    if isinstance(node, ast.JoinedStr) and node.values:
        node = node.values[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def texts_of(path: Path) -> Iterator[str]:
    """Yield every text constant of a Python file."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def report(offences: list[str], mend: str) -> str:
    """Return the message of a broken rule: each offence on its line, then how to mend it."""
    return "\n".join(["", *offences, "", f"To mend it: {mend}"])
