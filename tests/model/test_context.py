"""National context: base rates of unknown factors alone, with known values."""

import numpy as np
import pandas as pd
import pytest

from codebook.errors import InputError
from model.context import PARENTS, NationalContext, make_context, shifted_rates
from model.explanation import explain
from model.hashing import evidence_hash
from model.prediction import predict
from model.priors import FACTOR_INDEX, SERVED
from model.states import make_states, prepare_rows
from tests.model.made_evidence import CLUSTER, frame, row

LAW, CAPTURE = FACTOR_INDEX["law_enforcement"], FACTOR_INDEX["regulator_capture"]
WITHOUT = [name for name in FACTOR_INDEX if name not in PARENTS]


@pytest.mark.parametrize(
    ("standing", "law", "capture"),
    [
        (-1.0, (0.597, 0.355, 0.048), (0.101, 0.354, 0.545)),
        (0.0, (0.400, 0.500, 0.100), (0.200, 0.450, 0.350)),
        (1.0, (0.231, 0.571, 0.198), (0.357, 0.448, 0.195)),
    ],
)
def test_base_rates_move_as_printed(standing: float, law: tuple[float, ...], capture: tuple[float, ...]) -> None:
    loading = np.array([SERVED.loading(factor) for factor in FACTOR_INDEX])
    rates = shifted_rates(SERVED.base_rates, loading * standing, np.zeros(15))
    assert rates[LAW] == pytest.approx(law, abs=1e-3)
    assert rates[CAPTURE] == pytest.approx(capture, abs=1e-3)


def test_loadings_are_those_of_the_priors_table_and_no_other_factor_has_one() -> None:
    expected = {
        "law_enforcement": 0.8,
        "regulator_capture": -0.8,
        "ngo_media_monitoring": 0.6,
        "union_presence": 0.6,
        "union_suppression": -0.6,
        "stakeholder_dialogue": 0.5,
        "community_accountability": 0.4,
        "normative_institutions": 0.3,
        "csr_capacity": 0.3,
    }
    assert {factor: SERVED.loading(factor) for factor in FACTOR_INDEX if SERVED.loading(factor)} == expected
    assert set(PARENTS) == set(expected)


def test_an_error_is_averaged_over() -> None:
    shift, error = np.full(15, 0.8), np.full(15, 0.5)
    rates = shifted_rates(SERVED.base_rates, shift, error)[LAW]
    moved = 0.8 + 0.5 * np.random.default_rng(0).standard_normal(400_000)
    chance = 1.0 / (1.0 + np.exp(-(np.log(0.6 / 0.4) + moved)))
    assert 1.0 - rates[0] == pytest.approx(chance.mean(), abs=1e-3)
    assert rates[0] > shifted_rates(SERVED.base_rates, shift, np.zeros(15))[LAW, 0]


def _tables(*values: tuple[str, str, int, float, float | None]) -> tuple[pd.DataFrame, pd.DataFrame]:
    countries = pd.DataFrame(
        [("AAA", "Low income"), ("BBB", "Upper middle income"), ("CCC", "High income"), ("DDD", "Not classified")],
        columns=["iso3", "income_group"],
    )
    columns = ["iso3", "indicator", "year", "value", "standard_error"]
    return countries, pd.DataFrame(list(values), columns=columns)


def test_standing_is_the_z_score_of_the_newest_value_among_countries_that_are_not_rich() -> None:
    tables = _tables(
        ("AAA", "wgi_cc", 2020, 9.0, 0.1),
        ("AAA", "wgi_cc", 2023, -1.0, 0.2),
        ("BBB", "wgi_cc", 2023, 1.0, 0.4),
        ("CCC", "wgi_cc", 2023, 3.0, 0.2),
    )
    context = make_context(*tables)
    assert context.standing[:, CAPTURE].tolist() == [-1.0, 1.0, 3.0, 0.0]
    assert context.error[:, CAPTURE].tolist() == [0.2, 0.4, 0.2, 0.0]


def test_of_two_parents_the_mean_counts_or_the_one_that_there_is() -> None:
    tables = _tables(
        *(("AAA", name, 2023, -1.0, 0.6) for name in ("wgi_rl", "wgi_ge")),
        *(("BBB", name, 2023, 1.0, 0.8) for name in ("wgi_rl", "wgi_ge")),
        ("CCC", "wgi_rl", 2023, 2.0, 0.3),
    )
    context = make_context(*tables)
    assert context.standing[:3, LAW].tolist() == [-1.0, 1.0, 2.0]
    assert context.error[:3, LAW] == pytest.approx([0.6 / np.sqrt(2), 0.8 / np.sqrt(2), 0.3])


def test_a_worse_rating_of_union_rights_lowers_presence_and_raises_suppression() -> None:
    tables = _tables(("AAA", "ituc_rights_rating", 2026, 5.0, None), ("BBB", "ituc_rights_rating", 2026, 1.0, None))
    context = make_context(*tables)
    presence, suppression = FACTOR_INDEX["union_presence"], FACTOR_INDEX["union_suppression"]
    assert context.standing[:2, presence].tolist() == [-1.0, 1.0]
    assert context.error[:2, presence].tolist() == [0.25, 0.25]
    assert context.base_rates[0, presence, 2] < SERVED.base_rates[presence, 2] < context.base_rates[1, presence, 2]
    assert context.base_rates[0, suppression, 2] > SERVED.base_rates[suppression, 2]


