"""Who may do what, for administrators: every account that was given a role, and the way to give one."""

import pandas as pd
import streamlit as st

import codebook
from etl.accounts import Account, grant
from store import roles
from store.connection import Lake
from ui.batches_view import tell
from ui.markup import element
from ui.words import heading

LONGEST_ACCOUNT = 254
"""Letters that an e-mail address may have (RFC 5321)."""


def roles_view(lake: Lake, account: Account) -> None:
    """Show who has which role, with a form that gives one."""
    st.html(element("h2", "Who may do what"))
    labels = {role.value: heading(role.label) for role in codebook.values("role_name")}
    given = pd.DataFrame(roles.all_roles(lake.cursor()), columns=["Account", "Role"])
    st.dataframe(given.assign(Role=given["Role"].map(labels)), hide_index=True, width="stretch", key="accounts")
    st.caption("Whoever signs in without standing here may read.")
    with st.form("give a role", clear_on_submit=True):
        name = st.text_input("Account: the name that follows “Signed in as” on their page", max_chars=LONGEST_ACCOUNT)
        captions = [role.meaning for role in codebook.values("role_name")]
        role = st.radio("Role", list(labels), format_func=labels.__getitem__, captions=captions, index=None)
        if st.form_submit_button("Give this role") and name.strip() and role is not None:
            tell(lambda: _give(lake, account, name.strip(), role))


def _give(lake: Lake, account: Account, name: str, role: str) -> str:
    grant(lake, account, name, role)
    return f"{name} now has the role of {codebook.label('role_name', role)}."
