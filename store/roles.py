"""Who has which role, and how much somebody has given today, with the cursor of a transaction or a new one."""

from datetime import UTC, datetime, timedelta

from store.clock import now_utc
from store.connection import Cursor
from store.queries import sql


def role_of(cursor: Cursor, account: str) -> str | None:
    """Return the role of an account, None where it was given none."""
    row = cursor.execute(sql("roles/role_of"), {"account": account}).fetchone()
    return None if row is None else str(row[0])


def all_roles(cursor: Cursor) -> list[tuple[str, str]]:
    """Return every account that has a role, with it, by account."""
    return cursor.execute(sql("roles/all_roles")).fetchall()


def set_role(cursor: Cursor, account: str, role: str, granted_by: str) -> None:
    """Give an account a role in place of an earlier one; call it inside a writing transaction."""
    now = now_utc()
    cursor.execute(sql("roles/delete_role"), {"account": account})
    values = {"account": account, "role": role, "granted_by": granted_by, "granted_at": now}
    cursor.execute(sql("roles/insert_role"), values)


def batches_of_today(cursor: Cursor, account: str) -> int:
    """Return how many batches an account has given within the last 24 hours."""
    since = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=1)
    row = cursor.execute(sql("roles/batches_since"), {"author": account, "since": since}).fetchone()
    return int(row[0]) if row else 0
