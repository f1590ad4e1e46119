"""A page as its server sees it: reruns asked for over Streamlit's own websocket, without a browser.

The time runs from the moment the request is sent until the message that the script has finished is here: it holds
the script, Streamlit's work on its elements and their way through a loopback connection, and no drawing.
"""

import time
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.sync.client import connect

from benchmarks.measure import UnmeasurableError
from benchmarks.processes import PATIENCE_S, App


class PageSession:
    """One reader's open page.

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

    Raises
    ------
    UnmeasurableError
        When the first run fails or does not hold the expected words.
    """

    def __init__(self, app: App, page: str, query: str, expected: str) -> None:
        self._request = BackMsg()
        self._request.rerun_script.page_name = page
        self._request.rerun_script.query_string = query
        self._socket = connect(f"ws://{app.address}/_stcore/stream", subprotocols=_PROTOCOL, max_size=None)
        answer = self._run()
        if expected.encode() not in answer:
            self._socket.close()
            message = f"The page {page or '/'}?{query} does not say “{expected}”."
            raise UnmeasurableError(message)

    def __enter__(self) -> Self:
        """Return the session."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the page."""
        self._socket.close()

    def rerun_seconds(self) -> float:
        """Return the wall seconds of one rerun with nothing changed.

        Raises
        ------
        UnmeasurableError
            When the script fails.
        """
        started = time.perf_counter()
        self._run()
        return time.perf_counter() - started

    def _run(self) -> bytes:
        """Run the page once and return all messages of the answer, one after the other."""
        self._socket.send(self._request.SerializeToString())
        answer = []
        while True:
            answer.append(self._socket.recv(timeout=PATIENCE_S, decode=False))
            message = ForwardMsg.FromString(answer[-1])
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    text = "A page's script did not finish well."
                    raise UnmeasurableError(text)
                return b"".join(answer)


_PROTOCOL = [Subprotocol("streamlit")]
