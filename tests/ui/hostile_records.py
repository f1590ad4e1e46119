"""Records as somebody who means harm would contribute them, written into a lake as a batch of their own.

What belongs here: the hostile texts and the clusters that carry them, for the tests of pages and browser.
"""

from datetime import datetime

import duckdb

import codebook
from etl.derivation import score
from store import writer
from store.connection import Lake
from store.transaction import write
from tests.store.small_lake import append

HOST = "hostile.example"
"""Where every picture and link of these records leads; nobody may ever ask it for anything."""

# Markdown first: labels are cut, and are the only place that Streamlit reads as Markdown.
ATTACKS: tuple[str, ...] = (
    f"![picture](http://{HOST}/markdown.png)",
    "[words](javascript:window.pwned=3)",
    r"$\frac{1}{2}$",
    ":red[coloured]",
    "`code`",
    "<script>window.pwned = 1</script>",
    '<img src=x onerror="window.pwned = 2">',
    f"<img src='http://{HOST}/tag.png'>",
    "${window.pwned = 4}",
    "{{ 7 * 7 }}",
    "</h2></p></div></style></script>",
    "\"quoted\" 'quoted' & &lt;b&gt;",
    # Never closed: what follows is written from right to left.
    "\u202eturned",
)
HOSTILE_TEXT = " ".join(ATTACKS)
LONG_TEXT = "W" * 10_000
"""One word without a place to break, far longer than any screen."""

HOSTILE_ID = "hostile-cluster"
LONG_ID = "hostile-long-cluster"
BATCH = 1
# Two claims that disagree, so that the hostile text stands in the columns of rivals, too.
FACTOR = "union_presence"


def add_hostile_records(lake: Lake, country: str, latitude: float, longitude: float) -> None:
    """Store two hostile clusters as batch 1 and score the lake anew.

    Parameters
    ----------
    country
        ISO 3166 alpha-3 code of a country of the lake.
    latitude, longitude
        Degrees of the first; the second lies five degrees further east.
    """

    def fill(cursor: duckdb.DuckDBPyConnection) -> None:
        rows = {
            "sources": [_source("hostile-source", HOSTILE_TEXT), _source("hostile-long-source", LONG_TEXT)],
            "clusters": [
                _cluster(HOSTILE_ID, HOSTILE_TEXT, country, latitude, longitude),
                _cluster(LONG_ID, LONG_TEXT, country, latitude, longitude + 5),
            ],
            "evidence": [
                _evidence(HOSTILE_ID, 0, HOSTILE_TEXT, "hostile-source"),
                _evidence(HOSTILE_ID, -1, HOSTILE_TEXT, "hostile-source"),
                _evidence(LONG_ID, 0, LONG_TEXT, "hostile-long-source"),
            ],
            "withdrawn": [_withdrawn(HOSTILE_TEXT)],
            "interventions": [_intervention(HOSTILE_ID, HOSTILE_TEXT), _intervention(LONG_ID, LONG_TEXT)],
        }
        for table, of_table in rows.items():
            append(cursor, table, of_table)
        writer.record_batch(cursor, _batch())
        writer.derive_attributes(cursor)
        score(cursor)

    write(lake, fill, author="somebody", message="hostile records")


def _source(source_id: str, words: str) -> dict[str, object]:
    return {
        "source_id": source_id,
        "citation": words,
        "year": 2020,
        "doi": '10.1/"><script>window.pwned = 5</script>',
        "url": "javascript:window.pwned=6",
        "type": _first("source_type"),
        "batch_id": BATCH,
    }


def _cluster(cluster_id: str, words: str, country: str, latitude: float, longitude: float) -> dict[str, object]:
    return {
        "cluster_id": cluster_id,
        "name": words,
        "country_iso3": country,
        "admin1": words,
        "place": words,
        "latitude": latitude,
        "longitude": longitude,
        "location_precision": "town",
        "sector": _first("sector"),
        "products": words,
        "summary": words,
        "coding_round": 1,
        "batch_id": BATCH,
    }


def _evidence(cluster_id: str, position: int, words: str, source_id: str) -> dict[str, object]:
    return {
        "evidence_id": f"{cluster_id}-{position % 100}",
        "cluster_id": cluster_id,
        "factor": FACTOR,
        "value": codebook.values(FACTOR)[position].value,
        "tier": _first("tier"),
        "year": 2020,
        "source_id": source_id,
        "locator": words,
        "statement": words,
        "confidence": _first("confidence"),
        "scope": _first("scope"),
        "mode": _first("mode"),
        "coders_agreeing": 1,
        "coders": 1,
        "coding_round": 1,
        "batch_id": BATCH,
    }


def _withdrawn(words: str) -> dict[str, object]:
    return {
        **_evidence(HOSTILE_ID, 1, words, "hostile-source"),
        "evidence_id": f"{HOSTILE_ID}-withdrawn",
        "reason": _first("withdrawn_reason"),
    }


def _intervention(cluster_id: str, words: str) -> dict[str, object]:
    chosen = ("kind", "topic", "route", "led_by", "status", "tier_reached", "comparison", "finding", "confidence")
    texts = ("name", "reach", "finding_text", "gained", "lost", "locator")
    return {
        "intervention_id": f"{cluster_id}-tried",
        "cluster_id": cluster_id,
        **{column: _first(column) for column in chosen},
        **dict.fromkeys(texts, words),
        "partners": _first("led_by"),
        "baseline": _first("yes_no_unknown"),
        "follow_up": _first("yes_no_unknown"),
        "start_year": 2020,
        "source_id": "hostile-source",
        "batch_id": BATCH,
    }


def _first(domain: str) -> str:
    return codebook.values(domain)[0].value


def _batch() -> writer.Batch:
    return writer.Batch(
        batch_id=BATCH,
        kind=codebook.values("batch_kind")[-1].value,
        author=HOSTILE_TEXT,
        message=HOSTILE_TEXT,
        created_at=datetime(2026, 1, 1),
        input_hash="",
        cluster_rows=2,
        evidence_rows=3,
        source_rows=2,
    )
