"""Factors, vocabularies and labels: complete, ordered, and fit to be read."""

import re
from collections.abc import Callable

import pytest

import codebook
from codebook.errors import UnknownNameError

ALL_VALUES = [value for domain in codebook.DOMAINS for value in codebook.values(domain)]
MODEL_ORDER = (
    "export_orientation buyer_visibility law_enforcement regulator_capture business_association "
    "peer_monitoring social_networks ngo_media_monitoring community_accountability union_presence "
    "union_suppression normative_institutions stakeholder_dialogue csr_capacity subcontracting"
)
TABLE_1 = {
    "Enforcement of National Laws",
    "Business Associations",
    "Peer Monitoring",
    "Social Networks",
    "Informal Regulation",
    "Participation in Global Value Chains",
    "Non-Enforcement of National Laws",
    "Cluster Firms Threatening or Bribing Law Enforcement Officials",
    "Cluster Firms' Suppression of Trade Unions",
    "SMEs Lacking CSR Awareness/Capacity",
    "Intra-cluster Subcontracting Processes",
    "Participation in Local Value Chains",
}


def test_predictors_are_the_fifteen_of_the_model_in_its_order() -> None:
    assert list(codebook.PREDICTORS) == MODEL_ORDER.split()


def test_predictors_are_drivers_or_barriers_and_nothing_else_is() -> None:
    for factor in codebook.FACTORS.values():
        assert factor.is_predictor == (factor.role in {"driver", "barrier"})


def test_barriers_are_the_three_that_lower_adoption() -> None:
    barriers = {item.name for item in codebook.FACTORS.values() if item.role == "barrier"}
    assert barriers == {"regulator_capture", "union_suppression", "subcontracting"}


def test_content_and_results_of_adoption_are_never_predictors() -> None:
    roles = {item.name: item.role for item in codebook.FACTORS.values() if not item.is_predictor}
    context = {name for name, role in roles.items() if role == "context"}
    assert context == {"effluent_treatment", "effluent_plant", "cleaner_technology", "philanthropy"}
    assert len(roles) - len(context) == 5
    assert len(codebook.FACTORS) == 24


def test_adoption_outcomes_name_their_tier() -> None:
    tiers = {item.outcome_tier: item.name for item in codebook.FACTORS.values()}
    assert tiers["first"] == "first_tier_adoption"
    assert tiers["lower"] == "lower_tier_adoption"


def test_every_name_of_the_papers_table_1_has_a_factor() -> None:
    named = [item.table1_name for item in codebook.FACTORS.values() if item.table1_name]
    assert {part for name in named for part in name.split("; ")} == TABLE_1


def test_only_the_two_institutional_conditions_have_no_name_in_table_1() -> None:
    unnamed = {name for name in codebook.PREDICTORS if codebook.FACTORS[name].table1_name is None}
    assert unnamed == {"normative_institutions", "stakeholder_dialogue"}


@pytest.mark.parametrize("factor", list(codebook.FACTORS.values()), ids=lambda item: item.name)
def test_a_factor_asks_one_question_and_is_named_for_people(
    factor: codebook.records.Factor,
) -> None:
    assert factor.question.endswith("?")
    assert factor.question.count("?") == 1
    assert "_" not in factor.label + factor.short_label + factor.question
    assert len(factor.short_label) <= 26


def test_short_labels_and_labels_are_unique() -> None:
    for field in ("label", "short_label"):
        names = [getattr(factor, field) for factor in codebook.FACTORS.values()]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("factor", list(codebook.FACTORS))
def test_values_of_a_factor_are_ranked_from_zero_with_a_rule_each(factor: str) -> None:
    values = codebook.values(factor)
    ranks = [value.rank for value in values]
    unordered = factor == "effluent_plant"
    assert ranks == ([None] * len(values) if unordered else list(range(len(values))))
    assert all(value.rule for value in values)


@pytest.mark.parametrize("factor", codebook.PREDICTORS)
def test_a_predictor_has_three_levels(factor: str) -> None:
    assert [value.rank for value in codebook.values(factor)] == [0, 1, 2]


def test_labels_hold_no_underscore_and_no_capital_code() -> None:
    for value in ALL_VALUES:
        assert "_" not in value.label, value
        assert value.domain == "column_type" or not re.search(r"[A-Z]{4,}", value.label), value


def test_labels_of_one_vocabulary_are_told_apart() -> None:
    for domain in codebook.DOMAINS:
        labels = [value.label for value in codebook.values(domain)]
        assert len(labels) == len(set(labels)), domain


def test_meanings_are_sentences() -> None:
    for value in ALL_VALUES:
        assert value.meaning.endswith("."), value


def test_ranks_of_a_vocabulary_have_no_holes() -> None:
    for domain in codebook.DOMAINS:
        ranks = [value.rank for value in codebook.values(domain) if value.rank is not None]
        assert ranks == list(range(len(ranks))), domain


def test_unknown_is_a_value_without_rank() -> None:
    for value in ALL_VALUES:
        assert value.value != "unknown" or value.rank is None


def test_the_label_of_nothing_says_that_it_is_not_known() -> None:
    assert codebook.label("sector", None) == "not known"


def test_screens_say_the_words_of_the_look() -> None:
    said = {
        name: f"{codebook.FACTORS[name].short_label}: {codebook.label(name, value)}"
        for name, value in (
            ("export_orientation", "domestic"),
            ("union_presence", "weak"),
            ("effluent_treatment", "partial"),
        )
    }
    assert list(said.values()) == [
        "Sells to: home market",
        "Unions: weak",
        "Effluent treated: partly",
    ]


def test_an_unknown_value_is_refused_with_the_allowed_ones_and_a_next_step() -> None:
    with pytest.raises(UnknownNameError) as caught:
        codebook.label("export_orientation", "exprt")
    assert "'exprt'" in str(caught.value)
    assert "Did you mean 'export'?" in str(caught.value)
    for value in codebook.values("export_orientation"):
        assert value.value in str(caught.value)
    assert caught.value.next_step


@pytest.mark.parametrize(
    ("ask", "allowed"),
    [
        (lambda: codebook.columns("clustres"), "clusters"),
        (lambda: codebook.column("clusters", "nam"), "name"),
        (lambda: codebook.table("evidences"), "evidence"),
        (lambda: codebook.factor("unions"), "union_presence"),
        (lambda: codebook.values("sectors"), "sector"),
        (lambda: codebook.prior("beta"), "beta of export_orientation"),
        (lambda: codebook.note("generalrule"), "general_rule"),
    ],
    ids=["columns", "column", "table", "factor", "values", "prior", "note"],
)
def test_every_lookup_of_an_unknown_name_says_what_is_allowed(ask: Callable[[], object], allowed: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        ask()
    assert allowed in str(caught.value)


def test_every_factor_belongs_to_one_area_of_the_paper_with_the_passage_that_says_so() -> None:
    assert set(codebook.AREAS) == set(codebook.FACTORS)
    for name, item in codebook.AREAS.items():
        assert item.factor == name
        assert item.area in {value.value for value in codebook.values("research_area")}
        assert item.passage.endswith(".")
    areas = {item.area for item in codebook.AREAS.values()}
    assert areas == {value.value for value in codebook.values("research_area")}
