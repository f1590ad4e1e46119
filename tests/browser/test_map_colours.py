"""The map as it is seen: each disc has the colour of what the lake stores, and nothing known is never a colour."""

import math

import pytest
from PIL import Image

import codebook
from geo.colours import class_colour, class_fills, token
from tests.browser.conftest import Predictions
from tests.browser.reader import Mark, Reader

pytestmark = pytest.mark.browser

NEAR = 6
"""Steps of 255 that a seen colour may differ in one channel: the picture is compressed without loss."""
ASKED = 10
"""Discs whose colour is also read from the canvas itself."""
MIDDLE = 4
"""Pixels around the middle of a disc that lie well inside it."""
TIERS = tuple(item.value for item in codebook.values("model_tier"))
Colour = tuple[int, int, int]


def _rgb(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _is_near(seen: Colour, colour: str) -> bool:
    return all(abs(one - other) <= NEAR for one, other in zip(seen, _rgb(colour), strict=True))


def _pixel(picture: Image.Image, x: float, y: float) -> Colour:
    seen = picture.getpixel((round(x), round(y)))
    assert isinstance(seen, tuple)
    return int(seen[0]), int(seen[1]), int(seen[2])


def _around(picture: Image.Image, mark: Mark) -> list[Colour]:
    """Return the pixels well inside a disc."""
    reach = range(-MIDDLE, MIDDLE + 1)
    return [_pixel(picture, mark.x + x, mark.y + y) for x in reach for y in reach if math.hypot(x, y) <= MIDDLE]


def _in_sight(reader: Reader, picture: Image.Image) -> list[Mark]:
    """Return the discs whose middle is seen: inside the map, under no later disc and nothing that stands on the map."""
    boxes = reader.map_frame().evaluate(
        "() => [...document.querySelectorAll('.leaflet-control')].map((node) => node.getBoundingClientRect().toJSON())"
    )
    marks = reader.marks()

    def is_covered(index: int, mark: Mark) -> bool:
        later = marks[index + 1 :]
        near = MIDDLE + 2
        return any(math.hypot(mark.x - other.x, mark.y - other.y) < other.radius + near for other in later) or any(
            box["left"] - near < mark.x < box["right"] + near and box["top"] - near < mark.y < box["bottom"] + near
            for box in boxes
        )

    edge = 12
    return [
        mark
        for index, mark in enumerate(marks)
        if edge < mark.x < picture.width - edge and edge < mark.y < picture.height - edge
        if not is_covered(index, mark)
    ]


@pytest.mark.parametrize("tier", TIERS)
def test_a_disc_has_the_colour_of_the_stored_class_and_nothing_known_has_none(
    reader: Reader, predictions: Predictions, tier: str
) -> None:
    # South Asia from near: many discs that nothing covers, and some of which nothing is known.
    reader.open(f"/?tier={tier}&at=18.0000%2C88.0000%2C4")
    picture = reader.picture_of_map()
    marks = _in_sight(reader, picture)
    known = [mark for mark in marks if predictions[mark.cluster_id, tier].known_factors > 0]
    unknown = [mark for mark in marks if mark not in known]
    assert len(known) > 40
    assert unknown
    for index, mark in enumerate(known):
        stored = predictions[mark.cluster_id, tier]
        expected = class_colour(codebook.adoption_class(stored.above_unknown), stored.known_factors, "light")
        seen = _pixel(picture, mark.x, mark.y)
        assert _is_near(seen, expected), f"{mark.cluster_id} is {seen} and should be {expected}"
        # A question to the page for each disc would take longer than all the rest.
        assert index >= ASKED or _is_near(_on_canvas(reader, mark), expected), f"the canvas differs: {mark.cluster_id}"
    for mark in unknown:
        _check_hatched(_around(picture, mark))


def _on_canvas(reader: Reader, mark: Mark) -> Colour:
    """Return the colour in the middle of a disc as the layer itself reads it from its canvas."""
    read = "([x, y]) => window.clusterwatch.colourAt(x, y)"
    red, green, blue, alpha = reader.map_frame().evaluate(read, [mark.x, mark.y])
    assert alpha == 255
    return red, green, blue


def _check_hatched(pixels: list[Colour]) -> None:
    """Check that pixels are the grey of the unknown with dark lines over it, and no colour of any class."""
    grey = token("unknown", "light")
    assert any(_is_near(pixel, grey) for pixel in pixels)
    assert any(max(pixel) < min(_rgb(grey)) - 30 for pixel in pixels), "no line of a hatch"
    fills = [fill for row in class_fills("light") for fill in row[1:]]
    assert not any(_is_near(pixel, fill) for pixel in pixels for fill in fills)


def test_a_split_disc_shows_the_first_tier_above_the_lower_tiers(reader: Reader, predictions: Predictions) -> None:
    reader.open("/")
    picture = reader.picture_of_map()
    checked = 0
    for mark in _in_sight(reader, picture):
        stored = [predictions[mark.cluster_id, tier] for tier in TIERS]
        if min(row.known_factors for row in stored) == 0:
            continue
        colours = [class_colour(codebook.adoption_class(r.above_unknown), r.known_factors, "light") for r in stored]
        half = round(mark.radius / 2)
        seen = [_pixel(picture, mark.x, mark.y - half), _pixel(picture, mark.x, mark.y + half)]
        assert all(map(_is_near, seen, colours)), f"{mark.cluster_id} is {seen} and should be {colours}"
        checked += colours[0] != colours[1]
    assert checked > 10


def test_an_entry_about_a_whole_country_is_an_outline_and_no_disc(reader: Reader, predictions: Predictions) -> None:
    reader.open("/")
    frame = reader.map_frame()
    outlined = {entry for group in frame.evaluate("() => window.clusterwatch.outlined") for entry in group["ids"]}
    assert outlined == {cluster_id for (cluster_id, _), row in predictions.items() if row.precision == "country"}
    assert outlined
    assert not outlined & {mark.cluster_id for mark in reader.marks()}
