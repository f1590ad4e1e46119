"""The benchmark of the map: its parts do what they stand for, and a small run fills every measure; no time decides."""

import gzip
import json
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import map_first_view, map_postgis, map_speed
from benchmarks.map_atlas import measure_change, measure_filling
from benchmarks.map_first_view import measure_first_view
from benchmarks.map_lakes import SyntheticLake, open_synthetic_lake
from benchmarks.map_postgis import measure_postgis
from benchmarks.map_readers import measure_readers
from benchmarks.map_tiles import ask, measure_tiles, new_filters, p95, path_of
from benchmarks.map_walk import DEEPEST, FIRST_VIEW, VIEW_PX, View, tiles_of, tiles_of_walk, walk
from benchmarks.measure import Compared, Measure, UnmeasurableError
from benchmarks.processes import App, serving
from benchmarks.wire import Client, connect, cpu_seconds, memory_mb
from geo.cluster_map import MAP_OPTIONS
from store.filters import FILTERS

CLUSTERS = 300


def say_nothing(_: str) -> None:
    """Take what a benchmark tells and do nothing with it."""


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> SyntheticLake:
    """Return a small lake of synthetic clusters."""
    return open_synthetic_lake(CLUSTERS, tmp_path_factory.mktemp("lakes"), say_nothing)


@pytest.fixture(scope="module")
def app(lake: SyntheticLake) -> Iterator[App]:
    """Yield the app on that lake."""
    with serving(map_speed.APP, lake.environment) as app:
        yield app


def test_the_walk_begins_where_the_page_does_and_sees_every_zoom() -> None:
    lat, lon = MAP_OPTIONS["center"]
    assert walk()[0] == FIRST_VIEW == View(lat, lon, MAP_OPTIONS["zoom"])
    assert {view.zoom for view in walk()} == set(range(DEEPEST + 1))
    tiles = tiles_of_walk()
    assert len(set(tiles)) == len(tiles)
    assert all(0 <= column < 2**zoom and 0 <= row < 2**zoom for zoom, column, row in tiles)


