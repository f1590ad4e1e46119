"""How the colours come about, what the data can bear, and where everything comes from."""

from ui.frame import page
from ui.method_context import method_context
from ui.method_reliability import method_reliability
from ui.method_validation import method_validation
from ui.method_view import method_codebook, method_data, method_model, method_sources

with page("Method") as lake:
    method_model(lake)
    method_data(lake)
    method_reliability(lake)
    method_validation(lake)
    method_context(lake)
    method_codebook(lake)
    method_sources(lake)
