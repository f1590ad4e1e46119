"""The script that Streamlit runs for every page: page settings, navigation, then the page itself."""

from pathlib import Path

import streamlit as st

from ui.page_registry import PAGES, streamlit_page
from ui.style import apply_style

STATIC = Path(__file__).resolve().parent / "static"

st.set_page_config(page_title="Clusterwatch", page_icon=str(STATIC / "favicon.svg"), layout="wide")
page = st.navigation([streamlit_page(entry) for entry in PAGES], position="top")
st.logo(str(STATIC / "logo.svg"), size="large", link=None)
apply_style()
page.run()
