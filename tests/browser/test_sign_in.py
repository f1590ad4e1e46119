"""Signing in with an OpenID provider: what the page offers to each role, and what the functions refuse anyhow.

The provider is a real one on this machine; people, roles and two batches that wait are made up.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

import codebook
from codebook.errors import ClusterwatchError, ForbiddenError
from etl.accounts import ADMIN, CONTRIBUTOR, REVIEWER, VIEWER, Account, grant, local_account, signed_in_account
from etl.importing import import_batch
from etl.reviewing import review
from etl.undoing import undo
from store.connection import Lake, LakeSettings
from tests.browser.provider import Provider, providing
from tests.browser.reader import TIMEOUT_MS, Reader
from tests.browser.server import Server, serving
from tests.conftest import ROOT, lake_settings
from tests.etl.contributions import SHIPPED_CLUSTER, SOURCE, contribution, statement
from tests.store.made_rows import texts

pytestmark = pytest.mark.browser

ROLES = [value.value for value in codebook.values("role_name")]
PATIENCE_MS = 4 * TIMEOUT_MS
# Given by the contributor, and by the reviewer.
CONTRIBUTED, REVIEWED = 1, 2
NO_BATCH = 999
# What takes which role; asked of a batch that is not there, so that nobody changes anything for the next test.
ACTS: dict[str, tuple[str, Callable[[Lake, Account], object]]] = {
    "give": (CONTRIBUTOR, lambda lake, account: import_batch(lake, contribution(), account, dry_run=True)),
    "take back": (CONTRIBUTOR, lambda lake, account: undo(lake, NO_BATCH, account)),
    "review": (REVIEWER, lambda lake, account: review(lake, NO_BATCH, "accept", account)),
    "grant": (ADMIN, lambda lake, account: grant(lake, account, "asha@example.org", "no such role")),
}


def email(role: str) -> str:
    """Return the address of the person who has this role."""
    return f"{role}@example.org"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """Return a provider that knows one person for each role."""
    with providing(tmp_path_factory.mktemp("provider") / "log.txt") as provider:
        for role in ROLES:
            provider.know(email(role))
        yield provider


@pytest.fixture(scope="module")
def guarded_lake(_built_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> LakeSettings:
    """Return where the case base lies with everybody's role and two batches that wait."""
    folder = tmp_path_factory.mktemp("guarded") / "lake"
    shutil.copytree(_built_folder, folder)
    lake = Lake(lake_settings(folder))
    # Whoever signs in without a role is a reader.
    for role in set(ROLES) - {VIEWER}:
        grant(lake, local_account("command line"), email(role), role)
    import_batch(lake, contribution(), Account(email(CONTRIBUTOR), CONTRIBUTOR))
    own = {
        "sources": texts("sources", {**SOURCE, "source_id": "visit-2025"}),
        "clusters": texts("clusters"),
        "evidence": texts("evidence", statement(3, SHIPPED_CLUSTER, source_id="visit-2025")),
    }
    import_batch(lake, contribution(tables=own), Account(email(REVIEWER), REVIEWER))
    lake.close()
    return lake.settings


