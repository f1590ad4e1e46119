"""Who may do what: one account asks for every change, and the functions that change something check its role.

On a machine of one's own there is one local account, which may do all. Where people sign in, their roles are kept in
the table ``roles``.
"""

from dataclasses import dataclass

import codebook
from codebook.errors import ForbiddenError
from etl.contribution.limits import whole_number
from store import roles
from store.connection import Cursor, Lake
from store.transaction import write

DAILY_VARIABLE = "CLUSTERWATCH_BATCHES_PER_DAY"
DEFAULT_BATCHES_PER_DAY = 50
VIEWER, CONTRIBUTOR, REVIEWER, ADMIN = (value.value for value in codebook.values("role_name"))
"""The roles, each of which may do all that those before it may."""


@dataclass(frozen=True)
class Account:
    """Somebody who asks for a change.

    Attributes
    ----------
    name
        Shown beside everything that the account did.
    role
        Value of the codebook's ``role_name``.
    is_alone
        Whether nobody else works here, so that the account may review what it gave itself.
    """

    name: str
    role: str = VIEWER
    is_alone: bool = False

    @property
    def role_words(self) -> str:
        """What the role is called."""
        return codebook.label("role_name", self.role)

    def may(self, role: str) -> bool:
        """Return whether the account may do what the role allows."""
        ranks = [value.value for value in codebook.values("role_name")]
        return ranks.index(self.role) >= ranks.index(role)

    def require(self, role: str, what: str) -> None:
        """Do nothing where the account may do what the role allows.

        Parameters
        ----------
        what
            What is asked for, as in "You may not ...".

        Raises
        ------
        ForbiddenError
            When it may not.
        """
        if not self.may(role):
            message = f"You may not {what}: that takes the role of {codebook.label('role_name', role)}."
            raise ForbiddenError(message)


def local_account(name: str) -> Account:
    """Return the account of the one person at this machine."""
    return Account(name, ADMIN, is_alone=True)


def signed_in_account(lake: Lake, name: str) -> Account:
    """Return the account of somebody who has signed in, with the role that was granted; a reader without one."""
    return Account(name, VIEWER if lake.is_empty() else roles.role_of(lake.cursor(), name) or VIEWER)


def kept_name(name: str) -> str:
    """Return the name under which a role is kept: an e-mail address in small letters, anything else as it is.

    A provider's own number of somebody, ``https://id.example.org#Ab7``, may tell people apart by capitals.
    """
    return name.strip() if "://" in name else name.strip().casefold()


def grant(lake: Lake, account: Account, name: str, role: str) -> None:
    """Give somebody a role in place of an earlier one; the name is kept as ``kept_name`` says.

    Raises
    ------
    ForbiddenError
        When the account is no administrator, or the last administrator would give the role away.
    UnknownNameError
        When there is no such role.
    """
    account.require(ADMIN, "give roles")
    codebook.value("role_name", role)
    name = kept_name(name)

    def work(cursor: Cursor) -> None:
        admins = [who for who, what in roles.all_roles(cursor) if what == ADMIN]
        if admins == [name] and role != ADMIN:
            message = f"{name} is the last administrator."
            raise ForbiddenError(message, "Make somebody else an administrator first.")
        roles.set_role(cursor, name, role, account.name)

    write(lake, work, author=account.name, message=f"{name}: {role}", facts=False)


def check_rate(cursor: Cursor, account: Account) -> None:
    """Do nothing while the account has given fewer batches today than are allowed; the local account has no limit.

    Raises
    ------
    ForbiddenError
        When the limit is reached.
    """
    limit = whole_number(DAILY_VARIABLE, DEFAULT_BATCHES_PER_DAY)
    if not account.is_alone and roles.batches_of_today(cursor, account.name) >= limit:
        message = f"You have given {limit} batches within a day, which is the limit."
        raise ForbiddenError(message, "Put more records into one file, or come back tomorrow.")
