"""Which documented cases speak for and against the propositions: the rule of the classes, and silence where unsure."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

import codebook
from model.documented import UNKNOWN, Documented, read_documents
from model.documented_propositions import PROPOSITIONS, ProposedCase, proposed_cases
from model.priors import FACTOR_INDEX
from model.structure import FROM_ABOVE, FROM_BELOW

BOTH = {"buyer_visibility": 2, "business_association": 2}
NEITHER = {"buyer_visibility": 0, "business_association": 0, "law_enforcement": 0}
Levels = dict[str, int]


def case_of(levels: Levels, first: int, lower: int = UNKNOWN) -> ProposedCase:
    """Return the case of one cluster with some documented levels of its first tier."""
    level = np.full((1, len(FACTOR_INDEX), 2), UNKNOWN)
    for factor, value in levels.items():
        level[0, FACTOR_INDEX[factor], 0] = value
    (case,) = proposed_cases(Documented(("a",), level, np.array([[first, lower]])))
    return case


@pytest.mark.parametrize(
    ("levels", "first", "lower", "answers"),
    [
        pytest.param(BOTH, 1, UNKNOWN, (True, None, None), id="practice with both"),
        pytest.param(BOTH, 0, UNKNOWN, (False, None, False), id="none in spite of both: a surprise"),
        pytest.param(NEITHER, 0, UNKNOWN, (None, None, True), id="none, weak drivers"),
        pytest.param(NEITHER, 1, UNKNOWN, (None, None, False), id="practice in spite of weak drivers"),
        pytest.param({"subcontracting": 2}, 1, 0, (None, True, None), id="stops at the first tier"),
        pytest.param({"subcontracting": 1}, 1, 0, (None, True, None), id="put out in part is put out"),
        pytest.param({"subcontracting": 2}, 1, 1, (None, False, None), id="reaches below"),
        pytest.param({"subcontracting": 0}, 1, UNKNOWN, (None, False, None), id="little is put out"),
        pytest.param({"subcontracting": 2}, 1, UNKNOWN, (None, None, None), id="nobody looked below"),
        pytest.param({}, 1, 0, (None, None, None), id="nobody says whether work is put out"),
        pytest.param({"subcontracting": 2}, 0, 0, (None, None, None), id="no practice that could stop"),
        pytest.param({"buyer_visibility": 2}, 1, UNKNOWN, (None, None, None), id="the association is unknown"),
        pytest.param({"buyer_visibility": 1, "business_association": 2}, 0, UNKNOWN, (None, None, None), id="open"),
    ],
)
def test_what_a_case_says_of_each_proposition(
    levels: Levels, first: int, lower: int, answers: tuple[bool | None, ...]
) -> None:
    case = case_of(levels, first, lower)
    assert tuple(case.speaks(proposition) for proposition in PROPOSITIONS) == answers


def test_a_surprise_is_no_practice_in_spite_of_strong_drivers() -> None:
    assert case_of(BOTH, 0).is_surprise
    assert not case_of(BOTH, 1).is_surprise
    assert not case_of(NEITHER, 0).is_surprise
    assert case_of(dict.fromkeys((*FROM_ABOVE, *FROM_BELOW), 2), 0).is_surprise


def test_pressure_of_exactly_a_quarter_is_strong() -> None:
    levels = {"law_enforcement": 2, "buyer_visibility": 0, "business_association": 0}
    half = {"peer_monitoring": 2, "community_accountability": 2, "union_presence": 0, "ngo_media_monitoring": 0}
    assert case_of({**levels, **half}, 1).is_strong is True


def test_clusters_whose_first_tier_nobody_coded_are_no_cases() -> None:
    level = np.full((1, len(FACTOR_INDEX), 2), 2)
    assert proposed_cases(Documented(("a",), level, np.array([[UNKNOWN, 0]]))) == []


def test_an_answer_never_changes_when_a_missing_document_turns_up() -> None:
    factors = ("buyer_visibility", "business_association", "subcontracting")
    for levels in product((UNKNOWN, 0, 1, 2), repeat=len(factors)):
        for first, lower in product((0, 1), (UNKNOWN, 0, 1)):
            known = {name: level for name, level in zip(factors, levels, strict=True) if level != UNKNOWN}
            case = case_of(known, first, lower)
            for factor in {*FROM_ABOVE, "union_presence", *factors} - set(known):
                for level in range(3):
                    other = case_of({**known, factor: level}, first, lower)
                    for proposition in PROPOSITIONS:
                        assert case.speaks(proposition) in (None, other.speaks(proposition))


def test_the_shipped_cases_agree_with_a_count_from_the_documents(
    cases_evidence: pd.DataFrame, cases_clusters: pd.DataFrame
) -> None:
    documents = read_documents(cases_evidence, cases_clusters["cluster_id"].tolist())
    df = pd.DataFrame(documents.level[:, :, 0], columns=list(FACTOR_INDEX)).where(lambda level: level != UNKNOWN)
    outcome = pd.DataFrame(documents.outcome, columns=["first", "lower"]).where(lambda level: level != UNKNOWN)
    has_both = (df["buyer_visibility"] == 2) & (df["business_association"] == 2)
    has_any = outcome["first"] >= 1
    stops = has_any & (df["subcontracting"] >= 1) & (outcome["lower"] == 0)
    goes_on = has_any & ((df["subcontracting"] == 0) | (outcome["lower"] >= 1))
    cases = proposed_cases(documents)
    spoken = {(n, answer): sum(c.speaks(n) is answer for c in cases) for n in (1, 2) for answer in (True, False)}
    assert len(cases) == outcome["first"].notna().sum()
    assert spoken == {
        (1, True): (has_both & has_any).sum(),
        (1, False): (has_both & (outcome["first"] == 0)).sum(),
        (2, True): stops.sum(),
        (2, False): goes_on.sum(),
    }
    assert min(spoken.values()) > 0


def test_the_middle_level_counts_as_the_priors_say() -> None:
    # Law and known buyers at their middle, everything from below at its highest: (.35 + .35) / 2 x 1 = .35.
    middle = float(codebook.prior("zeta", "law_enforcement").median or 0)
    levels = {**dict.fromkeys(FROM_ABOVE, 1), **dict.fromkeys(FROM_BELOW, 2), "business_association": 0}
    assert case_of(levels, 1).is_strong is (middle >= 0.25)
    assert case_of({**levels, "peer_monitoring": 0, "union_presence": 0}, 1).is_strong is (middle * 0.5 >= 0.25)
