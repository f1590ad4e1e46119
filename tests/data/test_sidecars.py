"""Every data file says where it comes from, and is still the file that its sidecar describes."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from etl.prepare.sidecars import KEYS, SUFFIX, sha256_of, sidecar_path, write_sidecar

DATA = Path(__file__).parents[2] / "data"
BUILT = DATA / "lake"


def _is_data(path: Path) -> bool:
    """Return whether a file is data: neither a sidecar, nor a licence text, nor a built lake."""
    return (
        path.is_file()
        and not path.name.endswith(SUFFIX)
        and not path.name.startswith(("LICENSE", "."))
        and BUILT not in path.parents
    )


FILES = sorted(path for path in DATA.rglob("*") if _is_data(path))
EACH_FILE = pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(DATA)) for path in FILES])


def test_there_are_data_files() -> None:
    assert {path.parent.name for path in FILES} >= {"cases", "context", "reliability", "qca"}


@EACH_FILE
def test_a_data_file_has_a_sidecar_with_every_key(path: Path) -> None:
    sidecar = sidecar_path(path)
    assert sidecar.is_file(), f"write {sidecar.name} beside it: {', '.join(KEYS)}"
    content = json.loads(sidecar.read_text(encoding="utf-8"))
    assert tuple(content) == KEYS
    for key in ("citation", "licence", "note"):
        assert content[key].strip(), key
    assert content["url"] is None or content["url"].startswith("https://")
    assert content["year"] is None or 1950 <= content["year"] <= 2100
    date.fromisoformat(content["date_accessed"])
    assert re.fullmatch("[0-9a-f]{64}", content["sha256"])


@EACH_FILE
def test_a_data_file_is_the_one_its_sidecar_describes(path: Path) -> None:
    content = json.loads(sidecar_path(path).read_text(encoding="utf-8"))
    assert sha256_of(path) == content["sha256"], "changed on purpose? then mend the sidecar too"


def test_no_sidecar_stands_without_its_file() -> None:
    sidecars = {path for path in DATA.rglob(f"*{SUFFIX}") if BUILT not in path.parents}
    assert sidecars == {sidecar_path(path) for path in FILES}


def test_a_written_sidecar_holds_the_checksum_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "three.csv"
    path.write_bytes(b"abc")
    write_sidecar(
        path,
        citation="Somebody. Something.",
        url=None,
        year=None,
        licence="CC0",
        date_accessed="2026-11-24",
        note="Made for a test.",
    )
    content = json.loads((tmp_path / "three.csv.source.json").read_text(encoding="utf-8"))
    # The SHA-256 of "abc", from FIPS 180-2, appendix B.1.
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert content["sha256"] == known
