"""How the colours come about, what the data can bear, and where everything comes from."""

import streamlit as st

from ui.fragment import go_to_fragment
from ui.frame import page
from ui.method_contents import contents_html
from ui.method_context import method_base_rate, method_context
from ui.method_reliability import method_reliability
from ui.method_validation import method_validation
from ui.method_view import method_codebook, method_data, method_model, method_sources, method_strengths

with page("Method") as lake:
    st.html(contents_html())
    method_model(lake)
    method_data(lake)
    method_reliability(lake)
    method_validation(lake)
    method_context(lake)
    method_base_rate(lake)
    method_codebook()
    method_strengths()
    method_sources(lake)
    go_to_fragment()
