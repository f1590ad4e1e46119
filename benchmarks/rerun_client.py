"""A page as its server sees it: reruns asked for over Streamlit's own websocket, without a browser.

The time runs from the moment the request is sent until the message that the script has finished is here: it holds
the script, Streamlit's work on its elements and their way through a loopback connection, and no drawing.
"""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.sync.client import ClientConnection, connect

from benchmarks.measure import UnmeasurableError
from benchmarks.processes import PATIENCE_S, App


@contextmanager
def open_page(
    app: App, page: str, query: str, expected: str, over: socket.socket | None = None
) -> Iterator["PageSession"]:
    """Yield a session whose page ran once, and close it afterwards.

    Parameters
    ----------
    app
        The app that serves it.
    page
        Its address below the root; empty for the default page.
    query
        The query of its address, without the question mark.
    expected
        Words that a right answer holds, so that an error page is never taken for a fast one.
    over
        A connected socket to talk over; a new one by default.

    Raises
    ------
    UnmeasurableError
        When the first run fails or does not hold the expected words.
    """
    address = f"ws://{app.address}/_stcore/stream"
    with connect(address, subprotocols=_PROTOCOL, max_size=None, sock=over) as connection:
        session = PageSession(connection, page, query)
        if expected.encode() not in session.run():
            message = f"The page /{page}?{query} does not say “{expected}”."
            raise UnmeasurableError(message)
        yield session


class PageSession:
    """One reader's open page; see open_page."""

    def __init__(self, connection: ClientConnection, page: str, query: str) -> None:
        self._connection = connection
        self._request = BackMsg()
        self._request.rerun_script.page_name = page
        self._request.rerun_script.query_string = query

    def rerun_seconds(self) -> float:
        """Return the wall seconds of one rerun with nothing changed.

        Raises
        ------
        UnmeasurableError
            When the script fails.
        """
        started = time.perf_counter()
        self.run()
        return time.perf_counter() - started

    def run(self) -> bytes:
        """Run the page once and return all messages of the answer, one after the other.

        Raises
        ------
        UnmeasurableError
            When the script fails.
        """
        self._connection.send(self._request.SerializeToString())
        answer = []
        while True:
            answer.append(self._connection.recv(timeout=PATIENCE_S, decode=False))
            message = ForwardMsg.FromString(answer[-1])
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    text = "A page's script did not finish well."
                    raise UnmeasurableError(text)
                return b"".join(answer)


_PROTOCOL = [Subprotocol("streamlit")]
