"""Sidecars: beside each file in data/ a ``<file>.source.json`` that says where it comes from.

Scripts that make a data file write its sidecar in the same run, so that checksum and file agree.
"""

import hashlib
import json
from pathlib import Path

SUFFIX = ".source.json"
KEYS = ("citation", "url", "year", "licence", "date_accessed", "sha256", "note")


def sidecar_path(path: Path) -> Path:
    """Return where the sidecar of a data file stands."""
    return path.with_name(path.name + SUFFIX)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_sidecar(
    path: Path,
    *,
    citation: str,
    url: str | None,
    year: int | None,
    licence: str,
    date_accessed: str,
    note: str,
) -> None:
    """Write the sidecar of an existing data file; its checksum is taken from the file.

    Parameters
    ----------
    path
        The data file.
    citation
        Who made it and what it is called.
    url
        Where it can be had, or None.
    year
        Year of publication, or None when unknown.
    licence
        Licence and its reach, in words.
    date_accessed
        ISO date; what kind of date it is stands in ``note`` where that is not plain.
    note
        What a reader must know before using it.
    """
    content = {
        "citation": citation,
        "url": url,
        "year": year,
        "licence": licence,
        "date_accessed": date_accessed,
        "sha256": sha256_of(path),
        "note": note,
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    sidecar_path(path).write_text(text, encoding="utf-8")
