"""What several pages say: plain English from the codebook, never a code, and nothing known is never low."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import codebook
from model.states import TIERS
from ui import words

LABELS = [colour.label for colour in codebook.adoption_colours()]
CLASSES = st.integers(1, len(LABELS))


@given(CLASSES | st.none(), st.integers(0, 15))
def test_a_colour_is_in_words_only_where_something_is_known(adoption_class: int | None, known: int) -> None:
    said = words.adoption_words(adoption_class, known)
    if adoption_class is None or known == 0:
        assert not any(label in said for label in LABELS)
        assert "known" in said
    else:
        assert said == LABELS[adoption_class - 1]


@given(st.floats(0, 2))
def test_a_level_has_one_digit_and_says_of_how_many(expected: float) -> None:
    said = words.level(expected)
    assert re.fullmatch(r"[0-2]\.\d of 2", said)
    assert abs(float(said.split()[0]) - expected) <= 0.05 + 1e-9


@pytest.mark.parametrize(
    ("rows", "sources", "years", "said"),
    [
        (0, 0, None, "no evidence yet"),
        (1, 1, (2014, 2014), "1 piece of evidence from 1 source, 2014"),
        (33, 12, (2002, 2020), "33 pieces of evidence from 12 sources, 2002 to 2020"),
        (2, 1, None, "2 pieces of evidence from 1 source"),
    ],
)
def test_evidence_is_counted_with_its_sources_and_its_years(
    rows: int, sources: int, years: tuple[int, int] | None, said: str
) -> None:
    assert words.evidence_words(rows, sources, years) == said


@pytest.mark.parametrize("factor", codebook.FACTORS)
def test_a_value_is_said_in_the_codebook_s_words(factor: str) -> None:
    for value in codebook.values(factor):
        said = words.value_words(factor, [value.value])
        assert said == f"{codebook.factor(factor).short_label}: {value.label}"
        assert "_" not in said


def test_rival_values_are_both_said_and_equal_ones_once() -> None:
    one, *_, other = (value.value for value in codebook.values("union_presence"))
    said = words.value_words("union_presence", [one, other, one])
    assert said.count(codebook.label("union_presence", one)) == 1
    assert codebook.label("union_presence", other) in said


def test_no_value_is_said_to_be_not_known() -> None:
    assert words.value_words("union_presence", []).endswith(codebook.NOT_KNOWN)


@given(st.floats(-2, 2))
def test_a_direction_is_said_only_where_a_number_would_show_it(contribution: float) -> None:
    said = words.direction(contribution)
    if f"{contribution:+.2f}" in ("+0.00", "-0.00"):
        assert said == words.direction(0)
    elif abs(contribution) > words.SMALLEST_SHOWN:
        assert said != words.direction(0)
        assert said != words.direction(-contribution)


def test_both_tiers_have_a_name_at_the_head_of_a_line() -> None:
    names = [words.tier_name(tier) for tier in TIERS]
    assert len(set(names)) == len(names)
    assert all(name[0].isupper() for name in names)


@given(st.text(max_size=400))
def test_a_citation_is_cut_and_never_empty(citation: str) -> None:
    said = words.short_citation(citation or None, 40)
    assert len(said) <= 40
    assert said or not citation.strip()


def test_of_nothing_there_is_no_share() -> None:
    assert words.share_words(0, 0) == "none"
    assert words.share_words(73, 100) == "73 %"


@pytest.mark.parametrize(
    ("chance", "said"),
    [(0.21, "about two in ten"), (0.04, "less than one in ten"), (0.96, "more than nine in ten")],
)
def test_tenths_are_written_out(chance: float, said: str) -> None:
    assert words.in_ten_words(chance) == said
