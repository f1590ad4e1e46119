"""One cluster as JSON: what is known of it and what the model implies."""

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response

from api.replies import as_json, tag_of, tagged_reply
from model.context import make_context
from model.explanation import explain
from model.prediction import model_version
from model.report import prediction_report
from store import reader
from store.atlas import current
from store.connection import Lake, open_lake


def cluster(request: Request) -> Response:
    """Return ``cluster`` (its facts, null where unknown) and ``prediction`` (as `model explain`).

    Raises
    ------
    NotFoundError
        When there is no such cluster.
    EmptyLakeError
        When nothing was ever built.
    """
    lake = open_lake()
    cluster_id = str(request.path_params["cluster_id"])
    facts = reader.cluster(lake, cluster_id)
    return tagged_reply(
        request,
        tag_of("cluster", cluster_id, current(lake).tag, model_version()),
        lambda: as_json({"cluster": asdict(facts), "prediction": _prediction(lake, cluster_id, facts.country_iso3)}),
    )


def _prediction(lake: Lake, cluster_id: str, country_iso3: str) -> dict[str, object]:
    context = make_context(*reader.national_context(lake)).of([country_iso3])
    explanation = explain(reader.evidence_of_cluster(lake, cluster_id), cluster_id, context)
    percentiles = reader.percentiles_of_cluster(lake, cluster_id)
    return prediction_report(explanation, percentiles, lake.snapshot())
