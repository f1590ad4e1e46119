"""The style sheets take every colour from the tokens, and what they set on what can be read in both themes."""

import re
from pathlib import Path

import pytest

import codebook
from geo.colours import THEMES, Theme, token
from tests.conftest import ROOT
from tests.geo.contrast import contrast

PAGES = ROOT / "ui" / "style.css"
MAP = ROOT / "geo" / "javascript" / "cluster_layer.css"
READABLE = 4.5
# Where nothing else is said words stand on the page or on the panel; inside the map everything has its own ground.
GROUNDS = {PAGES: ("page", "panel"), MAP: ("page", "panel", "sea", "land")}
SHEETS = pytest.mark.parametrize("sheet", [PAGES, MAP], ids=lambda path: path.name)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
TOKEN = re.compile(r"var\(--cw-([a-z0-9-]+)\)")
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch|lab)\(|:\s*(?:black|white|gr[ae]y|red|blue)\b", re.I
)
# Drawings whose meaning words say beside them, and buttons that cannot be pressed (WCAG leaves them out).
MAY_FADE = (".range", ".leaflet-disabled")


def _rules(sheet: Path) -> list[tuple[str, dict[str, str]]]:
    """Return selector and declarations of every rule, those inside of media queries among them."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [(selector.strip(), _declarations(body)) for selector, body in RULE.findall(text)]


def _declarations(body: str) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in body.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def _token_of(value: str | None) -> str | None:
    found = TOKEN.search(value or "")
    return None if found is None else found[1].replace("-", "_")


@SHEETS
def test_every_colour_is_a_token_of_the_codebook(sheet: Path) -> None:
    for selector, declarations in _rules(sheet):
        for name, value in declarations.items():
            # A shadow is no colour of the look: it darkens whatever lies below it.
            assert name == "box-shadow" or not COLOUR.search(f":{value}"), f"{selector} names {value}"
            unknown = {found.replace("-", "_") for found in TOKEN.findall(value)} - set(codebook.COLOURS)
            assert not unknown, f"{selector} uses {unknown}"


@SHEETS
def test_no_words_are_faded(sheet: Path) -> None:
    fading = [selector for selector, declarations in _rules(sheet) if "opacity" in declarations]
    assert not [selector for selector in fading if not selector.endswith(MAY_FADE)]


@SHEETS
@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read_on_whatever_they_stand_on(sheet: Path, theme: Theme) -> None:
    checked = 0
    for selector, declarations in _rules(sheet):
        colour = _token_of(declarations.get("color"))
        if colour is None:
            continue
        own = _token_of(declarations.get("background"))
        for ground in (own,) if own else GROUNDS[sheet]:
            assert contrast(token(colour, theme), token(ground, theme)) >= READABLE, f"{selector} on {ground}"
            checked += 1
    assert checked > 4
