"""Contributions made for tests: one new cluster, statements on it and on a shipped one."""

from collections.abc import Mapping
from typing import Any

from etl.accounts import CONTRIBUTOR, REVIEWER, Account, local_account
from etl.importing import Contribution
from tests.store.made_rows import texts

SHIPPED_CLUSTER = "pk-sialkot-footballs"
NEW_CLUSTER = "in-testpur-looms"

ASHA, RAVI, REVIEWING = Account("asha", CONTRIBUTOR), Account("ravi", CONTRIBUTOR), Account("reviewer", REVIEWER)
ALONE = local_account("asha")

SOURCE = {"source_id": "visit-2026", "citation": "Own visit, 2026", "year": "2026", "type": "contribution"}
CLUSTER = {
    "cluster_id": NEW_CLUSTER,
    "name": "Testpur looms",
    "country_iso3": "IND",
    "place": "Testpur",
    "latitude": "26.5",
    "longitude": "80.3",
    "location_precision": "town",
    "sector": "textiles",
    "products": "cloth",
    "summary": "Looms made up for a test.",
    "coding_round": "0",
}


def statement(number: int, cluster_id: str = NEW_CLUSTER, **cells: str) -> dict[str, str]:
    """Return one statement: weak law enforcement unless told otherwise."""
    return {
        "evidence_id": f"own-{cluster_id}-{number}",
        "cluster_id": cluster_id,
        "factor": "law_enforcement",
        "value": "weak",
        "tier": "all",
        "year": "2026",
        "source_id": SOURCE["source_id"],
        "locator": "field notes",
        "statement": "Nobody has seen an inspector.",
        "confidence": "medium",
        "scope": "cluster",
        "mode": "observed",
        "coders_agreeing": "1",
        "coders": "1",
        "coding_round": "0",
        **cells,
    }


def contribution(
    *statements: Mapping[str, str], clusters: tuple[Mapping[str, str], ...] = (CLUSTER,), **changes: Any
) -> Contribution:
    """Return a contribution of these statements; by default one on the new cluster and one on a shipped one."""
    rows = statements or (statement(1), statement(2, SHIPPED_CLUSTER, value="strong", confidence="high"))
    given = {
        "tables": {
            "sources": texts("sources", SOURCE),
            "clusters": texts("clusters", *clusters),
            "evidence": texts("evidence", *rows),
        },
        "file_name": "visit.csv",
        "sha256": "0" * 64,
        "licence": "CC BY 4.0",
        **changes,
    }
    return Contribution(**given)
