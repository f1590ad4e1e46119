"""Text for cells of a spreadsheet: nothing in it is run, whatever a record says; and the way back."""

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet would run instead of showing it."""
MARK = "'"
"""What is put before it."""
NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?")
MARKED = r"^'([=+\-@\t\r\n])"
"""Regular expression of a cell that was made harmless; its group is how the text begins."""


def neutralise(text: str) -> str:
    """Return the text with an apostrophe before it where a spreadsheet would take it for a formula.

    True numbers stay as they are, so that longitudes keep their sign.
    """
    if text.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(text):
        return f"{MARK}{text}"
    return text
