"""What the map can be coloured by: classes without gaps, a colour each, a caveat, and every factor."""

import itertools

import pytest

import codebook
from codebook.errors import UnknownNameError
from codebook.records import Measure

MEASURES = [codebook.measure(name) for name in codebook.MEASURE_NAMES]


def test_measures_are_those_of_the_file_then_every_factor() -> None:
    own = tuple(measure.name for measure in codebook.measures())
    assert own == ("above_unknown", "percentile", "expected", "tier_gap", "known_factors")
    assert (*own, *codebook.FACTORS) == codebook.MEASURE_NAMES


@pytest.mark.parametrize("measure", MEASURES, ids=lambda item: item.name)
def test_a_measure_has_words_a_palette_and_a_colour_a_class(measure: Measure) -> None:
    assert measure.caveat.endswith(".")
    assert "_" not in measure.label + measure.caveat
    assert measure.palette in {item.value for item in codebook.values("measure_palette")}
    assert [item.number for item in measure.classes] == list(range(1, len(measure.classes) + 1))
    tokens = [item.token for item in measure.classes]
    assert tokens == sorted(set(tokens))
    assert set(tokens) <= set(codebook.COLOURS)
    assert len({item.label for item in measure.classes}) == len(measure.classes)


def test_only_what_is_held_against_the_unknown_has_two_colours_with_a_middle() -> None:
    assert [item.name for item in MEASURES if item.palette == "diverging"] == ["above_unknown"]
    tokens = [item.token for item in codebook.measure("above_unknown").classes]
    assert tokens == [colour.token for colour in codebook.adoption_colours()]


def test_classes_of_a_share_or_level_meet_without_gap() -> None:
    for name in ("above_unknown", "percentile", "expected", "tier_gap"):
        for lower, higher in itertools.pairwise(codebook.measure(name).classes):
            assert lower.high == higher.low


def test_counted_factors_fall_into_the_classes_of_the_look() -> None:
    bounds = [(item.low, item.high) for item in codebook.measure("known_factors").classes]
    assert bounds == [(1, 3), (4, 7), (8, len(codebook.PREDICTORS))]
    # The filter by completeness has the same steps, and one for nothing at all.
    assert len(codebook.values("completeness")) == len(bounds) + 1


@pytest.mark.parametrize("name", codebook.FACTORS)
def test_the_classes_of_a_factor_are_its_values(name: str) -> None:
    labels = [item.label for item in codebook.measure(name).classes]
    assert labels == [value.label for value in codebook.values(name)]
    assert not codebook.measure(name).is_suppressed


def test_fewer_classes_are_spread_over_the_palette() -> None:
    def steps(name: str) -> list[str]:
        return [item.token for item in codebook.measure(name).classes]

    assert steps("union_presence") == ["sequential_1", "sequential_3", "sequential_5"]
    assert steps("effluent_plant") == ["sequential_1", "sequential_2", "sequential_4", "sequential_5"]


def test_a_measure_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(UnknownNameError, match="tier_gap"):
        codebook.measure("gap")
