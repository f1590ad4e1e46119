"""Import: a batch lands whole or not at all, waits for review, and a dry run tells the same without storing."""

import pytest

from codebook.errors import EmptyLakeError, ForbiddenError, RejectedDataError
from etl.accounts import DAILY_VARIABLE, Account, local_account
from etl.importing import import_batch
from store import batches
from store.connection import Lake
from tests.etl.contributions import ASHA, NEW_CLUSTER, RAVI, REVIEWING, SHIPPED_CLUSTER, SOURCE, contribution, statement
from tests.etl.lake_state import query, scalar, state


def test_a_contribution_waits_and_changes_nothing_that_counts(lake_copy: Lake) -> None:
    before = state(lake_copy)
    result = import_batch(lake_copy, contribution(), ASHA)
    after = state(lake_copy)
    assert (result.batch_id, result.snapshot) == (1, lake_copy.snapshot())
    assert result.committed == {"sources": 1, "clusters": 1, "evidence": 2}
    assert after[0] == before[0] + 1
    assert after[3] == before[3]
    queued = batches.queue(lake_copy.cursor(), 1)
    assert sorted(queued["item_id"]) == sorted(
        [SOURCE["source_id"], NEW_CLUSTER, f"own-{NEW_CLUSTER}-1", f"own-{SHIPPED_CLUSTER}-2"]
    )
    assert set(queued["state"]) == {"waiting"}
    [row] = query(lake_copy, "SELECT kind, author, file_name, licence, input_hash FROM batches WHERE batch_id = 1")
    assert row == ("import", "asha", "visit.csv", "CC BY 4.0", "0" * 64)


def test_a_reviewed_contribution_counts_at_once(lake_copy: Lake) -> None:
    import_batch(lake_copy, contribution(is_reviewed=True), REVIEWING)
    assert scalar(lake_copy, "SELECT count(*) FROM review_queue") == 0
    assert scalar(lake_copy, "SELECT count(*) FROM evidence WHERE batch_id = 1") == 2
    known = query(lake_copy, "SELECT known_factors FROM predictions WHERE cluster_id = ? ", [NEW_CLUSTER])
    assert known == [(1,), (1,)]
    value = "SELECT value FROM attributes WHERE cluster_id = ? AND factor = 'law_enforcement'"
    assert query(lake_copy, value, [NEW_CLUSTER]) == [("weak",)]


@pytest.mark.parametrize("is_reviewed", [False, True])
def test_a_dry_run_says_what_the_import_does_and_stores_nothing(lake_copy: Lake, is_reviewed: bool) -> None:
    given = contribution(is_reviewed=is_reviewed)
    before = state(lake_copy)
    tried = import_batch(lake_copy, given, REVIEWING, dry_run=True)
    assert state(lake_copy) == before
    done = import_batch(lake_copy, given, REVIEWING)
    assert tried.batch_id is None
    assert (tried.committed, tried.same, tried.effects) == (done.committed, done.same, done.effects)


def test_effects_are_those_that_the_stored_predictions_show(lake_copy: Lake) -> None:
    colours = "SELECT cluster_id, tier, above_unknown FROM predictions ORDER BY ALL"
    rows = [statement(n, SHIPPED_CLUSTER, factor=f, value=v, confidence="high") for n, f, v in FAVOURABLE]
    before = {(cluster, tier): share for cluster, tier, share in query(lake_copy, colours)}
    result = import_batch(lake_copy, contribution(*rows, clusters=(), is_reviewed=True), REVIEWING)
    after = {(cluster, tier): share for cluster, tier, share in query(lake_copy, colours)}
    moved = {cluster for cluster, tier in before if before[cluster, tier] != after[cluster, tier]}
    assert moved == {SHIPPED_CLUSTER}
    assert (result.effects.clusters, result.effects.new_clusters) == (1, 0)


FAVOURABLE = [
    (1, "law_enforcement", "strong"),
    (2, "union_presence", "strong"),
    (3, "business_association", "strong"),
]


def test_rows_that_the_lake_holds_are_left_out(lake_copy: Lake) -> None:
    import_batch(lake_copy, contribution(is_reviewed=True), REVIEWING)
    again = import_batch(lake_copy, contribution(is_reviewed=True), REVIEWING)
    assert again.committed == {"sources": 0, "clusters": 0, "evidence": 0}
    assert again.same == {"sources": 1, "clusters": 1, "evidence": 2}


def test_a_key_of_another_row_is_refused_and_nothing_is_stored(lake_copy: Lake) -> None:
    import_batch(lake_copy, contribution(is_reviewed=True), REVIEWING)
    before = state(lake_copy)
    changed = contribution(statement(1, value="strong"), statement(3), is_reviewed=True)
    with pytest.raises(RejectedDataError) as caught:
        import_batch(lake_copy, changed, REVIEWING)
    assert [finding.value for finding in caught.value.findings] == [f"own-{NEW_CLUSTER}-1"]
    assert state(lake_copy) == before


def test_an_author_may_give_a_waiting_row_again_and_nobody_else_may(lake_copy: Lake) -> None:
    import_batch(lake_copy, contribution(statement(1)), ASHA)
    with pytest.raises(RejectedDataError):
        import_batch(lake_copy, contribution(statement(1, value="strong")), RAVI)
    import_batch(lake_copy, contribution(statement(1, value="strong")), ASHA)
    [(batch_id, content)] = query(
        lake_copy, "SELECT batch_id, content FROM review_queue WHERE item_id = ?", [f"own-{NEW_CLUSTER}-1"]
    )
    assert batch_id == 2
    assert '"strong"' in content


def test_nothing_can_be_added_to_an_empty_lake(empty_lake: Lake) -> None:
    with pytest.raises(EmptyLakeError):
        import_batch(empty_lake, contribution(), ASHA)


def test_who_may_not_give_records_is_told_and_nothing_is_stored(lake_copy: Lake) -> None:
    before = state(lake_copy)
    with pytest.raises(ForbiddenError, match="contributor"):
        import_batch(lake_copy, contribution(), Account("a reader"))
    with pytest.raises(ForbiddenError, match="reviewer"):
        import_batch(lake_copy, contribution(is_reviewed=True), ASHA)
    assert state(lake_copy) == before


def test_nobody_gives_more_batches_a_day_than_allowed(lake_copy: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DAILY_VARIABLE, "1")
    import_batch(lake_copy, contribution(), ASHA)
    with pytest.raises(ForbiddenError, match="limit"):
        import_batch(lake_copy, contribution(), ASHA)
    import_batch(lake_copy, contribution(statement(7)), local_account("asha"))
