"""Errors carry a next step; findings become plain JSON; ids are narrow; texts are cut kindly."""

import dataclasses
import json

import pytest

from codebook import errors, ids
from codebook.records import Finding

CLASSES = [
    item for item in vars(errors).values() if isinstance(item, type) and issubclass(item, errors.ClusterwatchError)
]


@pytest.mark.parametrize("kind", CLASSES)
def test_every_error_has_a_message_a_next_step_and_says_its_cause(
    kind: type[errors.ClusterwatchError],
) -> None:
    error = kind("Line 3 is wrong.")
    assert str(error) == error.message == "Line 3 is wrong."
    assert error.next_step
    assert kind.__doc__
    assert kind.__doc__ != errors.ClusterwatchError.__doc__ or kind is errors.ClusterwatchError


def test_a_next_step_can_be_given_for_one_error_alone() -> None:
    assert errors.NotFoundError("No.", "Ask.").next_step == "Ask."
    assert errors.NotFoundError("No.").next_step != "Ask."


def test_a_long_list_of_allowed_names_is_cut_but_counted() -> None:
    text = str(errors.UnknownNameError.of("cluster", "x", [f"name-{n}" for n in range(100)]))
    assert "name-0" in text
    assert "and 70 more" in text


def test_rejected_data_carries_its_findings() -> None:
    finding = Finding("a.csv", 2, "year", "1800", "range", "error", "Too early.")
    assert errors.RejectedDataError("1 error.", [finding]).findings == (finding,)


def test_a_finding_as_json_keeps_every_field() -> None:
    finding = Finding(
        file="evidence.csv",
        line=7,
        column="factor",
        value="unions",
        code="vocabulary",
        severity="error",
        message="Unknown factor.",
        allowed=("union_presence",),
        hint="Choose one.",
        proposed="union_presence",
    )
    read_back = json.loads(json.dumps(finding.as_dict()))
    assert list(read_back) == [field.name for field in dataclasses.fields(Finding)]
    assert read_back["allowed"] == ["union_presence"]


@pytest.mark.parametrize("text", ["in-agra-footwear", "123dok", "a", "a" * 64])
def test_lower_case_letters_digits_and_hyphens_are_an_id(text: str) -> None:
    assert ids.is_valid_id(text)


@pytest.mark.parametrize("text", ["", "A", "a b", "a_b", "a/b", "<a>", "é", "a\n", "a" * 65, None, 5])
def test_anything_else_is_no_id(text: object) -> None:
    assert not ids.is_valid_id(text)


def test_an_id_is_made_of_names_without_accents() -> None:
    assert ids.make_id("AL", "Durrës", "footwear") == "al-durres-footwear"
    assert ids.is_valid_id(ids.make_id("x" * 200))
    assert not ids.is_valid_id(ids.make_id("東京"))


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 10, "short"),
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("unbreakable", 5, "unbr…"),
        ("two\nlines  here", 40, "two lines here"),
        ("first, second", 8, "first…"),
    ],
)
def test_a_text_is_cut_between_words_and_never_longer_than_asked(text: str, limit: int, expected: str) -> None:
    assert ids.shorten(text, limit) == expected
    assert len(ids.shorten(text, limit)) <= limit