def test_a_view_needs_the_tiles_that_its_window_covers() -> None:
    assert tiles_of(View(0.0, 0.0, 0)) == ((0, 0, 0),)
    assert tiles_of(View(0.0, 0.0, 1)) == ((1, 0, 0), (1, 1, 0), (1, 0, 1), (1, 1, 1))
    width, height = VIEW_PX
    deep = tiles_of(View(28.66, 77.23, 14))
    assert (width // 256) * (height // 256) <= len(deep) <= (width // 256 + 2) * (height // 256 + 2)


def test_every_filter_is_another_one_that_the_map_knows() -> None:
    filters = new_filters(200)
    assert len(set(filters)) == len(filters) == 200
    names = {item.name for item in FILTERS}
    assert {pair.split("=")[0] for query in filters for pair in query.split("&")} <= names


def test_the_slow_end_of_the_figures() -> None:
    assert p95([float(number) for number in range(1, 102)]) == 96.0
    assert p95([3.0]) == 3.0


def test_a_client_counts_the_bytes_that_came(app: App) -> None:
    client = Client(app.address)
    reply = client.get(path_of((0, 0, 0)))
    assert reply.status == 200
    assert reply.bytes_received > len(reply.body) > 0
    assert json.loads(reply.content)["kind"] in {"points", "cells"}
    assert reply.is_gzip == (reply.body[:2] == gzip.compress(b"")[:2])
    client.close()
    with pytest.raises(UnmeasurableError, match="404"):
        ask(app.address, ["/tiles/nowhere.json"])
    connection = connect(app.address)
    connection.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
    assert connection.recv(100)[: len(b"HTTP/1.")] == b"HTTP/1."
    assert connection.received > 0
    connection.close()


def test_a_client_asks_once_more_where_a_kept_connection_was_closed() -> None:
    class Closing(socketserver.StreamRequestHandler):
        """Answers one request as if more were welcome, and hangs up."""

        def handle(self) -> None:
            """Answer once."""
            while self.rfile.readline().strip():
                pass
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    with socketserver.ThreadingTCPServer(("localhost", 0), Closing) as server:
        threading.Thread(target=server.serve_forever).start()
        client = Client(f"localhost:{server.server_address[1]}")
        assert [client.get("/").body for _ in range(3)] == [b"ok"] * 3
        client.close()
        server.shutdown()


def test_a_process_tells_what_it_uses(app: App) -> None:
    assert cpu_seconds(app.pid) > 0
    assert memory_mb(app.pid) > 50
    with pytest.raises(UnmeasurableError, match="cannot be read"):
        memory_mb(2**30)


def test_tiles_are_measured_beside_files_on_disk_and_a_peer(app: App, lake: SyntheticLake) -> None:
    peer = Compared("a peer", tuple(float(number) for number, _ in enumerate(tiles_of_walk())))
    measures = {measure.measure: measure for measure in measure_tiles(app, lake, peer, say_nothing)}
    assert len(measures) == 5 + DEEPEST + 1
    assert all(measure.ours for measure in measures.values())
    warm = next(measure for name, measure in measures.items() if "warm, median" in name)
    assert warm.peer == peer
    assert warm.limit
    assert len(warm.ours) == len(warm.limit.runs) == len(tiles_of_walk())


def test_readers_walk_without_errors(app: App) -> None:
    errors, tail = measure_readers(app, CLUSTERS, 3, 1.5, say_nothing)
    assert errors.ours == (0.0,)
    assert tail.ours[0] > 0


def test_readers_of_a_dead_server_are_errors() -> None:
    with pytest.raises(OSError, match="refused"):
        measure_readers(App("localhost:9", 0.0, 0), CLUSTERS, 1, 0.1, say_nothing)


def test_the_atlas_is_filled_and_a_change_is_served(app: App, lake: SyntheticLake) -> None:
    assert len(measure_filling(lake, say_nothing).ours) == 3
    served, *slow = measure_change(app, lake, say_nothing)
    assert served.ours[0] > 0
    assert all(measure.ours for measure in slow)


def test_a_first_view_is_held_against_every_peer(lake: SyntheticLake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_first_view, "RUNS", 1)
    monkeypatch.setattr(map_first_view, "OUT_OF_REACH", {("geojson", CLUSTERS): "Too much."})
    measures, costs = measure_first_view(lake, say_nothing)
    assert len(measures) == 2 * len(map_first_view.PEERS)
    assert all(measure.ours and measure.ours[0] > 0 for measure in measures)
    by_peer = {name: len(runs) for name, runs in costs.items()}
    assert by_peer == {"ours": 1, "fast": 1, "bare": 1, "geojson": 0, "deck": 1}
    assert costs["fast"][0].kilobytes > costs["bare"][0].kilobytes
    shown = [line for measure in measures for line in measure.as_lines()]
    assert "  peer   one folium GeoJson layer: not measured: Too much." in shown
    sizes = replace(map_speed.SMALL, first_views=(CLUSTERS,), beside=CLUSTERS)
    server, wire = map_speed._held_against_peer(sizes, {CLUSTERS: costs})
    assert wire.target == pytest.approx(costs["fast"][0].kilobytes / map_speed.BYTES_TIMES, abs=0.001)
    assert server.peer
    assert str(CLUSTERS) in server.peer.name


def test_postgis_answers_every_tile_or_says_why_not(lake: SyntheticLake) -> None:
    tiles = tiles_of_walk()[:30]
    peer = measure_postgis(lake, tiles, say_nothing)
    assert len(peer.runs) == len(tiles) or peer.absent


def test_without_postgis_the_peer_says_how_to_get_it(lake: SyntheticLake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_postgis, "FOLDERS", "/nowhere")
    peer = measure_postgis(lake, tiles_of_walk()[:1], say_nothing)
    assert peer.runs == ()
    assert "PostGIS is not installed" in (peer.absent or "")


def test_growth_is_the_ratio_of_what_both_sizes_have() -> None:
    few, most = map_speed.SMALL.grown_from, map_speed.SMALL.most
    small = [Measure(f"tile of {few:,} clusters", "ms", (2.0, 4.0)), Measure(f"never of {few:,}", "ms", ())]
    large = [Measure(f"tile of {most:,} clusters", "ms", (9.0,)), Measure(f"never of {most:,}", "ms", (1.0,))]
    (grown,) = map_speed._growth(small, large, map_speed.SMALL)
    assert grown.ours == (3.0,)
    assert grown.measure == f"growth from {few:,} to {most:,} clusters: tile of {most:,} clusters"


def test_a_lake_is_built_once_and_reused(lake: SyntheticLake) -> None:
    assert lake.build_s is not None
    again = open_synthetic_lake(CLUSTERS, lake.folder.parent, say_nothing)
    assert again == replace(lake, build_s=None)


def test_the_document_names_every_promise_and_its_target(project_folder: Path) -> None:
    document = (project_folder / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    for measure in map_speed.measures(map_speed.WHOLE):
        assert f"| {measure.measure} | {measure.target:g} {measure.unit} |" in document, (
            f"To mend it: give “{measure.measure}” a row with its target in docs/benchmarks.md."
        )
