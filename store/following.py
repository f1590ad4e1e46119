"""Following the lake: a read model is built anew when facts change; the old one serves meanwhile.

What is built belongs to its caller (atlas.py); here is only when, and by which thread.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

import duckdb

from codebook.errors import ClusterwatchError
from store.connection import Lake

CHECK_EVERY_S = 1.0
"""Seconds between two looks at the lake: a look costs some milliseconds, a tile not much more."""

PATIENCE_S = 1.0
"""Seconds that whoever noticed a change waits for the new model, then takes the old one.

A case base of thousands is built within it, so that whoever stored something sees it at once.
"""

logger = logging.getLogger(__name__)


class Versioned(Protocol):
    """A read model that knows which facts version it was built from."""

    version: int


Model = TypeVar("Model", bound=Versioned)


class Follower(Generic[Model]):
    """One read model of one lake, shared by all threads of a process.

    Parameters
    ----------
    lake
        The lake that is followed.
    build
        Makes the model from the lake; runs in a thread of its own once a first model is there.
    """

    def __init__(self, lake: Lake, build: Callable[[Lake], Model]) -> None:
        self._lake = lake
        self._build = build
        self._model: Model | None = None
        self._checked_at = -CHECK_EVERY_S
        # Whoever holds it is the one that looks at the lake and builds.
        self._turn = threading.Lock()

    def current(self, *, at_once: bool = False) -> Model:
        """Return the model of the lake, a second old at most, or the last that could be had.

        A lake that is busy or out of reach is logged and the old model goes on serving.

        Parameters
        ----------
        at_once
            Look at the lake now and wait for the new model, however long it takes: for whoever has
            just stored something.

        Raises
        ------
        ClusterwatchError, duckdb.Error
            When there is no model yet and the lake cannot be read.
        """
        model = self._model
        if model is None or at_once:
            with self._turn:
                return self._look(at_once=at_once)
        is_due = time.monotonic() - self._checked_at >= CHECK_EVERY_S
        if is_due and self._turn.acquire(blocking=False):
            self._refresh_beside()
        return self._model or model

    def _refresh_beside(self) -> None:
        """Look and build in another thread, waiting a moment for it; the turn ends with it."""
        is_done = threading.Event()

        def refresh() -> None:
            try:
                self._look(at_once=True)
            finally:
                self._turn.release()
                is_done.set()

        threading.Thread(target=refresh, name="follow-the-lake").start()
        is_done.wait(PATIENCE_S)

    def _look(self, *, at_once: bool) -> Model:
        """Return the model of the lake as it is now; only the holder of the turn may call this."""
        model = self._model
        if model is not None and not at_once:
            # Another thread built it while this one waited for its turn.
            return model
        try:
            if model is None or self._lake.facts_version() != model.version:
                self._model = model = self._build(self._lake)
        except (ClusterwatchError, duckdb.Error):
            if model is None:
                raise
            logger.warning("The lake could not be read; its older state serves on.", exc_info=True)
        finally:
            self._checked_at = time.monotonic()
        return model
