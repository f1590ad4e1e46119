"""Tables as CSV to take away: safe to open in a spreadsheet, whatever a record says."""

import pandas as pd
import streamlit as st

from store.spreadsheet_cells import FORMULA_STARTS, MARK


def csv_of(table: pd.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8 with a byte order mark, without its index; missing cells are empty.

    Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers.
    """
    safe = table.rename(columns=_harmless)
    for column in safe:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(_harmless, na_action="ignore")
    return ("\ufeff" + safe.to_csv(index=False)).encode("utf-8")


def _harmless(value: object) -> object:
    return f"{MARK}{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def csv_button(label: str, table: pd.DataFrame, file_name: str, key: str) -> None:
    """Offer a table for download; pressing it runs nothing anew."""
    st.download_button(
        label, csv_of(table), file_name, "text/csv", key=key, on_click="ignore", icon=":material/download:"
    )
