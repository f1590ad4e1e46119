"""Warnings: evidence that contradicts itself, and evidence that leaves the level open."""

import pandas as pd
import pytest

import codebook
from model.flags import CONFLICT, DIVIDED, SMOKESCREEN, conflicts, divided, evidence_flags
from model.priors import FACTOR_INDEX
from model.states import States, make_states, prepare_rows
from tests.model.made_evidence import CLUSTER, frame, row

LAW = "law_enforcement"


def _flags(*rows: dict[str, object]) -> set[tuple[str, str]]:
    """Return flag and tier of all warnings about law enforcement."""
    prepared = prepare_rows(frame(*rows), [CLUSTER])
    flags = evidence_flags(prepared, make_states(prepared, 0, 1))
    assert {flag.factor for flag in flags} <= {LAW}
    return {(flag.flag, flag.tier) for flag in flags}


def test_the_flags_are_those_of_the_codebook() -> None:
    assert [value.value for value in codebook.values("prediction_flag")] == [CONFLICT, DIVIDED, SMOKESCREEN]


def test_both_ends_of_the_scale_contradict_each_other() -> None:
    flags = _flags(row(LAW, 0), row(LAW, 2, source_id="b"))
    assert {(CONFLICT, "first"), (CONFLICT, "lower")} <= flags


@pytest.mark.parametrize(
    "rows",
    [
        [row(LAW, 0), row(LAW, 1, source_id="b")],
        [row(LAW, 0, confidence="low"), row(LAW, 2, source_id="b")],
        [row(LAW, 0, tier="first"), row(LAW, 2, tier="lower", source_id="b")],
        [row(LAW, 2), row(LAW, 2, source_id="b")],
    ],
    ids=["neighbours", "one of low confidence", "different tiers", "agreement"],
)
def test_what_is_no_contradiction(rows: list[dict[str, object]]) -> None:
    assert not {flag for flag in _flags(*rows) if flag[0] == CONFLICT}


def test_a_row_on_the_whole_cluster_can_contradict_one_on_a_tier_there_alone() -> None:
    flags = _flags(row(LAW, 0, tier="all"), row(LAW, 2, tier="lower", source_id="b"))
    assert (CONFLICT, "lower") in flags
    assert (CONFLICT, "first") not in flags


def test_weak_evidence_leaves_it_open_and_sure_evidence_does_not() -> None:
    assert _flags(row(LAW, 2, confidence="low")) == {(DIVIDED, "first"), (DIVIDED, "lower")}
    assert not _flags(row(LAW, 2))


def test_nothing_is_open_where_nothing_is_said() -> None:
    assert not _flags()
    assert _flags(row(LAW, 2, tier="first", confidence="low")) == {(DIVIDED, "first")}


def test_flags_of_a_part_of_the_clusters_are_those_of_the_whole(
    cases_evidence: pd.DataFrame, cases_clusters: pd.DataFrame, cases_states: States
) -> None:
    ids = cases_clusters["cluster_id"].tolist()
    rows = prepare_rows(cases_evidence, ids)
    whole = conflicts(rows, 0, len(ids))
    assert (conflicts(rows, 100, 200) == whole[100:200]).all()
    # Every contradiction is between two rows that a reader can see.
    for cluster, factor, _ in zip(*whole.nonzero(), strict=True):
        seen = cases_evidence["cluster_id"] == ids[cluster]
        named = cases_evidence["factor"] == list(FACTOR_INDEX)[factor]
        assert cases_evidence.loc[seen & named, "value"].nunique() >= 2
    assert (divided(cases_states) <= cases_states.is_known).all()
