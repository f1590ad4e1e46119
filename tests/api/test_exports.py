"""The clusters of the map as files: every format holds the same, under every filter, and runs nothing."""

import csv
import io
from typing import Any

import pyarrow.parquet
import pytest

import codebook
from store.atlas_exports import EXPORTS
from store.connection import LakeSettings, open_lake
from store.transaction import write
from tests.api.asking import Client
from tests.api.conftest import client_of
from tests.api.replies import check_error, check_tagged
from tests.store import small_lake as small
from tests.store.small_lake import make_small_lake


def read(client: Client, name: str, query: str = "") -> list[dict[str, Any]]:
    """Return the rows of an export, each by its columns; all cells of a CSV are text."""
    content = client.get(f"/api/clusters?format={name}{query}").content
    if name == "csv":
        return list(csv.DictReader(io.StringIO(content.decode())))
    if name == "parquet":
        rows: list[dict[str, Any]] = pyarrow.parquet.read_table(io.BytesIO(content)).to_pylist()
        return rows
    raise AssertionError(name)


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_a_file_that_may_be_kept(client: Client, name: str) -> None:
    reply = client.get(f"/api/clusters?format={name}")
    tag = check_tagged(reply)
    assert reply.headers["content-type"] == EXPORTS[name].media_type
    assert reply.headers["content-disposition"] == f'attachment; filename="clusters.{name}"'
    again = client.get(f"/api/clusters?format={name}", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.request("HEAD", f"/api/clusters?format={name}").headers["etag"] == tag


def test_geojson_is_what_comes_unless_asked_otherwise(client: Client) -> None:
    body = client.get("/api/clusters").json()
    assert body["type"] == "FeatureCollection"
    features = {feature["properties"]["cluster_id"]: feature for feature in body["features"]}
    assert len(features) == len(small.CLUSTERS)
    assert features[small.COUNTRY_LEVEL]["geometry"] is None
    assert features[small.WITHOUT_EVIDENCE]["geometry"] == {"type": "Point", "coordinates": [77.6, 12.9]}
    known = features[small.WELL_KNOWN]["properties"]
    assert (known["first_union_presence"], known["lower_union_presence"]) == ("strong", "strong")
    assert (known["country_name"], known["sector"], known["evidence_rows"]) == ("India", "leather", 3)
    hostile = features[small.HOSTILE]["properties"]
    assert (hostile["name"], hostile["first_buyer_visibility"]) == (small.HOSTILE_NAME, "high")
    assert hostile["lower_buyer_visibility"] is None
    unscored = features[small.WITHOUT_PREDICTION]["properties"]
    assert (unscored["first_expected"], unscored["newest_year"], unscored["completeness"]) == (None, None, "none")


def test_every_format_holds_the_same(case_client: Client) -> None:
    rows = {row["cluster_id"]: row for row in read(case_client, "parquet")}
    features = case_client.get("/api/clusters?format=geojson").json()["features"]
    texts = {row["cluster_id"]: row for row in read(case_client, "csv")}
    assert len(rows) == len(features) == len(texts) == case_client.get("/healthz").json()["clusters"]
    for feature in features:
        properties = feature["properties"]
        row = rows[properties["cluster_id"]]
        assert {**row, **properties} == row
        text = texts[properties["cluster_id"]]
        assert set(text) == set(row)
        assert text["sector"] == row["sector"]
        assert (text["first_expected"] == "") == (row["first_expected"] is None)


def test_an_export_obeys_the_filters(client: Client) -> None:
    ids = [row["cluster_id"] for row in read(client, "csv", "&country=PAK&sector=leather")]
    assert ids == [small.WITHOUT_PREDICTION]
    assert client.get("/api/clusters?q=nowhere").json()["features"] == []


def test_values_are_those_of_the_codebook(case_client: Client) -> None:
    for row in read(case_client, "parquet"):
        for factor in codebook.FACTORS:
            allowed = {None, *(value.value for value in codebook.values(factor))}
            assert {row[f"first_{factor}"], row[f"lower_{factor}"]} <= allowed


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2+3", "@sum", "\tx", "\rx"])
def test_no_cell_of_a_csv_is_a_formula(small_settings_to_change: LakeSettings, name: str) -> None:
    def rename(cursor: Any) -> None:
        cursor.execute("UPDATE clusters SET name = $name, place = $name", {"name": name})

    write(open_lake(small_settings_to_change), rename, author="test", message="a hostile name")
    with client_of(small_settings_to_change) as client:
        rows = read(client, "csv")
    assert {row["name"] for row in rows} == {row["place"] for row in rows} == {f"'{name}"}
    assert {float(row["longitude"] or 0) for row in rows} >= {77.6, 180.0}


@pytest.fixture
def small_settings_to_change(tmp_path: Any) -> LakeSettings:
    """Return where a lake of eight clusters lies that the test may change."""
    lake = make_small_lake(tmp_path)
    lake.close()
    return lake.settings


@pytest.mark.parametrize("query", ["format=xls", "format=csv&format=csv", "format=csv&planet=mars", "format="])
def test_an_unknown_format_or_filter_is_refused(client: Client, query: str) -> None:
    check_error(client.get(f"/api/clusters?{query}"), 400)


def test_an_empty_lake_gives_files_without_rows(empty_client: Client) -> None:
    assert empty_client.get("/api/clusters").json() == {"type": "FeatureCollection", "features": []}
    assert read(empty_client, "csv") == read(empty_client, "parquet") == []
