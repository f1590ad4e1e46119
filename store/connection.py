"""The connection to the lake: where it lies, how it is attached, and cursors on it.

What belongs here: settings, extensions, attaching, the numbers of the current state. Reading and writing of
rows live in reader.py and writer.py, the read model of the map in atlas.py.
"""

import os
import re
import threading
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import duckdb

from codebook.errors import BusyLakeError, StoreError
from store.queries import sql

PROJECT_FOLDER = Path(__file__).resolve().parent.parent
Cursor = duckdb.DuckDBPyConnection
"""A cursor on a connection; DuckDB has one class for both."""

CATALOG_VARIABLE = "CLUSTERWATCH_CATALOG"
DATA_VARIABLE = "CLUSTERWATCH_DATA"


@dataclass(frozen=True)
class LakeSettings:
    """Where a lake lies.

    Attributes
    ----------
    catalog
        What stands after ``ducklake:`` when DuckDB attaches it, e.g. ``sqlite:data/lake/catalog.sqlite`` or
        ``postgres:dbname=clusterwatch``.
    data
        Folder (or ``s3://`` prefix) of the Parquet files.
    """

    catalog: str
    data: str


def settings_from_environment() -> LakeSettings:
    """Return the lake that CLUSTERWATCH_CATALOG and CLUSTERWATCH_DATA name; data/lake/ of the project by default."""
    folder = PROJECT_FOLDER / "data" / "lake"
    return LakeSettings(
        catalog=os.environ.get(CATALOG_VARIABLE) or f"sqlite:{folder / 'catalog.sqlite'}",
        data=os.environ.get(DATA_VARIABLE) or str(folder / "files"),
    )


class Lake:
    """One process's connection to one DuckLake; threads take a cursor each.

    Raises
    ------
    StoreError
        When the catalogue cannot be attached (wrong path, no rights, not a catalogue).
    """

    def __init__(self, settings: LakeSettings) -> None:
        self.settings = settings
        self._has_been_built = False
        # Nothing is fetched from DuckDB's own servers: the extensions come from wheels of the same version. And a
        # table that the lake lacks is missing: DuckDB would take a Python variable of that name in its place.
        self._connection = duckdb.connect(
            config={
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "python_enable_replacements": False,
            }
        )
        for name in _extensions_of(settings):
            load_extension(self._connection, name)
        _make_folders(settings)
        self._attach()

    def _attach(self) -> None:
        options = [f"DATA_PATH '{_quoted(self.settings.data)}'", "OVERRIDE_DATA_PATH true"]
        if self.settings.catalog.startswith("sqlite:"):
            # Without write-ahead logging two open transactions lock each other out and both fail.
            options += ["META_JOURNAL_MODE 'WAL'", "META_BUSY_TIMEOUT 5000"]
        statement = f"ATTACH 'ducklake:{_quoted(self.settings.catalog)}' AS lake ({', '.join(options)})"
        # Two processes that create the same catalogue at once: one of them meets a half-made one for a moment.
        for attempt in range(ATTACH_ATTEMPTS):
            try:
                self._connection.execute(statement)
            except duckdb.Error as error:
                if attempt + 1 == ATTACH_ATTEMPTS:
                    message = f"The lake at {self.settings.catalog} could not be opened: {error}"
                    raise StoreError(message) from error
                time.sleep(0.2 * (attempt + 1))
            else:
                return

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a new cursor whose unqualified table names are those of the lake."""
        cursor = self._connection.cursor()
        cursor.execute("USE lake")
        return cursor

    def close(self) -> None:
        """Close the connection; open cursors die with it."""
        self._connection.close()

    def snapshot(self) -> int:
        """Return the number of the newest snapshot (0 for a lake just created)."""
        return self._number("current_snapshot")

    def facts_version(self) -> int:
        """Return the number that rises whenever facts or predictions change; 0 when nothing was ever built.

        Raises
        ------
        BusyLakeError
            When the catalogue stays locked by another process.
        """
        return 0 if self.is_empty() else self._number("facts_version")

    def is_empty(self) -> bool:
        """Return whether no build has ever landed in this lake; once one has, it is never empty again."""
        if not self._has_been_built:
            self._has_been_built = self._number("count_writer_tables") > 0
        return not self._has_been_built

    def _number(self, query: str) -> int:
        try:
            row = self.cursor().execute(sql(query)).fetchone()
        except duckdb.Error as error:
            raise (readable(error) or error) from error
        return int(row[0]) if row else 0


ABOUT_THE_STATEMENT = (duckdb.ProgrammingError, duckdb.DataError, duckdb.IntegrityError)
OUT_OF_REACH = (duckdb.IOException, duckdb.InvalidInputException, duckdb.HTTPException, duckdb.FatalException)
"""What DuckDB raises where a file of the lake is missing, broken, not readable, or the disk is full."""

QUOTED = re.compile(r"""\"[^"]*\"|'[^']*'""")
ATTACH_ATTEMPTS = 5
_open_lakes: dict[LakeSettings, Lake] = {}
_open_lakes_lock = threading.Lock()


