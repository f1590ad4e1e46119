"""How the evidence was coded and how far it can be trusted: every number counted from the data, with its sentence."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

import codebook
from model.outcomes import adoption_outcomes, most_likely_outcomes
from model.reliability import Agreement, agreement, agreement_by_factor
from store import reader
from store.connection import Lake
from ui.markup import count, element, text
from ui.method_contents import head_html
from ui.words import share_words

CLEANEST_ROUND = 4


def method_reliability(lake: Lake) -> None:
    """Show agreement of coders, the audit against sources, what was withdrawn, and what kind of sources speak."""
    codings = reader.codings(lake)
    is_newest = codings["coding_round"] == CLEANEST_ROUND
    earlier, newest = codings[~is_newest], codings[is_newest]
    sentences = [
        f"{len(codings):,} statements were coded twice, blind. Where the two differed a third blind coder decided.",
        "In the first rounds: " + agreement_words(agreement(earlier)),
        "In the newest round, under sharpened rules: " + agreement_words(agreement(newest)),
        audit_words(reader.source_audit(lake)),
        withdrawn_words(reader.withdrawn_reasons(lake)),
        reach_words(reader.scope_and_mode(lake)),
        source_words(reader.source_types(lake)),
    ]
    st.html(head_html("coding") + _list_html([sentence for sentence in sentences if sentence]))
    with st.expander("Agreement of the two blind coders, by factor (first rounds)"):
        _show_agreement(agreement_by_factor(earlier))
    with st.expander("How cases were selected"):
        st.html(_list_html(selection_sentences(lake)))


def _show_agreement(by_factor: Mapping[str, Agreement]) -> None:
    words = (
        "Kappa is 1 for perfect agreement and 0 for what chance alone would give; a step between neighbouring values "
        "counts half. It measures the value given the statement; the audit measures the statement given the source."
    )
    st.html(element("p", words, kind="note"))
    st.dataframe(
        agreement_in_words(by_factor),
        hide_index=True,
        width="stretch",
        height="content",
        placeholder="cannot be computed",
        alt="Agreement of the two blind coders, one factor in a row",
        column_config={"Kappa": st.column_config.NumberColumn(format="%.2f")},
    )


def agreement_words(found: Agreement) -> str:
    """Return the agreement on some statements as a sentence."""
    if not found.statements:
        return "no statement was coded."
    kappa = "" if found.kappa is None else f" (kappa {found.kappa:.2f})"
    return (
        f"of {found.statements:,} statements {found.without_value:,} gave the second coder no value; of the other "
        f"{found.compared:,} the two gave the same value to {share_words(found.equal, found.compared)}{kappa}."
    )


def audit_words(audit: pd.DataFrame) -> str:
    """Return the audit of random statements against their sources as a sentence; empty without an audit."""
    if audit.empty:
        return ""
    found = int((audit["found"] != "no").sum())
    by_answer = audit["statement"].value_counts()
    answers = ", ".join(
        f"{by_answer[value.value]} {value.label}"
        for value in reversed(codebook.values("audit_statement"))
        if value.value in by_answer and value.rank is not None
    )
    wider = int((audit["place"] == "wider").sum())
    return (
        f"{len(audit)} random pieces of evidence were held against their source again. The page, or another with the "
        f"same fact, was found for {found}; of the statements {answers}. {wider} put a wider statement on one place."
    )


def withdrawn_words(reasons: Mapping[str, int]) -> str:
    """Return what was withdrawn and why as a sentence; empty when nothing was."""
    if not reasons:
        return ""
    parts = ", ".join(f"{codebook.label('withdrawn_reason', reason)}: {n}" for reason, n in reasons.items())
    many = count(sum(reasons.values()), "statement was", "statements were")
    return f"{many} withdrawn ({parts}). They count for nothing."


def reach_words(rows: pd.DataFrame) -> str:
    """Return how many pieces of evidence reach further than, or not as far as, the cluster, and who says so."""
    total = int(rows["evidence_rows"].sum())
    if not total:
        return ""
    by_scope = rows.groupby("scope")["evidence_rows"].sum()
    by_mode = rows.groupby("mode")["evidence_rows"].sum()
    return (
        f"Of {total:,} pieces of evidence {int(by_scope.get('wider', 0)):,} speak of something wider than the cluster "
        f"and {int(by_scope.get('part', 0)):,} of a part of it; {int(by_mode.get('claimed', 0)):,} are claims of an "
        f"interested party, {int(by_mode.get('inferred', 0)):,} are inferred and {int(by_mode.get('planned', 0)):,} "
        "were planned. A wider reach, a way of knowing other than observing, and coders who disagreed each lower the "
        "confidence of a row by a step."
    )


def source_words(types: Mapping[str, int]) -> str:
    """Return the shares of press and web, and of research, among the sources as a sentence."""
    total = sum(types.values())
    if not total:
        return ""
    press = types.get("news", 0) + types.get("web", 0)
    research = sum(types.get(kind, 0) for kind in ("article", "book", "thesis"))
    return (
        f"{press:,} of {total:,} sources ({share_words(press, total)}) are news or web pages, {research:,} "
        f"({share_words(research, total)}) articles, books or theses."
    )


def selection_sentences(lake: Lake) -> list[str]:
    """Return how the coded outcomes are selected: what is coded where, and how bad news prevails."""
    evidence = reader.outcome_rows(lake)
    sentences = [codebook.note("selection").text]
    for outcome in adoption_outcomes().values():
        levels = most_likely_outcomes(evidence, outcome).value_counts()
        parts = ", ".join(f"{value.label} {int(levels.get(value.value, 0))}" for value in codebook.values(outcome))
        clusters = count(int(levels.sum()), "cluster", "clusters")
        sentences.append(f"{codebook.factor(outcome).label} is coded for {clusters}: {parts}.")
    pollution = reader.value_counts(lake, "pollution")
    severe = pollution.get(codebook.values("pollution")[-1].value, 0)
    sentences.append(f"Of {sum(pollution.values()):,} pieces of evidence on pollution {severe:,} call it severe.")
    return sentences


def agreement_in_words(by_factor: Mapping[str, Agreement]) -> pd.DataFrame:
    """Return the agreement by factor as people read it, one row per factor, kappa with two digits."""
    return pd.DataFrame(
        {
            "Factor": [codebook.factor(name).label for name in by_factor],
            "Statements": [found.statements for found in by_factor.values()],
            "Without a value for the second coder": [found.without_value for found in by_factor.values()],
            "Same value (of the others)": [
                None if found.equal_share is None else f"{found.equal_share:.0%}" for found in by_factor.values()
            ],
            "Kappa": [None if found.kappa is None else round(found.kappa, 2) for found in by_factor.values()],
        }
    )


def _list_html(sentences: list[str]) -> str:
    return element("ul", *(element("li", text(sentence)) for sentence in sentences), kind="prose")
