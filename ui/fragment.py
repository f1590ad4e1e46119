"""Going to the place on a page that an address points at after "#"."""

from pathlib import Path

import streamlit as st

TO_FRAGMENT = Path(__file__).resolve().with_name("to_fragment.html")


def go_to_fragment() -> None:
    """Bring the place that the address points at into sight; to be called after everything was shown."""
    # The one script that a page runs: a file of ours, in which no record has a word.
    st.html(TO_FRAGMENT, unsafe_allow_javascript=True)
