"""SQL lives in files of one statement with a head of three lines; values are bound in it."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.house.tree import (
    ROOT,
    files,
    parsed,
    product_python,
    report,
    text_start,
    texts_of,
    where,
)

SQL_FOLDER = ROOT / "store" / "sql"
SQL_FILES = sorted(SQL_FOLDER.rglob("*.sql"))
HEAD = ("-- name: ", "-- params: ", "-- grain: ")
# Words that are never names of columns here, so a lower-case one is a keyword in the wrong case.
KEYWORDS = {
    *("select", "from", "where", "join", "inner", "on", "using", "group", "by", "order", "having"),
    *("insert", "into", "update", "delete", "set", "values", "with", "recursive", "as", "union"),
    *("except", "intersect", "all", "distinct", "and", "or", "not", "is", "null", "in", "between"),
    *("case", "when", "then", "else", "end", "limit", "offset", "exists", "over", "partition"),
    *("create", "replace", "table", "drop", "alter", "add", "like", "ilike", "cast", "lateral"),
    *("unpivot", "pivot", "qualify", "filter", "asc", "desc", "nulls"),
}
# Keywords that are also functions of DuckDB: `replace(` is a call.
ALSO_FUNCTIONS = {"replace", "filter", "values"}
# What makes a text SQL rather than a sentence that happens to say "select" or "update".
STATEMENTS = (
    re.compile(r"\bSELECT\b"),
    re.compile(r"^\s*select\b.+\bfrom\b", re.IGNORECASE | re.DOTALL),
    re.compile(r"\binsert\s+(or\s+replace\s+)?into\b", re.IGNORECASE),
    re.compile(r"\bdelete\s+from\b", re.IGNORECASE),
    re.compile(r"\bupdate\s+\S+\s+set\b", re.IGNORECASE),
)


@cache
def _bare(path: Path) -> str:
    """Return a statement without comments, texts, quoted names and placeholders' names."""
    text = re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))
    return re.sub(r"\{\w+\}", "{}", re.sub(r"'(?:[^']|'')*'|\"[^\"]*\"", "''", text))


def test_the_store_keeps_its_sql_in_files() -> None:
    assert SQL_FILES, "store/sql holds no query. To mend it: one file a statement, below store/sql/."
    strays = [where(path) for path in files(".sql") if SQL_FOLDER not in path.parents]
    assert not strays, report(strays, "move the file below store/sql/.")


@pytest.mark.parametrize("path", SQL_FILES, ids=where)
def test_a_query_says_what_it_is_what_it_takes_and_what_a_row_is(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()[: len(HEAD)]
    begins = [line.startswith(start) for line, start in zip(lines, HEAD, strict=False)]
    assert begins == [True] * len(HEAD), (
        f"{where(path)} must begin with three lines: `-- name: what`, "
        "`-- params: $a (type, null means all)` (or `none`), `-- grain: key of a row`."
    )


@pytest.mark.parametrize("path", SQL_FILES, ids=where)
def test_the_head_names_the_values_that_the_query_binds(path: Path) -> None:
    head = path.read_text(encoding="utf-8").splitlines()[1]
    named, bound = (set(re.findall(r"\$([a-z_][a-z0-9_]*)", text)) for text in (head, _bare(path)))
    missing = sorted(bound - named)
    # A statement filled for a table may bind a value inside what is filled in.
    idle = [] if "{" in _bare(path) else sorted(named - bound)
    assert not missing, f"{where(path)} binds {missing}. To mend it: name them in its `-- params:` line."
    assert not idle, f"{where(path)} names {idle} but binds no such value. To mend it: take them out."


@pytest.mark.parametrize("path", SQL_FILES, ids=where)
def test_a_file_holds_one_statement(path: Path) -> None:
    statements = [part for part in _bare(path).split(";") if part.strip()]
    assert len(statements) == 1, f"{where(path)} holds {len(statements)} statements. To mend it: one file each."


@pytest.mark.parametrize("path", SQL_FILES, ids=where)
def test_keywords_are_upper_case(path: Path) -> None:
    words = re.findall(r"(?<![\w.$])([a-z]+)\b(\s*\()?", _bare(path))
    low = sorted({word for word, call in words if word in KEYWORDS and not (call and word in ALSO_FUNCTIONS)})
    assert not low, f"{where(path)} writes {', '.join(low)} in lower case. To mend it: keywords in capitals."


@pytest.mark.parametrize("path", SQL_FILES, ids=where)
def test_only_a_check_selects_every_column(path: Path) -> None:
    everything = re.search(r"\bSELECT\s+(DISTINCT\s+)?(\w+\.)?\*", _bare(path))
    assert not everything or path.parent.name == "checks", f"{where(path)} selects *. To mend it: name the columns."


@pytest.mark.parametrize("path", SQL_FILES, ids=where)
def test_a_query_is_used(path: Path) -> None:
    name = path.relative_to(SQL_FOLDER).with_suffix("").as_posix()
    used = any(text in {name, path.stem} for source in product_python() for text in texts_of(source))
    assert used, f"No Python of the product names {name!r}. To mend it: delete {where(path)}, or call it."


def _is_statement(text: str) -> bool:
    return any(statement.search(text) for statement in STATEMENTS)


def _formatted_texts(node: ast.AST) -> list[str]:
    """Return the written-out text of an f-string, a `.format()`, and of `%` or `+` on texts."""
    if isinstance(node, ast.JoinedStr):
        return ["".join(text_start(part) for part in node.values)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return [text_start(node.func.value)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return [text_start(node.left), text_start(node.right)]
    return []


def test_no_text_put_together_in_python_is_sql() -> None:
    offences = [
        f"{where(path)}:{getattr(node, 'lineno', 0)}"
        for path in product_python()
        for node in ast.walk(parsed(path))
        if any(_is_statement(text) for text in _formatted_texts(node))
    ]
    assert not offences, report(offences, "move the statement to a file below store/sql/ and bind the values as $name.")


@pytest.mark.parametrize(
    ("text", "is_sql"),
    [
        ("SELECT name FROM clusters WHERE id = ", True),
        ("select name from ", True),
        ("insert into ", True),
        ("Insert or replace into ", True),
        ("delete from ", True),
        ("update clusters set name = ", True),
        ("Please select a cluster of ", False),
        ("What was deleted from the list", False),
    ],
)
def test_the_rule_tells_sql_from_prose(text: str, is_sql: bool) -> None:
    assert _is_statement(text) == is_sql
