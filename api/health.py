"""Whether the app serves, and which state of the data."""

from starlette.requests import Request
from starlette.responses import Response

from api.replies import fresh_reply
from store.atlas import current
from store.connection import open_lake


def health(request: Request) -> Response:  # noqa: ARG001  # Every handler takes a request.
    """Return status (ok or empty), snapshot, number of clusters and model version (null if none).

    Raises
    ------
    StoreError, BusyLakeError
        When there is no data to serve and the lake cannot be read.
    """
    atlas = current(open_lake())
    return fresh_reply(
        {
            "status": "ok" if atlas.cluster_count else "empty",
            "snapshot": atlas.snapshot,
            "clusters": atlas.cluster_count,
            "model_version": atlas.model_version,
        }
    )
