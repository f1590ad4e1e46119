"""What other priors do, and that nothing but the named choice differs."""

import numpy as np
import pandas as pd
import pytest

from model.priors import SERVED
from model.states import TIERS
from model.validation import sensitivity
from model.validation.names import CONTEXT_OFF
from model.validation.result import Validation
from model.validation.sensitivity import VARIANTS, Variant, rank_correlation, sensitivity_of, vary


def _changed(variant: Variant) -> set[str]:
    before, after = SERVED.rows, vary(SERVED, variant).rows
    return {row.parameter for row, other in zip(before, after, strict=True) if row.numbers != other.numbers}


def test_a_variant_changes_what_its_name_says_and_nothing_else() -> None:
    assert {variant.name: _changed(variant) for variant in VARIANTS} == {
        "equal weights": {"beta"},
        "effects halved": {"beta"},
        "wider priors": {"beta"},
        "equidistant levels": {"zeta"},
        "no synergies": {"gamma_visibility_association", "gamma_topdown_bottomup"},
        "lower base": {"c1"},
        "higher base": {"c1"},
    }


def test_a_change_of_nothing_moves_nothing(
    monkeypatch: pytest.MonkeyPatch, cases_clusters: pd.DataFrame, cases_evidence: pd.DataFrame
) -> None:
    monkeypatch.setattr(sensitivity, "VARIANTS", (Variant("same", "nothing is changed", lambda row: row),))
    for row in sensitivity_of(cases_clusters[:30], cases_evidence):
        assert row.rank_correlation == pytest.approx(1.0)
        assert (row.largest_change, row.base_change) == (0.0, 0.0)
        assert (row.class_changed_share, row.colour_changed_share) == (0.0, 0.0)


def test_context_that_says_nothing_moves_nothing(cases_clusters: pd.DataFrame, cases_evidence: pd.DataFrame) -> None:
    few = cases_clusters[:10]
    same = np.repeat(SERVED.base_rates[None], len(few), axis=0)
    off = [row for row in sensitivity_of(few, cases_evidence, same) if row.variant == CONTEXT_OFF]
    assert [row.largest_change for row in off] == pytest.approx([0.0, 0.0], abs=1e-12)


def test_the_order_of_places_is_robust_and_their_levels_are_not(shipped: Validation) -> None:
    rows = [row for row in shipped.sensitivity if row.variant != CONTEXT_OFF]
    assert [(row.variant, row.tier) for row in rows] == [(v.name, tier) for v in VARIANTS for tier in TIERS]
    assert {row.n for row in rows} == {shipped.n_clusters}
    assert all(row.rank_correlation is not None and row.rank_correlation > 0.95 for row in rows)
    assert max(row.mean_change for row in rows) > 0.1


def test_a_base_moves_all_places_its_own_way(shipped: Validation) -> None:
    base = {row.variant: row.base_change for row in shipped.sensitivity if row.tier == "first"}
    assert base["lower base"] < 0.0 < base["higher base"]
    assert base[CONTEXT_OFF] == 0.0


def test_rank_correlation_sees_order_alone() -> None:
    numbers = np.array([0.1, 0.4, 0.2, 0.9])
    assert rank_correlation(numbers, numbers**3) == pytest.approx(1.0)
    assert rank_correlation(numbers, -numbers) == pytest.approx(-1.0)
    assert rank_correlation(numbers, numbers * 0.0) is None
