"""Replies that show a part of the map: the address read strictly, the content made once and sent packed."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from api.replies import KEEP_A_DAY, REVALIDATE, packed_reply, tag_of
from codebook.errors import BadQueryError
from codebook.ids import shorten
from geo.mercator import check_tile
from store.atlas import Atlas, current
from store.connection import open_lake
from store.map_query import MapQuery, parse_map_query
from store.remembering import Remembered

KEPT_BYTES = 64 * 2**20
"""Room for tiles that were made already, as they go over the wire."""
PACKING = 6
"""Level of gzip: what a tile weighs beyond it is not worth the time."""
LONGEST_NUMBER = 9
"""Digits of a tile number: zoom 24 has eight."""

_made: Remembered[bytes] = Remembered(KEPT_BYTES, len)

MOST_BYTES = 60_000
"""What a part of the map may weigh on the wire; a heavier one is made once more, in short."""


@dataclass(frozen=True)
class MapView:
    """What an address asks of the map, and the state of the data that answers."""

    atlas: Atlas
    query: MapQuery

    def tag(self, what: object) -> str:
        """Return the ETag of a part of the map: it follows from the atlas, the part, filter and measure alone."""
        return tag_of("map", self.atlas.tag, what, self.query.filter, self.query.colour)

    @property
    def keep(self) -> str:
        """Return how long a part may be kept: only an address with this atlas's tag is for long."""
        return KEEP_A_DAY if self.query.version == self.atlas.tag else REVALIDATE


Content = Callable[[MapView, bool], bytes]
"""Makes a part of the map; the flag asks for it in short, where that is possible."""


def view_of(request: Request, *more: str) -> MapView:
    """Return what the address asks of the map.

    Parameters
    ----------
    more
        Names in the address that somebody else reads.

    Raises
    ------
    RefusedQueryError
        When a name or value is unknown; it says which and what is allowed.
    """
    atlas = current(open_lake())
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] not in more]
    return MapView(atlas, parse_map_query(pairs, atlas.countries))


def map_reply(request: Request, what: object, media_type: str, make: Content) -> Response:
    """Return a part of the map, made once for all who ask.

    Parameters
    ----------
    what
        Which part, so that two parts never share a tag.
    make
        Makes the part's bytes.
    """
    view = view_of(request)
    tag = view.tag(what)

    def pack() -> bytes:
        packed = gzip.compress(make(view, False), PACKING)
        return packed if len(packed) <= MOST_BYTES else gzip.compress(make(view, True), PACKING)

    return packed_reply(
        request,
        tag,
        lambda: _made.get(tag, pack),
        media_type=media_type,
        keep=view.keep,
    )


def tile_numbers(request: Request) -> tuple[int, int, int]:
    """Return zoom, column and row of the tile that an address names.

    Raises
    ------
    BadQueryError
        When there is no such tile.
    """
    zoom, column, row = (_number(request, name) for name in ("zoom", "column", "row"))
    check_tile(zoom, column, row)
    return zoom, column, row


def _number(request: Request, name: str) -> int:
    text = str(request.path_params[name])
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        shown = shorten(text, 40)
        message = f"{shown!r} is no tile number; a tile's address is /tiles/zoom/x/y.json."
        raise BadQueryError(message)
    return int(text)
