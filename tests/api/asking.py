"""A client that asks an ASGI application without a server.

Starlette's own test client wants another library than httpx since 1.10 and warns otherwise; httpx
itself can ask an application, from within an event loop, which is all that this adds.
"""

import asyncio
from collections.abc import Mapping, Sequence

import httpx
from starlette.types import ASGIApp


def ask_all(app: ASGIApp, requests: Sequence[httpx.Request]) -> list[httpx.Response]:
    """Return the replies to several requests, asked in order in one event loop."""

    async def ask() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            return [await client.send(request) for request in requests]

    return asyncio.run(ask())


def request_for(
    method: str,
    path: str,
    params: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> httpx.Request:
    """Return a request for a path of the application."""
    return httpx.Request(method, f"http://testserver{path}", params=params, headers=headers)


class Client:
    """Asks one application, one question after the other."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def get(
        self,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Return the reply to a GET."""
        return ask_all(self._app, [request_for("GET", path, params, headers)])[0]

    def request(self, method: str, path: str) -> httpx.Response:
        """Return the reply to a request of any method."""
        return ask_all(self._app, [request_for(method, path)])[0]
