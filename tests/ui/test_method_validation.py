"""The judgement on the method page: computed on request, stored once, said and tabled as the stored result has it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import ui.method_validation
from model.prediction import model_version
from model.states import TIERS
from model.validation.limits import limits, robustness
from model.validation.names import DESIGN_LABELS, LEAVE_ONE_OUT, MODEL_LABELS, THEORY
from model.validation.result import Validation, from_json
from model.validation.sentences import statements
from store.connection import Lake
from tests.conftest import lake_settings
from tests.etl.lake_state import FINGERPRINT, Rows, query
from tests.ui.app import html_of, open_page, words_of
from tests.ui.conftest import point_at
from tests.ui.page_html import folded
from ui.method_validation import FIRST_SAID
from ui.words import heading, tier_name

BUTTON = "Judge it now"
MISSING = "has not been judged on this state of the data yet"
STORED = "SELECT model_version, input_hash, result FROM validations"


@dataclass(frozen=True)
class Judged:
    """A method page before and after somebody asked for the judgement, and what its lake holds."""

    lake: Lake
    words_before: str
    buttons_before: list[str]
    facts_before: Rows
    app: AppTest

    @property
    def result(self) -> Validation:
        """The result that is stored."""
        [(_, _, result)] = query(self.lake, STORED)
        return from_json(result)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory, _built_folder: Path) -> Iterator[Judged]:
    """Return the method page of the shipped case base after its button was pressed, once for all tests here."""
    folder = tmp_path_factory.mktemp("judged") / "lake"
    shutil.copytree(_built_folder, folder)
    lake = Lake(lake_settings(folder))
    with pytest.MonkeyPatch.context() as patch:
        point_at(patch, lake.settings)
        app = open_page("method")
        before = words_of(app), [button.label for button in app.button], query(lake, FINGERPRINT)
        next(button for button in app.button if button.label == BUTTON).click().run()
        assert not app.exception
        yield Judged(lake, *before, app)
    lake.close()


def _frame(app: AppTest, column: str, number: int = 0) -> pd.DataFrame:
    """Return one of the tables that have a column, as the page shows it."""
    tables = [item.value for item in app.dataframe if column in item.value]
    df: pd.DataFrame = tables[number]
    return df


def test_where_nothing_is_stored_it_is_said_and_a_button_offers_to_judge(judged: Judged) -> None:
    assert MISSING in judged.words_before
    assert BUTTON in judged.buttons_before


def test_pressing_it_stores_one_result_and_changes_no_fact(judged: Judged) -> None:
    [(version, input_hash, _)] = query(judged.lake, STORED)
    assert version == model_version() == judged.result.model_version
    assert query(judged.lake, "SELECT input_hash FROM batches WHERE batch_id = 0") == [(input_hash,)]
    assert query(judged.lake, FINGERPRINT) == judged.facts_before
    assert BUTTON not in [button.label for button in judged.app.button]
    assert MISSING not in words_of(judged.app)


def test_what_is_stored_is_not_computed_again(judged: Judged, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        message = "nobody asked for a new judgement"
        raise AssertionError(message)

    monkeypatch.setattr(ui.method_validation, "validate_case_base", fail)
    point_at(monkeypatch, judged.lake.settings)
    app = open_page("method")
    assert not app.exception
    assert MISSING not in words_of(app)
    assert len(query(judged.lake, STORED)) == 1


def test_the_page_says_exactly_what_the_numbers_say(judged: Judged) -> None:
    result = judged.result
    said = [folded(item.words) for item in html_of(judged.app).tagged("li")]
    expected = [folded(item.text) for item in (*statements(result), *robustness(result), *limits(result))]
    assert len(expected) > 15
    # What matters most stands first, the rest is folded away behind it.
    start = said.index(expected[0])
    assert sorted(said[start : start + len(expected)]) == sorted(expected)
    first = [folded(item.text) for item in statements(result) if item.key in FIRST_SAID]
    assert said[start : start + len(first)] == first


def test_every_score_on_the_page_is_that_of_the_result(judged: Judged) -> None:
    result = judged.result
    designs = list(dict.fromkeys(score.design for score in result.scores))
    assert designs == list(DESIGN_LABELS)
    shown = 0
    for number, design in enumerate(designs):
        df = _frame(judged.app, "Forecast by", number).set_index("Forecast by")
        for tier in TIERS:
            scores = {score.model: score for score in result.scores if (score.tier, score.design) == (tier, design)}
            assert set(df.index) == {MODEL_LABELS[model] for model in scores}
            for model, score in scores.items():
                row = df.loc[MODEL_LABELS[model]]
                assert row[f"{tier_name(tier)}: score ({score.n} places)"] == f"{score.rps:.4f}"
                gain = "" if score.gain is None else f"{score.gain:+.4f} ± {score.gain_se:.4f}"
                assert row[f"{tier_name(tier)}: gain"] == gain
                order = "" if score.auc is None else f"{score.auc:.2f} ({score.auc_low:.2f} to {score.auc_high:.2f})"
                assert row[f"{tier_name(tier)}: order"] == order
                shown += 1
    assert shown == len(result.scores)


def test_calibration_on_the_page_is_that_of_the_result(judged: Judged) -> None:
    bins = judged.result.calibration
    df = _frame(judged.app, "Mean forecast")
    assert df["Places"].tolist() == [row.n for row in bins]
    assert df["Tier"].tolist() == [tier_name(row.tier) for row in bins]
    assert df["Judged"].tolist() == [heading(DESIGN_LABELS[row.design]) for row in bins]
    for column, values in (
        ("Mean forecast", [row.forecast for row in bins]),
        ("With some practice, as coded", [row.observed for row in bins]),
    ):
        assert df[column].tolist() == ["" if value is None else f"{value:.2f}" for value in values]
    score = judged.result.score(THEORY, "first", LEAVE_ONE_OUT)
    is_meant = (df["Tier"] == tier_name("first")) & (df["Judged"] == heading(DESIGN_LABELS[LEAVE_ONE_OUT]))
    assert score is not None
    assert df.loc[is_meant, "Places"].sum() == score.n > 0


def test_other_assumptions_on_the_page_are_those_of_the_result(judged: Judged) -> None:
    rows = judged.result.sensitivity
    df = _frame(judged.app, "Agreement of ranks")
    assert df["If"].tolist() == [row.label for row in rows]
    assert df["Tier"].tolist() == [tier_name(row.tier) for row in rows]
    assert df["Largest change"].tolist() == [f"{row.largest_change:.2f}" for row in rows]
    assert df["Mean change of the level"].tolist() == [f"{row.mean_change:.2f}" for row in rows]
    assert df["Change of a place nobody has studied"].tolist() == [f"{row.base_change:+.2f}" for row in rows]
    shares = [float(f"{100 * row.colour_changed_share:.0f}") for row in rows]
    assert [float(words.rstrip(" %")) for words in df["Places that change colour"]] == shares
    ranks = [row.rank_correlation for row in rows]
    assert df["Agreement of ranks"].tolist() == ["" if rank is None else f"{rank:.2f}" for rank in ranks]
