"""What a cell was probably meant to say: a proposal that a person accepts or not, never more.

A proposal is always a text that the rules accept. Where several values could be meant there is none.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

import codebook
from codebook import uploads
from codebook.loader import OF_THE_ROW
from codebook.records import Column
from etl.contribution.degrees import parse_degrees
from etl.contribution.keys import word_key
from geo.country_names import find_country

# Signs that show nothing, or turn the direction of what follows; Arabic's own joiners and marks are not among them.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
# The same for the regular expressions of Arrow.
CONTROL_PATTERN = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{80}-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{feff}\x{fffe}\x{ffff}]"
)
# Likeness, 0 to 100, from which a word counts as a value misspelt.
LEAST_LIKENESS = 84
SHORTEST_MISSPELT = 4
LONGEST_VALUE = 200
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,'\u00a0\u202f ])\d{3})(?:\1\d{3})*")
INDIAN_GROUPED = re.compile(r"\d{1,2}(?:,\d{2})*,\d{3}")
WHOLE = re.compile(r"[+-]?\d+(?:\.0+|,0)?")
DOI = re.compile(r"10\.[^\s/]+/[^\s<>\"]+")
HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/:?#][^\s<>\"]*)?", re.IGNORECASE)
ADDRESS = re.compile(r"https?:/*([^\s<>\"]+)", re.IGNORECASE)


def propose(column: Column, text: str, factor: str | None = None) -> str | None:
    """Return what a cell was probably meant to say, None where there is no good guess or it says so already.

    Parameters
    ----------
    column
        Column of the case base that the cell is for.
    text
        What stands in the cell.
    factor
        The row's factor, where the column's vocabulary depends on it.
    """
    if len(text) > LONGEST_VALUE and column.form is None:
        return None
    cleaned = remove_controls(text).strip()
    guess = _guess(column, cleaned, factor)
    return guess if guess and guess != text else None


def remove_controls(text: str) -> str:
    """Return the text without the signs that show nothing."""
    return CONTROL.sub("", text)


def _guess(column: Column, text: str, factor: str | None) -> str | None:
    if column.domain_name is not None:
        domain = factor if column.domain_name == OF_THE_ROW else column.domain_name
        return find_value(domain, text) if domain in codebook.DOMAINS else None
    if column.type == "INTEGER":
        return _within(column, read_year(text) if column.unit == "year" else read_whole(text))
    if column.type == "DOUBLE":
        degrees = parse_degrees(text)
        return _within(column, None if degrees is None else f"{degrees:.6f}".rstrip("0").rstrip("."))
    if column.form == "iso3":
        return read_country(text)
    if column.form == "url":
        return read_url(text)
    return read_doi(text) if column.form == "doi" else None


def _within(column: Column, number: str | None) -> str | None:
    """Return a number that lies in the column's range, None for any other."""
    if number is None:
        return None
    low = float("-inf") if column.minimum is None else column.minimum
    high = float("inf") if column.maximum is None else column.maximum
    return number if low <= float(number) <= high else None


@lru_cache(maxsize=65_536)
def find_value(domain: str | None, text: str) -> str | None:
    """Return the value of a vocabulary that a word in any of the languages means, None when it means none."""
    if domain is None or not text:
        return None
    known = _values_by_word(domain)
    key = word_key(text)
    if key in known:
        return known[key]
    if len(key) < SHORTEST_MISSPELT:
        return None
    near = process.extract(key, known.keys(), scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS, limit=5)
    meant = {known[word] for word, score, _ in near if score >= near[0][1] - 1}
    return meant.pop() if len(meant) == 1 else None


@cache
def _values_by_word(domain: str) -> dict[str, str]:
    """Return what each known word means in one vocabulary; a value's own name and label go first."""
    values = codebook.values(domain)
    known = {word_key(value.value): value.value for value in values}
    _add(known, ((value.label, value.value) for value in values), set(known.values()))
    _add(known, ((item.synonym, item.value) for item in uploads.synonyms(domain)), set(known.values()))
    if domain in codebook.FACTORS:
        answers = [(item.synonym, known.get(word_key(item.value))) for item in uploads.synonyms(uploads.YES_NO)]
        _add(known, ((word, value) for word, value in answers if value), set(known.values()))
        _add(known, ((item.synonym, item.value) for item in uploads.synonyms(uploads.LEVELS)), set(known.values()))
    return known


def _add(known: dict[str, str], words: Iterable[tuple[str, str]], allowed: set[str]) -> None:
    """Add words that are not known yet and mean one allowed value; one that means two means none."""
    meanings: dict[str, set[str]] = {}
    for word, value in words:
        if value in allowed and word_key(word):
            meanings.setdefault(word_key(word), set()).add(value)
    for word, found in meanings.items():
        if len(found) == 1 and word not in known:
            known[word] = next(iter(found))


def plain_digits(text: str) -> str:
    """Return the text with the digits of all scripts as 0 to 9."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def read_whole(text: str) -> str | None:
    """Return a whole number without its thousands' signs and decimals of zero, None for anything else."""
    digits = plain_digits(text)
    if GROUPED.fullmatch(digits) or INDIAN_GROUPED.fullmatch(digits):
        digits = re.sub(r"[^\d+-]", "", digits)
    if not WHOLE.fullmatch(digits):
        return None
    number = str(int(re.split(r"[.,]", digits)[0]))
    return number if len(number) <= 9 else None


def read_year(text: str) -> str | None:
    """Return the one year of four digits that a text such as a date holds, None where there is none or several."""
    years = set(YEAR.findall(plain_digits(text)))
    return years.pop() if len(years) == 1 else None


def read_country(text: str) -> str | None:
    """Return the code of the country that a name in any of the languages means."""
    found = find_country(text)
    if found is not None:
        return found
    codes = {word_key(item.synonym): item.value for item in uploads.synonyms(uploads.COUNTRIES)}
    return codes.get(word_key(text))


def read_url(text: str) -> str | None:
    """Return a web address with what it lacks, None where it is none."""
    address = ADDRESS.fullmatch(text.replace(" ", "%20"))
    if address:
        return f"https://{address[1]}" if not re.match(r"https?://[^/]", text) else text.replace(" ", "%20")
    return f"https://{text}" if HOST.fullmatch(text) else None


def read_doi(text: str) -> str | None:
    """Return the DOI that stands in a text, without resolver."""
    found = DOI.search(text)
    return found[0].rstrip(".,;)") if found else None
