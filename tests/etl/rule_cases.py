"""Rows that break a rule of the data, and rows that come close and keep them all.

What belongs here: the cases of test_findings.py. Each becomes a copy of the first row of the small base with
a key of its own, so that one run of the checks judges them all.
"""

from dataclasses import dataclass, field

import codebook
from tests.etl.case_files import DataFolder, Row


@dataclass(frozen=True)
class Broken:
    """One row with one cell that breaks a rule; ``allowed`` must be told, ``others`` are further cells."""

    table: str
    column: str
    text: str
    code: str
    allowed: str = ""
    others: Row = field(default_factory=dict)


OUTCOMES = {factor: codebook.values(factor)[0].value for factor in ("first_tier_adoption", "lower_tier_adoption")}


def _outcome(factor: str, tier: str) -> Row:
    return {"factor": factor, "value": OUTCOMES[factor], "tier": tier}


BROKEN: tuple[Broken, ...] = (
    Broken("clusters", "name", "", "missing_value"),
    Broken("clusters", "name", " \t", "missing_value"),
    Broken("evidence", "statement", "", "missing_value"),
    Broken("country_context", "value", "", "missing_value"),
    Broken("source_audit", "place", "", "missing_value"),
    *(
        Broken("clusters", "latitude", text, "unreadable_value", "a number with a decimal point")
        for text in ("north", "1,5", "1_0", " 4", "0x4", "nan", "inf", "-inf", "1e999")
    ),
    Broken("country_context", "value", "1e999", "unreadable_value", "a number with a decimal point"),
    *(
        Broken("clusters", "firms", text, "unreadable_value", "a whole number")
        for text in ("12.5", "1e3", "+12", "012", "about 90", "12 ", "nan", "inf", "9999999999", "١٢")
    ),
    Broken("interventions", "start_year", "May 2010", "unreadable_value", "a whole number"),
    Broken("clusters", "latitude", "90.5", "out_of_range", "-90 to 90"),
    Broken("clusters", "longitude", "-180.01", "out_of_range", "-180 to 180"),
    Broken("clusters", "firms", "0", "out_of_range", "1 to anything"),
    Broken("clusters", "size_year", "1899", "out_of_range", "1900 to 2030"),
    Broken("evidence", "year", "2031", "out_of_range", "1900 to 2030"),
    Broken("evidence", "year", "20", "out_of_range", "1900 to 2030"),
    Broken("country_context", "standard_error", "-0.1", "out_of_range", "0 to anything"),
    Broken("clusters", "sector", "leather goods", "unknown_value", "leather"),
    Broken("clusters", "sector", "Leather", "unknown_value", "leather"),
    Broken("clusters", "coding_round", "3", "unknown_value", "4"),
    Broken("evidence", "tier", "second", "unknown_value", "first"),
    Broken("evidence", "confidence", "very high", "unknown_value", "low, medium, high"),
    Broken("evidence", "scope", "world", "unknown_value", "wider"),
    Broken("evidence", "mode", "-", "unknown_value", "observed"),
    Broken("evidence", "factor", "sector", "unknown_value", ", ".join(sorted(codebook.FACTORS))),
    Broken("sources", "type", "blog", "unknown_value", "web"),
    Broken("withdrawn", "reason", "disliked", "unknown_value", "the same passage was entered twice"),
    Broken("countries", "income_group", "Rich", "unknown_value", "High income"),
    Broken("source_audit", "found", "perhaps", "unknown_value", "same"),
    Broken("interventions", "kind", "prayer", "unknown_value", "training"),
    Broken("evidence", "value", "somewhat", "value_of_other_factor", "poor, mixed, good"),
    Broken("evidence", "value", "median", "value_of_other_factor", "poor, mixed, good"),
    Broken("evidence", "value", "poor", "value_of_other_factor", "weak", {"factor": "law_enforcement"}),
    Broken("evidence", "value", "x" * 5000, "value_of_other_factor", "poor, mixed, good"),
    Broken("withdrawn", "value", "somewhat", "value_of_other_factor"),
    Broken("codings", "first", "-", "value_of_other_factor", "poor, mixed, good"),
    Broken("codings", "second", "median", "value_of_other_factor", "poor, mixed, good"),
    Broken("codings", "settled", "perhaps", "value_of_other_factor", "poor, mixed, good"),
    Broken("source_audit", "coded_value", "-", "value_of_other_factor"),
    Broken("evidence", "evidence_id", "co-nemocon_bricks-01", "malformed_text", "letters a-z"),
    Broken("evidence", "evidence_id", "x" * 65, "malformed_text", "1 to 64"),
    Broken("interventions", "intervention_id", "<script>", "malformed_text", "letters a-z"),
    Broken("countries", "iso3", "Col", "malformed_text", "capital letters"),
    *(
        Broken("sources", "url", text, "malformed_text", "http")
        for text in ("javascript:alert(1)", "data:text/html,x", "//a.org", "https://a b", 'https://a"b', "https://<b>")
    ),
    *(
        Broken("sources", "doi", text, "malformed_text", "10.")
        for text in ("https://doi.org/10.1/x", "doi:10.1/x", "10.1", '10.1/"')
    ),
    Broken("evidence", "cluster_id", "co-nowhere", "unknown_reference", "cluster_id"),
    Broken("evidence", "source_id", "nobody-1999", "unknown_reference", "source_id"),
    Broken("withdrawn", "source_id", "nobody-1999", "unknown_reference", "source_id"),
    Broken("interventions", "cluster_id", "co-nowhere", "unknown_reference", "cluster_id"),
    Broken("clusters", "country_iso3", "ZZZ", "unknown_reference", "countries"),
    Broken("country_context", "indicator", "happiness", "unknown_reference", "indicators"),
    Broken("country_context", "source_id", "nobody-1999", "unknown_reference", "context_sources"),
    Broken("evidence", "tier", "lower", "outcome_of_other_tier", "first, all", _outcome("first_tier_adoption", "")),
    Broken("evidence", "tier", "first", "outcome_of_other_tier", "lower, all", _outcome("lower_tier_adoption", "")),
    Broken("evidence", "coders_agreeing", "4", "agreement_above_coders", "3 at most", {"coders": "3"}),
)

