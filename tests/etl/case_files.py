"""Folders laid out as data/, small and free to spoil, made from rows of the shipped case base.

What belongs here: making and editing files that a test hands to the build. What a test expects of them stands
in the test.
"""

import csv
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import codebook
from etl.reading import RawTable, file_columns, read_table
from etl.sources import DATA_FOLDER

FILE_TABLES = tuple(table for table in codebook.TABLES if codebook.table(table).file is not None)
Row = dict[str, str]

# Two clusters with a place in two countries, one that stands for a country, one with an audited row.
SMALL_CLUSTERS = ("co-nemocon-bricks", "in-jalandhar-footballs", "pk-national-brick-kilns", "pk-sialkot-footballs")
SMALL_COUNTRIES = ("COL", "IND", "PAK")


@dataclass(frozen=True)
class DataFolder:
    """One CSV file per file table of the codebook, where data/ has it."""

    path: Path

    @property
    def cases(self) -> Path:
        """Return the folder that ``etl build --from`` takes."""
        return self.path / "cases"

    def name(self, table: str) -> str:
        """Return the name a table's file has in findings, e.g. ``cases/clusters.csv``."""
        return str(codebook.table(table).file)

    def file(self, table: str) -> Path:
        """Return where a table's file lies."""
        return self.path / self.name(table)

    def rows(self, table: str) -> list[Row]:
        """Return a table's rows as text, in the order of the file."""
        with self.file(table).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, table: str, rows: list[Row]) -> None:
        """Write a table's file anew: the codebook's header, then the rows."""
        self.file(table).parent.mkdir(parents=True, exist_ok=True)
        with self.file(table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, file_columns(table), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def change(self, table: str, index: int, **cells: str) -> int:
        """Change cells of one row (0 is the first, -1 the last); return its line in the file."""
        rows = self.rows(table)
        rows[index].update(cells)
        self.write(table, rows)
        return index % len(rows) + 2

    def add(self, table: str, **cells: str) -> int:
        """Add a copy of the first row with some cells changed; return its line in the file."""
        return self.add_all(table, [cells])[0]

    def add_all(self, table: str, changes: Iterable[Row]) -> list[int]:
        """Add copies of the first row, each with its own cells changed; return their lines in the file."""
        rows = self.rows(table)
        count = len(rows)
        rows += [{**rows[0], **cells} for cells in changes]
        self.write(table, rows)
        return list(range(count + 2, len(rows) + 2))

    def read(self) -> dict[str, RawTable]:
        """Return every table as the build reads it."""
        return {table: read_table(table, self.file(table), self.name(table)) for table in FILE_TABLES}


def copy_shipped(path: Path) -> DataFolder:
    """Return a folder with a copy of every file of the shipped case base and its context."""
    folder = DataFolder(path)
    for table in FILE_TABLES:
        folder.file(table).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(DATA_FOLDER / folder.name(table), folder.file(table))
    return folder


def make_small(path: Path) -> DataFolder:
    """Return a folder with four clusters of the shipped base and all that the files say of them."""
    shipped, small = DataFolder(DATA_FOLDER), DataFolder(path)
    for table in FILE_TABLES:
        small.write(table, [row for row in shipped.rows(table) if _is_small(row)])
    used = {row["source_id"] for table in ("evidence", "withdrawn", "interventions") for row in small.rows(table)}
    small.write("sources", [row for row in shipped.rows("sources") if row["source_id"] in used])
    return small


def _is_small(row: Row) -> bool:
    """Return whether a row is about one of the small clusters or countries, or about neither."""
    if row.get("cluster_id", SMALL_CLUSTERS[0]) not in SMALL_CLUSTERS:
        return False
    if row.get("iso3", SMALL_COUNTRIES[0]) not in SMALL_COUNTRIES:
        return False
    return "evidence_id" not in row or row["evidence_id"].rpartition("-")[0] in SMALL_CLUSTERS
