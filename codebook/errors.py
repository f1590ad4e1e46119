"""Every error that Clusterwatch raises on purpose: one base class, one subclass per cause.

A message says what is wrong, where, and what is allowed; ``next_step`` tells a person what to do.
Pages show both in one calm box, the API turns the class into a status.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codebook.records import Finding

MANY_NAMES = 30
"""Longer lists of allowed names are cut in messages, so that they stay readable."""


class ClusterwatchError(Exception):
    """Base of all errors that a person can do something about.

    Parameters
    ----------
    message
        What is wrong, where, and what is allowed.
    next_step
        What to do now; without it the class's own advice stands.
    """

    next_step = "Go back to the map and try again."

    def __init__(self, message: str, next_step: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if next_step is not None:
            self.next_step = next_step

    @property
    def public_message(self) -> str:
        """What anybody on the web may read; the message itself unless it tells of the machine it runs on."""
        return self.message


class CodebookError(ClusterwatchError):
    """A CSV file of the codebook itself is wrong: header, duplicate, or a name that leads nowhere.

    The message names the file and the line.
    """

    next_step = "Mend the named line of the codebook, then run: python -m codebook check"


class UnknownNameError(ClusterwatchError):
    """A table, column, factor, vocabulary or value was asked for that the codebook does not hold.

    Make it with :meth:`of`, so that the message lists what is allowed.
    """

    next_step = "Choose one of the names that are allowed."

    @classmethod
    def of(cls, kind: str, name: object, allowed: Iterable[object]) -> UnknownNameError:
        """Return the error for a ``name`` that is no ``kind``, with all allowed names.

        The most similar allowed name comes first as a suggestion, if one is close.
        """
        names = [str(item) for item in allowed]
        close = get_close_matches(str(name), names, n=1)
        suggestion = f" Did you mean {close[0]!r}?" if close else ""
        shown = ", ".join(names[:MANY_NAMES])
        rest = len(names) - MANY_NAMES
        more = f" and {rest} more" if rest > 0 else ""
        message = f"Unknown {kind} {str(name)!r}.{suggestion} Allowed: {shown}{more}."
        return cls(message)


class NotFoundError(ClusterwatchError):
    """A well-formed id or address leads to nothing: no such cluster, batch, page or snapshot."""

    next_step = "Look for it on the map or in the table below the map."


class BadQueryError(ClusterwatchError):
    """A query in a URL has an unknown name or a value that is not allowed."""

    next_step = "Correct the address, or start again from the map."


class InputError(ClusterwatchError):
    """A file that somebody gave cannot be read at all: missing, empty, too large or no CSV."""

    next_step = "Check the file and give it again; nothing has been stored."


class RejectedDataError(ClusterwatchError):
    """Data was read, but its errors forbid storing it; the lake is as it was.

    ``findings`` holds every finding of the checks, warnings included.
    """

    next_step = "Mend the lines that are named, then run it again; nothing has been stored."

    def __init__(self, message: str, findings: Sequence[Finding] = (), next_step: str | None = None) -> None:
        super().__init__(message, next_step)
        self.findings = tuple(findings)


class ForbiddenError(ClusterwatchError):
    """Somebody asks for what their role does not allow."""

    next_step = "Ask somebody with the right role to do it."


class MissingFileError(ClusterwatchError):
    """A file that belongs to the project itself is not where it should be."""

    next_step = "Restore the file from the project's repository."


class EmptyLakeError(ClusterwatchError):
    """The lake holds no tables or no clusters yet."""

    next_step = "Build it with: python -m etl build"


class BusyLakeError(ClusterwatchError):
    """Another process kept writing to the lake for longer than the retries last."""

    next_step = "Wait a minute and try again; nothing has been lost."


class StoreError(ClusterwatchError):
    """The lake cannot be opened: wrong path, no rights, no catalogue or no extension wheel."""

    next_step = "Check CLUSTERWATCH_CATALOG and CLUSTERWATCH_DATA, and that requirements.txt is installed."

    @property
    def public_message(self) -> str:
        """No path and no connection string, which may hold a password: those are for the log and the command line."""
        return "The data cannot be opened just now."
