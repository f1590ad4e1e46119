"""The theory page's material: documented cases, states and names, read once per snapshot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import streamlit as st

import codebook
from model.context import make_context
from model.documented import UNKNOWN, Documented, read_documents
from model.documented_propositions import ProposedCase, proposed_cases
from model.outcomes import adoption_outcomes
from model.prediction import model_version
from model.priors import FACTOR_INDEX, FloatArray
from model.qca.analysis import Analysis, analyse
from model.qca.question import Question, calibrate, served_states
from store import reader
from store.connection import Lake, LakeSettings, open_lake
from store.implications import clusters_by_proposition_class, clusters_for_theory, evidence_for_theory
from ui.case import records

Row = Mapping[str, object]

WATCHED, OWNED = "ngo_media_monitoring", "business_association"
"""What the base codes nearest to independent monitoring and to local ownership."""


@dataclass(frozen=True)
class Theory:
    """What the page speaks of.

    Attributes
    ----------
    cluster_count
        Number of clusters in the base.
    classes
        Number of clusters by class of propositions.
    coverage
        How much the base holds on each factor, as ``store.reader.coverage_by_factor`` gives it.
    clusters
        The clusters whose evidence speaks of adoption, of monitoring or of an association, one row each, by name:
        cluster_id, name, country_iso3, country_name, p_none (the model's chance of no first-tier practice),
        proposition_class, proposition_p; the last three are missing where the model has not scored it.
    documents
        Documented levels of the same clusters.
    states
        What the model makes of their factors.
    cases
        Those of them whose first-tier practice is coded.
    """

    cluster_count: int
    classes: Mapping[str, int]
    coverage: pd.DataFrame
    clusters: pd.DataFrame
    documents: Documented
    states: FloatArray
    cases: tuple[ProposedCase, ...]

    @cached_property
    def records(self) -> dict[str, Row]:
        """The rows of ``clusters`` by id, in alphabetical order of the names; what is missing is None."""
        return {str(row["cluster_id"]): row for row in records(self.clusters)}

    def value_of(self, cluster_id: str, factor: str) -> str | None:
        """Return the documented value of a factor or of an adoption outcome in the first tier, None without one.

        The outcome of the lower tiers is asked for by its own name.
        """
        place = self.documents.cluster_ids.index(cluster_id)
        if factor in FACTOR_INDEX:
            level = self.documents.level[place, FACTOR_INDEX[factor], 0]
        else:
            level = self.documents.outcome[place, list(adoption_outcomes().values()).index(factor)]
        return None if level == UNKNOWN else codebook.values(factor)[int(level)].value

    def in_order(self, cluster_ids: Iterable[str]) -> list[str]:
        """Return clusters in alphabetical order of their names."""
        wanted = set(cluster_ids)
        return [cluster_id for cluster_id in self.records if cluster_id in wanted]


def read_theory(lake: Lake) -> Theory:
    """Return the page's material in the current snapshot."""
    return _read_theory(lake.settings, f"snapshot {lake.snapshot()}, model {model_version()}")


@st.cache_data(max_entries=2, show_spinner=False)
def _read_theory(settings: LakeSettings, state: str) -> Theory:
    """Read it; ``state`` only tells the cache which state of the data and the model it belongs to."""
    del state
    lake = open_lake(settings)
    asked = (*adoption_outcomes().values(), WATCHED, OWNED)
    clusters, evidence = clusters_for_theory(lake, asked), evidence_for_theory(lake, asked)
    # By id, so that a cluster keeps its place in the possible worlds when somebody renames it.
    by_id = clusters.sort_values("cluster_id")
    ids = by_id["cluster_id"].tolist()
    context = make_context(*reader.national_context(lake)).of(by_id["country_iso3"].tolist())
    documents = read_documents(evidence, ids)
    classes = clusters_by_proposition_class(lake)
    return Theory(
        cluster_count=sum(classes.values()),
        classes={name: number for name, number in classes.items() if name is not None},
        coverage=reader.coverage_by_factor(lake),
        clusters=clusters,
        documents=documents,
        states=served_states(evidence, ids, context),
        cases=tuple(proposed_cases(documents)),
    )


def answer(lake: Lake, theory: Theory, question: Question) -> Analysis:
    """Return the answer to a question, worked out once per snapshot."""
    return _answer(theory, question, lake.settings, f"snapshot {lake.snapshot()}, model {model_version()}")


@st.cache_data(max_entries=32, show_spinner="Drawing possible worlds")
def _answer(_theory: Theory, question: Question, settings: LakeSettings, state: str) -> Analysis:
    """Answer it; settings and state tell the cache which data it belongs to."""
    del settings, state
    return analyse(calibrate(_theory.documents, _theory.states, question), question)
