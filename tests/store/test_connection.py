"""The connection: where a lake lies, what happens when it cannot be opened, and cursors for threads."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from codebook.errors import BusyLakeError, StoreError
from store import connection
from store.connection import (
    CATALOG_VARIABLE,
    DATA_VARIABLE,
    Lake,
    LakeSettings,
    is_conflict,
    load_extension,
    open_lake,
    settings_from_environment,
)
from tests.store.made_rows import store


def settings_in(folder: Path) -> LakeSettings:
    """Return the settings of a lake that lies wholly in one folder."""
    return LakeSettings(f"sqlite:{folder}/catalog.sqlite", f"{folder}/files")


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CATALOG_VARIABLE, "postgres:dbname=clusterwatch")
    monkeypatch.setenv(DATA_VARIABLE, "s3://bucket/lake")
    assert settings_from_environment() == LakeSettings("postgres:dbname=clusterwatch", "s3://bucket/lake")


@pytest.mark.parametrize("value", [None, ""])
def test_without_settings_the_lake_lies_in_the_project(
    monkeypatch: pytest.MonkeyPatch, project_folder: Path, value: str | None
) -> None:
    for name in (CATALOG_VARIABLE, DATA_VARIABLE):
        monkeypatch.delenv(name) if value is None else monkeypatch.setenv(name, value)
    folder = project_folder / "data" / "lake"
    assert settings_from_environment() == LakeSettings(f"sqlite:{folder}/catalog.sqlite", f"{folder}/files")


def test_tests_never_open_the_lake_of_the_project(project_folder: Path) -> None:
    settings = settings_from_environment()
    assert str(project_folder) not in settings.catalog + settings.data


def test_a_new_lake_is_empty(empty_lake: Lake) -> None:
    assert empty_lake.is_empty()
    assert (empty_lake.snapshot(), empty_lake.facts_version()) == (0, 0)


def test_a_built_lake_is_not_empty(built_lake: Lake) -> None:
    assert not built_lake.is_empty()
    assert built_lake.snapshot() >= 1
    assert built_lake.facts_version() >= 1


def test_a_lake_is_opened_once_a_process(tmp_path: Path) -> None:
    lake = open_lake(settings_in(tmp_path))
    assert open_lake(settings_in(tmp_path)) is lake
    assert open_lake(settings_in(tmp_path / "other")) is not lake


def test_a_lake_may_lie_in_a_folder_of_any_name(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "it's a lake; né 湖")
    lake = Lake(settings)
    store(lake, "sources", {"source_id": "one"})
    lake.close()
    again = Lake(settings)
    assert again.cursor().execute("SELECT source_id FROM sources").fetchall() == [("one",)]
    again.close()


def test_another_connection_sees_what_was_committed(empty_lake: Lake) -> None:
    other = Lake(empty_lake.settings)
    assert other.is_empty()
    store(empty_lake, "sources", {"source_id": "one"})
    assert not other.is_empty()
    assert other.snapshot() == empty_lake.snapshot() == 1
    assert other.cursor().execute("SELECT count(*) FROM sources").fetchone() == (1,)
    other.close()


def test_threads_read_side_by_side(built_lake: Lake) -> None:
    def count(_: int) -> int:
        row = built_lake.cursor().execute("SELECT count(*) FROM evidence").fetchone()
        return int(row[0]) if row else 0

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(count, range(32)))) == 1


def test_nothing_is_fetched_while_running(empty_lake: Lake) -> None:
    for setting in ("autoinstall_known_extensions", "autoload_known_extensions"):
        assert empty_lake.cursor().execute("SELECT current_setting(?)", [setting]).fetchone() == (False,)


def test_a_table_that_is_missing_is_no_python_variable(empty_lake: Lake) -> None:
    sources = pd.DataFrame({"source_id": ["not of the lake"]})
    with pytest.raises(duckdb.CatalogException):
        empty_lake.cursor().execute("SELECT source_id FROM sources")
    assert len(sources) == 1


@pytest.fixture
def _no_second_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "ATTACH_ATTEMPTS", 1)


def unusable_settings(name: str, folder: Path) -> LakeSettings:
    """Return settings that cannot work, and make what stands in their way."""
    good = settings_in(folder)
    file = folder / "file"
    file.write_bytes(b"this is no catalogue " * 100)
    (folder / "folder.sqlite").mkdir()
    return {
        "catalogue is some file": LakeSettings(f"sqlite:{file}", good.data),
        "catalogue is a folder": LakeSettings(f"sqlite:{folder}/folder.sqlite", good.data),
        "catalogue lies below a file": LakeSettings(f"sqlite:{file}/deep/catalog.sqlite", good.data),
        "data are a file": LakeSettings(good.catalog, str(file)),
        "data lie below a file": LakeSettings(good.catalog, f"{file}/files"),
        "catalogue of an unknown kind": LakeSettings("oracle:somewhere", good.data),
        "database server is not there": LakeSettings(f"postgres:host={folder} dbname=none", good.data),
    }[name]


@pytest.mark.usefixtures("_no_second_attempt")
@pytest.mark.parametrize(
    "name",
    [
        "catalogue is some file",
        "catalogue is a folder",
        "catalogue lies below a file",
        "data are a file",
        "data lie below a file",
        "catalogue of an unknown kind",
        "database server is not there",
    ],
)
def test_a_lake_that_cannot_be_opened_says_so_and_what_to_do(tmp_path: Path, name: str) -> None:
    settings = unusable_settings(name, tmp_path)
    with pytest.raises(StoreError) as caught:
        open_lake(settings)
    assert str(tmp_path) in caught.value.message or settings.catalog in caught.value.message
    assert CATALOG_VARIABLE in caught.value.next_step
    # The failure is not kept: a lake that comes back can be opened.
    with pytest.raises(StoreError):
        open_lake(settings)


def test_a_missing_extension_names_its_wheel(empty_lake: Lake) -> None:
    with pytest.raises(StoreError, match="duckdb-extension-no-such"):
        load_extension(empty_lake.cursor(), "no_such")


def test_a_lost_race_is_a_conflict(empty_lake: Lake) -> None:
    other = Lake(empty_lake.settings)
    cursor = empty_lake.cursor()
    store(other, "sources", {"source_id": "one"})
    cursor.execute("BEGIN TRANSACTION")
    cursor.execute("UPDATE writer SET n = n + 1")
    store(other, "sources", {"source_id": "two"})
    with pytest.raises(duckdb.Error) as caught:
        cursor.execute("COMMIT")
    assert is_conflict(caught.value)
    other.close()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT CAST('a conflict, database is locked' AS INTEGER)",
        "SELECT * FROM busy_table",
        "SELECT busy FROM (SELECT 1 AS locked)",
        "SELECT error('plain')",
    ],
)
def test_a_wrong_statement_is_no_conflict_whatever_it_quotes(empty_lake: Lake, statement: str) -> None:
    with pytest.raises(duckdb.Error) as caught:
        empty_lake.cursor().execute(statement)
    assert not is_conflict(caught.value)


def test_an_error_of_another_library_is_no_conflict() -> None:
    assert not is_conflict(sqlite3.OperationalError("database is locked"))


@pytest.mark.parametrize(("text", "raised"), [("database is locked", BusyLakeError), ("no space left", StoreError)])
def test_a_locked_catalogue_is_told_apart_from_a_broken_one(
    empty_lake: Lake, monkeypatch: pytest.MonkeyPatch, text: str, raised: type[Exception]
) -> None:
    def fail() -> duckdb.DuckDBPyConnection:
        raise duckdb.IOException(text)

    monkeypatch.setattr(empty_lake, "cursor", fail)
    with pytest.raises(raised):
        empty_lake.snapshot()
