"""The result as it is stored and shown."""

import json
import math
from dataclasses import replace

from model.states import TIERS
from model.validation.names import FROZEN, THEORY
from model.validation.records import Gate
from model.validation.result import Validation, WithContext, from_json


def test_json_makes_the_same_result_again(shipped: Validation) -> None:
    assert from_json(shipped.to_json()) == shipped


def test_json_has_the_agreed_shape_and_no_number_that_is_none(shipped: Validation) -> None:
    held = json.loads(shipped.to_json())
    assert list(held)[:4] == ["n_first", "n_lower", "scores", "gate"]
    agreed = {"model", "tier", "design", "n", "rps", "log", "auc", "gain", "gain_se"}
    assert all(agreed <= set(score) for score in held["scores"])
    assert set(held["gate"]) == set(TIERS)
    assert {"calibration", "sensitivity", "convergent", "needed"} <= set(held)
    numbers = [value for score in held["scores"] for value in score.values() if isinstance(value, float)]
    assert all(math.isfinite(number) for number in numbers)


def test_a_tier_is_illustrative_until_it_passes_with_and_without_context(shipped: Validation) -> None:
    passed, failed = (Gate(50, 3.0, 3.0, illustrative) for illustrative in (False, True))
    gates = [({"first": one}, {"first": other}) for one in (passed, failed) for other in (passed, failed)]
    found = [
        replace(shipped, gate=without, with_context=WithContext((), beside)).is_illustrative("first")
        for without, beside in gates
    ]
    assert found == [False, True, True, True]
    assert not replace(shipped, gate={"first": passed}, with_context=None).is_illustrative("first")


def test_context_moves_the_theory_and_none_of_the_others(shipped: Validation) -> None:
    assert shipped.with_context is not None
    for score in shipped.with_context.scores:
        without = shipped.score(score.model, score.tier, score.design)
        assert (score == without) == (score.model != THEORY)


def test_what_is_not_there_is_none(shipped: Validation) -> None:
    assert shipped.score("oracle", "first", FROZEN) is None
    assert shipped.comparison(THEORY, "oracle", "first", FROZEN) is None
