"""What if a factor were different: controls on a cluster's page whose answer is hypothetical and never stored."""

from dataclasses import replace

import streamlit as st

import codebook
from model.base_rate import own_share
from model.explanation import TierPrediction
from model.what_if import Override
from ui.case import Case, explain_case
from ui.case_state import ASSUMED, NOT_KNOWN, CaseState, write_case_state
from ui.implications_view import class_words
from ui.markup import element, text
from ui.prediction_view import tier_predictions
from ui.standing import UNJUDGED, Standing
from ui.words import adoption_words, heading, in_ten_words, level, signed, value_words

AS_DOCUMENTED = "as documented"
OWN_SHARE = "own"
"""What the control of the assumed share holds for the model's own; like NOT_KNOWN it stands for None.

Streamlit 1.67 shows an option that is None as no choice at all, and forgets it with the next one.
"""
SEEN = "address of the case as the controls know it"
COLUMNS = 3


def what_if(case: Case, state: CaseState) -> CaseState:
    """Show the controls and return the state with the reader's choices; the address follows."""
    _seed(state)
    with st.expander("What if a factor were different, or practice more common?", expanded=state.is_hypothetical):
        st.html(
            element(
                "p",
                "Suppose any factor at another value and see what the model would make of it. Nothing of this is "
                "stored; the address of the page keeps it, so that you can share it.",
                kind="note",
            )
        )
        assumed = _assumed_share()
        columns = st.columns(COLUMNS)
        chosen: list[tuple[str, str | None]] = []
        for number, factor in enumerate(codebook.PREDICTORS):
            with columns[number % COLUMNS]:
                value = _choose(case, factor)
            if value != AS_DOCUMENTED:
                chosen.append((factor, value))
        changed = replace(state, suppositions=tuple(chosen), assumed_share=assumed)
        if changed.is_hypothetical:
            st.button("Back to what is documented", on_click=_reset, args=(state,))
    if changed != state:
        st.session_state[SEEN] = changed
        write_case_state(changed)
    return changed


def _seed(state: CaseState) -> None:
    """Give the controls the address's values when it changed since they last wrote it, or when they are new here.

    They are new after every visit to another page, too: Streamlit forgets the widgets of a page that was left.
    """
    wanted = {_key(factor): AS_DOCUMENTED for factor in codebook.PREDICTORS}
    wanted |= {_key(factor): value or NOT_KNOWN for factor, value in state.suppositions}
    wanted[_key(ASSUMED)] = state.assumed_share or OWN_SHARE
    if st.session_state.get(SEEN) == state and all(key in st.session_state for key in wanted):
        return
    for key, value in wanted.items():
        st.session_state[key] = value
    st.session_state[SEEN] = state


def _key(name: str) -> str:
    return f"supposed {name}"


def _reset(state: CaseState) -> None:
    """Take every supposition back."""
    write_case_state(CaseState(state.cluster_id))


def _assumed_share() -> str | None:
    labels = {value.value: value.label for value in codebook.values("assumed_share")}
    chosen = st.selectbox(
        "Assumed share of clusters whose first tier shows at least some practice",
        [OWN_SHARE, *labels],
        format_func=lambda share: labels.get(share, f"the model’s own ({in_ten_words(own_share())})"),
        key=_key(ASSUMED),
    )
    return None if chosen == OWN_SHARE else chosen


def _choose(case: Case, factor: str) -> str | None:
    """Show one factor's control and return what is chosen: as documented, a value, or None for not known."""
    labels = {value.value: value.label for value in codebook.values(factor)} | {NOT_KNOWN: codebook.NOT_KNOWN}
    documented = value_words(factor, [str(row["value"]) for row in case.counting_records(factor)])

    def words(value: str) -> str:
        return labels.get(value, f"{AS_DOCUMENTED} ({documented.partition(': ')[2]})")

    chosen = st.selectbox(codebook.factor(factor).label, [AS_DOCUMENTED, *labels], format_func=words, key=_key(factor))
    return None if chosen == NOT_KNOWN else chosen


def supposed_case(case: Case, state: CaseState) -> Case:
    """Return the case as the model would see it under the state's suppositions; the same case without any."""
    if not state.is_hypothetical:
        return case
    overrides: dict[str, Override] = dict(state.suppositions)
    return replace(case, explanation=explain_case(case, overrides, state.share))


def what_moves(case: Case, supposed: Case, standing: Standing = UNJUDGED) -> None:
    """Show what a supposition moves: level and colour of both tiers and the class, as documented and as supposed."""
    if supposed is case:
        return
    heads = "".join(f"<th scope='col'>{words}</th>" for words in ("", "As documented", "Supposed"))
    pairs = zip(tier_predictions(case), tier_predictions(supposed), strict=True)
    rows = [
        (
            standing.head(tier),
            _level_words(before, known),
            f"{_level_words(after, then_known)} ({signed(after.expected - before.expected)})",
        )
        for (tier, before, known, _), (_, after, then_known, _) in pairs
    ]
    rows.append(("Which of the theory’s cases", class_words(case), class_words(supposed)))
    body = "".join(
        element("tr", f"<th scope='row'>{text(head)}</th>", element("td", text(old)), element("td", text(new)))
        for head, old, new in rows
    )
    st.html(element("table", element("thead", element("tr", heads)), element("tbody", body), kind="moves"))


def _level_words(prediction: TierPrediction, known: int) -> str:
    """Return a tier's level and colour: ``0.9 of 2, higher``."""
    words = adoption_words(codebook.adoption_class(prediction.above_unknown), known)
    return f"{level(prediction.expected)}, {words}"


def hypothetical_banner(state: CaseState) -> None:
    """Show what is supposed, wherever a supposed prediction is shown."""
    if not state.is_hypothetical:
        return
    parts = [
        f"{codebook.factor(factor).label}: {codebook.NOT_KNOWN if value is None else codebook.label(factor, value)}"
        for factor, value in state.suppositions
    ]
    if state.assumed_share is not None:
        parts.append(f"some practice in {codebook.label('assumed_share', state.assumed_share)}")
    st.html(
        element(
            "p",
            element("strong", "Hypothetical. "),
            text(heading("supposed instead of what is documented: " + "; ".join(parts) + ". No source says so.")),
            kind="hypothetical",
        )
    )
