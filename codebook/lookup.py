"""Answers from the codebook: columns, values, labels, priors and notes, by name.

Every function that takes a name raises :class:`codebook.errors.UnknownNameError` for one that the
codebook does not hold, and the message lists what is allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from codebook.errors import UnknownNameError
from codebook.loader import OF_THE_ROW, load_own
from codebook.records import Column, Factor, Measure, Note, Prior, Table, Value

Record = TypeVar("Record")

NOT_KNOWN = "not known"
"""What screens say where no value is known."""

UNKNOWN = "unknown"
"""How an address asks for what is not known."""


def _find(kind: str, name: str, known: Mapping[str, Record]) -> Record:
    if name not in known:
        raise UnknownNameError.of(kind, name, known)
    return known[name]


def table(name: str) -> Table:
    """Return what one table is and where its rows come from.

    Raises
    ------
    UnknownNameError
        There is no table of that name.
    """
    return _find("table", name, load_own().tables)


def columns(table_name: str) -> tuple[Column, ...]:
    """Return the columns of a table in their order; those of the file first.

    Raises
    ------
    UnknownNameError
        There is no table of that name.
    """
    return _find("table", table_name, load_own().columns)


def column(table_name: str, name: str) -> Column:
    """Return one column of a table.

    Raises
    ------
    UnknownNameError
        There is no such table, or it has no such column.
    """
    known = {item.name: item for item in columns(table_name)}
    return _find(f"column of {table_name}", name, known)


def factor(name: str) -> Factor:
    """Return one factor or outcome.

    Raises
    ------
    UnknownNameError
        There is no factor of that name.
    """
    return _find("factor", name, load_own().factors)


def values(domain: str) -> tuple[Value, ...]:
    """Return the values of a vocabulary: ranked ones lowest first, then those without rank.

    Raises
    ------
    UnknownNameError
        There is no vocabulary of that name.
    """
    return _find("vocabulary", domain, load_own().values)


def value(domain: str, name: str) -> Value:
    """Return one value of a vocabulary with its label, meaning and coding rule.

    Raises
    ------
    UnknownNameError
        There is no such vocabulary, or it has no such value.
    """
    return _find(f"value of {domain}", name, {item.value: item for item in values(domain)})


def label(domain: str, name: str | None) -> str:
    """Return the words that screens show for a value; "not known" for None.

    Raises
    ------
    UnknownNameError
        There is no such vocabulary, or it has no such value.
    """
    return NOT_KNOWN if name is None else value(domain, name).label


def allowed_values(column: Column, factor_name: str | None = None) -> tuple[str, ...] | None:
    """Return what may stand in a column (in each item, if it is a list); None means any text.

    Parameters
    ----------
    column
        The column that is asked about.
    factor_name
        The row's factor; needed where the column's domain is the vocabulary of that factor.

    Raises
    ------
    UnknownNameError
        The column needs a factor, and ``factor_name`` is none.
    """
    if column.domain_name is None:
        return None
    domain = column.domain_name
    if domain == OF_THE_ROW:
        domain = factor(factor_name or "").name
    return (*(item.value for item in values(domain)), *column.also)


def prior(parameter: str, factor_name: str | None = None) -> Prior:
    """Return one row of the priors table.

    Raises
    ------
    UnknownNameError
        There is no such parameter, or none for that factor.
    """
    by_key = load_own().priors.by_key
    if (parameter, factor_name) not in by_key:
        known = (f"{name} of {of}" if of else name for name, of in by_key)
        asked = f"{parameter} of {factor_name}" if factor_name else parameter
        error = UnknownNameError.of("prior", asked, known)
        raise error
    return by_key[parameter, factor_name]


def measures() -> tuple[Measure, ...]:
    """Return what the map can be coloured by apart from the factors; the first is the default."""
    book = load_own()
    return tuple(item for name, item in book.measures.items() if name not in book.factors)


def measure(name: str) -> Measure:
    """Return one measure; every factor's name is one too, whose classes are the factor's values.

    Raises
    ------
    UnknownNameError
        There is no measure of that name.
    """
    return _find("measure", name, load_own().measures)


def note(key: str) -> Note:
    """Return one caveat or rule that several pages print.

    Raises
    ------
    UnknownNameError
        There is no note under that key.
    """
    return _find("note", key, load_own().notes)
