"""Undo: the lake is as before the batch, later work stays, and an undo can be taken back."""

import pytest

from codebook.errors import ForbiddenError, InputError, NotFoundError
from etl.accounts import Account, local_account
from etl.importing import import_batch
from etl.reviewing import review
from etl.undoing import undo
from store import batches
from store.connection import Lake
from tests.etl.contributions import ASHA, NEW_CLUSTER, RAVI, REVIEWING, SOURCE, contribution, statement
from tests.etl.lake_state import query, scalar, state

CONTENT = """
SELECT (SELECT sum(hash(x)) FROM evidence AS x), (SELECT sum(hash(x)) FROM clusters AS x),
       (SELECT sum(hash(x)) FROM sources AS x), (SELECT sum(hash(x)) FROM review_queue AS x),
       (SELECT sum(hash(x)) FROM attributes AS x), (SELECT sum(hash(x)) FROM predictions AS x),
       (SELECT sum(hash(x)) FROM implications AS x)
"""


@pytest.mark.parametrize("is_reviewed", [False, True])
def test_undo_makes_the_lake_what_it_was_and_undoing_that_brings_it_back(lake_copy: Lake, is_reviewed: bool) -> None:
    before = query(lake_copy, CONTENT)
    import_batch(lake_copy, contribution(is_reviewed=is_reviewed), REVIEWING)
    with_batch = query(lake_copy, CONTENT)
    assert with_batch != before
    result = undo(lake_copy, 1, REVIEWING, "a mistake")
    assert query(lake_copy, CONTENT) == before
    assert (result.batch_id, result.undoes, result.removed) == (2, 1, 4)
    again = undo(lake_copy, 2, REVIEWING)
    assert query(lake_copy, CONTENT) == with_batch
    assert again.restored == 4


def test_undo_after_review_takes_back_what_counts(lake_copy: Lake) -> None:
    before = query(lake_copy, CONTENT)
    import_batch(lake_copy, contribution(), ASHA)
    review(lake_copy, 1, "accept", REVIEWING, evidence_ids=[f"own-{NEW_CLUSTER}-1"])
    assert undo(lake_copy, 1, REVIEWING).removed == 4
    assert query(lake_copy, CONTENT) == before


def test_rows_that_others_need_stay_and_are_named(lake_copy: Lake) -> None:
    import_batch(lake_copy, contribution(is_reviewed=True), REVIEWING)
    import_batch(lake_copy, contribution(statement(9), is_reviewed=True), local_account("ravi"))
    result = undo(lake_copy, 1, REVIEWING)
    assert sorted(result.kept) == [("clusters", NEW_CLUSTER), ("sources", SOURCE["source_id"])]
    assert scalar(lake_copy, "SELECT count(*) FROM evidence WHERE cluster_id = ?", [NEW_CLUSTER]) == 1


def test_a_row_that_was_given_again_stays_with_the_later_batch(lake_copy: Lake) -> None:
    import_batch(lake_copy, contribution(statement(1)), ASHA)
    import_batch(lake_copy, contribution(statement(1, value="strong")), ASHA)
    result = undo(lake_copy, 1, ASHA)
    assert ("evidence", f"own-{NEW_CLUSTER}-1") in result.given_again
    queued = batches.queue(lake_copy.cursor())
    assert set(queued["batch_id"]) == {2}


def test_undoing_the_later_one_brings_the_earlier_row_back(lake_copy: Lake) -> None:
    import_batch(lake_copy, contribution(statement(1)), ASHA)
    first = query(lake_copy, CONTENT)
    import_batch(lake_copy, contribution(statement(1, value="strong")), ASHA)
    result = undo(lake_copy, 2, ASHA)
    assert query(lake_copy, CONTENT) == first
    assert result.restored == 3


def test_what_cannot_be_taken_back_says_why(lake_copy: Lake) -> None:
    import_batch(lake_copy, contribution(), ASHA)
    undo(lake_copy, 1, ASHA)
    before = state(lake_copy)
    with pytest.raises(InputError, match="taken back already, by batch 2"):
        undo(lake_copy, 1, ASHA)
    with pytest.raises(InputError, match="shipped case base"):
        undo(lake_copy, 0, ASHA)
    with pytest.raises(NotFoundError, match="no batch 9"):
        undo(lake_copy, 9, ASHA)
    assert state(lake_copy) == before
    undo(lake_copy, 2, ASHA)
    with pytest.raises(InputError, match="put batch 1 back"):
        undo(lake_copy, 3, ASHA)


def test_effects_of_an_undo_mirror_those_of_the_import(lake_copy: Lake) -> None:
    rows = [
        statement(n, factor=factor, value="strong") for n, factor in enumerate(("law_enforcement", "union_presence"))
    ]
    done = import_batch(lake_copy, contribution(*rows, is_reviewed=True), REVIEWING).effects
    assert done.new_clusters == 1
    assert undo(lake_copy, 1, REVIEWING).effects.clusters == done.clusters


def test_authors_take_back_their_own_and_reviewers_all(lake_copy: Lake) -> None:
    import_batch(lake_copy, contribution(), ASHA)
    before = state(lake_copy)
    for account in (RAVI, Account("asha")):
        with pytest.raises(ForbiddenError):
            undo(lake_copy, 1, account)
    assert state(lake_copy) == before
    undo(lake_copy, 1, REVIEWING)
