"""What every table, column, factor, value, prior and colour means: read from CSV, used everywhere.

No other file of the project lists allowed values. The CSV files beside this one are the truth;
:mod:`codebook.loader` reads them once, strictly. This package imports none of the others.
"""

from codebook import errors, ids, records
from codebook.adoption import adoption_class, adoption_colours
from codebook.loader import load_own
from codebook.lookup import (
    NOT_KNOWN,
    UNKNOWN,
    allowed_values,
    column,
    columns,
    factor,
    label,
    measure,
    measures,
    note,
    prior,
    table,
    value,
    values,
)

TABLES: tuple[str, ...] = tuple(load_own().tables)
"""The names of all tables, each after the tables that it refers to."""

DOMAINS: tuple[str, ...] = tuple(load_own().values)
"""The names of all vocabularies."""

FACTORS = load_own().factors
"""All factors and outcomes by name, predictors first."""

PREDICTORS: tuple[str, ...] = tuple(name for name, item in FACTORS.items() if item.is_predictor)
"""The factors that the model predicts from, in its order."""

AREAS = load_own().areas
"""The area of the paper's Table 2 that each factor belongs to, by the factor's name, area by area."""

PRIORS = load_own().priors
"""The priors table: with it, the seed and the number of draws the model is fixed."""

COLOURS = load_own().colours
"""All colour tokens by name."""

MEASURE_NAMES: tuple[str, ...] = tuple(load_own().measures)
"""Everything that the map can be coloured by; the first is the default, the factors come last."""

NOTES = load_own().notes
"""Caveats and rules that several pages print, by key."""

__all__ = [
    "AREAS",
    "COLOURS",
    "DOMAINS",
    "FACTORS",
    "MEASURE_NAMES",
    "NOTES",
    "NOT_KNOWN",
    "PREDICTORS",
    "PRIORS",
    "TABLES",
    "UNKNOWN",
    "adoption_class",
    "adoption_colours",
    "allowed_values",
    "column",
    "columns",
    "errors",
    "factor",
    "ids",
    "label",
    "measure",
    "measures",
    "note",
    "prior",
    "records",
    "table",
    "value",
    "values",
]
