"""Judging the model on the shipped cases, and keeping the result beside them."""

import pandas as pd

from codebook.errors import EmptyLakeError
from model.context import make_context
from model.prediction import model_version
from model.validation.result import Validation
from model.validation.run import validate
from store import writer
from store.connection import Cursor, Lake
from store.transaction import write

AUTHOR = "model validate"


def judge(
    clusters: pd.DataFrame, evidence: pd.DataFrame, countries: pd.DataFrame, country_context: pd.DataFrame
) -> Validation:
    """Return how the model does on cases, with and without national context.

    Parameters
    ----------
    clusters, evidence, countries, country_context
        Rows of the tables of these names; columns that nobody asks for do not matter.
    """
    context = make_context(countries, country_context)
    return validate(
        clusters,
        evidence,
        lambda judged: context.of(judged["country_iso3"].tolist()).base_rates(0, len(judged)),
    )


def validate_case_base(lake: Lake) -> Validation:
    """Judge the model on the lake's coded cases, store the result and return it.

    The result belongs to this model version and this state of the shipped case base; it changes no prediction.

    Raises
    ------
    EmptyLakeError
        When nothing was ever built.
    BusyLakeError
        When other writers kept winning.
    """
    if lake.is_empty():
        message = "There are no cases to judge the model on yet."
        raise EmptyLakeError(message)
    cursor = lake.cursor()
    given = writer.model_input(cursor)
    input_hash = writer.input_hash_of(cursor) or ""
    result = judge(given.clusters, given.evidence, given.countries, given.country_context)

    def keep(transaction: Cursor) -> None:
        writer.record_validation(transaction, model_version(), input_hash, result.to_json())

    write(lake, keep, author=AUTHOR, message="the model judged on the coded cases", facts=False)
    return result
