"""Sockets that send at once: a tile must not wait for the acknowledgement of its own head.

Streamlit 1.67 binds its socket without naming TCP, so asyncio (CPython 3.11, `base_events._set_nodelay`) leaves Nagle's
algorithm on, and uvicorn writes a reply's head and body one after the other: every reply on a kept connection then
waits about 40 ms for the client's delayed acknowledgement. tests/api/test_prompt_sockets.py fails without this.
"""

import gc
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

FAMILIES = (socket.AF_INET, socket.AF_INET6)


@asynccontextmanager
async def prompt_sockets(_app: object) -> AsyncIterator[None]:
    """Run the app with sockets that do not wait; for ``st.App(lifespan=...)``."""
    for found in gc.get_objects():
        # Streamlit keeps its socket to itself; connections take the option over from the one that listens.
        if type(found) is socket.socket and found.family in FAMILIES and found.type == socket.SOCK_STREAM:
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    yield
