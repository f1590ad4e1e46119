"""What the tests of the model share: the real case base and the agreed scenarios."""

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from model.context import NationalContext, make_context
from model.prediction import predict
from model.states import States, make_states, prepare_rows
from tests.model.made_evidence import level_number


@dataclass(frozen=True)
class Scenario:
    """Certain levels of some factors, the rest unknown, and what an independent run expects."""

    name: str
    levels: dict[str, int]
    expected: dict[str, float]


@pytest.fixture(scope="session")
def cases_evidence(project_folder: Path) -> pd.DataFrame:
    """Return the evidence of the shipped case base, text but for the year."""
    evidence = pd.read_csv(project_folder / "data/cases/evidence.csv", dtype=str)
    return evidence.assign(year=pd.to_numeric(evidence["year"]))


@pytest.fixture(scope="session")
def cases_clusters(project_folder: Path) -> pd.DataFrame:
    """Return the clusters of the shipped case base, all text."""
    return pd.read_csv(project_folder / "data/cases/clusters.csv", dtype=str)


@pytest.fixture(scope="session")
def cases_predictions(cases_evidence: pd.DataFrame, cases_clusters: pd.DataFrame) -> pd.DataFrame:
    """Return the predictions of the shipped case base; tests must not change them."""
    return predict(cases_evidence, cases_clusters["cluster_id"].tolist())


@pytest.fixture(scope="session")
def cases_states(cases_evidence: pd.DataFrame, cases_clusters: pd.DataFrame) -> States:
    """Return the states of the shipped case base; tests must not change them."""
    ids = cases_clusters["cluster_id"].tolist()
    return make_states(prepare_rows(cases_evidence, ids), 0, len(ids))


@pytest.fixture(scope="session")
def national(project_folder: Path) -> NationalContext:
    """Return the national context of the shipped indicators."""
    folder = project_folder / "data/context"
    return make_context(pd.read_csv(folder / "countries.csv"), pd.read_csv(folder / "country_context.csv"))


@pytest.fixture(scope="session")
def scenarios(project_folder: Path) -> tuple[Scenario, ...]:
    """Return the agreed scenarios in the order of their file."""
    text = (project_folder / "tests/contract/scenarios.json").read_text(encoding="utf-8")
    return tuple(
        Scenario(
            name=scenario["name"],
            levels={f: level_number(f, value) for f, value in scenario["factors"].items()},
            expected=scenario["expected"],
        )
        for scenario in json.loads(text)["scenarios"]
    )
