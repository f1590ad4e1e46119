"""What counts as a code on a screen: raw names of the codebook, ids, and what a program prints for nothing.

What belongs here: finding codes among words that a reader sees. Where those words come from stands in the tests.
Words of the records are the records' own: they are taken out first, each one whole and only where it is shown.
"""

import csv
import html
import re
from collections.abc import Iterable
from functools import cache

import codebook
from codebook.records import Column
from tests.conftest import ROOT
from tests.ui.page_html import folded
from ui.words import short_citation

NOTHING = re.compile(r"<NA>|(?<![\w-])(?:nan|NaN|NaT|None|null|undefined|True|False|Infinity|inf)(?![\w-])")
UNDERSCORE = re.compile(r"\S*_\S*")
TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
TABLES = ("clusters", "evidence", "withdrawn", "interventions", "sources")
"""Tables whose records speak on pages."""


def words_of_html(body: str) -> str:
    """Return what a browser shows of a piece of HTML, with a space where an element begins or ends."""
    without_style = re.sub(r"<style>.*?</style>", " ", body, flags=re.DOTALL)
    return folded(html.unescape(re.sub(r"<[^>]+>", " ", without_style)))


def codes_in(words: str) -> list[str]:
    """Return every code among words: what holds an underscore, names nothing, is an id or a raw name."""
    tokens = set(TOKEN.findall(words))
    return sorted({*UNDERSCORE.findall(words), *NOTHING.findall(words), *(tokens & (raw_names() | ids()))})


def own_sentences() -> list[str]:
    """Return the codebook's own sentences that begin with a word which else names nothing: "None, or banned."."""
    texts = [text for domain in _domains() for value in codebook.values(domain) for text in (value.meaning, value.rule)]
    return [text for text in texts if text and NOTHING.search(text)]


def without_records(words: str, texts: Iterable[str]) -> str:
    """Return words without the texts of records, the longest first, so that none leaves a rest of another."""
    for text in sorted({folded(text) for text in texts}, key=len, reverse=True):
        words = words.replace(text, " ")
    return words


@cache
def raw_names() -> frozenset[str]:
    """Return the codebook's raw names that are no words of its own labels and sentences.

    "weak" and "leather" are values and words at once; "zeta", "iso3" and "csr_capacity" are only ever codes. Names of
    tables, columns and colours are words, too ("latitude"), unless something in them is no letter.
    """
    columns = [column.name for table in codebook.TABLES for column in codebook.columns(table)]
    named = [*codebook.TABLES, *codebook.COLOURS, *_domains(), *columns]
    values = [value.value for domain in _domains() for value in codebook.values(domain)]
    coded = [*codebook.FACTORS, *values, *(row.parameter for row in codebook.PRIORS.rows)]
    names = [*coded, *(name for name in named if not name.isalpha())]
    return frozenset(name for name in names if TOKEN.fullmatch(name)) - _own_words()


def _domains() -> list[str]:
    with (ROOT / "codebook" / "values.csv").open(encoding="utf-8", newline="") as file:
        return sorted({row["domain"] for row in csv.DictReader(file)})


def _own_words() -> set[str]:
    """Return every word of the codebook's labels, meanings, rules and questions."""
    values = [f"{v.label} {v.meaning} {v.rule}" for domain in _domains() for v in codebook.values(domain)]
    factors = [f"{f.label} {f.short_label} {f.definition} {f.question} {f.passage}" for f in codebook.FACTORS.values()]
    priors = [row.passage for row in codebook.PRIORS.rows]
    columns = [f"{c.label} {c.description}" for table in codebook.TABLES for c in codebook.columns(table)]
    found = {word for text in (*values, *factors, *priors, *columns) for word in TOKEN.findall(text)}
    # A code that a sentence of the codebook names in its own letters stays a code on a screen.
    return {word for word in found if "_" not in word}


@cache
def ids() -> frozenset[str]:
    """Return every id of the case base, and the codes of its countries."""
    found = {row[column] for table, column in _key_columns() for row in rows_of(table)}
    with (ROOT / "data" / "context" / "countries.csv").open(encoding="utf-8", newline="") as file:
        found |= {row["iso3"] for row in csv.DictReader(file)}
    return frozenset(found)


def _key_columns() -> list[tuple[str, str]]:
    return [(table, column.name) for table in TABLES for column in codebook.columns(table) if _is_id(column, table)]


def _is_id(column: Column, table: str) -> bool:
    return column.name.endswith("_id") and column.name in rows_of(table)[0]


@cache
def rows_of(table: str) -> list[dict[str, str]]:
    """Return the rows of a file of the case base."""
    with (ROOT / "data" / "cases" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def record_texts(cluster_id: str | None = None) -> list[str]:
    """Return the texts that records may show: of every cluster its name and place, of one cluster all it has."""
    every = ("name", "place", "admin1", "products")
    texts = [row[column] for row in rows_of("clusters") for column in every]
    if cluster_id is None:
        return [text for text in texts if text]
    sources = {row["source_id"]: row["citation"] for row in rows_of("sources")}
    for table in ("clusters", "evidence", "withdrawn", "interventions"):
        columns = [column.name for column in codebook.columns(table) if _is_text(column)]
        for row in rows_of(table):
            if row["cluster_id"] == cluster_id:
                citation = sources.get(row.get("source_id", ""), "")
                texts += [*(row.get(name, "") for name in columns), citation, short_citation(citation)]
    return [text for text in texts if text]


def _is_text(column: Column) -> bool:
    """Return whether people wrote a column in their own words."""
    return column.type == "VARCHAR" and column.domain is None and not column.name.endswith(("_id", "_iso3"))
