"""The files a build reads: the shipped ones in data/, or a folder of cases that somebody names.

Which file a table comes from is said in the codebook (tables.csv).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

import codebook
from codebook.errors import InputError
from etl.reading import RawTable, file_columns, read_table

DATA_FOLDER = Path(__file__).resolve().parent.parent / "data"
CASES_PREFIX = "cases/"
REQUIRED_CASES = ("clusters", "evidence", "sources")


@dataclass(frozen=True)
class Input:
    """Where a build reads from.

    Attributes
    ----------
    cases
        Folder with clusters.csv, evidence.csv and sources.csv, and perhaps withdrawn.csv and interventions.csv.
        None means the shipped case base with its codings and audit.
    """

    cases: Path | None = None


def input_files(source: Input) -> Mapping[str, tuple[Path, str]]:
    """Return the path of each table's file and the name it has in findings, in the codebook's order.

    Raises
    ------
    InputError
        When a named folder lacks one of the three required files.
    """
    files: dict[str, tuple[Path, str]] = {}
    for table in codebook.TABLES:
        name = codebook.table(table).file
        if name is None:
            continue
        if source.cases is None or name.startswith("context/"):
            files[table] = (DATA_FOLDER / name, name)
        elif name.startswith(CASES_PREFIX):
            own_name = name.removeprefix(CASES_PREFIX)
            files[table] = (source.cases / own_name, own_name)
    missing = [table for table in REQUIRED_CASES if not files[table][0].is_file()]
    if missing:
        folder = files[missing[0]][0].parent
        names = ", ".join(files[table][1] for table in missing)
        message = f"{folder} does not hold {names}. A folder of cases holds clusters.csv, evidence.csv and sources.csv."
        raise InputError(message)
    return files


def read_input(source: Input) -> dict[str, RawTable]:
    """Return every file table of the codebook; one whose file an own folder of cases lacks is empty.

    Raises
    ------
    InputError
        When a named folder lacks one of the three required files.
    """
    files = input_files(source)
    tables: dict[str, RawTable] = {}
    for table in codebook.TABLES:
        if codebook.table(table).file is None:
            continue
        path, name = files.get(table, (None, table))
        # A link that leads nowhere or a folder of that name is not absent: reading it says what is wrong.
        is_absent = path is None or (source.cases is not None and not os.path.lexists(path))
        tables[table] = _empty(table, name) if path is None or is_absent else read_table(table, path, name)
    return tables


def _empty(table: str, name: str) -> RawTable:
    columns: dict[str, pa.Array] = {column: pa.array([], type=pa.string()) for column in file_columns(table)}
    return RawTable(table, name, "", pa.table({"line": pa.array([], type=pa.int64()), **columns}), ())
