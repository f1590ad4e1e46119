"""The clusters of the map as a file: GeoJSON, CSV or Parquet, under every filter of the map."""

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.map_replies import view_of
from api.replies import SAFE_HEADERS, holds
from codebook.errors import BadQueryError
from store.atlas_exports import EXPORTS, export_clusters
from store.filters import refusal

FORMAT = "format"
"""Name in the address that says which kind of file; the first of EXPORTS unless it is there."""


def clusters(request: Request) -> Response:
    """Return the clusters that the filters let through as a file, sent while it is made.

    Raises
    ------
    BadQueryError
        When a filter or the format is unknown, or the format is given twice.
    """
    view = view_of(request, FORMAT)
    name = _format(request)
    tag = view.tag((FORMAT, name))
    headers = {**SAFE_HEADERS, "ETag": tag, "Cache-Control": view.keep}
    if holds(request, tag):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="clusters.{name}"'
    if request.method == "HEAD":
        return Response(headers=headers, media_type=EXPORTS[name].media_type)
    parts = export_clusters(view.atlas, name, view.query.filter, view.query.colour)
    return StreamingResponse(parts, headers=headers, media_type=EXPORTS[name].media_type)


def _format(request: Request) -> str:
    names = request.query_params.getlist(FORMAT) or [next(iter(EXPORTS))]
    if len(names) > 1:
        message = f"{FORMAT} takes one value, but the address gives more."
        raise BadQueryError(message)
    if names[0] not in EXPORTS:
        raise refusal(FORMAT, names[0], list(EXPORTS))
    return names[0]
