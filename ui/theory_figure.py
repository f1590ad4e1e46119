"""The paper's Figure 1 as the page draws it: what the theory joins, each box lit by how much the base holds on it.

The drawing is HTML, so that it is read aloud, copied, printed and folded up on a phone like any other words.
"""

from collections.abc import Iterable

import pandas as pd

import codebook
from ui.markup import count, element, text
from ui.words import heading, share_words

COLUMNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Value chains", ("buyer_visibility", "export_orientation")),
    (
        "Institutions around the cluster",
        (
            *("law_enforcement", "regulator_capture", "ngo_media_monitoring", "union_presence", "union_suppression"),
            *("community_accountability", "normative_institutions", "stakeholder_dialogue"),
        ),
    ),
    ("Inside the cluster", ("business_association", "peer_monitoring", "social_networks", "csr_capacity")),
)
"""What pushes or holds back first-tier firms, in the paper's order: from buyers, from around, from within."""

CHAIN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("↓ Propositions 1 and 3: first-tier firms", ("first_tier_adoption",)),
    ("→ Proposition 2: work is put out", ("subcontracting",)),
    ("→ and practice does not reach below", ("lower_tier_adoption",)),
    ("→ What comes of it", ("working_conditions", "child_labour", "pollution")),
)
"""What follows, one step after the other."""

NOTHING = (0, 0, None)
"""Clusters, pieces of evidence and newest year of a factor that no row speaks of."""

LIGHTS = 4
"""Steps of light above none; each covers an equal share of the clusters."""


def figure_html(coverage: pd.DataFrame, clusters: int) -> str:
    """Return the drawing.

    Parameters
    ----------
    coverage
        One row per factor with evidence: factor, clusters, evidence_rows, source_count, newest_year.
    clusters
        Number of clusters in the base.
    """
    columns_read = (coverage[name] for name in ("factor", "clusters", "evidence_rows", "newest_year"))
    known = {
        factor: (int(of), int(rows), None if pd.isna(year) else int(year))
        for factor, of, rows, year in zip(*columns_read, strict=True)
    }

    def boxes(factors: tuple[str, ...]) -> str:
        items = (_box_html(factor, known.get(factor, NOTHING), clusters) for factor in factors)
        return element("ul", *items, kind="boxes")

    def part(columns: Iterable[tuple[str, tuple[str, ...]]], kind: str) -> str:
        titled = (element("div", element("p", text(title), kind="box-title") + boxes(of)) for title, of in columns)
        return element("div", *titled, kind=kind)

    return element("div", part(COLUMNS, "box-columns"), part(CHAIN, "box-columns chain"), kind="figure")


def light_of(clusters: int, of_all: int) -> int:
    """Return how brightly a box is lit: 0 without evidence, then one more for each quarter of the clusters begun."""
    return -(-clusters * LIGHTS // of_all) if of_all else 0


def _box_html(factor: str, known: tuple[int, int, int | None], of_all: int) -> str:
    item = codebook.factor(factor)
    clusters, rows, newest = known
    words = codebook.NOT_KNOWN
    if rows:
        pieces = count(rows, "piece of evidence", "pieces of evidence")
        words = f"{share_words(clusters, of_all)} of clusters, {pieces}{f', newest {newest}' if newest else ''}"
    return element(
        "li",
        element("strong", text(heading(item.short_label))),
        text(f" ({codebook.label('role', item.role)})" if item.is_predictor else ""),
        element("div", text(words), kind="facts"),
        kind=f"box lit-{light_of(clusters, of_all)}",
        title=item.definition,
    )
