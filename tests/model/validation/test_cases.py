"""Who is judged, and what contestants may see of it."""

import numpy as np
import pandas as pd
import pytest

import codebook
from codebook.errors import InputError
from model.outcomes import adoption_outcomes
from model.priors import FACTOR_INDEX
from model.states import TIERS, prepare_rows
from model.validation.cases import TierCases, coded_levels, make_cases, make_factor_levels
from tests.model.made_evidence import CLUSTER, row

OUTCOME = adoption_outcomes()["first"]


def _clusters(*ids: str, coding_round: object = 1) -> pd.DataFrame:
    return pd.DataFrame({"cluster_id": list(ids), "coding_round": coding_round})


def test_the_case_base_holds_the_judged_clusters_that_it_is_known_for(judged_cases: dict[str, TierCases]) -> None:
    counted = {
        (tier, is_frozen): tuple(np.bincount(cases.level[cases.is_frozen == is_frozen], minlength=3))
        for tier, cases in judged_cases.items()
        for is_frozen in (False, True)
    }
    assert counted == {
        ("first", False): (24, 59, 9),
        ("first", True): (7, 11, 1),
        ("lower", False): (76, 25, 7),
        ("lower", True): (13, 4, 0),
    }


def test_outcomes_never_reach_what_contestants_see(
    cases_clusters: pd.DataFrame, cases_evidence: pd.DataFrame, judged_cases: dict[str, TierCases]
) -> None:
    evidence = cases_evidence.copy()
    turned = evidence["factor"] == OUTCOME
    evidence.loc[turned, "value"] = codebook.values(OUTCOME)[0].value
    changed = make_cases(cases_clusters, evidence)["first"]
    assert not changed.level.any()
    assert (changed.latent == judged_cases["first"].latent).all()
    assert (changed.factors.favourable == judged_cases["first"].factors.favourable).all()


def test_order_of_rows_and_clusters_does_not_matter(
    cases_clusters: pd.DataFrame, cases_evidence: pd.DataFrame, judged_cases: dict[str, TierCases]
) -> None:
    turned = make_cases(cases_clusters[::-1], cases_evidence[::-1])
    for tier in TIERS:
        assert turned[tier].cluster_ids == judged_cases[tier].cluster_ids
        assert (turned[tier].level == judged_cases[tier].level).all()
        assert (turned[tier].latent == judged_cases[tier].latent).all()


def test_a_barrier_counts_from_its_other_end() -> None:
    evidence = pd.DataFrame([row("law_enforcement", 2), row("regulator_capture", 2), row("union_suppression", 0)])
    levels = make_factor_levels(prepare_rows(evidence, [CLUSTER]))
    seen = {name: levels.favourable[0, place, 0] for name, place in FACTOR_INDEX.items() if levels.is_known[0, place]}
    assert seen == {"law_enforcement": 1.0, "regulator_capture": 0.0, "union_suppression": 1.0}


def test_a_row_that_reports_the_other_tier_or_no_known_value_codes_nothing() -> None:
    good = row(OUTCOME, 2, tier="first")
    bad = [
        row(OUTCOME, 2, tier="lower", cluster_id="other-tier"),
        row(OUTCOME, 2, value="splendid", cluster_id="no-value"),
        row(OUTCOME, 2, confidence="certain", cluster_id="no-confidence"),
        row(OUTCOME, 2, tier=None, cluster_id="no-tier"),
    ]
    ids = [CLUSTER, "other-tier", "no-value", "no-confidence", "no-tier"]
    assert coded_levels(pd.DataFrame([good, *bad]), OUTCOME, ids).tolist() == [2, -1, -1, -1, -1]


def test_a_cluster_without_a_coding_round_counts_as_new() -> None:
    evidence = pd.DataFrame([row(OUTCOME, 1, tier="first")])
    for clusters in (_clusters(CLUSTER)[["cluster_id"]], _clusters(CLUSTER, coding_round=None)):
        assert make_cases(clusters, evidence)["first"].is_frozen.tolist() == [True]
    assert make_cases(_clusters(CLUSTER, coding_round="2"), evidence)["first"].is_frozen.tolist() == [False]


def test_clusters_without_id_or_twice_are_refused() -> None:
    evidence = pd.DataFrame([row(OUTCOME, 1)])
    for clusters in (_clusters("a", "a"), pd.DataFrame({"cluster_id": [None]}), pd.DataFrame({"name": ["a"]})):
        with pytest.raises(InputError):
            make_cases(clusters, evidence)
