"""One cluster's case: facts, evidence and prediction, read once per snapshot and shared by card and page."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

import codebook
from model.context import ClusterContext, make_context
from model.explanation import Contribution, Explanation, explain
from model.prediction import model_version
from model.what_if import Override
from store import reader
from store.connection import Lake, LakeSettings, open_lake

WHOLE_NUMBERS = ("year", "source_year", "coders", "coders_agreeing", "start_year", "end_year")


@dataclass(frozen=True)
class Case:
    """Everything a page says about one cluster.

    Attributes
    ----------
    cluster
        Its facts.
    evidence
        One row per piece of evidence as ``store.reader.evidence_of_cluster`` gives it.
    withdrawn
        One row per statement that was taken back.
    interventions
        One row per initiative and source: what was tried.
    context
        What national indicators say of unknown factors in the cluster's country.
    explanation
        The prediction of both tiers with what each factor adds.
    """

    cluster: reader.Cluster
    evidence: pd.DataFrame
    withdrawn: pd.DataFrame
    interventions: pd.DataFrame
    context: ClusterContext
    explanation: Explanation

    @property
    def source_count(self) -> int:
        """Number of different sources."""
        return int(self.evidence["source_id"].nunique())

    @property
    def years(self) -> tuple[int, int] | None:
        """Oldest and newest year of the evidence, None where no row has one."""
        years = self.evidence["year"].dropna()
        return None if years.empty else (int(years.min()), int(years.max()))

    @property
    def rival_factors(self) -> list[str]:
        """Factors whose evidence disagrees, in the codebook's order."""
        rivals = set(self.evidence.loc[self.evidence["is_rival"].fillna(False).astype(bool), "factor"])
        return [factor for factor in codebook.FACTORS if factor in rivals]

    @property
    def unknown_factors(self) -> list[str]:
        """Predictors without any evidence in either tier, in the codebook's order."""
        return [c.factor for c in self.explanation.contributions if not (c.is_known_first or c.is_known_lower)]

    def reasons(self) -> list[Contribution]:
        """Return the known factors, the strongest first (the sum of both tiers' sizes)."""
        known = [c for c in self.explanation.contributions if c.is_known_first or c.is_known_lower]
        return sorted(known, key=lambda c: -(abs(c.first_tier) + abs(c.lower_tier)))

    def inferred(self) -> list[Contribution]:
        """Return the factors that only the country's indicators move, the strongest first."""
        inferred = [c for c in self.explanation.contributions if c.inferred]
        return sorted(inferred, key=lambda c: -(abs(c.first_tier) + abs(c.lower_tier)))

    def counting_rows(self, factor: str) -> pd.DataFrame:
        """Return the rows whose value counts for a factor, at most one per tier."""
        rows = self.evidence[self.evidence["factor"] == factor]
        return rows[rows["counts"].fillna(False).astype(bool)]

    def counting_records(self, factor: str) -> list[Mapping[str, object]]:
        """Return the rows whose value counts for a factor as plain values, at most one per tier."""
        return records(self.counting_rows(factor))


def explain_case(case: Case, overrides: Mapping[str, Override], assumed_share: float | None) -> Explanation:
    """Return the explanation of a case under suppositions; it belongs in no store.

    Parameters
    ----------
    overrides
        Values to suppose instead of the evidence, by factor.
    assumed_share
        Assumed share of unstudied clusters with some practice, 0 to 1; None for the model's own.
    """
    return explain(case.evidence, case.cluster.cluster_id, case.context, overrides, assumed_share)


def read_case(lake: Lake, cluster_id: str) -> Case:
    """Return one cluster's case in the current snapshot.

    Raises
    ------
    NotFoundError
        When there is no such cluster.
    """
    return _read_case(cluster_id, lake.settings, f"snapshot {lake.snapshot()}, model {model_version()}")


@st.cache_data(max_entries=256, show_spinner=False)
def _read_case(cluster_id: str, settings: LakeSettings, state: str) -> Case:
    """Read a case; ``state`` only tells the cache which state of the data and the model it belongs to."""
    del state
    lake = open_lake(settings)
    cluster = reader.cluster(lake, cluster_id)
    evidence = reader.evidence_of_cluster(lake, cluster_id)
    context = make_context(*reader.national_context(lake)).of([cluster.country_iso3])
    return Case(
        cluster=cluster,
        evidence=evidence,
        withdrawn=reader.withdrawn_of_cluster(lake, cluster_id),
        interventions=reader.interventions_of_cluster(lake, cluster_id),
        context=context,
        explanation=explain(evidence, cluster_id, context),
    )


def records(rows: pd.DataFrame) -> list[Mapping[str, object]]:
    """Return rows as plain values for a page: what is missing is None, years are whole numbers."""
    plain = rows.astype(object).where(rows.notna(), None).to_dict("records")
    return [
        {
            str(name): int(value) if name in WHOLE_NUMBERS and value is not None else value
            for name, value in record.items()
        }
        for record in plain
    ]
