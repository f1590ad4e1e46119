"""Which source each statement rests on: one that is there already, a new one, or the contributor alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

import codebook
from etl.contribution.columns import Columns
from etl.contribution.findings import IntArray
from etl.contribution.ids import make_source_id
from etl.contribution.keys import word_key
from etl.contribution.lake_view import LakeView

ROW_COLUMNS = ("source", "source_url", "source_doi", "source_year", "source_type")
CONTRIBUTOR = -1
"""Code of a statement that names no source: whoever sends it speaks for it."""
NOT_SAID = "unknown"
FORM_URL = re.compile(r"https?://[^\s<>\"]+")
FORM_DOI = re.compile(r"10\.[^\s/]+/[^\s<>\"]+")
RESOLVER = re.compile(r"https?://(?:dx\.)?doi\.org/", re.IGNORECASE)
UNTELLING = re.compile(r"^https?://(?:www\.)?|/+$", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """One source of an upload.

    Attributes
    ----------
    citation, year, doi, url, type
        As in the table ``sources``; a source that is there already has only its citation here.
    known_id
        Its id when it is there already, None for a new one.
    """

    citation: str
    year: str | None = None
    doi: str | None = None
    url: str | None = None
    type: str = NOT_SAID
    known_id: str | None = None

    @property
    def source_id(self) -> str:
        """Return the id of the source that is there already, or one made from what is said of it."""
        return self.known_id or make_source_id(self.citation, self.url, self.doi, self.year, self.type)


class SourceFinder:
    """Finds sources that are there already by id, DOI, address or citation, and makes those that are not."""

    def __init__(self, view: LakeView) -> None:
        self._citations = dict(zip(view.sources["source_id"], view.sources["citation"], strict=True))
        self._by_word: dict[str, str] = {}
        for column, make_key in (("citation", word_key), ("url", _url_key), ("doi", str.casefold)):
            rows = view.sources[["source_id", column]].dropna()
            for source_id, text in zip(rows["source_id"], rows[column], strict=True):
                self._by_word.setdefault(f"{column}:{make_key(str(text))}", str(source_id))

    def find(self, cells: Mapping[str, str | None]) -> Source | None:
        """Return the source that cells of :data:`ROW_COLUMNS` name, None where they name none."""
        text, url, doi = (_clean(cells.get(column)) for column in ROW_COLUMNS[:3])
        if text is not None and text in self._citations:
            return Source(self._citations[text], known_id=text)
        if text and not doi and FORM_DOI.fullmatch(RESOLVER.sub("", text)):
            doi = RESOLVER.sub("", text)
        elif text and not url and FORM_URL.fullmatch(text):
            url = text
        citation = text or url or (f"https://doi.org/{doi}" if doi else None)
        if citation is None:
            return None
        keys = (f"doi:{(doi or '').casefold()}", f"url:{_url_key(url or '')}", f"citation:{word_key(citation)}")
        known = next((self._by_word[key] for key in keys if key in self._by_word), None)
        if known is not None:
            return Source(self._citations[known], known_id=known)
        year, kind = _clean(cells.get("source_year")), _clean(cells.get("source_type"))
        return Source(citation, year, doi, url, kind or NOT_SAID)


def _clean(text: str | None) -> str | None:
    return (text.strip() or None) if text else None


def _url_key(url: str) -> str:
    return UNTELLING.sub("", url).casefold()


@dataclass(frozen=True)
class SourcesOfRows:
    """The sources of an upload.

    Attributes
    ----------
    sources
        Each once.
    of_row
        For each row, the position in ``sources`` of the source it names as a whole, or :data:`CONTRIBUTOR`.
    of_factor
        The same by factor, for factors with a source column of their own; what they leave open is the row's.
    """

    sources: tuple[Source, ...]
    of_row: IntArray
    of_factor: Mapping[str, IntArray]


def find_sources(columns: Columns, view: LakeView) -> SourcesOfRows:
    """Return the sources that the rows and their single cells name."""
    finder = SourceFinder(view)
    positions: dict[Source, int] = {}

    def position_of(source: Source | None) -> int:
        return CONTRIBUTOR if source is None else positions.setdefault(source, len(positions))

    combinations, of_combination = distinct_rows(columns, ROW_COLUMNS)
    of_row = np.array([position_of(finder.find(cells)) for cells in combinations], dtype=np.int64)[of_combination]
    of_factor = {}
    for factor in codebook.FACTORS:
        column = f"{factor}_source"
        if column in columns:
            coded = columns.coded(column)
            # The place behind the last code stands for cells without a source of their own (-1).
            found = [position_of(finder.find({"source": text})) for text in coded.texts]
            own = np.array([*found, CONTRIBUTOR], dtype=np.int64)[coded.codes]
            of_factor[factor] = np.where(coded.codes < 0, of_row, own)
    return SourcesOfRows(tuple(positions), of_row, of_factor)


def distinct_rows(columns: Columns, names: tuple[str, ...]) -> tuple[list[dict[str, str | None]], IntArray]:
    """Return the distinct combinations of some columns' texts, and which of them each row has."""
    inverse = np.zeros(columns.count, dtype=np.int64)
    texts: list[list[str]] = []
    for name in names:
        coded = columns.coded(name)
        texts.append(coded.texts)
        # Renumbered at each step, so that the product of many columns' counts never overflows.
        inverse = np.unique(inverse * (len(coded.texts) + 1) + coded.codes + 1, return_inverse=True)[1]
    first = np.unique(inverse, return_index=True)[1]
    codes = [columns.coded(name).codes[first] for name in names]
    made = [
        {name: texts[place][codes[place][row]] if codes[place][row] >= 0 else None for place, name in enumerate(names)}
        for row in range(len(first))
    ]
    return made, inverse
