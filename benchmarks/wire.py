"""What goes over the wire: replies with the bytes that carried them, and what the serving process used for them.

Bytes are counted at the socket, so compression and headers count as they are; names of hosts and TCP's own packets do
not. CPU seconds and memory are read from Linux's /proc.
"""

import gzip
import http.client
import os
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measure import UnmeasurableError
from benchmarks.processes import PATIENCE_S

MB = 1024 * 1024
_UTIME, _STIME = 11, 12
"""Places of user and system time in /proc/PID/stat, counted after the name in brackets."""


class CountingSocket(socket.socket):
    """A connected socket that counts what it receives.

    Attributes
    ----------
    received
        Bytes so far.
    """

    received = 0

    def recv(self, *arguments: Any) -> bytes:
        """Receive as socket.socket does, and count."""
        got = super().recv(*arguments)
        self.received += len(got)
        return got

    def recv_into(self, *arguments: Any) -> int:
        """Receive as socket.socket does, and count."""
        got = super().recv_into(*arguments)
        self.received += got
        return got


def connect(address: str) -> CountingSocket:
    """Return a socket connected to an address such as ``localhost:9601``."""
    host, _, port = address.partition(":")
    # By name a loopback address may be tried in both families; the servers here listen on the first.
    family, kind, protocol, _, target = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
    connection = CountingSocket(family, kind, protocol)
    connection.settimeout(PATIENCE_S)
    try:
        connection.connect(target)
    except OSError:
        connection.close()
        raise
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


@dataclass(frozen=True)
class Reply:
    """One reply.

    Attributes
    ----------
    status
        Of HTTP.
    body
        As it was sent: compressed where the server compressed it.
    is_gzip
        Whether it was.
    seconds
        From the request to the last byte.
    bytes_received
        Head and body, as they came.
    """

    status: int
    body: bytes
    is_gzip: bool
    seconds: float
    bytes_received: int

    @property
    def content(self) -> bytes:
        """The body without compression."""
        return gzip.decompress(self.body) if self.is_gzip else self.body


class Client:
    """One kept connection over which one request follows the other."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(address)
        self._open()

    def get(self, path: str) -> Reply:
        """Return the reply to one request.

        A server may close a kept connection at any moment: as a browser does, the client then asks once more over a
        new one, and the time runs on.

        Raises
        ------
        UnmeasurableError
            When the connection breaks otherwise.
        """
        started = time.perf_counter()
        try:
            try:
                return self._ask(path, started)
            except ConnectionError:
                self._open()
                return self._ask(path, started)
        except (OSError, http.client.HTTPException) as error:
            message = f"{path} was not answered: {error!r}"
            raise UnmeasurableError(message) from error

    def _open(self) -> None:
        self._connection.close()
        self._socket = connect(f"{self._connection.host}:{self._connection.port}")
        self._connection.sock = self._socket

    def _ask(self, path: str, started: float) -> Reply:
        before = self._socket.received
        self._connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = self._connection.getresponse()
        body = answer.read()
        seconds = time.perf_counter() - started
        is_gzip = answer.getheader("Content-Encoding") == "gzip"
        return Reply(answer.status, body, is_gzip, seconds, self._socket.received - before)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def cpu_seconds(pid: int) -> float:
    """Return the CPU seconds that a process has used, all threads, user and system.

    Raises
    ------
    UnmeasurableError
        Where there is no /proc.
    """
    fields = _proc(pid, "stat").rpartition(")")[2].split()
    return (int(fields[_UTIME]) + int(fields[_STIME])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> float:
    """Return the most memory that a process has held so far, in MB (resident).

    Raises
    ------
    UnmeasurableError
        Where there is no /proc.
    """
    line = next(line for line in _proc(pid, "status").splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / MB


def _proc(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text(encoding="ascii")
    except OSError as error:
        message = f"What process {pid} uses cannot be read: {error}"
        raise UnmeasurableError(message, "CPU seconds and memory are measured on Linux.") from error
