"""Clusterwatch as one web application: the pages in ui/ and pages/, the routes in api/."""

import streamlit as st

from api.prompt_sockets import prompt_sockets
from api.routes import ROUTES

app = st.App("ui/shell.py", routes=ROUTES, lifespan=prompt_sockets)
