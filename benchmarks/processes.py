"""Processes that are measured from their start: a command to its end, an app until it answers."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from benchmarks.measure import UnmeasurableError

PROJECT_FOLDER = Path(__file__).resolve().parent.parent
HOST = "localhost"
PATIENCE_S = 120.0
"""Seconds after which something that does not end or answer is given up."""

LOOK_EVERY_S = 0.02
LOG_SHOWN = 600
"""Characters of a failed process's last words that an error repeats."""


@contextmanager
def temporary_lake() -> Iterator[dict[str, str]]:
    """Yield an environment whose lake is empty, in a folder of its own that is removed afterwards."""
    # A process that was just stopped may still be closing its files.
    with tempfile.TemporaryDirectory(prefix="clusterwatch-benchmark-", ignore_cleanup_errors=True) as folder:
        yield {
            **os.environ,
            "CLUSTERWATCH_CATALOG": f"sqlite:{Path(folder) / 'catalog.sqlite'}",
            "CLUSTERWATCH_DATA": str(Path(folder) / "files"),
        }


def seconds_of(arguments: Sequence[str], environment: Mapping[str, str], patience_s: float = PATIENCE_S) -> float:
    """Return the wall seconds of a fresh Python process, from its start to its end; given up after `patience_s`.

    Raises
    ------
    UnmeasurableError
        When it fails or does not end; the message repeats its last words.
    """
    with tempfile.TemporaryFile() as log:
        started = time.perf_counter()
        process = _start(arguments, environment, log)
        try:
            code = process.wait(patience_s)
        except subprocess.TimeoutExpired:
            _stop(process)
            code = None
        seconds = time.perf_counter() - started
        if code != 0:
            raise _failure(arguments, log)
    return seconds


@dataclass(frozen=True)
class App:
    """A Streamlit app that answers.

    Attributes
    ----------
    address
        Host and port: ``localhost:9601``.
    started
        ``time.perf_counter()`` just before its process was started.
    pid
        Of that process.
    """

    address: str
    started: float
    pid: int


@contextmanager
def serving(script: str, environment: Mapping[str, str]) -> Iterator[App]:
    """Start an app with the command of `make run`, yield it as soon as it answers, stop it afterwards.

    Raises
    ------
    UnmeasurableError
        When it ends or stays silent; the message repeats its last words.
    """
    port = free_port()
    arguments = ["-m", "streamlit", "run", script]
    options = {"address": HOST, "port": port, "headless": "true"}
    arguments += [part for name, value in options.items() for part in (f"--server.{name}", str(value))]
    with tempfile.TemporaryFile() as log:
        started = time.perf_counter()
        process = _start(arguments, environment, log)
        try:
            while not _answers(port):
                if process.poll() is not None or time.perf_counter() - started > PATIENCE_S:
                    raise _failure(arguments, log)
                time.sleep(LOOK_EVERY_S)
            yield App(f"{HOST}:{port}", started, process.pid)
        finally:
            _stop(process)


def _start(arguments: Sequence[str], environment: Mapping[str, str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    command = [sys.executable, *arguments]
    # This project's own commands, with arguments that are written here.
    return subprocess.Popen(command, cwd=PROJECT_FOLDER, env=environment, stdout=log, stderr=log)  # noqa: S603  # see above


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a process that was started here, by force when it does not listen."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _answers(port: int) -> bool:
    """Return whether a Streamlit server is ready on a port of this machine."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def free_port() -> int:
    """Return a port of this machine that nobody listens on just now."""
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


def _failure(arguments: Sequence[str], log: IO[bytes]) -> UnmeasurableError:
    log.seek(0)
    last_words = log.read().decode(errors="replace").strip()[-LOG_SHOWN:]
    message = f"`python {' '.join(arguments)}` did not do its work. Its last words: {last_words}"
    return UnmeasurableError(message)
