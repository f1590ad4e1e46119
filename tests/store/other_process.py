"""A second process on a lake: what it does when started, and how a test starts it and talks with it.

``python -m tests.store.other_process hold NAME ROWS`` writes rows in a transaction, says "written", waits for a
line, commits and says "committed"; ``read`` reads in a loop until it is told to stop, then says what it saw. Both
find the lake in the environment. Tests wait for words, never for time to pass.
"""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store import atlas
from store.connection import CATALOG_VARIABLE, DATA_VARIABLE, Cursor, Lake, open_lake
from store.reader import counts
from store.transaction import write
from tests.store.made_rows import insert

PROJECT_FOLDER = Path(__file__).resolve().parents[2]
PATIENCE_S = 90
STATE = """
    SELECT (SELECT string_agg(name, '|' ORDER BY cluster_id) FROM clusters),
           (SELECT count(*) FROM evidence), (SELECT count(*) FROM attributes), (SELECT count(*) FROM predictions),
           (SELECT count(*) FROM predictions) = 2 * (SELECT count(*) FROM clusters)"""


class OtherProcess:
    """A running process that answers in lines; every wait is bounded."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def expect(self, word: str) -> str:
        """Return the next line that the process says; it must begin with the word."""
        assert self.process.stdout is not None
        line, deadline = b"", time.monotonic() + PATIENCE_S
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([self.process.stdout], [], [], max(deadline - time.monotonic(), 0))
            assert ready, f"nothing said within {PATIENCE_S} s, expected {word!r}"
            part = os.read(self.process.stdout.fileno(), 1)
            assert part, f"the process ended, expected {word!r}"
            line += part
        text = line.decode().strip()
        assert text.startswith(word), text
        return text.removeprefix(word).strip()

    def tell(self, word: str) -> None:
        """Say a line to the process."""
        assert self.process.stdin is not None
        self.process.stdin.write(word.encode() + b"\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        """End the process as a power cut would, and wait until it is gone."""
        self.process.kill()
        self.process.wait(PATIENCE_S)

    def end(self) -> tuple[int, str]:
        """Wait for the end of the process; return its exit code and what it said that nobody had read."""
        out, _ = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, out.decode()


@contextmanager
def started(lake: Lake, *arguments: object) -> Iterator[OtherProcess]:
    """Start ``python -m ARGUMENTS`` on a lake; kill it when the test is done with it."""
    environment = {
        **os.environ,
        CATALOG_VARIABLE: lake.settings.catalog,
        DATA_VARIABLE: lake.settings.data,
    }
    command = [sys.executable, "-m", *map(str, arguments)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=PROJECT_FOLDER, env=environment, stdin=pipe, stdout=pipe) as process:
        try:
            yield OtherProcess(process)
        finally:
            process.kill()


def _say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def hold(name: str, rows: int) -> None:
    """Write rows of two tables in one transaction that stays open until a line comes in."""
    attempts: list[int] = []

    def work(cursor: Cursor) -> None:
        insert(cursor, "sources", *({"source_id": f"{name}-{number}"} for number in range(rows)))
        insert(cursor, "clusters", *({"cluster_id": f"{name}-{number}"} for number in range(rows)))
        attempts.append(1)
        if len(attempts) == 1:
            _say("written")
            sys.stdin.readline()

    write(open_lake(), work, author=name, message=f"{rows} rows")
    _say(f"committed {len(attempts)}")


def read() -> None:
    """Read the lake in a loop until a line comes in; say what was seen, and the atlas at the end."""
    lake, seen, reads = open_lake(), dict[str, int](), 0
    is_told_to_stop = False
    while not is_told_to_stop:
        # Asked before the read: what was stored before "stop" was said must still be seen.
        is_told_to_stop = bool(select.select([sys.stdin], [], [], 0)[0])
        row = lake.cursor().execute(STATE).fetchone()
        seen.setdefault(json.dumps(row), reads)
        assert counts(lake).clusters > 0
        atlas.current(lake)
        reads += 1
        if reads == 1:
            _say("reading")
    names = atlas.current(lake, at_once=True).clusters_for_table()["name"].tolist()
    _say("seen " + json.dumps({"reads": reads, "states": [json.loads(state) for state in seen], "atlas": names}))


if __name__ == "__main__":
    if sys.argv[1] == "hold":
        hold(sys.argv[2], int(sys.argv[3]))
    else:
        read()
