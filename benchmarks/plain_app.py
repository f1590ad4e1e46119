"""The peer as one application: a plain Streamlit page, and Leaflet from its wheel instead of a foreign server."""

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

LEAFLET = StaticFiles(packages=[("js_lib_leaflet", "static/js_lib_leaflet")])

app = st.App("plain_page.py", routes=[Mount("/vendor", LEAFLET)])
