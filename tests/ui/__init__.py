"""Tests of what pages share and, through Streamlit's own test runner, of the pages themselves."""
