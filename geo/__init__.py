"""Shapes and maps: projections, tile mathematics, boundaries, places; no SQL and no Streamlit."""
