"""The theory page as a test reads it: its numbers, its paragraphs, its tables, and questions to ask it.

What belongs here: finding words on the page. Which figures they must hold stands in the tests.
"""

import re

from tests.ui.app import Query
from tests.ui.page_html import Page

NUMERAL = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")
USUAL = {
    "buyer_visibility": 1,
    "law_enforcement": 2,
    "business_association": 2,
    "ngo_media_monitoring": 1,
    "subcontracting": 2,
}
"""The conditions asked for where the address names none, with the level from which each is present."""

OUT: Query = dict.fromkeys(USUAL, "out")
TWO: Query = {**OUT, "export_orientation": "export", "union_presence": "weak"}
"""A question of two conditions that the gate lets through for the outcome."""

OF_TWO = {"export_orientation": 2, "union_presence": 1}
"""The conditions of that question."""


def numbers_in(words: str) -> list[float]:
    """Return every number among words, in their order."""
    return [float(numeral.replace(",", "")) for numeral in NUMERAL.findall(words)]


def paragraph(page: Page, start: str) -> str:
    """Return the one paragraph that begins with some words."""
    (found,) = [item.words for item in page.tagged("p") if item.words.startswith(start)]
    return found


def paragraph_with(page: Page, part: str) -> str:
    """Return the one paragraph that holds some words."""
    (found,) = [item.words for item in page.tagged("p") if part in item.words]
    return found


def cells_of(page: Page, head: str) -> list[list[str]]:
    """Return the cells of the table whose head begins with some words, by row."""
    (of,) = {id(row.inside[-2]) for row in page.tagged("tr") if row.words.startswith(head)}
    rows = [row for row in page.tagged("tr") if id(row.inside[-2]) == of and row.inside[-1].tag == "tbody"]
    return [[cell.words for cell in page.tagged("td") if cell.inside[-1] is row] for row in rows]
