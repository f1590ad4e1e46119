"""How the model did on the coded cases, on the method page: sentences from computed numbers, tables beside them."""

import pandas as pd
import streamlit as st

from etl.validating import validate_case_base
from model.states import TIERS
from model.validation.limits import limits, robustness
from model.validation.names import DESIGN_LABELS, MODEL_LABELS
from model.validation.records import Score
from model.validation.result import Validation
from model.validation.sentences import Statement, statements
from store.connection import Lake
from ui.markup import element, text
from ui.method_contents import head_html
from ui.standing import read_validation
from ui.words import heading, share_words, tier_name

FIRST_SAID = ("ranking", "weights", "gate")
"""Keys of the statements that stand before everything that is folded away."""

SCORES_NOTE = (
    "Score: ranked probability score, lower is better; gain: how much lower than that of the same chances for every "
    "place, with its standard error; order: chance that a place with some practice is put above one with none, .5 is "
    "guessing, with its 95 % range."
)


def method_validation(lake: Lake) -> None:
    """Show the judgement, or offer to compute it where it is missing."""
    st.html(head_html("tests"))
    result = read_validation(lake)
    if result is None:
        st.html(element("p", "The model has not been judged on this state of the data yet. It takes some seconds."))
        if st.button("Judge it now"):
            with st.spinner("Judging the model on the coded cases"):
                validate_case_base(lake)
            st.rerun()
        return
    said = [*statements(result), *robustness(result), *limits(result)]
    st.html(_list_html([one for one in said if one.key in FIRST_SAID]))
    with st.expander("What else the numbers say, and what they cannot show"):
        st.html(_list_html([one for one in said if one.key not in FIRST_SAID]))
    for design in dict.fromkeys(score.design for score in result.scores):
        with st.expander(f"Scores: {DESIGN_LABELS[design]}"):
            st.html(element("p", SCORES_NOTE, kind="note"))
            _show(scores_in_words(result, design), f"Scores, {DESIGN_LABELS[design]}")
    with st.expander("Calibration: what was said, and what was coded"):
        _show(calibration_in_words(result), "Calibration, one bin of forecast chances in a row")
    with st.expander("If other numbers had been judged right"):
        _show(sensitivity_in_words(result), "What other assumptions would change, one in a row")


def _list_html(said: list[Statement]) -> str:
    return element("ul", *(element("li", text(statement.text)) for statement in said))


def _show(table: pd.DataFrame, alt: str) -> None:
    st.dataframe(table, hide_index=True, width="stretch", alt=alt)


def scores_in_words(result: Validation, design: str) -> pd.DataFrame:
    """Return the scores of one design as people read them, one row per contestant, columns by tier."""
    models = list(dict.fromkeys(score.model for score in result.scores if score.design == design))
    columns = {"Forecast by": [MODEL_LABELS[model] for model in models]}
    for tier in TIERS:
        scores = [result.score(model, tier, design) for model in models]
        name = tier_name(tier)
        n = next((score.n for score in scores if score), 0)
        columns[f"{name}: score ({n} places)"] = [_score_words(score) for score in scores]
        columns[f"{name}: gain"] = [_gain_words(score) for score in scores]
        columns[f"{name}: order"] = [_order_words(score) for score in scores]
    return pd.DataFrame(columns)


def _score_words(score: Score | None) -> str:
    return "" if score is None or score.rps is None else f"{score.rps:.4f}"


def _gain_words(score: Score | None) -> str:
    if score is None or score.gain is None or score.gain_se is None:
        return ""
    return f"{score.gain:+.4f} ± {score.gain_se:.4f}"


def _order_words(score: Score | None) -> str:
    if score is None or score.auc is None or score.auc_low is None or score.auc_high is None:
        return ""
    return f"{score.auc:.2f} ({score.auc_low:.2f} to {score.auc_high:.2f})"


def calibration_in_words(result: Validation) -> pd.DataFrame:
    """Return the calibration table as people read it, one row per tier, design and bin of the forecast chance."""
    rows = result.calibration
    return pd.DataFrame(
        {
            "Tier": [tier_name(row.tier) for row in rows],
            "Judged": [heading(DESIGN_LABELS[row.design]) for row in rows],
            "Chance of some practice, as forecast": [f"{row.low:.1f} to {row.high:.1f}" for row in rows],
            "Places": [row.n for row in rows],
            "Mean forecast": [_share(row.forecast) for row in rows],
            "With some practice, as coded": [_share(row.observed) for row in rows],
        }
    )


def sensitivity_in_words(result: Validation) -> pd.DataFrame:
    """Return what other assumptions would change as people read it, one row per variant and tier."""
    rows = result.sensitivity
    return pd.DataFrame(
        {
            "If": [row.label for row in rows],
            "Tier": [tier_name(row.tier) for row in rows],
            "Agreement of ranks": [_share(row.rank_correlation) for row in rows],
            "Mean change of the level": [f"{row.mean_change:.2f}" for row in rows],
            "Largest change": [f"{row.largest_change:.2f}" for row in rows],
            "Change of a place nobody has studied": [f"{row.base_change:+.2f}" for row in rows],
            "Places that change colour": [share_words(round(100 * row.colour_changed_share), 100) for row in rows],
        }
    )


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
