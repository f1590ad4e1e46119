"""Roles: each may do what those below it may, the last administrator stays one, strangers may read."""

import pytest

import codebook
from codebook.errors import ForbiddenError, UnknownNameError
from etl.accounts import ADMIN, CONTRIBUTOR, REVIEWER, VIEWER, Account, grant, local_account, signed_in_account
from store.connection import Lake

ROLES = [value.value for value in codebook.values("role_name")]
NUMBERS = ("https://id.example.org#Ab7", "https://id.example.org#ab7")


def test_each_role_may_what_those_before_it_may() -> None:
    assert ROLES == [VIEWER, CONTRIBUTOR, REVIEWER, ADMIN]
    allowed = [[Account("a", own).may(role) for role in ROLES] for own in ROLES]
    assert allowed == [[rank <= own for rank in range(len(ROLES))] for own in range(len(ROLES))]


def test_a_role_is_granted_changed_and_found_again(lake_copy: Lake) -> None:
    admin = local_account("chief")
    assert signed_in_account(lake_copy, "asha@example.org").role == VIEWER
    grant(lake_copy, admin, "asha@example.org", CONTRIBUTOR)
    grant(lake_copy, admin, "asha@example.org", REVIEWER)
    found = signed_in_account(lake_copy, "asha@example.org")
    assert (found.role, found.is_alone) == (REVIEWER, False)


def test_capitals_tell_nobody_apart_by_address_but_by_a_provider_s_number(lake_copy: Lake) -> None:
    for name in (" Asha@Example.org", NUMBERS[0]):
        grant(lake_copy, local_account("chief"), name, REVIEWER)
    found = {name: signed_in_account(lake_copy, name).role for name in ("asha@example.org", *NUMBERS)}
    assert found == {"asha@example.org": REVIEWER, NUMBERS[0]: REVIEWER, NUMBERS[1]: VIEWER}


def test_granting_raises_no_facts_version(lake_copy: Lake) -> None:
    before = lake_copy.facts_version()
    grant(lake_copy, local_account("chief"), "asha", CONTRIBUTOR)
    assert lake_copy.facts_version() == before


def test_only_administrators_grant_and_the_last_one_stays(lake_copy: Lake) -> None:
    with pytest.raises(ForbiddenError, match="administrator"):
        grant(lake_copy, Account("asha", REVIEWER), "asha", ADMIN)
    grant(lake_copy, local_account("chief"), "asha", ADMIN)
    with pytest.raises(ForbiddenError, match="last administrator"):
        grant(lake_copy, Account("asha", ADMIN), "asha", VIEWER)
    with pytest.raises(UnknownNameError):
        grant(lake_copy, local_account("chief"), "asha", "owner")


def test_in_an_empty_lake_everybody_who_signs_in_may_read(empty_lake: Lake) -> None:
    assert signed_in_account(empty_lake, "asha").role == VIEWER
