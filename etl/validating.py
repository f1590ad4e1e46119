"""Judging the model on the shipped cases, and keeping the result beside them."""

from codebook.errors import EmptyLakeError
from model.context import make_context
from model.prediction import model_version
from model.validation.result import Validation
from model.validation.run import validate
from store import writer
from store.connection import Cursor, Lake
from store.transaction import write

AUTHOR = "model validate"


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
    context = make_context(given.countries, given.country_context)
    result = validate(
        given.clusters,
        given.evidence,
        lambda clusters: context.of(clusters["country_iso3"].tolist()).base_rates(0, len(clusters)),
    )

    def keep(transaction: Cursor) -> None:
        writer.record_validation(transaction, model_version(), input_hash, result.to_json())

    write(lake, keep, author=AUTHOR, message="the model judged on the coded cases", facts=False)
    return result
