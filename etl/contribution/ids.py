"""Ids of contributed records: made from what the record says, so the same file gives the same ids in any batch.

A readable beginning is followed by a checksum of the record's own words. Two records get the same id only when they
say the same; a statement that comes a second time is thereby found again in whatever batch the first one lies.
"""

import hashlib

from codebook.ids import MAX_ID_LENGTH, make_id
from etl.contribution.keys import word_key

# 48 bits beside a readable beginning: among a million records of one beginning, one chance in 500 of a clash.
DIGITS = 12
SEPARATOR = "\x1f"


def make_cluster_id(country_iso3: str, place: str, sector: str, name: str, latitude: str, longitude: str) -> str:
    """Return the id of a contributed cluster: country, place and trade in words, then a checksum.

    The point counts with two decimals (about a kilometre), names by their words.
    """
    point = (f"{float(latitude):.2f}", f"{float(longitude):.2f}")
    words = (country_iso3, word_key(place), sector, word_key(name), *point)
    return _with_checksum(make_id(country_iso3, place, sector), words)


def make_source_id(citation: str, *others: str | None) -> str:
    """Return the id of a contributed source, made from its citation and everything else that is said of it."""
    return _with_checksum(make_id("c", citation)[:40], (citation, *(text or "" for text in others)))


def make_evidence_id(cluster_id: str, words: tuple[str, ...]) -> str:
    """Return the id of a contributed statement.

    Parameters
    ----------
    cluster_id
        Cluster that it is about.
    words
        Everything the statement says: factor, value, tier, year, source, place in it, text.
    """
    return _with_checksum(cluster_id, (cluster_id, *words))


def _with_checksum(beginning: str, words: tuple[str, ...]) -> str:
    checksum = hashlib.sha256(SEPARATOR.join(words).encode()).hexdigest()[:DIGITS]
    room = MAX_ID_LENGTH - DIGITS - 1
    start = beginning[:room].strip("-")
    return f"{start}-{checksum}" if start else checksum
