"""Frozen records that every package shares: what the codebook holds and what a check finds.

Only plain data belongs here. Reading the CSV files is in :mod:`codebook.loader`, looking things up
in :mod:`codebook.lookup`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

NORMAL_95 = 1.6448536269514722
"""The 95th percentile of a standard normal: half the width of a 90 % range, in sd."""


@dataclass(frozen=True)
class Table:
    """One table of the lake: where its rows come from and what one row is.

    ``file`` is the CSV under ``data/`` (``cases/clusters.csv``), None for tables that the product
    makes itself. ``grain`` completes the sentence "one row per ...".
    """

    name: str
    file: str | None
    grain: str
    description: str


@dataclass(frozen=True)
class Column:
    """One column of one table.

    ``type`` is DuckDB's name of the type. ``unit`` is None for words and flags. ``domain`` names a
    vocabulary of ``values.csv``; ``"@factor"`` stands for the vocabulary named by the row's own
    ``factor`` column; a trailing ``*`` means a list separated by semicolons (read ``domain_name``
    and ``is_list`` instead of taking it apart). ``also`` holds marks that are allowed beside the
    domain, such as ``-`` for "no value follows"; their meaning is in the vocabulary
    ``coding_mark``. ``form`` names a pattern of the text (vocabulary ``column_form``), None for
    any text. ``references`` is ``table.column`` or None. ``minimum`` and ``maximum`` are included;
    None means no bound. ``is_derived`` columns are not in the CSV files: the build makes them.
    ``label`` is the heading on screens.
    """

    table: str
    name: str
    type: str
    unit: str | None
    is_key: bool
    nullable: bool
    is_derived: bool
    domain: str | None
    also: tuple[str, ...]
    form: str | None
    references: str | None
    minimum: float | None
    maximum: float | None
    label: str
    description: str

    @property
    def is_list(self) -> bool:
        """True where one cell holds several values of the domain, separated by semicolons."""
        return self.domain is not None and self.domain.endswith("*")

    @property
    def domain_name(self) -> str | None:
        """The domain without its trailing ``*``; None where any value may stand."""
        return self.domain.rstrip("*") if self.domain is not None else None


@dataclass(frozen=True)
class Factor:
    """One factor of the theory, one context factor or one outcome.

    ``role`` is driver, barrier, context or outcome. ``outcome_tier`` is the tier that an adoption
    outcome speaks of, else None. ``table1_name`` is the paper's name in its Table 1 (several are
    joined by ``"; "``), None where the table has none. ``passage`` points into the paper and says
    in our words what stands there. ``short_label`` reads well before a colon and a value's label.
    """

    name: str
    label: str
    short_label: str
    role: str
    is_predictor: bool
    outcome_tier: str | None
    table1_name: str | None
    passage: str
    definition: str
    question: str


@dataclass(frozen=True)
class FactorArea:
    """Which area of the paper's Table 2 a factor belongs to; ``passage`` says in our words where the paper has it.

    ``area`` is a value of the vocabulary ``research_area``.
    """

    factor: str
    area: str
    passage: str


@dataclass(frozen=True)
class Value:
    """One allowed value of a vocabulary.

    ``rank`` counts from 0 for the lowest; None where the vocabulary, or this value of it, has no
    order. ``label`` is what screens show. ``rule`` says when a coder chooses the value; empty for
    vocabularies that nobody codes.
    """

    domain: str
    value: str
    rank: int | None
    label: str
    meaning: str
    rule: str


@dataclass(frozen=True)
class Prior:
    """One parameter of the model with its stated uncertainty.

    ``scale`` says how to read the numbers: on ``log``, ``logit`` and ``normal`` the parameter is
    normal on that scale around ``median`` (given on the natural scale) with spread ``sd`` (on the
    unconstrained scale); ``fixed`` is a constant in ``median``; ``base_rate`` holds the shares of
    clusters at the factor's lowest, middle and highest level. ``basis`` says where the number
    comes from: ``elicited`` (a judgement) or ``technical`` (a choice of computing). Numbers that a
    scale does not use are None.
    """

    parameter: str
    factor: str | None
    scale: str
    median: float | None
    sd: float | None
    lowest: float | None
    middle: float | None
    highest: float | None
    basis: str
    passage: str

    @property
    def numbers(self) -> tuple[str | float | None, ...]:
        """What a prediction depends on: names, scale and numbers, without any prose."""
        return (
            self.parameter,
            self.factor or "",
            self.scale,
            self.median,
            self.sd,
            self.lowest,
            self.middle,
            self.highest,
        )

    @property
    def shares(self) -> tuple[float, ...]:
        """The base rates at the lowest, middle and highest level; empty on other scales."""
        levels = (self.lowest, self.middle, self.highest)
        return tuple(share for share in levels if share is not None)

    def range_90(self) -> tuple[float, float] | None:
        """Return the 5th and 95th percentile on the natural scale, None without a spread."""
        if self.median is None or self.sd is None:
            return None
        half = NORMAL_95 * self.sd
        if self.scale == "log":
            return self.median * math.exp(-half), self.median * math.exp(half)
        if self.scale == "logit":
            odds = self.median / (1 - self.median)
            low, high = odds * math.exp(-half), odds * math.exp(half)
            return low / (1 + low), high / (1 + high)
        return self.median - half, self.median + half


@dataclass(frozen=True)
class Priors:
    """The whole priors table, in the order of the file; every number is labelled by its basis.

    ``by_key`` finds a row by parameter and factor (None for parameters without a factor).
    """

    rows: tuple[Prior, ...]
    by_key: Mapping[tuple[str, str | None], Prior]

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of all parameters, each once, in the order of the file."""
        return tuple(dict.fromkeys(row.parameter for row in self.rows))


