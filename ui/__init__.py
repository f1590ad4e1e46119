"""Streamlit code that several pages share: shell, frame, URL state, cached reads, cards, evidence lists."""
