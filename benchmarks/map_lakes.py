"""Lakes of synthetic clusters that the map is measured on, and the rows that peers draw of them.

``python -m benchmarks.map_lakes OUT`` writes those rows of the environment's lake as Parquet.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet

from benchmarks.processes import seconds_of
from benchmarks.synthesis import SEED, synthesise
from model.prediction import model_version
from store.atlas_filling import COUNTRY_LEVEL
from store.connection import open_lake

PATIENCE_S = 3600.0
"""Seconds after which a build is given up."""

DRAWN_ROWS = """
SELECT
  name,
  latitude,
  longitude,
  CAST(1 + least(4, floor(5 * coalesce(first_tier.above_unknown, 0.5))) AS INTEGER) AS first,
  CAST(1 + least(4, floor(5 * coalesce(lower_tier.above_unknown, 0.5))) AS INTEGER) AS lower,
  first_tier.known_factors AS first_known,
  lower_tier.known_factors AS lower_known
FROM clusters
LEFT JOIN predictions AS first_tier
  ON first_tier.cluster_id = clusters.cluster_id AND first_tier.tier = 'first'
LEFT JOIN predictions AS lower_tier
  ON lower_tier.cluster_id = clusters.cluster_id AND lower_tier.tier = 'lower'
WHERE location_precision <> $country_level
ORDER BY clusters.cluster_id
"""
"""What a mark on a peer's map needs: name, degrees, and the two colours by number."""


@dataclass(frozen=True)
class SyntheticLake:
    """A lake that holds synthetic clusters.

    Attributes
    ----------
    clusters
        How many.
    folder
        Where it lies.
    build_s
        Seconds that `etl build` took; None where it had been built before.
    """

    clusters: int
    folder: Path
    build_s: float | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a process that uses the lake, and of one that draws its rows."""
        return {
            **os.environ,
            "CLUSTERWATCH_CATALOG": f"sqlite:{self.folder / 'catalog.sqlite'}",
            "CLUSTERWATCH_DATA": str(self.folder / "files"),
            "CLUSTERWATCH_PEER_ROWS": str(self.rows),
        }

    @property
    def rows(self) -> Path:
        """The Parquet file of what peers draw."""
        return self.folder / "rows.parquet"


def open_synthetic_lake(clusters: int, folder: Path, tell: Callable[[str], None]) -> SyntheticLake:
    """Return a lake of so many synthetic clusters below a folder, built where it is not there yet.

    Raises
    ------
    UnmeasurableError
        When it cannot be built.
    """
    lake = SyntheticLake(clusters, folder / f"lake-{clusters}")
    note = lake.folder / "built.json"
    made_of = {"clusters": clusters, "seed": SEED, "model": model_version()}
    if note.is_file() and json.loads(note.read_text(encoding="utf-8")) == made_of:
        return lake
    tell(f"Drawing and building {clusters:,} clusters")
    shutil.rmtree(lake.folder, ignore_errors=True)
    cases = lake.folder / "cases"
    synthesise(clusters, cases)
    build_s = seconds_of(["-m", "etl", "build", "--from", str(cases)], lake.environment, PATIENCE_S)
    shutil.rmtree(cases)
    seconds_of(["-m", "benchmarks.map_lakes", str(lake.rows)], lake.environment)
    note.write_text(json.dumps(made_of), encoding="utf-8")
    return SyntheticLake(clusters, lake.folder, build_s)


def write_drawn_rows(path: Path) -> None:
    """Write what peers draw of the environment's lake: name, latitude, longitude, first, lower and what is known."""
    rows = open_lake().cursor().execute(DRAWN_ROWS, {"country_level": COUNTRY_LEVEL}).to_arrow_table()
    pyarrow.parquet.write_table(rows, path)


if __name__ == "__main__":
    write_drawn_rows(Path(sys.argv[1]))
