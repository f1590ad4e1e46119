"""What every reply of the routes must look like, asserted in one place."""

from typing import Any

from httpx import Response

ERROR_KEYS = {"error", "next_step", "allowed", "id"}


def check_error(reply: Response, status: int) -> dict[str, Any]:
    """Return the body of an error reply after checking that it has the one shape of errors."""
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/json"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["cache-control"] == "no-store"
    body: dict[str, Any] = reply.json()
    assert set(body) == ERROR_KEYS
    assert body["error"]
    return body


def check_tagged(reply: Response) -> str:
    """Return the tag of a reply that may be kept, after checking its headers."""
    assert reply.status_code == 200, reply.text
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["content-security-policy"].startswith("default-src 'none'")
    assert reply.headers["cache-control"]
    return str(reply.headers["etag"])
