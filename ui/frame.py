"""The frame around every page: its title, its errors, its data.

A page is one ``with page(...)`` block. What a person can do something about becomes one calm message with the
next step; anything else is logged with an id and the page shows the id.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from codebook.errors import ClusterwatchError
from etl.build import build
from store import atlas as read_model
from store.connection import Lake, open_lake
from ui.page_registry import page_file

logger = logging.getLogger("clusterwatch")


@contextmanager
def page(title: str) -> Iterator[Lake]:
    """Open a page and yield the lake; show errors calmly instead of a traceback.

    Parameters
    ----------
    title
        Read by screen readers and shown in the browser's tab through the navigation.
    """
    st.html(f'<h1 class="visually-hidden">{title}</h1>')
    lake = None
    with calmly(title):
        lake = _ready_lake()
    if lake is None:
        # The message stands there; without data the page has nothing to show.
        st.stop()
    with calmly(title):
        yield lake


@contextmanager
def calmly(title: str) -> Iterator[None]:
    """Show what goes wrong inside calmly instead of a traceback.

    A page has it around everything. A fragment needs one of its own: Streamlit 1.67 shows a fragment's error itself
    before the page meets it, and runs a fragment again without the page around it.

    Parameters
    ----------
    title
        Names the page in the log.
    """
    try:
        yield
    except ClusterwatchError as error:
        if error.public_message != error.message:
            logger.warning("Page %s: %s", title, error.message)
        show_calmly(error.public_message, error.next_step)
    except Exception:
        # Streamlit's own control flow (stop, rerun) derives from BaseException and passes through.
        error_id = secrets.token_hex(4)
        logger.exception("Page %s failed, error %s", title, error_id)
        show_calmly(
            "Something went wrong on our side.",
            f"Please try again. If it stays, report it with the number {error_id}.",
        )


def show_calmly(message: str, next_step: str) -> None:
    """Show what is wrong, what to do next, and the way back to the map."""
    # st.text shows the words as they are: messages can quote what somebody typed into an address.
    with st.container(border=True, key="calm"):
        st.text(message)
        st.text(next_step)
        st.page_link(page_file(""), label="Back to the map", icon=":material/arrow_back:")


def _ready_lake() -> Lake:
    """Return the lake, built first where there is none yet."""
    lake = open_lake()
    if lake.is_empty():
        bar = st.progress(0.0, text="Preparing the data for the first time: a few seconds.")

        def report(step: str, share: float) -> None:
            bar.progress(share, text=f"Preparing the data: {step.lower()}")

        build(lake, progress=report)
        # Somebody may have asked for the empty atlas a moment ago; the first page must not show it as all there is.
        read_model.current(lake, at_once=True)
        bar.empty()
    return lake
