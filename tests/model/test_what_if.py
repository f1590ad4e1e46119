"""What if: suppositions move exactly what they name, and say that they are suppositions."""

import pandas as pd
import pytest

import codebook
from codebook.errors import UnknownNameError
from model.draws import served_draws
from model.explanation import Explanation, explain
from model.prediction import score, served_reference
from tests.model.made_evidence import CLUSTER, certain, frame, level_name, row

UNION = "union_presence"
STRONG = level_name(UNION, 2)


def _levels(explanation: Explanation) -> tuple[float, float]:
    return explanation.first.expected, explanation.lower.expected


def test_a_supposition_is_a_certain_level_in_both_tiers() -> None:
    supposed = explain(frame(), CLUSTER, overrides={UNION: STRONG})
    expected = score(certain({UNION: 2})[None], served_draws(), served_reference()).expected[0]
    assert _levels(supposed) == tuple(expected)
    assert supposed.completeness[0].known == supposed.completeness[1].known == 1
    assert not any(item.factor == UNION for item in supposed.to_find_out)


def test_a_supposition_of_one_tier_leaves_the_other_alone() -> None:
    plain = explain(frame(), CLUSTER)
    lower = explain(frame(), CLUSTER, overrides={UNION: ("lower", STRONG)})
    assert lower.first == plain.first
    assert lower.lower.expected > plain.lower.expected
    assert explain(frame(), CLUSTER, overrides={UNION: {"first": STRONG, "lower": STRONG}}) == explain(
        frame(), CLUSTER, overrides={UNION: STRONG}
    )


def test_to_suppose_nothing_known_takes_the_evidence_away() -> None:
    evidence = frame(row(UNION, 0), row("law_enforcement", 2))
    forgotten = explain(evidence, CLUSTER, overrides={UNION: None})
    assert _levels(forgotten) == _levels(explain(frame(row("law_enforcement", 2)), CLUSTER))
    assert not forgotten.contributions[list(codebook.PREDICTORS).index(UNION)].is_known_first


def test_what_links_the_tiers_is_supposed_for_both() -> None:
    high = level_name("subcontracting", 2)
    one, both = (explain(frame(), CLUSTER, overrides={"subcontracting": how}) for how in (("lower", high), high))
    assert _levels(one) == _levels(both)


def test_contributions_and_class_move_with_it_and_still_sum() -> None:
    supposed = explain(
        frame(row("law_enforcement", 0)),
        CLUSTER,
        overrides={"buyer_visibility": "high", "business_association": "strong", "subcontracting": "low"},
    )
    total = supposed.first.base + sum(c.first_tier for c in supposed.contributions)
    assert total == pytest.approx(supposed.first.expected, abs=1e-9)
    assert supposed.proposition.name == "P1"


def test_a_supposition_is_marked_and_a_prediction_is_not() -> None:
    supposed = explain(frame(), CLUSTER, overrides={UNION: ("lower", STRONG)}).as_dict()
    assert supposed["hypothetical"] == [{"factor": UNION, "tier": "lower", "value": STRONG}]
    assert "hypothetical" not in explain(frame(), CLUSTER).as_dict()


def test_flags_of_what_is_supposed_otherwise_go() -> None:
    rivals = frame(row(UNION, 0), row(UNION, 2, source_id="b"))
    assert explain(rivals, CLUSTER).flags
    assert not explain(rivals, CLUSTER, overrides={UNION: STRONG}).flags


def test_the_evidence_is_left_as_it_was(cases_evidence: pd.DataFrame) -> None:
    rows = cases_evidence[cases_evidence["cluster_id"] == "pk-sialkot-footballs"]
    before = explain(rows, "pk-sialkot-footballs")
    explain(rows, "pk-sialkot-footballs", overrides={UNION: STRONG, "csr_capacity": None})
    assert explain(rows, "pk-sialkot-footballs") == before


@pytest.mark.parametrize(
    ("overrides", "allowed"),
    [
        ({"unions": STRONG}, UNION),
        ({"philanthropy": "some"}, UNION),
        ({UNION: "very strong"}, STRONG),
        ({UNION: ("middle", STRONG)}, "lower"),
    ],
)
def test_unknown_names_are_refused_with_the_allowed_ones(overrides: dict[str, str], allowed: str) -> None:
    with pytest.raises(UnknownNameError, match=allowed):
        explain(frame(), CLUSTER, overrides=overrides)
