"""What the tests of the validation share: the judged clusters of the case base, and one whole validation."""

import time
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from model.priors import SERVED, FloatArray
from model.validation.cases import TierCases, make_cases
from model.validation.result import Validation
from model.validation.run import validate


@dataclass(frozen=True)
class TimedRun:
    """One whole validation of the shipped case base, with a national context made for tests."""

    result: Validation
    processor_seconds: float


def made_context(clusters: pd.DataFrame) -> FloatArray:
    """Return base rates that favour the countries of the first half of the alphabet a little."""
    favoured = clusters["country_iso3"].to_numpy(dtype=str) < "M"
    tilt = np.where(favoured[:, None], (0.8, 1.0, 1.2), (1.0, 1.0, 1.0))
    rates = SERVED.base_rates[None] * tilt[:, None, :]
    return rates / rates.sum(axis=2, keepdims=True)


@pytest.fixture(scope="session")
def judged_cases(cases_clusters: pd.DataFrame, cases_evidence: pd.DataFrame) -> dict[str, TierCases]:
    """Return the shipped clusters with a coded outcome, by tier; tests must not change them."""
    return make_cases(cases_clusters, cases_evidence)


@pytest.fixture(scope="session")
def few_cases(judged_cases: dict[str, TierCases]) -> TierCases:
    """Return every fourth of the earlier first-tier cases, with 64 of the draws: enough to try laws on."""
    earlier = judged_cases["first"].take(~judged_cases["first"].is_frozen)
    return thinned(earlier.take(np.arange(len(earlier)) % 4 == 0), 8)


@pytest.fixture(scope="session")
def whole_run(cases_clusters: pd.DataFrame, cases_evidence: pd.DataFrame) -> TimedRun:
    """Return the whole validation, run once a session."""
    before = time.process_time()
    result = validate(cases_clusters, cases_evidence, made_context)
    return TimedRun(result, time.process_time() - before)


@pytest.fixture(scope="session")
def shipped(whole_run: TimedRun) -> Validation:
    """Return the result of the whole validation."""
    return whole_run.result


def thinned(cases: TierCases, step: int) -> TierCases:
    """Return the cases with every so many draws only."""
    return TierCases(
        cases.tier, cases.cluster_ids, cases.level, cases.is_frozen, cases.latent[:, ::step], cases.factors
    )
