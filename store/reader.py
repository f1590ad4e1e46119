"""What pages, routes and commands read from the lake: one typed function per query of store/sql/.

The map and its table read the atlas instead (store/atlas.py); here is what one cluster's page, the method page
and the command line need. Every function reads the current snapshot in one short statement.
"""

from dataclasses import dataclass

import pandas as pd

from codebook.errors import NotFoundError
from codebook.ids import is_valid_id, shorten
from store.asking import ask
from store.connection import Lake


@dataclass(frozen=True)
class Cluster:
    """One cluster's facts; None where the case base does not say.

    Attributes
    ----------
    cluster_id, name, country_iso3, country_name, admin1, place
        Who and where.
    latitude, longitude
        Degrees, EPSG:4326; what the point stands for is said by ``location_precision``.
    location_precision, sector
        Values of the codebook.
    products, summary
        In words.
    firms, workers
        Counts, of ``size_year``.
    size_year
        Year the counts speak of.
    """

    cluster_id: str
    name: str
    country_iso3: str
    country_name: str
    admin1: str | None
    place: str
    latitude: float
    longitude: float
    location_precision: str
    sector: str
    products: str | None
    firms: int | None
    workers: int | None
    size_year: int | None
    summary: str | None


@dataclass(frozen=True)
class Counts:
    """What the lake holds, in numbers.

    Attributes
    ----------
    clusters, evidence, sources, withdrawn, interventions, intervention_rows, clusters_with_interventions
        Rows; an intervention that several sources describe has several rows.
    countries
        Countries with at least one cluster.
    evidence_without_year, evidence_from_memory, country_level_clusters
        Rows that need care.
    tier_combinations, rival_combinations
        Combinations of cluster, factor and tier with evidence, and those whose rows disagree.
    sources_news_or_web
        Sources that are news or web pages.
    """

    clusters: int
    evidence: int
    sources: int
    withdrawn: int
    interventions: int
    intervention_rows: int
    clusters_with_interventions: int
    countries: int
    evidence_without_year: int
    evidence_from_memory: int
    country_level_clusters: int
    tier_combinations: int
    rival_combinations: int
    sources_news_or_web: int


def cluster(lake: Lake, cluster_id: str) -> Cluster:
    """Return one cluster.

    Raises
    ------
    NotFoundError
        When the text is no id, or no cluster has it.
    EmptyLakeError
        When nothing was ever built.
    """
    row = ask(lake, "cluster", {"cluster_id": cluster_id}).fetchone() if is_valid_id(cluster_id) else None
    if row is None:
        message = f"There is no cluster with the id “{shorten(cluster_id, 64)}”."
        raise NotFoundError(message, "Find it on the map or in the table under the map.")
    return Cluster(*row)


def evidence_of_cluster(lake: Lake, cluster_id: str) -> pd.DataFrame:
    """Return all evidence on one cluster with its sources.

    Returns
    -------
    pandas.DataFrame
        One row per evidence row, by factor, newest first: the columns of ``evidence``, then citation,
        source_year, doi, url, source_type; ``counts`` is True for the row whose value stands for its factor
        and tier, ``is_rival`` where rows of that factor and tier disagree.
    """
    return ask(lake, "evidence_of_cluster", {"cluster_id": cluster_id}).df()


def percentiles_of_cluster(lake: Lake, cluster_id: str) -> dict[str, float | None]:
    """Return the stored percentile (0 to 1) by tier, None where a tier has none."""
    rows = ask(lake, "percentiles_of_cluster", {"cluster_id": cluster_id}).fetchall()
    return dict(rows)


def counts(lake: Lake) -> Counts:
    """Return what the lake holds, in numbers.

    Raises
    ------
    EmptyLakeError
        When nothing was ever built.
    """
    row = ask(lake, "counts", {}).fetchone()
    return Counts(*(int(number) for number in row or ()))


def value_counts(lake: Lake, factor: str) -> dict[str, int]:
    """Return the number of evidence rows of a factor by value."""
    return dict(ask(lake, "value_counts", {"factor": factor}).fetchall())


def outcome_rows(lake: Lake) -> pd.DataFrame:
    """Return the evidence on adoption in both tiers: evidence_id, cluster_id, factor, value, confidence, source_id."""
    return ask(lake, "outcome_rows", {}).df()


def coverage_by_factor(lake: Lake) -> pd.DataFrame:
    """Return how much the base holds on each factor.

    Returns
    -------
    pandas.DataFrame
        One row per factor with evidence: factor, clusters, evidence_rows, source_count, newest_year.
    """
    return ask(lake, "coverage_by_factor", {}).df()


def context_sources(lake: Lake) -> pd.DataFrame:
    """Return where the national context comes from: source_id, citation, year, url, licence."""
    return ask(lake, "context_sources", {}).df()


def source_types(lake: Lake) -> dict[str, int]:
    """Return the number of sources by type, most frequent first."""
    return dict(ask(lake, "source_types", {}).fetchall())


def withdrawn_of_cluster(lake: Lake, cluster_id: str) -> pd.DataFrame:
    """Return the statements on one cluster that were taken back.

    Returns
    -------
    pandas.DataFrame
        One row per withdrawn statement: evidence_id, factor, value, tier, year, locator, statement, reason, then
        citation, source_year, doi, url, source_type of its source.
    """
    return ask(lake, "withdrawn_of_cluster", {"cluster_id": cluster_id}).df()


def interventions_of_cluster(lake: Lake, cluster_id: str) -> pd.DataFrame:
    """Return what was tried at one cluster.

    Returns
    -------
    pandas.DataFrame
        One row per initiative and source, newest initiative first: the columns of ``interventions``, then
        citation, source_year, doi, url, source_type.
    """
    return ask(lake, "interventions_of_cluster", {"cluster_id": cluster_id}).df()


def codings(lake: Lake) -> pd.DataFrame:
    """Return every coded statement: evidence_id, coding_round, factor, tier and the values of each coder."""
    return ask(lake, "codings", {}).df()


def source_audit(lake: Lake) -> pd.DataFrame:
    """Return the audit of random statements against their sources, one row per statement."""
    return ask(lake, "source_audit", {}).df()


def withdrawn_reasons(lake: Lake) -> dict[str, int]:
    """Return the number of withdrawn statements by reason, most frequent first."""
    return dict(ask(lake, "withdrawn_reasons", {}).fetchall())


def scope_and_mode(lake: Lake) -> pd.DataFrame:
    """Return the number of evidence rows by scope and mode: scope, mode, evidence_rows."""
    return ask(lake, "scope_and_mode", {}).df()


def national_context(lake: Lake) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the countries (iso3, income_group) and their indicators as the model reads them."""
    return ask(lake, "countries_for_model", {}).df(), ask(lake, "context_for_model", {}).df()


def quarantine_counts(lake: Lake) -> dict[str, int]:
    """Return the number of statements that the model cannot read, by reason."""
    return dict(ask(lake, "quarantine_counts", {}).fetchall())


def validation(lake: Lake, model_version: str) -> str | None:
    """Return the stored result of judging a model version on the shipped cases as JSON, None when there is none."""
    batch = ask(lake, "input_hash_of_batch", {"batch": 0}).fetchone()
    if batch is None:
        return None
    key = {"model_version": model_version, "input_hash": str(batch[0])}
    row = ask(lake, "validation", dict(key)).fetchone()
    return None if row is None else str(row[0])


def country_names(lake: Lake) -> dict[str, str]:
    """Return the name of every country of the lake by its code, in the order of the names."""
    return dict(ask(lake, "country_names", {}).fetchall())
