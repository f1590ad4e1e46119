"""Text made from the codebook: the data dictionary, the README's table of factors, the theme.

Each generated text is a whole file or a block between two marker lines of a file that people
write. :func:`stale_documents` names every file whose text differs from what the codebook says now.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from codebook.dictionary import make_dictionary, make_table
from codebook.errors import MissingFileError
from codebook.loader import Codebook, load_own
from codebook.upload_guide import make_guides

THEME = {
    "primaryColor": "accent",
    "backgroundColor": "page",
    "secondaryBackgroundColor": "panel",
    "textColor": "text",
    "borderColor": "line",
    "linkColor": "accent",
}
"""Streamlit's option for each colour token that its theme uses."""


@dataclass(frozen=True)
class Block:
    """A generated part of a file that people write, between two marker lines.

    ``path`` is relative to the project; ``begin`` and ``end`` are the marker lines themselves.
    """

    path: Path
    begin: str
    end: str
    make: Callable[[Codebook], str]


def make_factor_table(book: Codebook) -> str:
    """Return a Markdown table of factors and outcomes: name, role, levels and the paper's name."""
    rows = []
    for factor in book.factors.values():
        levels = " / ".join(value.label for value in book.values[factor.name])
        role = next(item.label for item in book.values["role"] if item.value == factor.role)
        cells = (factor.label, f"`{factor.name}`", role, levels, factor.table1_name or "")
        rows.append(cells)
    header = ("Factor", "Name", "Role", "Values, lowest first", "In the paper's Table 1")
    return make_table(header, rows)


def make_theme(book: Codebook) -> str:
    """Return the sections of Streamlit's configuration that hold the two themes."""
    sections = []
    for shade in ("light", "dark"):
        lines = [f"[theme.{shade}]"]
        for option, token in THEME.items():
            lines.append(f'{option} = "{getattr(book.colours[token], shade)}"')
        sections.append("\n".join(lines))
    return "\n\n".join(sections)


DICTIONARY = Path("docs/data-dictionary.md")
"""The file that is generated whole."""

BLOCKS = (
    Block(
        path=Path("README.md"),
        begin="<!-- codebook:factors begin -->",
        end="<!-- codebook:factors end -->",
        make=make_factor_table,
    ),
    Block(
        path=Path(".streamlit/config.toml"),
        begin="# codebook:theme begin",
        end="# codebook:theme end",
        make=make_theme,
    ),
    Block(
        path=Path("docs/contributing-data.md"),
        begin="<!-- codebook:uploads begin -->",
        end="<!-- codebook:uploads end -->",
        make=make_guides,
    ),
)
"""Every generated block, in the order in which they are written."""


def make_documents(root: Path, book: Codebook | None = None) -> dict[Path, str]:
    """Return the text that each generated file should have, by path relative to the project.

    Files with a generated block that do not exist are left out; the data dictionary never is.

    Raises
    ------
    MissingFileError
        A file has lost the marker lines of its block.
    """
    book = book or load_own()
    documents = {DICTIONARY: make_dictionary(book)}
    for block in BLOCKS:
        path = root / block.path
        if path.is_file():
            documents[block.path] = _fill(block, path.read_text(encoding="utf-8"), book)
    return documents


def stale_documents(root: Path, book: Codebook | None = None) -> tuple[str, ...]:
    """Return the paths of generated files that are missing or differ from the codebook.

    Raises
    ------
    MissingFileError
        A file has lost the marker lines of its block.
    """
    return tuple(
        path.as_posix()
        for path, text in make_documents(root, book).items()
        if not (root / path).is_file() or (root / path).read_text(encoding="utf-8") != text
    )


def write_documents(root: Path, book: Codebook | None = None) -> tuple[str, ...]:
    """Write every stale generated file and return their paths.

    Raises
    ------
    MissingFileError
        A file has lost the marker lines of its block.
    """
    documents = make_documents(root, book)
    stale = stale_documents(root, book)
    for name in stale:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(documents[Path(name)], encoding="utf-8")
    return stale


def _fill(block: Block, text: str, book: Codebook) -> str:
    before, begin, rest = text.partition(block.begin)
    _, end, after = rest.partition(block.end)
    if not begin or not end:
        message = f"{block.path} has lost its lines {block.begin!r} and {block.end!r}."
        next_step = "Put both lines back, then run: python -m codebook write"
        raise MissingFileError(message, next_step)
    return f"{before}{begin}\n{block.make(book)}\n{end}{after}"
