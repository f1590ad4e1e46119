"""The page's own style sheet and the theme a reader sees."""

from pathlib import Path

import streamlit as st

from geo.colours import Theme, css_variables

STYLE_SHEET = Path(__file__).resolve().parent / "style.css"


def theme() -> Theme:
    """Return ``light`` or ``dark``, whichever the reader's browser shows; light until it has said so."""
    return "dark" if st.context.theme.type == "dark" else "light"


def apply_style() -> None:
    """Put the codebook's colours and the style sheet into the page."""
    variables = css_variables(theme())
    st.html(f"<style>:root{{{variables}}}\n{STYLE_SHEET.read_text(encoding='utf-8')}</style>")