@dataclass(frozen=True)
class Colour:
    """One colour token in the light and the dark theme, as ``#RRGGBB``.

    ``low`` and ``high`` bound the class of ``above_unknown`` (a share from 0 to 1) that the colour
    stands for; None for colours of the frame. ``label`` is the word in a legend.
    """

    token: str
    light: str
    dark: str
    low: float | None
    high: float | None
    label: str
    meaning: str


@dataclass(frozen=True)
class MeasureClass:
    """One class of a measure, ``number`` counted from 1 for the lowest.

    ``low`` and ``high`` bound it in the measure's unit, ``low`` included; None where a class is a
    value of a factor. ``label`` is the word in a legend, ``token`` names its colour.
    """

    number: int
    low: float | None
    high: float | None
    label: str
    token: str


@dataclass(frozen=True)
class Measure:
    """What the map can be coloured by: a number of the model, a count, or the values of a factor.

    ``palette`` is a value of the vocabulary ``measure_palette``. ``is_suppressed`` says that a
    colour is held back the less is known. ``caveat`` is the sentence that goes with every legend.
    """

    name: str
    label: str
    palette: str
    is_suppressed: bool
    caveat: str
    classes: tuple[MeasureClass, ...]


@dataclass(frozen=True)
class Note:
    """One caveat or rule that several pages print, under a key, with a title and its text."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Finding:
    """One thing that a check has to say about one place in the data.

    ``line`` counts as an editor does (the header is line 1) and is None where no single line is
    meant; ``column`` and ``value`` are None where the whole row is meant. ``code`` is a stable name
    of the rule. ``severity`` is a value of the vocabulary ``severity``; only ``error`` blocks.
    ``message`` says what is wrong, ``allowed`` what would be right, ``hint`` what to do, and
    ``proposed`` is a value that a person may accept, None where there is no good guess.
    """

    file: str
    line: int | None
    column: str | None
    value: str | None
    code: str
    severity: str
    message: str
    allowed: tuple[str, ...] = ()
    hint: str = ""
    proposed: str | None = None

    def as_dict(self) -> dict[str, object]:
        """Return the finding as plain values for JSON; ``allowed`` becomes a list."""
        return {**vars(self), "allowed": list(self.allowed)}
