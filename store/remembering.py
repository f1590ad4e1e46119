"""Answers that are kept for the next asker: a bounded memory, safe to ask from any thread."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Remembered(Generic[Answer]):
    """Answers by key; those that were not asked for longest go first when there is no more room.

    Parameters
    ----------
    room
        How much may be kept, in the unit of ``weigh``.
    weigh
        Returns how much room an answer takes; each takes 1 unless it says otherwise.
    """

    def __init__(self, room: int, weigh: Callable[[Answer], int] = lambda _: 1) -> None:
        self._room = room
        self._weigh = weigh
        self._taken = 0
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._turns: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return the answer to a key, made once: whoever asks for it meanwhile waits for the same one."""
        found = self._find(key)
        if found is not None:
            return found[0]
        with self._lock:
            turn = self._turns.setdefault(key, threading.Lock())
        try:
            with turn:
                found = self._find(key)
                if found is None:
                    found = (make(),)
                    self._keep(key, found[0])
        finally:
            with self._lock:
                self._turns.pop(key, None)
        return found[0]

    def _find(self, key: Hashable) -> tuple[Answer] | None:
        with self._lock:
            if key not in self._answers:
                return None
            self._answers.move_to_end(key)
            return (self._answers[key],)

    def _keep(self, key: Hashable, answer: Answer) -> None:
        weight = self._weigh(answer)
        if weight > self._room:
            return
        with self._lock:
            self._answers[key] = answer
            self._taken += weight
            while self._taken > self._room:
                _, oldest = self._answers.popitem(last=False)
                self._taken -= self._weigh(oldest)