KEPT: tuple[tuple[str, Row], ...] = (
    ("clusters", {"latitude": "4.07e0", "longitude": "-73.", "firms": "", "workers": "999999999"}),
    ("country_context", {"value": "-.5", "standard_error": "0"}),
    ("evidence", {"year": "1900"}),
    ("evidence", {"year": "2030"}),
    ("evidence", {"factor": "law_enforcement", "value": "strong"}),
    ("evidence", _outcome("first_tier_adoption", "first")),
    ("evidence", _outcome("lower_tier_adoption", "all")),
    ("evidence", {"coders": "3", "coders_agreeing": "3"}),
    ("codings", {"second": "-", "settled": "median", "third": ""}),
    ("codings", {"settled": "-", "rules_check": "-"}),
    ("source_audit", {"value": "-"}),
    ("interventions", {"partners": "ngo;state"}),
    ("interventions", {"partners": ""}),
    ("sources", {"url": "https://example.org/%C3%A9?a=1&b='x'#y", "doi": "10.1000/a(b)c;d"}),
    ("sources", {"url": "", "doi": ""}),
)


def add_rows(folder: DataFolder, rows: list[tuple[str, Row]]) -> list[int]:
    """Add one row per case, each with a key that no other row has; return their lines, in the same order."""
    lines: dict[int, int] = {}
    for table in {table for table, _ in rows}:
        cases = [(number, cells) for number, (of_table, cells) in enumerate(rows) if of_table == table]
        changes = [{**_own_key(table, number), **cells} for number, cells in cases]
        lines |= dict(zip((number for number, _ in cases), folder.add_all(table, changes), strict=True))
    return [lines[number] for number in range(len(rows))]


def _own_key(table: str, number: int) -> Row:
    """Return key cells that no other row of the table has."""
    if table == "countries":
        return {"iso3": f"X{chr(65 + number // 26)}{chr(65 + number % 26)}"}
    if table == "country_context":
        return {"year": str(1900 + number)}
    first_key = next(column.name for column in codebook.columns(table) if column.is_key)
    return {first_key: f"case-{number}"}
