"""The app as a reader meets it: `streamlit run` in a process of its own, over a lake of its own.

What belongs here: starting, waiting for and ending the server. The lake it serves is made in conftest.py.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from store.connection import CATALOG_VARIABLE, DATA_VARIABLE, LakeSettings

HOST = "127.0.0.1"
START_WITHIN_S = 60.0
STOP_WITHIN_S = 10.0


@dataclass(frozen=True)
class Server:
    """The app that serves: its address without a slash at the end, its lake, the file it logs to, who asks it."""

    address: str
    settings: LakeSettings
    log: Path
    client: httpx.Client

    def get(self, path: str) -> httpx.Response:
        """Return the reply to a GET, as it came: redirects are not followed."""
        return self.client.get(self.address + path)

    def environment(self) -> dict[str, str]:
        """Return this process's environment with the server's lake in it, for commands that share it."""
        return {**os.environ, CATALOG_VARIABLE: self.settings.catalog, DATA_VARIABLE: self.settings.data}


@contextmanager
def serving(
    settings: LakeSettings, folder: Path, log: Path, *, secrets: Callable[[str], str] | None = None
) -> Iterator[Server]:
    """Yield the app once it answers; end it afterwards.

    Parameters
    ----------
    secrets
        What its file of secrets holds, from the app's address; None for the files that Streamlit finds by itself.

    Raises
    ------
    RuntimeError
        When it ended by itself or did not answer in time; the message holds what it logged.
    """
    port = free_port()
    # Without a file watcher a change in the source while the tests run reruns no page under them.
    options = ["--server.address", HOST, "--server.port", str(port), "--server.fileWatcherType", "none"]
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *options]
    address = f"http://{HOST}:{port}"
    if secrets is not None:
        file = log.with_name("secrets.toml")
        file.write_text(secrets(address), encoding="utf-8")
        command += ["--secrets.files", str(file)]
    with log.open("wb") as output, httpx.Client(timeout=30, trust_env=False) as client:
        server = Server(address, settings, log, client)
        process = subprocess.Popen(
            command, cwd=folder, env=server.environment(), stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(server, process)
            yield server
        finally:
            _stop(process)


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if server.get("/healthz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            # It does not listen yet; asking again is the only way to learn when it does.
            time.sleep(0.1)
    message = f"The app did not start. It logged:\n{server.log.read_text(encoding='utf-8', errors='replace')}"
    raise RuntimeError(message)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
