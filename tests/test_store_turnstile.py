"""Threads pass one at a time and in their order, and one that waited too long leaves the line."""

import threading
from collections.abc import Callable

from ivr.store.turnstile import Turnstile

LONG = 30.0  # seconds; no test waits that long


def in_thread(act: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=act)
    thread.start()
    return thread


def test_who_came_first_passes_first() -> None:
    turnstile, order, threads = Turnstile(1), [], []

    def pass_as(number: int) -> None:
        with turnstile.passed(LONG) as inside:
            assert inside
            order.append(number)

    with turnstile.passed(LONG):
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
            with turnstile.passed(LONG):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [in_thread(pass_often) for _ in range(8)]
    for thread in threads:
        thread.join()

    assert most == [1]


def test_as_many_are_inside_as_there_are_places() -> None:
    turnstile = Turnstile(2)

    with turnstile.passed(LONG) as first, turnstile.passed(LONG) as second, turnstile.passed(0.01) as third:
        assert (first, second, third) == (True, True, False)


def test_who_waits_too_long_leaves_and_blocks_nobody() -> None:
    turnstile = Turnstile(1)
    with turnstile.passed(LONG), turnstile.passed(0.01) as second:
        assert not second

    with turnstile.passed(LONG) as third:
        assert third


def test_an_error_inside_lets_the_next_one_in() -> None:
    turnstile = Turnstile(1)
    try:
        with turnstile.passed(LONG):
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass

    with turnstile.passed(0.01) as next_one:
        assert next_one
