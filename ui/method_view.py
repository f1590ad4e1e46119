"""The parts of the method page: the model in plain words, the data's limits in numbers, codebook, sources."""

import pandas as pd
import streamlit as st

import codebook
from codebook.records import Prior
from etl.provenance import shipped_files
from model.prediction import model_version
from store import reader
from store.connection import Lake
from ui.markup import element, link, text
from ui.method_contents import head_html
from ui.standing import read_standing
from ui.words import heading

PAPER = "https://doi.org/10.1007/s10551-014-2372-8"
PAPER_CITATION = codebook.note("theory").text


def method_model(lake: Lake) -> None:
    """Show what the colour is and is not, in the order a doubtful reader asks."""
    draws = int(codebook.prior("draws").median or 0)
    words = read_standing(lake).words()
    tested = f", {words} until it has passed a test on new cases" if words else ""
    paragraphs = (
        "Clusterwatch turns one paper’s theory of why firms in industrial clusters adopt, or do not adopt, "
        "socially responsible practice into numbers, and applies it to what published sources say of each cluster. "
        "The colour says what the theory’s mechanism implies. It is not a measurement, and not a judgement of a firm.",
        f"{len(codebook.PREDICTORS)} factors go in: drivers such as known buyers, enforced law and unions, and "
        "barriers such as bribes and work put out to lower tiers. What firms did and what came of it, such as treated "
        "waste water or child labour, never goes in: that would predict the answer from the answer.",
        "Each piece of evidence moves its factor towards the value it reports: the more, the surer and the newer it "
        "is. A factor that nobody has written about stays open between all its values; it is never taken as absent.",
        "First tier and lower tiers are predicted apart. What reaches a first-tier firm, an inspector, a buyer, a "
        "union, often does not reach the workshops and homes it gives work to; and where much work is put out, the "
        "lower tiers fall behind.",
        f"How strongly each factor acts is not known. The model therefore draws {draws} plausible sets of strengths "
        "and of unknown factors; the 90 % range shows how far the results spread. The colour compares each cluster, "
        "draw by draw, with a place nobody has studied: the middle colour means “about like such a place”.",
        f"Read it as an index drawn from theory{tested}. " + codebook.note("no_causal_reading").text,
    )
    st.html(
        head_html("meaning")
        + element("div", *(element("p", text(paragraph)) for paragraph in paragraphs), kind="prose")
        + element("p", "The theory: " + link(PAPER, PAPER_CITATION), kind="note")
        + element("p", text(f"Model version {model_version()}, snapshot {lake.snapshot()} of the data."), kind="note")
    )


def method_data(lake: Lake) -> None:
    """Show what the data can bear, each limit with its number counted now."""
    counts = reader.counts(lake)
    sentences = (
        f"{counts.clusters:,} clusters in {counts.countries} countries, {counts.evidence:,} pieces of evidence from "
        f"{counts.sources:,} sources (those of withdrawn statements and of what was tried among them).",
        f"{counts.evidence_without_year:,} pieces of evidence do not say which year they speak of; they weigh less.",
        f"For {counts.rival_combinations} of {counts.tier_combinations:,} combinations of cluster, factor and tier the "
        "sources disagree. All claims stay; the newest of the most confident counts on the page, of an outcome the "
        "likeliest level, and the model weighs all of them.",
        f"{counts.evidence_from_memory} pieces of evidence were written down from memory and are marked so.",
        f"{counts.country_level_clusters} entries describe a national industry. They are drawn as an outline of the "
        "country, never as a place.",
        codebook.note("strong_enforcement").text,
    )
    st.html(head_html("data") + element("ul", *(element("li", text(sentence)) for sentence in sentences), kind="prose"))
    with st.expander("How much is known of each factor"):
        st.dataframe(
            coverage_in_words(lake),
            hide_index=True,
            width="stretch",
            height="content",
            placeholder=codebook.NOT_KNOWN,
            alt="How much is known of each factor, one in a row",
        )


