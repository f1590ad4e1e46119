"""Who works with the app: names that a provider vouches for, and nobody's rights where everybody can reach it."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.app import open_page, words_of
from ui.account import account_name

ISSUER = "https://id.example.org"


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ({"email": "Asha@Example.org", "email_verified": True, "iss": ISSUER, "sub": "7"}, "asha@example.org"),
        ({"email": "asha@example.org", "email_verified": "true", "iss": ISSUER, "sub": "7"}, "asha@example.org"),
        ({"email": "asha@example.org", "email_verified": False, "iss": ISSUER, "sub": "7"}, f"{ISSUER}#7"),
        ({"email": "asha@example.org", "iss": ISSUER, "sub": "7"}, f"{ISSUER}#7"),
        ({"iss": ISSUER, "sub": "7"}, f"{ISSUER}#7"),
    ],
)
def test_an_address_counts_only_where_the_provider_vouches_for_it(user: dict[str, object], name: str) -> None:
    assert account_name(user) == name


@pytest.mark.usefixtures("case_base")
def test_on_one_s_own_machine_one_may_do_all() -> None:
    app = open_page("contribute")
    assert not app.exception
    assert "1. Your file" in words_of(app)


@pytest.mark.usefixtures("case_base")
def test_where_others_reach_the_app_and_nobody_signs_in_it_can_only_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.account.is_on_this_machine_alone", lambda: False)
    app: AppTest = open_page("contribute")
    assert not app.exception
    assert "can only be read" in words_of(app)
    assert "1. Your file" not in words_of(app)
