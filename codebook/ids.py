"""Ids and short texts: what an id looks like, how one is made from a name, how a text is cut.

Ids of clusters, evidence, sources and interventions stand in URLs, file names and HTML, so their
alphabet is small. Keys that others gave (country codes, indicators) are not ids in this sense.
"""

from __future__ import annotations

import re
import unicodedata

MAX_ID_LENGTH = 64
"""Longest id in characters."""

_ID = re.compile(rf"[a-z0-9-]{{1,{MAX_ID_LENGTH}}}")


def is_valid_id(text: object) -> bool:
    """Return True for 1 to 64 lower-case letters a-z, digits and hyphens, else False.

    Anything that is no text, None included, is no id.
    """
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def make_id(*parts: str) -> str:
    """Return an id made of the given names: accents dropped, the rest joined by hyphens.

    ``make_id("AL", "Durrës", "footwear")`` gives ``"al-durres-footwear"``. Letters without a
    Latin base vanish, so the result may be empty; test it with :func:`is_valid_id`.
    """
    plain = unicodedata.normalize("NFKD", " ".join(parts)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    return "-".join(words)[:MAX_ID_LENGTH].strip("-")


def shorten(text: str, limit: int) -> str:
    """Return the text on one line in at most ``limit`` characters, cut between words with "…".

    A single word longer than the limit is cut inside. White space is folded to single spaces.
    """
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    head = line[: max(limit - 1, 0)]
    if " " in head and not line[len(head)].isspace():
        head = head.rsplit(" ", 1)[0]
    return head.rstrip(" ,;:.") + "…"