def test_without_indicators_base_rates_stay_to_the_last_bit() -> None:
    context = make_context(*_tables())
    assert (context.base_rates == SERVED.base_rates).all()
    given = context.of(["AAA", None, "ZZZ"])
    assert (given.base_rates(0, 3) == SERVED.base_rates).all()


def test_every_country_has_chances_and_other_factors_keep_theirs(national: NationalContext) -> None:
    assert len(national.countries) == 157
    assert np.abs(national.base_rates.sum(axis=2) - 1.0).max() < 1e-12
    assert national.base_rates.min() > 0.0
    others = [FACTOR_INDEX[name] for name in WITHOUT]
    assert (national.base_rates[:, others] == SERVED.base_rates[others]).all()


def test_an_unknown_country_is_no_context(national: NationalContext) -> None:
    rows = frame(row("buyer_visibility", 2), row("buyer_visibility", 2, cluster_id="other"))
    ids = [CLUSTER, "other"]
    given = predict(rows, ids, national.of([None, "nowhere"]))
    pd.testing.assert_frame_equal(given, predict(rows, ids), check_exact=True)


def test_context_moves_unknown_factors_and_hardly_known_ones(national: NationalContext) -> None:
    evidence = frame(*(row("law_enforcement", 2, source_id=f"s{n}") for n in range(4)))
    rows = prepare_rows(evidence, [CLUSTER])
    poor = national.of(["AFG"])
    with_context = make_states(rows, 0, 1, poor.base_rates(0, 1)).q[0, :, 0]
    without = make_states(rows, 0, 1).q[0, :, 0]
    assert np.abs(with_context[LAW] - without[LAW]).max() < 0.01
    assert np.abs(with_context[CAPTURE] - without[CAPTURE]).max() > 0.1


def test_contributions_of_context_are_marked_as_inferred_and_the_reference_stays(national: NationalContext) -> None:
    evidence = frame(row("law_enforcement", 2))
    plain, inferred = explain(evidence, CLUSTER), explain(evidence, CLUSTER, national.of(["AFG"]))
    assert inferred.first.base == plain.first.base
    marked = {c.factor for c in inferred.contributions if c.inferred}
    assert marked == set(PARENTS) - {"law_enforcement"}
    assert not any(c.inferred for c in plain.contributions)
    total = inferred.first.base + sum(c.first_tier for c in inferred.contributions)
    assert total == pytest.approx(inferred.first.expected, abs=1e-9)
    assert inferred.completeness == plain.completeness


def test_explanation_and_prediction_agree_with_context(
    cases_evidence: pd.DataFrame, cases_clusters: pd.DataFrame, national: NationalContext
) -> None:
    countries = cases_clusters.set_index("cluster_id")["country_iso3"]
    predicted = predict(cases_evidence, countries.index.tolist(), national.of(countries.tolist()))
    for cluster_id in ("pk-sialkot-footballs", "br-franca-footwear"):
        rows = cases_evidence[cases_evidence["cluster_id"] == cluster_id]
        explained = explain(rows, cluster_id, national.of([countries[cluster_id]]))
        expected = predicted.loc[predicted["cluster_id"] == cluster_id, "expected"].tolist()
        assert [explained.first.expected, explained.lower.expected] == expected


def test_a_context_of_other_clusters_is_refused(national: NationalContext) -> None:
    with pytest.raises(InputError, match="context is that of 1 clusters, 2 are asked for"):
        predict(frame(), ["a", "b"], national.of(["AFG"]))


def test_a_missing_column_is_named() -> None:
    countries, values = _tables()
    with pytest.raises(InputError, match="country context lacks the columns standard_error"):
        make_context(countries, values.drop(columns="standard_error"))


@pytest.mark.parametrize("outcomes", [(), ({"factor": "first_tier_adoption", "value": "substantial"},)])
def test_a_cluster_without_evidence_is_the_unknown_cluster_whatever_its_country(
    outcomes: tuple[dict[str, str], ...], national: NationalContext
) -> None:
    evidence = frame(*(row("law_enforcement", 0) | changes for changes in outcomes))
    given = predict(evidence, [CLUSTER], national.of(["AFG"]))
    assert given["above_unknown"].tolist() == [0.5, 0.5]
    assert given["expected"].tolist() == given["base"].tolist()
    assert evidence_hash(evidence, [CLUSTER], national.of(["AFG"])) == evidence_hash(evidence, [CLUSTER])
    explained = explain(evidence, CLUSTER, national.of(["AFG"]))
    assert not any(c.inferred for c in explained.contributions)


def test_a_neighbour_s_evidence_switches_no_context_on(national: NationalContext) -> None:
    ids = ["documented", "silent"]
    evidence = frame(row("law_enforcement", 2, cluster_id="documented"))
    given, plain = predict(evidence, ids, national.of(["AFG", "AFG"])), predict(evidence, ids)
    has_moved = (given["expected"] != plain["expected"]).groupby(given["cluster_id"]).any()
    assert has_moved.to_dict() == {"documented": True, "silent": False}
