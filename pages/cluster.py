"""One cluster's case: its facts, its evidence, what the model makes of it, and what nobody has written about."""

import streamlit as st

from ui.case import read_case
from ui.case_view import case_evidence, case_head, case_interventions, case_prediction, case_reasons, case_unknown
from ui.frame import page, show_calmly

with page("Cluster") as lake:
    cluster_id = st.query_params.get("id")
    if cluster_id is None:
        show_calmly("No cluster is chosen.", "Choose one on the map or in the table under it.")
    else:
        case = read_case(lake, cluster_id)
        facts, prediction = st.columns([3, 2], gap="large")
        with facts:
            case_head(case)
        with prediction:
            case_prediction(case)
        case_reasons(case)
        case_evidence(case)
        case_interventions(case)
        case_unknown(case)
