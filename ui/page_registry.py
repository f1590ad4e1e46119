"""The pages of the app: one explicit list, in the order of the navigation."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

PAGES_FOLDER = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True)
class PageEntry:
    """One page.

    Attributes
    ----------
    file
        Its script in pages/.
    title
        What the navigation and the browser's tab call it.
    url_path
        Its address below the root; empty for the default page.
    is_listed
        Whether the navigation shows it; a page about one thing is reached through that thing.
    """

    file: str
    title: str
    url_path: str
    is_listed: bool = True


PAGES: tuple[PageEntry, ...] = (
    PageEntry("explore.py", "Map", ""),
    PageEntry("cluster.py", "Cluster", "cluster", is_listed=False),
    PageEntry("theory.py", "Theory", "theory"),
    PageEntry("tried.py", "What was tried", "tried"),
    PageEntry("gaps.py", "What is not known", "gaps"),
    PageEntry("contribute.py", "Contribute", "contribute"),
    PageEntry("method.py", "Method", "method"),
)


def streamlit_page(entry: PageEntry) -> StreamlitPage:
    """Return the page as Streamlit's navigation takes it."""
    return st.Page(
        PAGES_FOLDER / entry.file,
        title=entry.title,
        url_path=entry.url_path or None,
        default=not entry.url_path,
        visibility="visible" if entry.is_listed else "hidden",
    )


def page_file(url_path: str) -> str:
    """Return what ``st.page_link`` and ``st.switch_page`` take for the page of an address."""
    return str(PAGES_FOLDER / next(entry.file for entry in PAGES if entry.url_path == url_path))
