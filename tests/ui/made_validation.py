"""A result of judging the model, made by hand: only its gate says something, and the gate decides one word.

What belongs here: making such results and putting them into a lake. What pages make of them stands in the tests.
"""

from collections.abc import Mapping

from model.prediction import model_version
from model.states import TIERS
from model.validation.records import Gate
from model.validation.result import Validation, WithContext
from store import writer
from store.connection import Cursor, Lake
from store.transaction import write

PASSED = Gate(60, 3.1, 2.6, illustrative=False)
FAILED = Gate(60, 0.4, -1.2, illustrative=True)


def made_validation(first: Gate, lower: Gate, with_context: Mapping[str, Gate] | None = None) -> Validation:
    """Return a result with these gates and without any score."""
    return Validation(
        n_first=60,
        n_lower=60,
        scores=(),
        gate={"first": first, "lower": lower},
        model_version=model_version(),
        is_outside=False,
        n_clusters=100,
        n_training=dict.fromkeys(TIERS, 0),
        with_context=None if with_context is None else WithContext((), with_context),
        calibration=(),
        scale=(),
        needed=(),
        sensitivity=(),
        convergent=(),
    )


def keep(lake: Lake, result: Validation) -> None:
    """Store a result as that of the model on this lake's case base."""

    def record(cursor: Cursor) -> None:
        input_hash = writer.input_hash_of(cursor) or ""
        writer.record_validation(cursor, model_version(), input_hash, result.to_json())

    write(lake, record, author="test", message="a made result", facts=False)
