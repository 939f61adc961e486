"""Threads pass one at a time and in their order, and one that waited too long leaves the line."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ivr.store import Store
from ivr.store.turnstile import Turnstile

LONG = 30.0  # seconds; no test waits that long


@contextmanager
def passed(turnstile: Turnstile, seconds: float) -> Iterator[bool]:
    """Be inside, if it took no longer."""
    inside = turnstile.enter(seconds)
    try:
        yield inside
    finally:
        if inside:
            turnstile.leave()


def in_thread(act: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=act)
    thread.start()
    return thread


def test_who_came_first_passes_first() -> None:
    turnstile, order, threads = Turnstile(1), [], []

    def pass_as(number: int) -> None:
        with passed(turnstile, LONG) as inside:
            assert inside
            order.append(number)

    with passed(turnstile, LONG):
        for number in range(10):
            threads.append(in_thread(lambda number=number: pass_as(number)))  # type: ignore[misc]
            while len(turnstile._waiting) <= number:
                pass
    for thread in threads:
        thread.join()

    assert order == list(range(10))


def test_only_one_is_inside() -> None:
    turnstile, inside, most = Turnstile(1), [0], [0]

    def pass_often() -> None:
        for _ in range(200):
            with passed(turnstile, LONG):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [in_thread(pass_often) for _ in range(8)]
    for thread in threads:
        thread.join()

    assert most == [1]


def test_as_many_are_inside_as_there_are_places() -> None:
    turnstile = Turnstile(2)

    with (
        passed(turnstile, LONG) as first,
        passed(turnstile, LONG) as second,
        passed(turnstile, 0.01) as third,
    ):
        assert (first, second, third) == (True, True, False)


def test_who_waits_too_long_leaves_and_blocks_nobody() -> None:
    turnstile = Turnstile(1)
    with passed(turnstile, LONG), passed(turnstile, 0.01) as second:
        assert not second

    with passed(turnstile, LONG) as third:
        assert third


def test_an_error_inside_lets_the_next_one_in(tmp_path: Path) -> None:
    with closing(Store(f"sqlite:///{tmp_path}/line.db")) as store:
        for _ in range(3):
            with pytest.raises(ZeroDivisionError), store._database.begin():
                raise ZeroDivisionError
