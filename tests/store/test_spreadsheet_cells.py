"""Cells of spreadsheets: what would be run is made harmless, numbers stay, and the way back is exact."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.spreadsheet_cells import FORMULA_STARTS, MARKED, NUMBER, neutralise


@pytest.mark.parametrize("text", ["=1+1", "+1 234", "-2+3", "@a", "\ta", "\ra", "\na", "-", "--1", "-1;2", "=", "-1\n"])
def test_what_a_spreadsheet_would_run_is_marked(text: str) -> None:
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-79.33", "+7", "-0,5", "-1e5", "-.5", "", "a=b", "'=1", "12", " =1"])
def test_numbers_and_plain_text_stay(text: str) -> None:
    assert neutralise(text) == text


@given(st.text(max_size=8))
def test_no_cell_is_run_and_each_comes_back(text: str) -> None:
    safe = neutralise(text)
    assert not safe.startswith(FORMULA_STARTS) or NUMBER.fullmatch(safe)
    if safe != text:
        assert re.sub(MARKED, r"\1", safe) == text
