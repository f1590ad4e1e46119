"""The atlas's SQL where it depends on the codebook: one query for every measure, one column for every factor.

The few files below sql/atlas/ that hold placeholders are filled here, from the names of measures, factors and
filters and from nothing else; values are bound by whoever runs a statement, as everywhere.

The classes of both tiers stand in one small number, the pair: 8 times that of the lower tiers and that of the first,
0 for a class that is not known. The classes of a factor are its values, counted from 1.
"""

from functools import cache

import codebook
from store.filters import filter_named
from store.map_query import CLASS_FILTERS
from store.queries import sql

BITS_OF_A_PAIR = 6
PAIRS_OF_A_WORD = 10
"""Factors whose pairs a number of 64 bits carries from the lake; the lake's query has three such numbers."""


PYRAMID_MEASURES = tuple(measure.name for measure in codebook.measures())
"""Measures whose cells of low zooms are made beforehand; those of a single factor are rarely asked for."""


@cache
def sql_for_measure(name: str, measure: str, filter_name: str = CLASS_FILTERS[0]) -> str:
    """Return the query of a file below sql/atlas/ for one measure.

    ``{measure}`` becomes the measure's name, ``{first_number}`` and ``{lower_number}`` what a cell shows the mean
    of, ``{column}`` what is counted for a filter, ``{factor_pairs}`` the columns of the factors, ``{outcome_pairs}``
    those of the outcomes of a tier, ``{factor_filters}`` the conditions on factors and ``{exported_values}`` the
    values of each factor in both tiers.

    Raises
    ------
    UnknownNameError
        When there is no such measure or no such file.
    RefusedQueryError
        When there is no such filter.
    """
    first_number, lower_number = _numbers_of(codebook.measure(measure).name)
    return sql(f"atlas/{name}").format(
        measure=measure,
        first_number=first_number,
        lower_number=lower_number,
        column=_column_of(filter_named(filter_name).name),
        factor_pairs=", ".join(f"{factor}_pair" for factor in codebook.FACTORS),
        outcome_pairs=", ".join(f"{name}_pair" for name, item in codebook.FACTORS.items() if item.outcome_tier),
        factor_filters=" AND ".join(
            f"(wanted['{factor}'] IS NULL OR is_wanted({factor}_pair, wanted['{factor}']))"
            for factor in codebook.FACTORS
        ),
        exported_values=", ".join(
            f"$values['{factor}'][{factor}_pair & 7] AS first_{factor}, "
            f"$values['{factor}'][{factor}_pair >> 3] AS lower_{factor}"
            for factor in codebook.FACTORS
        ),
    )


@cache
def sql_for_factors(name: str) -> str:
    """Return a statement of a file below sql/atlas/ that makes columns for every factor or measure.

    ``{factor_columns}`` becomes the pair of each factor, taken out of the numbers that carry it; ``{sums_of_clusters}``
    and ``{sums_of_cells}`` the sum and number of what is known of each measure of the pyramid.

    Raises
    ------
    UnknownNameError
        When there is no such file.
    """
    sums = [
        (f"{tier}_{measure}", f"({measure}_pair {bits}) > 0", number)
        for measure in PYRAMID_MEASURES
        for tier, bits, number in zip(("first", "lower"), ("& 7", ">> 3"), _numbers_of(measure), strict=True)
    ]
    return sql(f"atlas/{name}").format(
        factor_columns=", ".join(
            f"CAST((values_{word} >> {lowest}) & 63 AS UTINYINT) AS {factor}_pair"
            for factor, (word, lowest) in places_of_pairs().items()
        ),
        sums_of_clusters=", ".join(
            f"sum(CASE WHEN {known} THEN CAST({number} AS DOUBLE) END) AS {name}_sum, "
            f"count(*) FILTER (WHERE {known}) AS {name}_count"
            for name, known, number in sums
        ),
        sums_of_cells=", ".join(
            f"sum({name}_sum) AS {name}_sum, CAST(sum({name}_count) AS BIGINT) AS {name}_count" for name, _, _ in sums
        ),
    )


def places_of_pairs() -> dict[str, tuple[int, int]]:
    """Return for each factor which number from the lake carries its pair, counted from 1, and its lowest bit."""
    return {
        factor: (number // PAIRS_OF_A_WORD + 1, number % PAIRS_OF_A_WORD * BITS_OF_A_PAIR)
        for number, factor in enumerate(codebook.FACTORS)
    }


def _numbers_of(measure: str) -> tuple[str, str]:
    """Return what the mean of a measure is taken of in both tiers: of a factor the positions of its values."""
    if measure in codebook.FACTORS:
        return f"({measure}_pair & 7)", f"({measure}_pair >> 3)"
    return f"first_{measure}", f"lower_{measure}"


def _column_of(filter_name: str) -> str:
    """Return the column of clusters_by_<measure> that a filter looks at."""
    if filter_name in CLASS_FILTERS:
        return "pair"
    return f"{filter_name}_pair" if filter_name in codebook.FACTORS else filter_name
