"""The script that Streamlit runs for every page: page settings, navigation, then the page itself."""

import streamlit as st

from ui.brand import brand_svg
from ui.page_registry import PAGES, streamlit_page
from ui.style import apply_style, theme

SIDEBAR_PX = 250

page = st.navigation([streamlit_page(entry) for entry in PAGES], position="top")
st.set_page_config(
    page_title=f"{page.title} · Clusterwatch",
    page_icon=brand_svg("favicon", "light"),
    layout="wide",
    initial_sidebar_state=SIDEBAR_PX,
)
st.logo(brand_svg("logo", theme()), size="large")
apply_style()
page.run()
