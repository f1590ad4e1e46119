"""The time as the tables keep it."""

from datetime import UTC, datetime


def now_utc() -> datetime:
    """Return this moment in UTC, to the second and without a time zone."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