@pytest.fixture(scope="module")
def server(
    guarded_lake: LakeSettings, provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Return the app that serves this lake and sends people to this provider; the readers below meet it."""
    log = tmp_path_factory.mktemp("guarded-server") / "log.txt"
    with serving(guarded_lake, ROOT, log, secrets=provider.secrets_of) as server:
        yield server


@pytest.fixture
def reader(reader: Reader, provider: Provider) -> Reader:
    """Return a reader who may also be sent to the provider."""
    reader.also_ours.append(provider.address)
    return reader


@pytest.fixture
def lake(guarded_lake: LakeSettings) -> Iterator[Lake]:
    """Return the server's lake, opened apart from the server."""
    lake = Lake(guarded_lake)
    yield lake
    lake.close()


def go_to_provider(reader: Reader, button: str = "Sign in") -> None:
    """Press the button on the page of contributions that leads to the provider."""
    reader.open("/contribute")
    reader.page.get_by_role("button", name=button, exact=True).click()
    expect(reader.page.get_by_role("button", name="Authorize")).to_be_visible(timeout=PATIENCE_MS)


def come_back(reader: Reader, who: str) -> None:
    """Tell the provider who one is and come back to the page of contributions."""
    reader.page.get_by_placeholder("sub").fill(who)
    reader.page.get_by_role("button", name="Authorize").click()
    # Streamlit always leads to the first page.
    reader.page.wait_for_url(f"{reader.address}/", wait_until="commit", timeout=PATIENCE_MS)
    reader.open("/contribute")


def sign_in(reader: Reader, who: str) -> None:
    """Sign in as somebody whom the provider knows."""
    go_to_provider(reader)
    come_back(reader, who)


def offers(reader: Reader) -> dict[str, bool]:
    """Return what the page of contributions offers, and a batch of the contributor's below it."""
    seen = {
        "give": reader.heading("1. Your file").count() > 0,
        "grant": reader.heading("Who may do what").count() > 0,
        "see": reader.heading("Batches").count() > 0,
    }
    reader.open(f"/contribute?batch={CONTRIBUTED}")
    expect(reader.heading(f"Batch {CONTRIBUTED}")).to_be_visible()
    seen["review"] = _has_button(reader, "Decide")
    seen["take back"] = _has_button(reader, f"Take batch {CONTRIBUTED} back")
    return seen


def _has_button(reader: Reader, name: str) -> bool:
    return reader.page.get_by_role("button", name=name).count() > 0


def refused(lake: Lake, account: Account) -> set[str]:
    """Return what the functions refuse to an account."""
    found = set()
    for act, (_, ask) in ACTS.items():
        try:
            ask(lake, account)
        except ForbiddenError:
            found.add(act)
        except ClusterwatchError:
            # Allowed: what was asked for is not there.
            continue
    return found


def test_signed_out_one_may_read_and_is_asked_to_sign_in(reader: Reader) -> None:
    reader.open("/contribute")
    expect(reader.page.get_by_text("Everybody may read. To give records, sign in.")).to_be_visible()
    expect(reader.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert offers(reader) == {"see": True, "give": False, "grant": False, "review": False, "take back": False}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_offered_what_it_may_and_refused_the_rest(reader: Reader, lake: Lake, role: str) -> None:
    sign_in(reader, email(role))
    words = f"Signed in as {email(role)}, {codebook.label('role_name', role)}."
    expect(reader.page.get_by_text(words)).to_be_visible()
    expect(reader.page.get_by_text("ask an administrator")).to_have_count(int(role == VIEWER))
    may = {act: ROLES.index(role) >= ROLES.index(needed) for act, (needed, _) in ACTS.items()}
    assert offers(reader) == {"see": True, **may}
    assert refused(lake, signed_in_account(lake, email(role))) == {act for act, allowed in may.items() if not allowed}


def test_a_reviewer_judges_others_and_never_their_own(reader: Reader, lake: Lake) -> None:
    sign_in(reader, email(REVIEWER))
    reader.open(f"/contribute?batch={REVIEWED}")
    expect(reader.heading(f"Batch {REVIEWED}")).to_be_visible()
    assert _has_button(reader, f"Take batch {REVIEWED} back")
    assert not _has_button(reader, "Decide")
    with pytest.raises(ForbiddenError, match="somebody else"):
        review(lake, REVIEWED, "accept", signed_in_account(lake, email(REVIEWER)))


def test_an_administrator_gives_roles_and_stays_one(reader: Reader, lake: Lake) -> None:
    sign_in(reader, email(ADMIN))
    for who, role in (("Asha@Example.org", CONTRIBUTOR), (email(ADMIN), VIEWER)):
        reader.page.get_by_label("Account: the name").fill(who)
        reader.page.get_by_test_id("stForm").get_by_text(codebook.label("role_name", role).capitalize()).click()
        with reader.rerun():
            reader.page.get_by_role("button", name="Give this role").click()
    expect(reader.page.get_by_text("is the last administrator")).to_be_visible()
    assert signed_in_account(lake, "asha@example.org").role == CONTRIBUTOR
    assert signed_in_account(lake, email(ADMIN)).role == ADMIN


def test_an_ended_session_may_read_and_begins_anew(reader: Reader, provider: Provider) -> None:
    go_to_provider(reader)
    # In the past, within the two minutes by which Authlib lets clocks differ.
    provider.know("late@example.org", exp=int(time.time()) - 1)
    come_back(reader, "late@example.org")
    expect(reader.page.get_by_text("Your session has ended.")).to_be_visible()
    assert offers(reader) == {"see": True, "give": False, "grant": False, "review": False, "take back": False}
    go_to_provider(reader, "Sign in again")
    come_back(reader, email(CONTRIBUTOR))
    expect(reader.page.get_by_text(f"Signed in as {email(CONTRIBUTOR)}")).to_be_visible()


def test_whoever_signs_out_may_only_read(reader: Reader) -> None:
    sign_in(reader, email(ADMIN))
    reader.page.get_by_role("button", name="Sign out").click()
    # The provider asks whether its own session should end too.
    reader.page.get_by_role("button", name="End session").click()
    reader.page.wait_for_url(f"{reader.address}/", wait_until="commit", timeout=PATIENCE_MS)
    reader.open("/contribute")
    expect(reader.page.get_by_text("Everybody may read. To give records, sign in.")).to_be_visible()
    assert reader.heading("Who may do what").count() == 0
