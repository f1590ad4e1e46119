"""Review: accepted rows count, others stay in the queue, every decision is kept, nobody judges their own."""

import pytest

from codebook.errors import ForbiddenError, InputError, NotFoundError
from etl.accounts import REVIEWER, Account
from etl.importing import import_batch
from etl.reviewing import review
from store import batches
from store.connection import Lake
from tests.etl.contributions import ALONE, ASHA, NEW_CLUSTER, RAVI, REVIEWING, SHIPPED_CLUSTER, contribution
from tests.etl.lake_state import query, scalar, state

FIRST, SECOND = f"own-{NEW_CLUSTER}-1", f"own-{SHIPPED_CLUSTER}-2"


@pytest.fixture
def waiting(lake_copy: Lake) -> Lake:
    """Return a lake in which batch 1 waits for a reviewer."""
    import_batch(lake_copy, contribution(), ASHA)
    return lake_copy


def test_an_accepted_batch_is_as_if_it_had_come_reviewed(waiting: Lake) -> None:
    assert review(waiting, 1, "accept", REVIEWING) == 4
    assert scalar(waiting, "SELECT count(*) FROM review_queue") == 0
    assert scalar(waiting, "SELECT count(*) FROM evidence WHERE batch_id = 1") == 2
    assert scalar(waiting, "SELECT count(*) FROM predictions WHERE cluster_id = ?", [NEW_CLUSTER]) == 2
    kept = batches.reviews(waiting.cursor(), 1)
    assert kept[["decision", "reviewer"]].values.tolist() == [["accept", "reviewer"]]


def test_one_statement_takes_what_it_needs_with_it(waiting: Lake) -> None:
    assert review(waiting, 1, "accept", REVIEWING, evidence_ids=[FIRST]) == 3
    left = batches.queue(waiting.cursor(), 1)
    assert left["item_id"].tolist() == [SECOND]
    assert scalar(waiting, "SELECT count(*) FROM clusters WHERE batch_id = 1") == 1
    assert review(waiting, 1, "accept", REVIEWING, evidence_ids=[SECOND]) == 1


@pytest.mark.parametrize(("decision", "after"), [("return", "returned"), ("decline", "declined")])
def test_what_is_not_accepted_stays_readable_with_its_reason(waiting: Lake, decision: str, after: str) -> None:
    before = state(waiting)
    assert review(waiting, 1, decision, REVIEWING, "No page is named.") == 4
    assert set(batches.queue(waiting.cursor(), 1)["state"]) == {after}
    assert state(waiting)[3] == before[3]
    assert batches.reviews(waiting.cursor(), 1)["note"].tolist() == ["No page is named."]


def test_an_accepted_batch_can_still_be_declined(waiting: Lake) -> None:
    before = state(waiting)
    review(waiting, 1, "accept", REVIEWING)
    review(waiting, 1, "decline", Account("another", REVIEWER), "The source was withdrawn.")
    assert state(waiting)[3] == before[3]
    assert set(batches.queue(waiting.cursor(), 1)["state"]) == {"declined"}


def test_a_refusal_needs_a_reason(waiting: Lake) -> None:
    with pytest.raises(InputError, match="note"):
        review(waiting, 1, "decline", REVIEWING, " ")


def test_nobody_reviews_their_own_batch_unless_they_are_alone(waiting: Lake) -> None:
    before = state(waiting)
    with pytest.raises(ForbiddenError):
        review(waiting, 1, "accept", Account("asha", REVIEWER))
    with pytest.raises(ForbiddenError, match="reviewer"):
        review(waiting, 1, "accept", RAVI)
    assert state(waiting) == before
    review(waiting, 1, "accept", ALONE)
    assert query(waiting, "SELECT decision FROM reviews") == [("accept",)]


@pytest.mark.parametrize("ids", [["nobody-1"], []])
def test_rows_that_are_not_there_are_named(waiting: Lake, ids: list[str]) -> None:
    with pytest.raises(NotFoundError):
        review(waiting, 1, "accept", REVIEWING, evidence_ids=ids)
    with pytest.raises(NotFoundError, match="no batch 7"):
        review(waiting, 7, "accept", REVIEWING)
