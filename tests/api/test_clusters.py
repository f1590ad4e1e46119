"""One cluster over HTTP: its facts and the prediction as the command line gives it."""

import pytest

from tests.api.asking import Client
from tests.api.replies import check_error, check_tagged
from tests.store import small_lake as small


def test_a_cluster_comes_with_facts_and_prediction(client: Client) -> None:
    reply = client.get(f"/api/clusters/{small.HOSTILE}")
    check_tagged(reply)
    body = reply.json()
    assert set(body) == {"cluster", "prediction"}
    assert body["cluster"]["name"] == small.HOSTILE_NAME
    assert body["cluster"]["firms"] is None
    assert body["prediction"]["completeness"]["first_tier"]["known"] == 1
    assert sum(body["prediction"]["first_tier"]["p"]) == pytest.approx(1)


def test_what_was_never_coded_is_null_and_half(client: Client) -> None:
    prediction = client.get(f"/api/clusters/{small.WITHOUT_EVIDENCE}").json()["prediction"]
    assert prediction["first_tier"]["above_unknown"] == 0.5
    assert prediction["first_tier"]["percentile"] is None


def test_a_cluster_that_is_held_already_is_not_sent_again(client: Client) -> None:
    address = f"/api/clusters/{small.WELL_KNOWN}"
    tag = check_tagged(client.get(address))
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("name", ["no-such-cluster", "<script>", "A" * 3000, "a'b"])
def test_an_unknown_cluster_is_404(client: Client, name: str) -> None:
    assert len(check_error(client.get(f"/api/clusters/{name}"), 404)["error"]) < 200


def test_every_cluster_of_the_case_base_is_served(case_client: Client) -> None:
    rows = case_client.get("/tiles/0/0/0.json").json()["rows"]
    for row in rows[::20]:
        body = case_client.get(f"/api/clusters/{row[0]}").json()
        assert body["cluster"]["name"] == row[1]


def test_an_empty_lake_has_no_cluster(empty_client: Client) -> None:
    check_error(empty_client.get("/api/clusters/pk-sialkot-footballs"), 503)
