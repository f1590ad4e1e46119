"""The priors table: complete, labelled, and with the ranges that its author stated."""

import csv
import math
from pathlib import Path

import pytest

import codebook

# Medians and 90 % ranges as the model's author printed them, rounded to two figures.
PRINTED = [
    ("beta", "buyer_visibility", 1.20, 0.45, 3.2),
    ("beta", "law_enforcement", 1.00, 0.37, 2.7),
    ("beta", "business_association", 0.70, 0.26, 1.9),
    ("beta", "peer_monitoring", 0.60, 0.22, 1.6),
    ("beta", "ngo_media_monitoring", 0.60, 0.22, 1.6),
    ("beta", "community_accountability", 0.60, 0.22, 1.6),
    ("beta", "union_presence", 0.60, 0.22, 1.6),
    ("phi_capture", None, 0.50, 0.16, 0.84),
    ("phi_suppression", None, 0.50, 0.16, 0.84),
    ("zeta", "law_enforcement", 0.35, 0.17, 0.59),
    ("zeta", "subcontracting", 0.50, 0.27, 0.73),
    ("gamma_visibility_association", None, 1.0, 0.37, 2.7),
    ("gamma_topdown_bottomup", None, 1.0, 0.37, 2.7),
    ("delta", None, 1.0, 0.44, 2.3),
    ("omega", None, 0.50, 0.16, 0.84),
    ("kappa_subcontracting", None, 1.2, 0.53, 2.7),
    ("kappa_visibility", None, 0.8, 0.30, 2.1),
    ("c2_minus_c1", None, 3.0, 0.95, 9.5),
]
BETAS = {
    "regulator_capture": 0.5,
    "union_suppression": 0.4,
    "export_orientation": 0.4,
    "normative_institutions": 0.4,
    "stakeholder_dialogue": 0.4,
    "csr_capacity": 0.6,
    "social_networks": 0.3,
    "subcontracting": 0.4,
}
BASE_RATES = {
    "export_orientation": (0.60, 0.25, 0.15),
    "buyer_visibility": (0.70, 0.22, 0.08),
    "law_enforcement": (0.40, 0.50, 0.10),
    "regulator_capture": (0.20, 0.45, 0.35),
    "business_association": (0.35, 0.50, 0.15),
    "peer_monitoring": (0.55, 0.35, 0.10),
    "social_networks": (0.20, 0.45, 0.35),
    "ngo_media_monitoring": (0.50, 0.38, 0.12),
    "community_accountability": (0.60, 0.32, 0.08),
    "union_presence": (0.55, 0.37, 0.08),
    "union_suppression": (0.30, 0.45, 0.25),
    "normative_institutions": (0.40, 0.45, 0.15),
    "stakeholder_dialogue": (0.60, 0.33, 0.07),
    "csr_capacity": (0.55, 0.37, 0.08),
    "subcontracting": (0.15, 0.40, 0.45),
}
CONSTANTS = {
    "k_high": 3,
    "k_medium": 2,
    "k_low": 1,
    "reference_year": 2026,
    "half_life_years": 20,
    "other_tier_weight": 0.25,
    "missing_year_weight": 0.5,
    "draws": 512,
}


@pytest.mark.parametrize(("parameter", "factor", "median", "low", "high"), PRINTED)
def test_a_prior_has_the_median_and_the_range_that_were_printed(
    parameter: str, factor: str | None, median: float, low: float, high: float
) -> None:
    prior = codebook.prior(parameter, factor)
    ends = prior.range_90()
    assert ends is not None
    assert prior.median == median
    assert [float(f"{end:.2g}") for end in ends] == pytest.approx([low, high])


@pytest.mark.parametrize("factor", list(BETAS))
def test_the_other_effects_have_the_printed_median_and_the_common_spread(factor: str) -> None:
    prior = codebook.prior("beta", factor)
    assert (prior.median, prior.sd, prior.scale) == (BETAS[factor], 0.6, "log")


def test_cut_point_and_left_out_parts_have_their_spreads() -> None:
    expected = {
        "c1": (3.2, 0.6, "normal"),
        "sd_country": (0.35, 0.5, "log"),
        "sd_sector": (0.35, 0.5, "log"),
        "sd_cluster": (0.60, 0.4, "log"),
    }
    for parameter, numbers in expected.items():
        prior = codebook.prior(parameter)
        assert (prior.median, prior.sd, prior.scale) == numbers


@pytest.mark.parametrize("factor", codebook.PREDICTORS)
def test_base_rates_are_the_printed_shares_and_sum_to_one(factor: str) -> None:
    shares = codebook.prior("p0", factor).shares
    assert shares == BASE_RATES[factor]
    assert math.fsum(shares) == pytest.approx(1, abs=1e-12)
    assert len(shares) == len(codebook.values(factor))


def test_constants_of_the_evidence_layer_are_the_printed_ones() -> None:
    for parameter, number in CONSTANTS.items():
        prior = codebook.prior(parameter)
        assert (prior.median, prior.scale) == (number, "fixed")


def test_every_confidence_has_its_reliability() -> None:
    for value in codebook.values("confidence"):
        assert codebook.prior(f"k_{value.value}").median is not None


@pytest.mark.parametrize("parameter", ["beta", "zeta", "p0"])
def test_every_predictor_and_nothing_else_has_the_parameter(parameter: str) -> None:
    named = tuple(row.factor for row in codebook.PRIORS.rows if row.parameter == parameter)
    assert named == codebook.PREDICTORS


def test_middle_level_of_drivers_counts_a_third_and_of_barriers_half() -> None:
    for name in codebook.PREDICTORS:
        expected = 0.5 if codebook.FACTORS[name].role == "barrier" else 0.35
        assert codebook.prior("zeta", name).median == expected


def test_numbers_fill_exactly_the_cells_that_their_scale_reads() -> None:
    for row in codebook.PRIORS.rows:
        assert (row.median is None) == (row.scale == "base_rate")
        assert (row.sd is None) == (row.scale in {"fixed", "base_rate"})
        assert len(row.shares) == (3 if row.scale == "base_rate" else 0)
        assert (row.range_90() is None) == (row.sd is None)


def test_every_number_of_the_theory_is_labelled_as_elicited() -> None:
    technical = {row.parameter for row in codebook.PRIORS.rows if row.basis != "elicited"}
    assert technical == {"draws", "seed"}
    assert "elicited" in codebook.note("elicited").text


def test_parameters_are_listed_once_and_hashed_without_their_prose() -> None:
    assert len(codebook.PRIORS.parameters) == len(set(codebook.PRIORS.parameters))
    row = codebook.prior("beta", "buyer_visibility")
    assert row.numbers == ("beta", "buyer_visibility", "log", 1.2, 0.6, None, None, None)


def test_numbers_in_the_file_are_written_plainly() -> None:
    path = Path(codebook.__file__).with_name("priors.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            assert "e" not in (row["median"] + row["sd"] + row["lowest"])
