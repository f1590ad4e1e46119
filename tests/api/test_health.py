"""Whether the app serves, in the words that monitors read."""

from model.prediction import model_version
from tests.api.asking import Client
from tests.store import small_lake as small


def test_a_lake_with_clusters_is_ok(client: Client) -> None:
    reply = client.get("/healthz")
    assert reply.status_code == 200
    assert reply.headers["cache-control"] == "no-store"
    assert reply.json() == {
        "status": "ok",
        "snapshot": 1,
        "clusters": len(small.CLUSTERS),
        "model_version": model_version(),
    }


def test_an_empty_lake_is_no_error(empty_client: Client) -> None:
    reply = empty_client.get("/healthz")
    assert reply.status_code == 200
    assert reply.json() == {
        "status": "empty",
        "snapshot": 0,
        "clusters": 0,
        "model_version": None,
    }
