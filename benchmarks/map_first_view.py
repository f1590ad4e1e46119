"""The first view of the map: what the server spends on it, and what travels until it can be drawn.

Ours is the page, the tiles in view, the outlines of nations and the base map. A peer's is its page alone: whatever
land lies under its marks is not counted. Libraries, the same for every view, are counted on no side.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from benchmarks.map_lakes import SyntheticLake
from benchmarks.map_walk import FIRST_VIEW, tiles_of
from benchmarks.measure import Compared, Measure, UnmeasurableError
from benchmarks.processes import App, serving
from benchmarks.rerun_client import open_page
from benchmarks.wire import Client, connect, cpu_seconds

APP, PLAIN_APP = "streamlit_app.py", "benchmarks/plain_map_page.py"
RUNS = 3
MANY = 500_000
"""Clusters from which one run counts: a peer then takes half a minute and hundreds of megabytes each time."""

KB = 1024

PEERS = {
    "fast": "FastMarkerCluster",
    "bare": "FastMarkerCluster of bare places",
    "geojson": "one folium GeoJson layer",
    "deck": "pydeck's ScatterplotLayer",
}
"""Names of the peers by their `?peer=` on the plain page; all but the second draw place, name and two colours."""

_TOO_LARGE = "A cluster takes more than 220 bytes, so the page is larger than the 200 MB that Streamlit sends."
OUT_OF_REACH = {("geojson", 1_000_000): _TOO_LARGE, ("deck", 1_000_000): _TOO_LARGE}
"""Peers and numbers of clusters that are not tried, and why."""


@dataclass(frozen=True)
class Cost:
    """What one first view costs.

    Attributes
    ----------
    cpu_s
        CPU seconds of the serving process, all threads.
    kilobytes
        Received, as they came over the wire.
    """

    cpu_s: float
    kilobytes: float


Costs = Mapping[str, list[Cost]]
"""Costs of each peer's views by its short name, ours under ``ours``; empty for those out of reach."""


def first_view_measures(clusters: int, peer: str) -> tuple[Measure, Measure]:
    """Return the measures of the server's time and of what travels beside one peer, without figures."""
    words = f"first view of {clusters:,} clusters beside {PEERS[peer]}"
    return Measure(f"{words}: server", "CPU s", ()), Measure(f"{words}: over the wire", "KB", ())


def measure_first_view(lake: SyntheticLake, tell: Callable[[str], None]) -> tuple[list[Measure], Costs]:
    """Return two measures a peer, and all costs.

    Ours and the peers take turns; the first round, in which each reads what it keeps, does not count.
    """
    tell(f"First views of {lake.clusters:,} clusters, ours and {len(PEERS)} peers")
    absent = {peer: reason for (peer, clusters), reason in OUT_OF_REACH.items() if clusters == lake.clusters}
    costs: dict[str, list[Cost]] = {name: [] for name in ("ours", *PEERS)}
    with serving(APP, lake.environment) as ours, serving(PLAIN_APP, lake.environment) as plain:
        for turn in range(1 + (RUNS if lake.clusters < MANY else 1)):
            costs["ours"] += [_our_cost(ours, lake.clusters)][: turn > 0]
            for peer in PEERS:
                if peer in absent:
                    continue
                try:
                    costs[peer] += [_peers_cost(plain, peer)][: turn > 0]
                except (UnmeasurableError, OSError, EOFError) as error:
                    absent[peer], costs[peer] = f"It did not get that far: {error}", []
    return [measure for peer in PEERS for measure in _measures(lake.clusters, peer, costs, absent.get(peer))], costs


def _our_cost(app: App, clusters: int) -> Cost:
    """Return the cost of the page and of everything that its map asks for."""

    def view() -> int:
        connection = connect(app.address)
        with open_page(app, "", "", f"{clusters:,} clusters", over=connection):
            received = connection.received
        client = Client(app.address)
        tiles = [f"/tiles/{zoom}/{column}/{row}.json" for zoom, column, row in tiles_of(FIRST_VIEW)]
        received += sum(client.get(path).bytes_received for path in (*tiles, *SHAPES))
        client.close()
        return received

    return _cost(app, view)


SHAPES = ("/tiles/countries.json", "/basemap/110m.json")
"""What the map asks for beside tiles."""


def _peers_cost(app: App, peer: str) -> Cost:
    def view() -> int:
        connection = connect(app.address)
        with open_page(app, "", f"peer={peer}", "ScatterplotLayer" if peer == "deck" else "L.map(", over=connection):
            return connection.received

    return _cost(app, view)


def _cost(app: App, view: Callable[[], int]) -> Cost:
    before = cpu_seconds(app.pid)
    received = view()
    return Cost(cpu_seconds(app.pid) - before, received / KB)


def _measures(clusters: int, peer: str, costs: Costs, absent: str | None) -> list[Measure]:
    return [
        replace(
            measure,
            ours=tuple(figure(cost) for cost in costs["ours"]),
            peer=Compared(PEERS[peer], tuple(figure(cost) for cost in costs[peer]), absent),
        )
        for measure, figure in zip(first_view_measures(clusters, peer), FIGURES, strict=True)
    ]


FIGURES: tuple[Callable[[Cost], float], ...] = (lambda cost: cost.cpu_s, lambda cost: cost.kilobytes)
"""The two figures of a cost, in the order of the measures."""
