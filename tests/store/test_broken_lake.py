"""A lake with missing or broken files: every reader and writer says so in words, and nobody is told to try again."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from codebook.errors import StoreError
from store import reader
from store.atlas import Atlas
from store.connection import Lake, is_conflict
from store.transaction import write


def _remove(path: Path) -> None:
    path.unlink()


def _spoil(path: Path) -> None:
    path.write_bytes(b"no Parquet at all" * 10)


@pytest.fixture(params=[_remove, _spoil])
def broken_lake(lake_copy: Lake, request: pytest.FixtureRequest) -> Lake:
    """Return a copy of the built lake whose data files are gone or spoilt."""
    harm: Callable[[Path], None] = request.param
    paths = sorted(Path(lake_copy.settings.data).rglob("*.parquet"))
    assert paths
    for path in paths:
        harm(path)
    return lake_copy


def test_reading_says_that_the_lake_cannot_be_read(broken_lake: Lake) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        reader.evidence_of_cluster(broken_lake, "pk-sialkot-footballs")


def test_the_map_says_so_too(broken_lake: Lake) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        Atlas(broken_lake)


def test_a_write_that_needs_the_files_fails_in_words(broken_lake: Lake) -> None:
    def work(cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.execute("SELECT sum(length(statement)) FROM evidence").fetchall()

    with pytest.raises(StoreError, match="cannot be read"):
        write(broken_lake, work, author="a test", message="nothing")


def test_a_folder_called_locked_is_no_conflict(tmp_path: Path) -> None:
    missing = tmp_path / "locked conflict busy" / "rows.parquet"
    with pytest.raises(duckdb.IOException) as caught:
        duckdb.connect().execute("SELECT * FROM read_parquet($path)", {"path": str(missing)})
    assert not is_conflict(caught.value)
