"""One cluster's case: its facts, its evidence, what the model makes of it, and what nobody has written about."""

import streamlit as st

from ui.case import read_case
from ui.case_state import read_case_state
from ui.case_view import (
    case_evidence,
    case_head,
    case_implications,
    case_interventions,
    case_prediction,
    case_reasons,
    case_unknown,
)
from ui.fragment import go_to_fragment
from ui.frame import page, show_calmly
from ui.standing import read_standing
from ui.what_if import hypothetical_banner, supposed_case, what_if, what_moves

with page("Cluster") as lake:
    state = read_case_state()
    if state.cluster_id is None:
        show_calmly("No cluster is chosen.", "Choose one on the map or in the table under it.")
    else:
        case = read_case(lake, state.cluster_id)
        facts, prediction = st.columns([3, 2], gap="large")
        with facts:
            case_head(case)
        state = what_if(case, state)
        shown, standing = supposed_case(case, state), read_standing(lake)
        with prediction:
            hypothetical_banner(state)
            what_moves(case, shown, standing)
            case_prediction(shown, standing)
        hypothetical_banner(state)
        case_reasons(shown, standing)
        case_implications(shown, standing)
        case_evidence(case)
        case_interventions(case)
        case_unknown(case)
        go_to_fragment()
