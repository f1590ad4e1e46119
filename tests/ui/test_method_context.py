"""The switch that leaves national context out: what it shows is counted once more from the stored predictions."""

import re

import pytest

import codebook
import ui.method_context
from codebook.records import Value
from model.base_rate import own_share
from model.explanation import explain
from model.prediction import predict
from model.states import TIERS
from store.connection import Lake
from store.writer import model_input
from tests.etl.lake_state import query
from tests.ui.app import html_of, open_page
from ui.method_context import ASSUMED, LEFT_OUT
from ui.words import in_ten_words, tier_name

SWITCH = LEFT_OUT
STORED = "SELECT cluster_id, tier, expected, above_unknown FROM predictions"
MOVED = re.compile(
    r"^(?P<tier>[A-Za-z ]+): (?P<share>\d+) % of (?P<clusters>\d+) clusters would have another colour; the level would "
    r"move by (?P<mean>\d\.\d\d) on average and by (?P<most>\d\.\d\d) at most \(of 2\)"
    r"(, of an unstudied place from (?P<base>\d\.\d\d) to (?P<other>\d\.\d\d))?"
    r"; the order of places would agree to (?P<rank>\d\.\d\d) \(1 is the same order\)\.$"
)


def test_what_changes_without_context_is_counted_right(case_base: Lake) -> None:
    given = model_input(case_base.cursor())
    without = predict(given.evidence, given.clusters["cluster_id"].tolist())
    left = {
        (cluster_id, tier): (expected, above)
        for cluster_id, tier, expected, above in without[
            ["cluster_id", "tier", "expected", "above_unknown"]
        ].itertuples(index=False)
    }
    app = open_page("method")
    app.toggle(SWITCH).set_value(True).run()
    assert not app.exception
    found = [match for item in html_of(app).tagged("p") if (match := MOVED.match(item.words))]
    assert [match["tier"] for match in found] == [tier_name(tier) for tier in TIERS]
    for tier, match in zip(TIERS, found, strict=True):
        stored = [row for row in query(case_base, STORED) if row[1] == tier]
        changes = [abs(left[cluster_id, tier][0] - expected) for cluster_id, _, expected, _ in stored]
        recoloured = sum(
            codebook.adoption_class(left[cluster_id, tier][1]) != codebook.adoption_class(above)
            for cluster_id, _, _, above in stored
        )
        assert int(match["clusters"]) == len(stored)
        assert int(match["share"]) == round(100 * recoloured / len(stored))
        assert float(match["mean"]) == pytest.approx(sum(changes) / len(changes), abs=0.0051)
        assert float(match["most"]) == pytest.approx(max(changes), abs=0.0051)
        assert recoloured > 0


def test_nothing_is_predicted_anew_before_somebody_asks(case_base: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    del case_base

    def fail(*_: object) -> None:
        message = "nobody asked for it"
        raise AssertionError(message)

    monkeypatch.setattr(ui.method_context, "_predicted", fail)
    app = open_page("method")
    assert not app.exception
    page = html_of(app)
    assert not [item for item in page.tagged("p") if MOVED.match(item.words)]
    assert "What the country’s indicators do" in page.words


def test_the_switch_stores_nothing_and_can_be_turned_back(case_base: Lake) -> None:
    before = case_base.snapshot(), query(case_base, STORED + " ORDER BY ALL")
    app = open_page("method")
    documented = html_of(app).words
    app.toggle(SWITCH).set_value(True).run()
    app.toggle(SWITCH).set_value(False).run()
    assert html_of(app).words == documented
    assert (case_base.snapshot(), query(case_base, STORED + " ORDER BY ALL")) == before


@pytest.mark.parametrize("value", codebook.values("assumed_share"))
def test_another_assumed_share_moves_levels_and_hardly_the_order(case_base: Lake, value: Value) -> None:
    app = open_page("method", {ASSUMED: value.label})
    assert not app.exception
    assert app.selectbox(ASSUMED).value == value.label
    found = [match for item in html_of(app).tagged("p") if (match := MOVED.match(item.words))]
    assert [match["tier"] for match in found] == [tier_name(tier) for tier in TIERS]
    unstudied = explain(
        case_base.cursor().execute("SELECT * FROM evidence").df()[:0], "x", None, None, int(value.value) / 100
    )
    for match, tier in zip(found, (unstudied.first, unstudied.lower), strict=True):
        assert match["other"] == f"{tier.expected:.2f}"
        assert float(match["rank"]) > 0.97
        assert float(match["mean"]) <= float(match["most"])


def test_how_common_practice_is_assumed_to_be_is_computed(case_base: Lake) -> None:
    del case_base
    words = html_of(open_page("method")).words
    assert f"{in_ten_words(own_share())} unstudied clusters ({round(100 * own_share())} %)" in words
