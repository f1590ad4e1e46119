"""Colours of classes: the codebook's tokens, held back by how little is known."""

import pytest

import codebook
from codebook.errors import UnknownNameError
from geo import colours


def test_full_knowledge_shows_the_colour_of_the_codebook() -> None:
    for theme in colours.THEMES:
        for number, entry in enumerate(codebook.adoption_colours(), start=1):
            expected = entry.light if theme == "light" else entry.dark
            shown = colours.class_colour(number, len(codebook.PREDICTORS), theme)
            assert shown == expected.lower()


def test_little_knowledge_is_three_fifths_and_three_tenths_grey() -> None:
    # By hand: 00 towards 64 (100) is 3c (60) at three fifths, 1e (30) at three tenths.
    assert colours.mix("#000000", "#646464", 0.6) == "#3c3c3c"
    assert colours.mix("#000000", "#646464", 0.3) == "#1e1e1e"
    full = colours.token("adoption_5", "light")
    grey = colours.token("unknown", "light")
    for known, share in ((1, 0.6), (3, 0.6), (4, 0.3), (7, 0.3), (8, 0.0), (15, 0.0)):
        assert colours.class_colour(5, known, "light") == colours.mix(full, grey, share)


def test_nothing_known_is_hatched_grey_whatever_the_class() -> None:
    for theme in colours.THEMES:
        grey = colours.token("unknown", theme)
        for adoption_class in (None, 1, 3, 5):
            assert colours.class_colour(adoption_class, 0, theme) == grey
    assert colours.is_hatched(0)
    assert not colours.is_hatched(1)


def test_a_class_that_does_not_exist_is_refused_with_those_that_do() -> None:
    for wrong in (0, 6):
        with pytest.raises(UnknownNameError, match="1, 2, 3, 4, 5"):
            colours.class_colour(wrong, 9, "light")


def test_a_token_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(UnknownNameError, match="accent"):
        colours.token("purple", "light")
    with pytest.raises(UnknownNameError, match="accent"):
        colours.css_variables("dark", ["purple"])


def test_css_holds_every_token_under_a_name_that_css_allows() -> None:
    lines = colours.css_variables("dark").splitlines()
    assert len(lines) == len(codebook.COLOURS)
    assert f"--cw-adoption-1: {colours.token('adoption_1', 'dark')};" in lines
    assert colours.css_variables("light", ["accent"]) == (f"--cw-accent: {colours.token('accent', 'light')};")


def test_the_legend_has_words_for_every_class_lowest_first() -> None:
    entries = colours.legend_classes("light")
    assert [entry.number for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.label for entry in entries] == [colour.label for colour in codebook.adoption_colours()]
