"""The peer of tiles: PostGIS makes the same points or cells of the same table with ST_AsMVT.

A PostgreSQL of its own is started in a temporary folder from Debian's packages, with a GiST index on the points and
the table clustered by it; psql asks over one connection and times each question.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import pyarrow.csv
import pyarrow.parquet

from benchmarks.map_lakes import SyntheticLake
from benchmarks.map_walk import Tile
from benchmarks.measure import Compared, UnmeasurableError
from benchmarks.processes import free_port

NAME = "PostGIS: ST_AsMVT of the same points or cells, over one psql connection"
FOLDERS = "/usr/lib/postgresql"
USER = "postgres"
PATIENCE_S = 900.0
COLUMNS = ("name", "latitude", "longitude", "first", "lower", "first_known", "lower_known")

SCHEMA = """
CREATE EXTENSION postgis;
CREATE UNLOGGED TABLE clusters (name text, latitude float8, longitude float8, first int, lower int, first_known int,
  lower_known int);
\\copy clusters FROM '{rows}' WITH (FORMAT csv, HEADER true)
ALTER TABLE clusters ADD COLUMN place geometry(Point, 3857);
UPDATE clusters SET place = ST_Transform(ST_SetSRID(ST_MakePoint(longitude, latitude), 4326), 3857);
CREATE INDEX clusters_place ON clusters USING gist (place);
CLUSTER clusters USING clusters_place;
ANALYZE clusters;
"""
"""Table and index, filled from the rows that peers draw."""

TILE = """
CREATE FUNCTION tile(z int, x int, y int) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
DECLARE
  edges geometry := ST_TileEnvelope(z, x, y);
  made bytea;
BEGIN
  IF (SELECT count(*) > 500 FROM (SELECT FROM clusters WHERE place && edges LIMIT 501) AS few) THEN
    SELECT ST_AsMVT(cells, 'cells') INTO made FROM (
      SELECT ST_AsMVTGeom(ST_Centroid(ST_Collect(place)), edges) AS geom, count(*) AS count, avg(first) AS first,
        avg(lower) AS lower, avg((first_known = 0)::int) AS first_unknown, avg((lower_known = 0)::int) AS lower_unknown
      FROM clusters WHERE place && edges
      GROUP BY width_bucket(ST_X(place), ST_XMin(edges), ST_XMax(edges), 8),
        width_bucket(ST_Y(place), ST_YMin(edges), ST_YMax(edges), 8)) AS cells;
  ELSE
    SELECT ST_AsMVT(points, 'points') INTO made FROM (
      SELECT ST_AsMVTGeom(place, edges) AS geom, name, first, lower, first_known, lower_known
      FROM clusters WHERE place && edges) AS points;
  END IF;
  RETURN made;
END $$;
"""
"""The same content as ours: points up to 500, else 8 x 8 cells with count, mean colours and unknown shares."""


def measure_postgis(lake: SyntheticLake, tiles: Sequence[Tile], tell: Callable[[str], None]) -> Compared:
    """Return the milliseconds of each tile, warm as ours; without PostGIS why there are none."""
    tell(f"PostGIS: {lake.clusters:,} clusters, {len(tiles)} tiles")
    try:
        with _server() as (psql, folder):
            rows = folder / "rows.csv"
            pyarrow.csv.write_csv(pyarrow.parquet.read_table(lake.rows, columns=list(COLUMNS)), rows)
            rows.chmod(0o644)
            psql(SCHEMA.format(rows=rows) + TILE)
            asked = "".join(f"SELECT tile({zoom}, {column}, {row});\n" for zoom, column, row in tiles)
            told = psql(f"\\o /dev/null\n{asked}\\timing on\n{asked}")
    except (UnmeasurableError, OSError, subprocess.SubprocessError) as error:
        return Compared(NAME, (), f"{error}")
    # "Time: 12.345 ms", or "Time: 1234.567 ms (00:01.235)".
    times = [float(line.split()[1].replace(",", ".")) for line in told.splitlines() if line.startswith("Time: ")]
    return Compared(NAME, tuple(times))


@contextmanager
def _server() -> Iterator[tuple[Callable[[str], str], Path]]:
    """Yield a function that runs a script in a new database, and a folder that the server may read."""
    programs = _programs()
    with TemporaryDirectory(prefix="clusterwatch-postgis-") as name:
        folder, port = Path(name), free_port()
        folder.chmod(0o755)
        home = folder / "home"
        home.mkdir()
        if os.geteuid() == 0:
            shutil.chown(home, USER)
        _run([programs / "initdb", "-D", home, "-A", "trust", "-U", USER])
        options = f"-p {port} -k {home} -c listen_addresses= -c fsync=off -c shared_buffers=512MB -c jit=off"
        _run([programs / "pg_ctl", "-D", home, "-o", options, "-w", "-l", home / "log", "start"])
        try:
            client = [programs / "psql", "-X", "-q", "-A", "-t", "-h", home, "-p", port, "-U", USER]
            yield lambda script: _run([*client, "-v", "ON_ERROR_STOP=1"], script), folder
        finally:
            _run([programs / "pg_ctl", "-D", home, "-m", "immediate", "stop"])


def _programs() -> Path:
    """Return the folder of the newest PostgreSQL that has PostGIS.

    Raises
    ------
    UnmeasurableError
        When there is none.
    """
    found = [path for path in sorted(Path(FOLDERS).glob("*/bin")) if any(path.parent.glob("lib/postgis-*.so"))]
    if not found:
        message = "PostGIS is not installed."
        raise UnmeasurableError(message, "Debian: apt install postgresql-15-postgis-3.")
    return found[-1]


def _run(command: Sequence[object], script: str = "") -> str:
    """Return what a program prints; PostgreSQL does not run as root, so root runs it as its own user.

    Raises
    ------
    UnmeasurableError
        When it fails.
    """
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", USER, "--", *words]
    # Files, no pipes: the server that is started here would keep a pipe open.
    with TemporaryFile("w+") as told, TemporaryFile("w+") as wrong:
        done = subprocess.run(  # noqa: S603  # Debian's programs with arguments that are written here
            words, input=script, text=True, stdout=told, stderr=wrong, timeout=PATIENCE_S, check=False
        )
        told.seek(0)
        wrong.seek(0)
        if done.returncode != 0:
            message = f"{Path(str(command[0])).name} failed: {wrong.read().strip()[-600:]}"
            raise UnmeasurableError(message)
        return told.read()
