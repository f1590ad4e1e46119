"""Tiles of the walk: how long each takes warm, the first time, and with a filter that nobody asked for before.

The limit is the same bytes, gzipped and pre-baked on disk, sent by the same kind of server; the peer is PostGIS
(`benchmarks.map_postgis`).
"""

import gzip
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import codebook
from benchmarks.map_lakes import SyntheticLake
from benchmarks.map_walk import DEEPEST, Tile, tiles_of_walk
from benchmarks.measure import Compared, Measure, UnmeasurableError
from benchmarks.processes import App, serving
from benchmarks.wire import Client, Reply

KB, MS = 1024, 1000.0
OK = 200
PREBAKED_APP = "benchmarks/prebaked_tiles.py"
PREBAKED = "the same tiles, gzipped and pre-baked on disk"

NEW_FILTERS = 200
"""Requests with a filter that was never seen before, each with another one."""


def tile_measures(clusters: int) -> dict[str, Measure]:
    """Return the measures of the tiles of one lake by a short name, without figures."""
    words = f"of {clusters:,} clusters"
    return {
        "warm": Measure(f"tile {words}, walk, warm, median", "ms", (), target=25.0),
        "warm p95": Measure(f"tile {words}, walk, warm, p95", "ms", (), target=80.0),
        "first p95": Measure(f"tile {words}, walk, never asked for before, p95", "ms", ()),
        "filter p95": Measure(f"tile {words}, walk, filter never seen before, p95", "ms", (), target=200.0),
        "largest": Measure(f"tile {words}, walk, the largest on the wire", "KB", (), target=60.0),
        **{
            f"zoom {zoom}": Measure(f"tile {words}, zoom {zoom}, never asked for before, median", "ms", ())
            for zoom in range(DEEPEST + 1)
        },
    }


def measure_tiles(app: App, lake: SyntheticLake, peer: Compared | None, tell: Callable[[str], None]) -> list[Measure]:
    """Return the measures of the tiles of a running app.

    Parameters
    ----------
    app
        Serves the lake.
    lake
        The lake.
    peer
        Milliseconds of the same tiles from a peer, in the order of the walk; None where none was asked.
    """
    tiles = tiles_of_walk()
    tell(f"{len(tiles)} tiles of {lake.clusters:,} clusters, four times")
    # The first question waits for the atlas, which has a measure of its own.
    ask(app.address, ["/healthz"])
    first = ask(app.address, map(path_of, tiles))
    warm = ask(app.address, map(path_of, tiles))
    filters = new_filters(NEW_FILTERS)
    spread = tiles[:: max(1, len(tiles) // len(filters))]
    filtered = ask(app.address, (path_of(tile, query) for tile, query in zip(spread, filters, strict=False)))
    with _prebaked(lake, tiles, first) as plain:
        ask(plain.address, map(path_of, tiles[:5]))
        limit = milliseconds(ask(plain.address, map(path_of, tiles)))
    measures = tile_measures(lake.clusters)

    def taken(name: str, ours: Sequence[float], limits: Sequence[float], peers: Sequence[float]) -> Measure:
        beside = peer and Compared(peer.name, tuple(peers), peer.absent)
        return replace(measures[name], ours=tuple(ours), limit=Compared(PREBAKED, tuple(limits)), peer=beside)

    figures, peers = milliseconds(first), peer.runs if peer else ()
    tail, peers_tail = [p95(limit)], [p95(peers)] if peers else []
    return [
        taken("warm", milliseconds(warm), limit, peers),
        taken("warm p95", [p95(milliseconds(warm))], tail, peers_tail),
        taken("first p95", [p95(figures)], tail, peers_tail),
        replace(measures["filter p95"], ours=(p95(milliseconds(filtered)),)),
        replace(measures["largest"], ours=(max(reply.bytes_received for reply in first) / KB,)),
        *(
            taken(f"zoom {zoom}", *(_of_zoom(tiles, zoom, runs) for runs in (figures, limit, peers)))
            for zoom in range(DEEPEST + 1)
        ),
    ]


def path_of(tile: Tile, query: str = "") -> str:
    """Return the address of a tile below the app's own."""
    zoom, column, row = tile
    return f"/tiles/{zoom}/{column}/{row}.json{query and '?'}{query}"


def ask(address: str, paths: Iterable[str]) -> list[Reply]:
    """Return the replies to requests over one connection, one after the other.

    Raises
    ------
    UnmeasurableError
        When one of them is no success: a wrong answer is never a fast one.
    """
    client = Client(address)
    try:
        replies = []
        for path in paths:
            reply = client.get(path)
            if reply.status != OK:
                message = f"{path} was answered with {reply.status}: {reply.content[:200]!r}"
                raise UnmeasurableError(message)
            replies.append(reply)
        return replies
    finally:
        client.close()


def new_filters(count: int) -> list[str]:
    """Return the queries of so many filters, each another one: a value of one factor and a value of another."""
    values = [(factor, value.value) for factor in codebook.FACTORS for value in codebook.values(factor)]
    pairs = [pair for pair in itertools.combinations(values, 2) if pair[0][0] != pair[1][0]]
    # Spread over all pairs, so that common and rare values both come up.
    return [urlencode(pair) for pair in pairs[:: max(1, len(pairs) // count)][:count]]


def p95(figures: Sequence[float]) -> float:
    """Return the value that 95 in 100 of the figures are not above."""
    return quantiles(figures, n=20, method="inclusive")[-1] if len(figures) > 1 else figures[0]


def milliseconds(replies: Iterable[Reply]) -> tuple[float, ...]:
    """Return how long replies took."""
    return tuple(MS * reply.seconds for reply in replies)


def _of_zoom(tiles: Sequence[Tile], zoom: int, figures: Sequence[float]) -> list[float]:
    """Return the figures of one zoom's tiles; none where there are no figures."""
    return [figure for tile, figure in zip(tiles, figures, strict=False) if tile[0] == zoom]


@contextmanager
def _prebaked(lake: SyntheticLake, tiles: Sequence[Tile], replies: Sequence[Reply]) -> Iterator[App]:
    """Yield a server of the replies as files."""
    with TemporaryDirectory(prefix="clusterwatch-prebaked-") as folder:
        for tile, reply in zip(tiles, replies, strict=True):
            name = "-".join(map(str, tile))
            (Path(folder) / name).write_bytes(reply.body if reply.is_gzip else gzip.compress(reply.body))
        with serving(PREBAKED_APP, {**lake.environment, "CLUSTERWATCH_PREBAKED": folder}) as app:
            yield app