def coverage_in_words(lake: Lake) -> pd.DataFrame:
    """Return the coverage of each factor as people read it, one row per factor of the codebook."""
    coverage = reader.coverage_by_factor(lake).set_index("factor").reindex(list(codebook.FACTORS))
    whole = coverage[["clusters", "evidence_rows", "source_count"]].fillna(0).astype(int)
    return pd.DataFrame(
        {
            "Factor": [codebook.factor(name).label for name in coverage.index],
            "Role": [heading(codebook.label("role", codebook.factor(name).role)) for name in coverage.index],
            "Clusters": whole["clusters"].to_numpy(),
            "Pieces of evidence": whole["evidence_rows"].to_numpy(),
            "Sources": whole["source_count"].to_numpy(),
            "Newest (year)": coverage["newest_year"].astype("Int64").to_numpy(),
        }
    )


def method_codebook() -> None:
    """Show the factors with their values and the rules by which they are coded."""
    blocks = []
    for name, factor in codebook.FACTORS.items():
        values = [
            element("li", element("strong", text(value.label)), ": ", text(f"{value.meaning} {value.rule}"))
            for value in codebook.values(name)
        ]
        role = codebook.label("role", factor.role)
        blocks.append(
            "<details>"
            + element("summary", element("strong", text(factor.label)), text(f" · {role}"))
            + element("p", text(factor.definition))
            + element("ul", *values)
            + element("p", text(f"In the paper: {factor.passage}"), kind="note")
            + "</details>"
        )
    st.html(head_html("factors") + element("p", text(codebook.note("general_rule").text), kind="note"))
    with st.expander(f"All {len(codebook.FACTORS)} factors with their values and rules"):
        st.html("".join(blocks))


def method_strengths() -> None:
    """Show every number that somebody judged, with its reason."""
    st.html(head_html("strengths") + element("p", text(codebook.note("elicited").text), kind="note"))
    with st.expander("Every number, its range and why"):
        st.dataframe(priors_in_words(), hide_index=True, width="stretch", alt="The strengths the model assumes")


def priors_in_words() -> pd.DataFrame:
    """Return every elicited number of the model with its 90 % range and the passage that justifies it."""
    rows = [row for row in codebook.PRIORS.rows if row.basis == "elicited"]
    return pd.DataFrame(
        {
            "Number": [_prior_words(row) for row in rows],
            "Value": [_number_words(row) for row in rows],
            "90 % range": [_range_words(row) for row in rows],
            "Why": [row.passage for row in rows],
        }
    )


def _prior_words(row: Prior) -> str:
    parameter = codebook.label("prior_parameter", row.parameter)
    return parameter if row.factor is None else f"{parameter}: {codebook.factor(row.factor).label}"


def _number_words(row: Prior) -> str:
    if row.scale == "base_rate":
        return " / ".join(f"{share:.0%}" for share in (row.lowest, row.middle, row.highest) if share is not None)
    return f"{row.median:g}"


def _range_words(row: Prior) -> str:
    bounds = row.range_90()
    return "" if bounds is None else f"{bounds[0]:.2g} to {bounds[1]:.2g}"


def method_sources(lake: Lake) -> None:
    """Show where every shipped file comes from, with its licence, and how to cite."""
    items = [
        element("li", link(item.url, item.citation), element("div", text(f"Licence: {item.licence}"), kind="note"))
        for item in shipped_files()
    ]
    kinds = ", ".join(f"{codebook.label('source_type', kind)} {n:,}" for kind, n in reader.source_types(lake).items())
    st.html(
        head_html("sources")
        + element("p", text(f"Sources of the evidence by kind: {kinds}. Each stands beside what it says."))
    )
    with st.expander(f"The {len(items)} files that the product ships with, and their licences"):
        st.html(element("ul", *items))
    st.html(
        element("h3", "How to cite")
        + element(
            "p",
            text(
                f"Clusterwatch, snapshot {lake.snapshot()}, model version {model_version()}; "
                f"and the theory: {PAPER_CITATION}"
            ),
        )
    )
