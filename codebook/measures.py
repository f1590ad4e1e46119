"""Measures that the map can be coloured by, put together from their files, the colours and the factors.

Only the making is here; a measure is found by name in :mod:`codebook.lookup`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from codebook.csv_reading import Row
from codebook.errors import CodebookError
from codebook.records import Colour, Factor, Measure, MeasureClass, Value

MEASURE_HEADER = ("measure", "label", "palette", "is_suppressed", "caveat")
CLASS_HEADER = ("measure", "class", "low", "high", "label")
PALETTES = "measure_palette"
"""The vocabulary of palettes."""
DIVERGING = "adoption"
"""How the tokens of the diverging palette begin; its bounds are those of the classes against the unknown."""
SEQUENTIAL = "sequential"
"""How the tokens of the sequential palette begin."""


def make_measures(
    rows: Sequence[Row],
    class_rows: Sequence[Row],
    colours: Mapping[str, Colour],
    factors: Mapping[str, Factor],
    values: Mapping[str, tuple[Value, ...]],
) -> dict[str, Measure]:
    """Return all measures by name: those of the file in its order, then one for every factor.

    Raises
    ------
    CodebookError
        A class belongs to no measure, the classes are not counted from 1, or a palette is unknown.
    """
    names = tuple(row.text("measure") for row in rows)
    classes: dict[str, list[Row]] = {name: [] for name in names}
    for row in class_rows:
        classes[row.one_of("measure", names)].append(row)
    palettes = tuple(item.value for item in values.get(PALETTES, ()))
    made = [_make_measure(row, classes[row.text("measure")], palettes, colours) for row in rows]
    made += [_measure_of_factor(factor, values[factor.name], palettes[-1]) for factor in factors.values()]
    return {measure.name: measure for measure in made}


def _make_measure(
    row: Row, class_rows: Sequence[Row], palettes: Sequence[str], colours: Mapping[str, Colour]
) -> Measure:
    name = row.text("measure")
    return Measure(
        name=name,
        label=row.text("label"),
        palette=row.one_of("palette", palettes),
        is_suppressed=row.flag("is_suppressed"),
        caveat=row.text("caveat"),
        classes=_make_classes(class_rows) if class_rows else _classes_of_colours(colours),
    )


def _make_classes(rows: Sequence[Row]) -> tuple[MeasureClass, ...]:
    for number, row in enumerate(rows, start=1):
        if row.whole("class") != number:
            message = f"{row.place}: class is {row.cells['class']!r}; classes count from 1, lowest first: {number}."
            raise CodebookError(message)
    return tuple(
        MeasureClass(number, row.number("low"), row.number("high"), row.text("label"), token)
        for number, (row, token) in enumerate(zip(rows, _spread(len(rows)), strict=True), start=1)
    )


def _classes_of_colours(colours: Mapping[str, Colour]) -> tuple[MeasureClass, ...]:
    """Return the classes whose bounds and words stand beside their colours."""
    chosen = [colour for token, colour in colours.items() if token.startswith(f"{DIVERGING}_")]
    return tuple(
        MeasureClass(number, colour.low, colour.high, colour.label, colour.token)
        for number, colour in enumerate(chosen, start=1)
    )


def _measure_of_factor(factor: Factor, values: Sequence[Value], palette: str) -> Measure:
    """Return the measure whose classes are a factor's values; nothing is held back, as each has evidence."""
    tokens = _spread(len(values))
    return Measure(
        name=factor.name,
        label=factor.label,
        palette=palette,
        is_suppressed=False,
        caveat=factor.definition,
        classes=tuple(
            MeasureClass(number, None, None, value.label, token)
            for number, (value, token) in enumerate(zip(values, tokens, strict=True), start=1)
        ),
    )


def _spread(count: int) -> tuple[str, ...]:
    """Return tokens of the sequential palette of five, spread over it for fewer classes."""
    steps = (1 + round(index * 4 / max(count - 1, 1)) for index in range(count))
    return tuple(f"{SEQUENTIAL}_{step}" for step in steps)
