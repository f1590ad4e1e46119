"""What every route answers with: one shape of errors, one set of headers, nothing sent twice.

A handler is a plain function from a request to a reply; Endpoint runs it in the thread pool and
turns whatever it raises into a reply. Compression is left to Streamlit, which gzips all replies of
the app's routes that are not compressed already, as the parts of the map are.
"""

import gzip
import hashlib
import json
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from codebook.errors import (
    BadQueryError,
    BusyLakeError,
    ClusterwatchError,
    EmptyLakeError,
    ForbiddenError,
    NotFoundError,
    StoreError,
    UnknownNameError,
)
from store.filters import RefusedQueryError

METHODS = ("GET", "HEAD")
JSON = "application/json"
REVALIDATE = "no-cache"
"""Keep a reply, but ask each time whether it still holds: for addresses whose content changes."""
KEEP_A_DAY = "public, max-age=86400"
"""For addresses that name the version of their content."""
NEVER_KEEP = "no-store"

STATUS: dict[type[ClusterwatchError], int] = {
    BadQueryError: 400,
    UnknownNameError: 400,
    ForbiddenError: 403,
    NotFoundError: 404,
    EmptyLakeError: 503,
    BusyLakeError: 503,
    StoreError: 503,
}
"""Status by class of error; a class that is not here has that of its nearest base, else 500."""

# A reply is data: opened by itself it may load, run and frame nothing.
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}

logger = logging.getLogger(__name__)

Handler = Callable[[Request], Response]


class Endpoint:
    """One handler as an ASGI application that answers every method and every error itself.

    A class, because Starlette answers a method that a function's route does not list with the next
    route that fits the path, and the last of those is Streamlit's page.
    """

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; the handler runs in a thread, so that no session waits for it."""
        request = Request(scope, receive)
        reply = await run_in_threadpool(self.answer, request)
        await reply(scope, receive, send)

    def answer(self, request: Request) -> Response:
        """Return the handler's reply, or the one for what it raised."""
        if request.method not in METHODS:
            message = f"{request.method[:20]} is not possible here."
            reply = error_reply(405, message, allowed=METHODS)
            reply.headers["Allow"] = ", ".join(METHODS)
            return reply
        try:
            return self.handler(request)
        except ClusterwatchError as error:
            return _reply_to(error)
        except Exception:
            # The last line: nobody outside learns more than where to look in the log.
            number = secrets.token_hex(4)
            logger.exception("Error %s at %s", number, request.url.path)
            message = f"Something went wrong here. It is in the log as {number}."
            return error_reply(500, message, "Try again; if it stays, report the number.", number=number)


def error_reply(
    status: int,
    message: str,
    next_step: str | None = None,
    allowed: Sequence[str] | None = None,
    number: str | None = None,
) -> Response:
    """Return an error as JSON: `error`, `next_step`, `allowed` and `id`, null where unused."""
    body = {
        "error": message,
        "next_step": next_step,
        "allowed": None if allowed is None else list(allowed),
        "id": number,
    }
    return _reply(as_json(body), JSON, {"Cache-Control": NEVER_KEEP}, status)


def as_json(value: object) -> bytes:
    """Return compact JSON in UTF-8.

    Raises
    ------
    ValueError
        When a number is NaN or infinite, which JSON does not know.
    """
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def tag_of(*parts: object) -> str:
    """Return an ETag for content that follows from the given parts.

    A weak one: the same content goes out compressed and plain.
    """
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()
    return f'W/"{digest[:20]}"'


def tagged_reply(
    request: Request,
    tag: str,
    make_body: Callable[[], bytes],
    *,
    media_type: str = JSON,
    keep: str = REVALIDATE,
) -> Response:
    """Return the content, or 304 without making it where the asker holds it already.

    Parameters
    ----------
    tag
        ETag of the content, from tag_of.
    make_body
        Makes the content; called only when it is sent.
    keep
        Cache-Control of the reply.
    """
    headers = {"ETag": tag, "Cache-Control": keep}
    if holds(request, tag):
        return Response(status_code=304, headers={**SAFE_HEADERS, **headers})
    return _reply(make_body(), media_type, headers)


def packed_reply(
    request: Request, tag: str, make_packed: Callable[[], bytes], *, media_type: str, keep: str = REVALIDATE
) -> Response:
    """Return content that is kept compressed as it is, to whoever takes gzip, or 304; else as tagged_reply.

    Parameters
    ----------
    make_packed
        Makes the content, compressed by gzip; called only when it is sent.
    """
    takes_gzip = "gzip" in request.headers.get("accept-encoding", "")
    make_body = make_packed if takes_gzip else lambda: gzip.decompress(make_packed())
    reply = tagged_reply(request, tag, make_body, media_type=media_type, keep=keep)
    reply.headers["Vary"] = "Accept-Encoding"
    if takes_gzip and reply.status_code == 200:
        reply.headers["Content-Encoding"] = "gzip"
    return reply


def fresh_reply(value: object) -> Response:
    """Return a value as JSON that nobody keeps."""
    return _reply(as_json(value), JSON, {"Cache-Control": NEVER_KEEP})


def _reply(body: bytes, media_type: str, headers: Mapping[str, str], status: int = 200) -> Response:
    return Response(body, status, {**SAFE_HEADERS, **headers}, media_type)


def _reply_to(error: ClusterwatchError) -> Response:
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
    if status >= 500:
        logger.warning("%s: %s", type(error).__name__, error.message)
    allowed = error.allowed if isinstance(error, RefusedQueryError) else None
    return error_reply(status, error.public_message, error.next_step, allowed)


def holds(request: Request, tag: str) -> bool:
    """Return whether the asker names the tag as held, weakly compared as RFC 9110 (13.1.2) asks."""
    header = request.headers.get("if-none-match", "")
    named = {part.strip().removeprefix("W/") for part in header.split(",")}
    return "*" in named or tag.removeprefix("W/") in named
