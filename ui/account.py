"""Who works with the app: the one local person, or somebody who has signed in with an OpenID provider.

Signing in is Streamlit's own (``[auth]`` in its secrets); what somebody may do stands in the table ``roles`` and is
checked by the functions of etl/ themselves.
"""

import time
from collections.abc import Mapping

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from etl.accounts import CONTRIBUTOR, Account, kept_name, local_account, signed_in_account
from store.connection import Lake

LOCAL_ADDRESSES = ("localhost", "127.0.0.1", "::1")
NAME = "name of the local person"
NOBODY = Account("somebody who has not signed in")
LONGEST_NAME = 80


def has_sign_in() -> bool:
    """Return whether people sign in here."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False


def is_on_this_machine_alone() -> bool:
    """Return whether nobody but this machine can reach the app."""
    return st.get_option("server.address") in LOCAL_ADDRESSES


def account_bar(lake: Lake) -> Account:
    """Show who is at work, with the way in or out, and return the account."""
    if has_sign_in():
        return _signed_in(lake)
    if not is_on_this_machine_alone():
        st.text("Others can reach this app and nobody signs in, so it can only be read.")
        return NOBODY
    name = st.text_input(
        "Your name, shown beside what you give", key=NAME, max_chars=LONGEST_NAME, placeholder="local user"
    )
    return local_account(name.strip() or "local user")


def _signed_in(lake: Lake) -> Account:
    user = st.user.to_dict()
    if not user.get("is_logged_in"):
        st.text("Everybody may read. To give records, sign in.")
        st.button("Sign in", on_click=st.login, type="primary")
        return NOBODY
    if _has_expired(user.get("exp")):
        st.text("Your session has ended.")
        st.button("Sign in again", on_click=st.login, type="primary")
        return NOBODY
    account = signed_in_account(lake, account_name(user))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"Signed in as {account.name}, {account.role_words}.")
        st.button("Sign out", on_click=st.logout)
    if not account.may(CONTRIBUTOR):
        st.text("You may read. To give records, ask an administrator for the role of contributor.")
    return account


def account_name(user: Mapping[str, object]) -> str:
    """Return the name that roles are kept under: the address that the provider vouches for, else its own number.

    An address that nobody has verified could be anybody's.
    """
    email = user.get("email")
    if email and user.get("email_verified") in {True, "true"}:
        return kept_name(str(email))
    return f"{user.get('iss', '')}#{user.get('sub', '')}"


def _has_expired(moment: object) -> bool:
    return isinstance(moment, int | float) and moment < time.time()