def open_lake(settings: LakeSettings | None = None) -> Lake:
    """Return this process's lake for the settings (those of the environment by default), opened once.

    Raises
    ------
    StoreError
        When the catalogue cannot be attached.
    """
    settings = settings or settings_from_environment()
    with _open_lakes_lock:
        if settings not in _open_lakes:
            _open_lakes[settings] = Lake(settings)
        return _open_lakes[settings]


def is_conflict(error: Exception) -> bool:
    """Return whether an error only says that another process was writing, so that a retry can succeed.

    DuckDB 1.5 reports a lost race as a TransactionException and a locked SQLite catalogue as a plain error
    whose text names the lock; there is no finer class to catch. tests/store/test_two_processes.py fails
    without this. Errors about a statement or its values quote them, so their text proves nothing; nor does what
    stands in quotes, such as the path of a file.
    """
    if not isinstance(error, duckdb.Error) or isinstance(error, ABOUT_THE_STATEMENT):
        return False
    text = QUOTED.sub("", str(error)).lower()
    signs = ("conflict", "locked", "could not serialize", "busy")
    return any(sign in text for sign in signs)


def readable(error: duckdb.Error) -> BusyLakeError | StoreError | None:
    """Return what a person can do about an error of the engine, None where it is a mistake of the program.

    Every module that asks the lake raises this in place of DuckDB's own, so that no page and no command ends in a
    traceback because a disk is full or another process writes.
    """
    if is_conflict(error):
        message = "The data are being written by another process just now."
        return BusyLakeError(message)
    if isinstance(error, OUT_OF_REACH):
        message = f"The lake cannot be read or written: {error}"
        return StoreError(message)
    return None


def _extensions_of(settings: LakeSettings) -> list[str]:
    """Return the extensions a lake needs, catalogue driver first."""
    names = ["postgres_scanner" if settings.catalog.startswith("postgres:") else "sqlite_scanner", "ducklake"]
    if "://" in settings.data:
        names.append("httpfs")
    return names


def load_extension(connection: Cursor, name: str) -> None:
    """Load one of DuckDB's extensions from its wheel.

    Raises
    ------
    StoreError
        When the wheel of this DuckDB version is not installed.
    """
    connection.execute(f"LOAD '{_quoted(str(_extension_file(name)))}'")


def _extension_file(name: str) -> Path:
    """Return the path of an extension inside its wheel."""
    spec = find_spec(f"duckdb_extension_{name}")
    folder = Path(next(iter(spec.submodule_search_locations))) if spec and spec.submodule_search_locations else Path()
    path = folder / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    if spec is None or not path.is_file():
        message = f"The wheel duckdb-extension-{name.replace('_', '-')} does not hold version {duckdb.__version__}."
        raise StoreError(message)
    return path


def _make_folders(settings: LakeSettings) -> None:
    """Create the local folders of a lake where they are missing.

    Raises
    ------
    StoreError
        When one cannot be created: no rights, or a file stands there.
    """
    folders = [] if "://" in settings.data else [Path(settings.data)]
    if settings.catalog.startswith("sqlite:"):
        folders.append(Path(settings.catalog.removeprefix("sqlite:")).absolute().parent)
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"The lake's folder {folder} cannot be created: {error.strerror}."
            raise StoreError(message) from error


def _quoted(text: str) -> str:
    """Return text with its single quotes doubled, for the two statements that take no bound values."""
    return text.replace("'", "''")
