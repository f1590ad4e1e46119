"""The file that a reader is about to give, and what they have decided about it; kept for this browser tab alone."""

from dataclasses import dataclass, field, replace

import streamlit as st

from etl.contribution.checks import check_upload
from etl.contribution.lake_view import view_lake
from etl.contribution.reading import read_upload
from etl.contribution.report import Choice, Decisions, Report
from etl.contribution.upload import Upload
from store import header_mappings
from store.connection import Lake

KEY = "draft of a contribution"


@dataclass(frozen=True)
class Draft:
    """A file and the decisions on it.

    Attributes
    ----------
    name, content
        The file.
    mapping
        Column by heading where a person, or an earlier file with the same headings, said so.
    fixes
        Text by line and heading.
    choices
        What to do with rows that may be there already, by line.
    """

    name: str
    content: bytes
    mapping: dict[str, str | None] = field(default_factory=dict)
    fixes: dict[tuple[int, str], str] = field(default_factory=dict)
    choices: dict[int, Choice] = field(default_factory=dict)


def draft() -> Draft | None:
    """Return the file that is being given, None before one was chosen."""
    kept: Draft | None = st.session_state.get(KEY)
    return kept


def begin(lake: Lake, name: str, content: bytes) -> None:
    """Take a newly chosen file; one that is there already keeps its decisions."""
    kept = draft()
    if kept is not None and (kept.name, kept.content) == (name, content):
        return
    new = Draft(name, content)
    upload = upload_of(new)
    known = None if lake.is_empty() else header_mappings.mapping_of(lake.cursor(), upload.header_key)
    st.session_state[KEY] = replace(new, mapping=known or {})


def change(**changes: object) -> None:
    """Note a decision."""
    kept = draft()
    if kept is not None:
        st.session_state[KEY] = replace(kept, **changes)  # type: ignore[arg-type]  # the fields are those of Draft


def forget() -> None:
    """Let the file go."""
    st.session_state.pop(KEY, None)


def upload_of(given: Draft) -> Upload:
    """Return the file as it is read."""
    return _read(given.content, given.name, tuple(given.mapping.items()))


def report_of(lake: Lake, given: Draft) -> Report:
    """Return the file held against the rules and the newest state of the lake."""
    decided = (tuple(given.fixes.items()), tuple(given.choices.items()))
    return _check(given.content, given.name, tuple(given.mapping.items()), decided, lake.snapshot(), lake)


@st.cache_data(max_entries=8, show_spinner="Reading the file")
def _read(content: bytes, name: str, mapping: tuple[tuple[str, str | None], ...]) -> Upload:
    return read_upload(content, name, dict(mapping))


@st.cache_data(max_entries=4, show_spinner="Checking every row")
def _check(
    content: bytes,
    name: str,
    mapping: tuple[tuple[str, str | None], ...],
    decided: tuple[tuple[tuple[tuple[int, str], str], ...], tuple[tuple[int, Choice], ...]],
    snapshot: int,
    _lake: Lake,
) -> Report:
    """Check a file; the snapshot tells the cache which state of the lake it was held against."""
    del snapshot
    fixes, choices = decided
    return check_upload(_read(content, name, mapping), view_lake(_lake), Decisions(dict(fixes), dict(choices)))
