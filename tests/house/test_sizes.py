"""How long a file, a page and a function may be, so that each can be read in one sitting."""

import ast

from tests.house.tree import ROOT, files, parsed, report, where

LONGEST_FILE = 300
LONGEST_PAGE = 80
LONGEST_FUNCTION = 40


def _line_count(path: str) -> int:
    return len((ROOT / path).read_text(encoding="utf-8").splitlines())


def _code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return a function's lines without those of its docstring: explaining costs nothing."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def test_a_file_can_be_read_in_one_sitting() -> None:
    offences = [
        f"{where(path)} has {count} lines, {LONGEST_FILE} are allowed"
        for path in files(".py", ".js", ".sql")
        if (count := _line_count(where(path))) > LONGEST_FILE
    ]
    assert not offences, report(offences, "split the file by what its parts are, each with a name of its own.")


def test_a_page_is_thin() -> None:
    offences = [
        f"{where(path)} has {count} lines, {LONGEST_PAGE} are allowed"
        for path in files(".py")
        if where(path).startswith("pages/") and (count := _line_count(where(path))) > LONGEST_PAGE
    ]
    assert not offences, report(offences, "move what several pages share to ui/, shapes to geo/, questions to store/.")


def test_a_function_fits_on_a_screen() -> None:
    offences = [
        f"{where(path)}:{node.lineno} {node.name} has {count} lines, {LONGEST_FUNCTION} are allowed"
        for path in files(".py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (count := _code_lines(node)) > LONGEST_FUNCTION
    ]
    assert not offences, report(offences, "give each step of the function a name of its own.")
