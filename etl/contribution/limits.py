"""How large an upload may be; the first two are settings, told to people before they choose a file."""

import os

from codebook.errors import InputError

SIZE_VARIABLE = "CLUSTERWATCH_UPLOAD_MB"
ROWS_VARIABLE = "CLUSTERWATCH_UPLOAD_ROWS"
DEFAULT_MEGABYTES = 20
DEFAULT_ROWS = 200_000
BYTES_PER_MEGABYTE = 1_000_000

# Both forms have some 250 columns when every factor has all its suffixes; the rest is room for people's own.
MOST_COLUMNS = 1_000
# Rows are filled up to one width: a few bytes a row below a heading of very many columns must not fill the memory.
MOST_CELLS = 20_000_000
# The longest statement of the case base has some 400 characters; this leaves room for a page of text.
LONGEST_CELL = 10_000
# A workbook of the largest CSV unpacks to less than this; a zip bomb to far more.
MOST_UNPACKED_BYTES = 200 * BYTES_PER_MEGABYTE
# XML of spreadsheets packs some ten to thirty times.
MOST_PACKING = 200
MOST_PARTS = 2_000
# A parser keeps what stands inside a row until the row ends, and something of every row and every shared text: parts
# larger than the first are looked through for more tags and entries than a real workbook has.
LARGEST_UNSEEN_PART = 5 * BYTES_PER_MEGABYTE
MOST_TAGS_IN_ENTRY = 200_000
MOST_ENTRIES = 5_000_000


def most_bytes() -> int:
    """Return how many bytes an upload may have: 20 MB unless CLUSTERWATCH_UPLOAD_MB says otherwise.

    Raises
    ------
    InputError
        The setting is no whole number above 0.
    """
    return whole_number(SIZE_VARIABLE, DEFAULT_MEGABYTES) * BYTES_PER_MEGABYTE


def most_rows() -> int:
    """Return how many rows an upload may have: 200,000 unless CLUSTERWATCH_UPLOAD_ROWS says otherwise.

    Raises
    ------
    InputError
        The setting is no whole number above 0.
    """
    return whole_number(ROWS_VARIABLE, DEFAULT_ROWS)


def whole_number(name: str, default: int) -> int:
    """Return a setting of the environment, or what stands without it.

    Raises
    ------
    InputError
        The setting is no whole number above 0.
    """
    text = os.environ.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        message = f"The setting {name} is {text!r}; it must be a whole number above 0."
        raise InputError(message, f"Correct {name}, or leave it out for {default}.")
    return int(text)
