"""Contribute: give records by file, judge what others gave, see every batch and take it back."""

import streamlit as st

from etl.accounts import ADMIN, CONTRIBUTOR
from ui.account import account_bar, has_sign_in
from ui.batches_view import asked_batch, batch_view, history_view, said
from ui.contribute_check import check_step
from ui.contribute_effect import effect_step, receipt_view
from ui.contribute_file import file_step
from ui.draft import draft, report_of
from ui.frame import page
from ui.markup import element
from ui.roles_view import roles_view

TITLE = "Contribute records"

with page(TITLE) as lake:
    account = account_bar(lake)
    said()
    batch = asked_batch()
    if batch is not None:
        if st.button("All batches, and giving records", icon=":material/arrow_back:"):
            st.query_params.clear()
            st.rerun()
        batch_view(lake, account, batch)
    else:
        receipt_view()
        if account.may(CONTRIBUTOR):
            upload, given = file_step(lake), draft()
            if upload is not None and given is not None:
                report = report_of(lake, given)
                check_step(given, report)
                effect_step(lake, account, report)
        st.html(element("h2", "Batches"))
        history_view(lake)
        if has_sign_in() and account.may(ADMIN):
            roles_view(lake, account)
