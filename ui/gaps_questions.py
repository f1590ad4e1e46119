"""Where one fact would teach us most: open questions, ranked by what their answers would settle.

What is ranked are questions, never places: a cluster is in the list because little is known of it, whatever it does.
"""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

import codebook
from model.context import make_context
from model.information import FACTORS, TIERS, question, what_to_learn
from model.prediction import model_version
from store.connection import Lake, LakeSettings, open_lake
from store.gaps import CLUSTER, Wanted, clusters_to_ask_about, evidence_of_asked_clusters
from store.reader import national_context
from ui.gaps_state import FACTOR
from ui.markup import count, element, text
from ui.words import heading

QUESTIONS_SHOWN = 20


def read_questions(lake: Lake, wanted: Wanted) -> pd.DataFrame:
    """Return every open question, as `open_questions` has them, once for a state of the data."""
    chosen = tuple((name, tuple(values)) for name, values in wanted.items())
    return _read_questions(lake.settings, f"snapshot {lake.snapshot()}, model {model_version()}", chosen)


@st.cache_data(max_entries=8, show_spinner="Weighing the open questions")
def _read_questions(
    settings: LakeSettings, state: str, chosen: tuple[tuple[str, tuple[str, ...]], ...]
) -> pd.DataFrame:
    """Read and weigh; ``state`` only tells the cache which state of the data and the model it belongs to."""
    del state
    lake = open_lake(settings)
    clusters = clusters_to_ask_about(lake, dict(chosen))
    evidence = evidence_of_asked_clusters(lake, clusters["cluster_id"].tolist())
    context = make_context(*national_context(lake)).of(clusters["country_iso3"].tolist())
    return open_questions(clusters, what_to_learn(evidence, clusters["cluster_id"].tolist(), context))


def open_questions(clusters: pd.DataFrame, shares: np.ndarray) -> pd.DataFrame:
    """Return one row per cluster, factor and tier that is not known: what an answer would settle there.

    Parameters
    ----------
    clusters
        From ``store.gaps.clusters_to_ask_about``.
    shares
        From ``model.information.what_to_learn``, in the order of the clusters.

    Returns
    -------
    pandas.DataFrame
        cluster_id, name, country_iso3, country_name, factor, tier, share (0 to 1, of the tier's uncertainty), weight
        (clusters that a row stands for: more than 1 where the clusters are a sample).
    """
    place, factor, tier = np.nonzero(shares > 0)
    rows = clusters.iloc[place].reset_index(drop=True)
    weight = 1.0 if clusters.empty else float(clusters["of_all"].iloc[0]) / len(clusters)
    return rows.drop(columns="of_all").assign(
        factor=np.array(FACTORS, dtype=object)[factor],
        tier=np.array(TIERS, dtype=object)[tier],
        share=shares[place, factor, tier].astype(float),
        weight=weight,
    )


def rank_questions(questions: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the questions gathered by factor, country or cluster, the most telling first.

    By country and by cluster each place has one row, its most telling question, so that the list does not ask twenty
    times in one place.

    Returns
    -------
    pandas.DataFrame
        One row per question: group (code of the country, id of the cluster; empty by factor), name, factor, tier,
        settled (sum of the shares: as many clusters' uncertainty as answers would settle), clusters (where it is open).
    """
    keys = {FACTOR: [], "country": ["country_iso3", "country_name"], CLUSTER: ["cluster_id", "name"]}[by]
    if by == CLUSTER:
        # A row a cluster, factor and tier is what the questions are already.
        found = questions.assign(settled=questions["share"], clusters=1)
    else:
        weighed = questions.assign(settled=questions["share"] * questions["weight"])
        found = weighed.groupby([*keys, FACTOR, "tier"], as_index=False, sort=True).agg(
            settled=("settled", "sum"), clusters=("weight", "sum")
        )
    found = found.sort_values(["settled", *keys[1:], FACTOR, "tier"], ascending=[False, *[True] * (len(keys[1:]) + 2)])
    if keys:
        found = found.drop_duplicates(keys[0])
    group, name = keys or (None, None)
    return pd.DataFrame(
        {
            "group": found[group] if group else "",
            "name": found[name] if name else "",
            **{column: found[column] for column in (FACTOR, "tier", "settled")},
            "clusters": found["clusters"].round().astype(int),
        }
    ).reset_index(drop=True)


def questions_html(ranked: pd.DataFrame, by: str) -> str:
    """Return the first questions as a numbered list, each with what its answer would settle."""
    if ranked.empty:
        return element("p", "No question is open here.", kind="note")
    items = [_question_html(row, by) for row in ranked.head(QUESTIONS_SHOWN).to_dict("records")]
    return element("ol", *items, kind="questions")


def _question_html(row: dict[Any, Any], by: str) -> str:
    tier, name = str(row["tier"]), str(row[FACTOR])
    where = "" if by == FACTOR else f"{row['name']}: "
    about = f"{where}{codebook.factor(name).label} ({codebook.label('tier', tier)})"
    return element(
        "li",
        element("strong", text(about)),
        element("div", text(question(name, tier))),
        element("div", text(worth_words(float(row["settled"]), int(row["clusters"]), tier, by)), kind="quiet"),
    )


def worth_words(settled: float, clusters: int, tier: str, by: str) -> str:
    """Return what answers would settle, in words."""
    of = codebook.label("tier", tier)
    if by == CLUSTER:
        return f"Would remove {settled:.0%}".replace("%", " %") + f" of what is uncertain about the {of} there."
    each = f"{settled / clusters:.0%}".replace("%", " %")
    where = count(clusters, "cluster", "clusters")
    return f"Not known at {where}; an answer removes {each} of what is uncertain about the {of} there, on average."


def sampling_words(questions: pd.DataFrame) -> str:
    """Return a sentence on the sample, empty where every cluster was weighed."""
    if questions.empty or questions["weight"].iloc[0] == 1:
        return ""
    asked = questions["cluster_id"].nunique()
    return f"Weighed at a fixed sample of {asked:,} clusters and multiplied up; by cluster the list holds these alone."


def questions_in_words(ranked: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return all questions as a table to take to the field, with room for the answers."""
    names = ranked[FACTOR].astype(str)
    pairs = list(zip(names, ranked["tier"].astype(str), strict=True))
    places = {} if by == FACTOR else {heading(by): ranked["name"], f"Id of the {by}": ranked["group"]}
    return pd.DataFrame(
        {
            "Rank": range(1, len(ranked) + 1),
            **places,
            "Factor": [codebook.factor(name).label for name in names],
            "About": [codebook.label("tier", tier) for _, tier in pairs],
            "Question": [question(name, tier) for name, tier in pairs],
            "Possible answers": [_answers(name) for name in names],
            "Clusters where it is open": ranked["clusters"],
            "Settles (clusters' uncertainty)": ranked["settled"].round(3),
            **dict.fromkeys(("Answer", "Who says so, and where", "Year"), ""),
        }
    )


def _answers(factor: str) -> str:
    return "; ".join(f"{item.label} ({item.meaning.rstrip('.')})" for item in codebook.values(factor))
