"""Answers are kept within bounds, the ones asked for last, and made once however many ask."""

import threading
import time

import pytest

from store.remembering import Remembered


def test_an_answer_is_made_once() -> None:
    made: list[str] = []
    memory: Remembered[str] = Remembered(3)

    def make() -> str:
        made.append("made")
        return "answer"

    assert [memory.get("key", make) for _ in range(3)] == ["answer"] * 3
    assert made == ["made"]


def test_what_was_not_asked_for_longest_goes_first() -> None:
    memory: Remembered[str] = Remembered(2)
    for key in ("a", "b", "a", "c"):
        memory.get(key, key.upper)
    assert memory.get("a", lambda: "anew") == "A"
    assert memory.get("b", lambda: "anew") == "anew"


def test_room_is_measured_and_what_has_none_is_not_kept() -> None:
    memory: Remembered[bytes] = Remembered(10, len)
    memory.get("large", lambda: b"x" * 11)
    assert memory.get("large", lambda: b"anew") == b"anew"
    memory.get("six", lambda: b"y" * 6)
    memory.get("seven", lambda: b"z" * 7)
    assert memory.get("seven", lambda: b"") == b"z" * 7
    assert memory.get("six", lambda: b"gone") == b"gone"


def test_nothing_is_an_answer_too() -> None:
    memory: Remembered[None] = Remembered(2)
    asked: list[int] = []
    for _ in range(2):
        memory.get("key", lambda: asked.append(1))
    assert asked == [1]


def test_a_failure_is_not_kept() -> None:
    memory: Remembered[int] = Remembered(2)
    with pytest.raises(ZeroDivisionError):
        memory.get("key", lambda: 1 // 0)
    assert memory.get("key", lambda: 5) == 5


def test_many_who_ask_at_once_wait_for_one() -> None:
    memory: Remembered[int] = Remembered(2)
    made: list[int] = []
    found: list[int] = []
    begin = threading.Barrier(6)

    def make() -> int:
        # Long enough that the others ask meanwhile; were it too short, nothing would fail.
        time.sleep(0.05)
        made.append(1)
        return len(made)

    def ask() -> None:
        begin.wait()
        found.append(memory.get("key", make))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 6
