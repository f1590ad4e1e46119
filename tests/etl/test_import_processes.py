"""Imports of several processes: killed at any moment they leave all or nothing; two at once both land, or say so."""

import json
import time
from pathlib import Path

import numpy as np

from store.connection import Lake
from tests.etl.lake_state import query, scalar
from tests.store.other_process import OtherProcess, started

HEADER = "name,country,place,latitude,longitude,sector,union_presence,law_enforcement\n"
ROWS, KILLS, SEED = 400, 2, 7
LEAST_WAIT_S = 0.05


def make_file(folder: Path, name: str, rows: int) -> Path:
    """Return a file of new clusters that no other file has."""
    path = folder / f"{name}.csv"
    lines = (
        f"{name} works {number},IND,{name} {number},{20 + number % 97 / 25:.2f},{76 + number % 83 / 25:.2f},"
        f"textiles,weak,absent\n"
        for number in range(rows)
    )
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return path


def arguments(file: Path) -> tuple[object, ...]:
    """Return the command that imports a file."""
    return ("etl", "import", file, "--by", file.stem, "--all-new", "--accept-proposed", "--json")


def check_whole(lake: Lake, name: str) -> int:
    """Check that a file is in the lake whole or not at all; return its number of clusters there."""
    again = Lake(lake.settings)
    try:
        clusters, evidence = query(
            again,
            """SELECT count(*) FILTER (WHERE table_name = 'clusters'), count(*) FILTER (WHERE table_name = 'evidence')
               FROM review_queue JOIN batches USING (batch_id) WHERE author = ?""",
            [name],
        )[0]
        recorded = query(again, "SELECT cluster_rows, evidence_rows FROM batches WHERE author = ?", [name])
    finally:
        again.close()
    assert recorded in ([], [(clusters, evidence)])
    assert evidence == 2 * clusters
    assert (clusters > 0) == bool(recorded)
    return int(clusters)


def kill_at_random_moments(lake: Lake, folder: Path, rows: int, kills: int) -> list[int]:
    """Import files and kill each import at a moment of its own; return how many clusters of each are there."""
    chance = np.random.default_rng(SEED)
    begun = time.monotonic()
    with started(lake, *arguments(make_file(folder, "whole", rows))) as process:
        process.end()
    usual_s = time.monotonic() - begun
    found = [check_whole(lake, "whole")]
    for number in range(kills):
        with started(lake, *arguments(make_file(folder, f"killed{number}", rows))) as process:
            time.sleep(LEAST_WAIT_S + chance.random() * usual_s)
            process.kill()
        found.append(check_whole(lake, f"killed{number}"))
    return found


def test_an_import_killed_at_any_moment_leaves_all_or_nothing(lake_copy: Lake, tmp_path: Path) -> None:
    found = kill_at_random_moments(lake_copy, tmp_path, ROWS, KILLS)
    assert set(found) <= {0, ROWS}
    assert found[0] == ROWS
    with started(lake_copy, *arguments(make_file(tmp_path, "afterwards", ROWS))) as process:
        code, _ = process.end()
    assert (code, check_whole(lake_copy, "afterwards")) == (0, ROWS)


def test_two_imports_at_once_both_land(lake_copy: Lake, tmp_path: Path) -> None:
    files = [make_file(tmp_path, name, ROWS) for name in ("one", "two")]
    with started(lake_copy, *arguments(files[0])) as one, started(lake_copy, *arguments(files[1])) as two:
        ends = [reply_of(process) for process in (one, two)]
    assert [code for code, _ in ends] == [0, 0]
    assert {reply["batch_id"] for _, reply in ends} == {1, 2}
    assert [check_whole(lake_copy, file.stem) for file in files] == [ROWS, ROWS]
    assert scalar(lake_copy, "SELECT count(*) FROM review_queue") == sum(
        scalar(lake_copy, "SELECT count(*) FROM review_queue WHERE batch_id = ?", [number]) for number in (1, 2)
    )


def reply_of(process: OtherProcess) -> tuple[int, dict[str, object]]:
    """Return exit code and reply of a finished import."""
    code, out = process.end()
    return code, json.loads(out)
