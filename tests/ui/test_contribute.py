"""The page of contributions as Streamlit runs it: batches, their rows, decisions, and calm words for what is wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.importing import import_batch
from store import batches
from store.connection import Lake
from tests.etl.contributions import ASHA, NEW_CLUSTER, contribution, statement
from tests.store.small_lake import make_small_lake
from tests.ui.app import check_calm, html_of, open_page, words_of
from tests.ui.conftest import point_at

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lake]:
    """Return a small lake in which batch 1 waits, which the pages show."""
    made = make_small_lake(tmp_path)
    import_batch(made, contribution(statement(1, statement=HOSTILE), message=HOSTILE), ASHA)
    point_at(monkeypatch, made.settings)
    yield made
    made.close()


def test_the_page_lists_batches_and_offers_the_first_step(lake: Lake) -> None:
    app = open_page("contribute")
    assert not app.exception
    assert "1. Your file" in words_of(app)
    table = app.dataframe[0].value
    assert table["Batch"].tolist() == [1]
    assert table["Wait"].tolist() == [len(batches.queue(lake.cursor(), 1).query("table_name == 'evidence'"))]


@pytest.mark.usefixtures("lake")
def test_a_batch_shows_who_what_and_every_row_and_hostile_words_as_words() -> None:
    app = open_page("contribute", {"batch": "1"})
    assert not app.exception
    page = html_of(app)
    assert page.foreign() == []
    assert HOSTILE in page.words
    assert "asha" in page.words
    [table] = [item.value for item in app.dataframe]
    assert table["Statement"].tolist() == [HOSTILE]
    assert table["State"].tolist() == ["not reviewed"]


def test_a_reviewer_accepts_and_the_page_says_so(lake: Lake) -> None:
    app = open_page("contribute", {"batch": "1"})
    app.radio[0].set_value("accept")
    next(button for button in app.button if button.label == "Decide").click().run()
    assert "rows accepted" in words_of(app)
    assert batches.queue(lake.cursor(), 1).empty
    assert html_of(app).tagged("li"), "the decision is not listed"


def test_declining_without_a_reason_is_refused_in_words(lake: Lake) -> None:
    app = open_page("contribute", {"batch": "1"})
    app.radio[0].set_value("decline")
    next(button for button in app.button if button.label == "Decide").click().run()
    assert "needs a note" in words_of(app)
    assert set(batches.queue(lake.cursor(), 1)["state"]) == {"waiting"}


def test_a_batch_is_taken_back_from_its_page(lake: Lake) -> None:
    app = open_page("contribute", {"batch": "1"})
    next(button for button in app.button if button.label == "Take batch 1 back").click().run()
    assert "Batch 1 is taken back by batch 2" in words_of(app)
    assert batches.queue(lake.cursor()).empty
    assert NEW_CLUSTER not in words_of(app)


@pytest.mark.usefixtures("lake")
@pytest.mark.parametrize("batch", ["7", "99999999"])
def test_an_unknown_batch_is_said_calmly(batch: str) -> None:
    message, _ = check_calm(open_page("contribute", {"batch": batch}))
    assert f"no batch {batch}" in message
