"""Where the shipped data come from: the sidecar that stands beside every file of data/."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from etl.sources import DATA_FOLDER

SIDECAR = ".source.json"


@dataclass(frozen=True)
class Provenance:
    """One shipped file's origin.

    Attributes
    ----------
    file
        Its path below data/.
    citation, licence
        In words.
    url
        Where the original is, None where it is our own.
    year
        Year of publication, None where not known.
    """

    file: str
    citation: str
    licence: str
    url: str | None
    year: int | None


@cache
def shipped_files() -> tuple[Provenance, ...]:
    """Return the origin of every shipped file, by path; files of the same origin stand once.

    Raises
    ------
    KeyError
        When a sidecar lacks a field, which a test of data/ rules out.
    """
    by_citation: dict[str, Provenance] = {}
    for path in sorted(DATA_FOLDER.rglob(f"*{SIDECAR}")):
        sidecar = json.loads(path.read_text(encoding="utf-8"))
        file = _file_of(path)
        by_citation.setdefault(
            sidecar["citation"],
            Provenance(file, sidecar["citation"], sidecar["licence"], sidecar["url"], sidecar["year"]),
        )
    return tuple(by_citation.values())


def _file_of(sidecar: Path) -> str:
    """Return the path below data/ of the file a sidecar stands beside."""
    return str(sidecar.relative_to(DATA_FOLDER)).removesuffix(SIDECAR)
