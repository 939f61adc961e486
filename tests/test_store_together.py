"""Turns that come at the same time are committed at once; each is undone, or told of a failure, by itself."""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ivr.store import Pulse, Store, StoreError
from ivr.store.sqlite import Others
from tests.stored import ANA, NOON, rows, sid
from tests.test_store_plans import noted


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(f"sqlite:///{tmp_path}/line.db")) as made:
        made.prepare()
        yield made


def remembered(tmp_path: Path) -> dict[str, str]:
    return {id: reply for id, _, reply in rows(f"sqlite:///{tmp_path}/line.db")["messages"]}


def remember(store: Store, number: int, reply: str, then: Callable[[], None] = lambda: None) -> None:
    with store.turn(f"{number:064x}", sid(number), NOON) as turn:
        turn.remember(reply)
        then()


@contextmanager
def all_at_once(
    store: Store, replies: list[str], then: Callable[[int], None]
) -> Iterator[list[Future[None]]]:
    """A turn for each reply; the first goes on when all others wait behind it."""
    places = store._database._places
    with ThreadPoolExecutor(len(replies)) as threads:

        def first() -> None:
            while len(places._waiting) < len(replies) - 1:
                pass
            then(0)

        asked = [threads.submit(remember, store, 0, replies[0], first)]
        while places._free:
            pass
        for number, reply in enumerate(replies[1:], 1):
            asked.append(threads.submit(remember, store, number, reply, lambda number=number: then(number)))  # type: ignore[misc]
            while len(places._waiting) < number and not asked[0].done():
                pass
        yield asked


def test_turns_that_come_meanwhile_are_committed_at_once(tmp_path: Path) -> None:
    with noted() as statements, closing(Store(f"sqlite:///{tmp_path}/line.db")) as store:
        store.prepare()
        statements.clear()
        with all_at_once(store, ["a", "b", "c"], lambda _: None) as asked:
            pass

    assert [one.result() for one in asked] == [None] * 3
    assert remembered(tmp_path) == {sid(0): "a", sid(1): "b", sid(2): "c"}
    assert (statements.count("BEGIN IMMEDIATE"), statements.count("COMMIT")) == (1, 1)


def test_no_more_than_a_few_share_one_so_that_the_first_does_not_wait_long(tmp_path: Path) -> None:
    with noted() as statements, closing(Store(f"sqlite:///{tmp_path}/line.db")) as store:
        store.prepare()
        statements.clear()
        with all_at_once(store, ["many"] * 20, lambda _: None) as asked:
            pass

    assert [one.result() for one in asked] == [None] * 20
    assert len(remembered(tmp_path)) == 20
    assert statements.count("COMMIT") == 3  # 8, 8 and 4


@pytest.mark.parametrize("failing", [0, 1, 2], ids=["the first", "one in the middle", "the last"])
def test_a_turn_that_fails_is_undone_alone(store: Store, tmp_path: Path, failing: int) -> None:
    def fail(number: int) -> None:
        if number == failing:
            raise ArithmeticError

    with all_at_once(store, ["a", "b", "c"], fail) as asked:
        pass

    errors = [type(one.exception()) for one in asked]
    assert errors == [ArithmeticError if number == failing else type(None) for number in range(3)]
    assert remembered(tmp_path) == {sid(n): "abc"[n] for n in range(3) if n != failing}


def refuse(tmp_path: Path, trigger: str) -> None:
    with closing(sqlite3.connect(tmp_path / "line.db", isolation_level=None)) as other:
        other.executescript(trigger)


def test_what_undoes_them_all_is_told_to_each(store: Store, tmp_path: Path) -> None:
    """As a disk that is full may: SQLite itself undoes everything, and goes on as if nothing had begun."""
    refuse(
        tmp_path,
        "CREATE TRIGGER refuse BEFORE INSERT ON messages WHEN NEW.reply = 'poison'"
        " BEGIN SELECT RAISE(ROLLBACK, 'no'); END",
    )

    with all_at_once(store, ["a", "poison", "c"], lambda _: None) as asked:
        pass

    assert isinstance(asked[0].exception(), StoreError)
    assert isinstance(asked[1].exception(), StoreError)
    assert asked[2].result() is None  # it came after, and has a transaction of its own
    assert remembered(tmp_path) == {sid(2): "c"}


def test_a_commit_that_fails_is_told_to_each(store: Store, tmp_path: Path) -> None:
    refuse(
        tmp_path,
        "CREATE TABLE owner (id PRIMARY KEY);"
        "CREATE TABLE owned (id REFERENCES owner DEFERRABLE INITIALLY DEFERRED);"
        "CREATE TRIGGER refuse AFTER INSERT ON messages WHEN NEW.reply = 'poison'"
        " BEGIN INSERT INTO owned VALUES (1); END",
    )
    with store._database.outside() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")  # of the one connection that the pool has

    with all_at_once(store, ["a", "poison", "c"], lambda _: None) as asked:
        pass

    assert [str(one.exception()) for one in asked] == ["SQLITE_CONSTRAINT_FOREIGNKEY"] * 3
    assert remembered(tmp_path) == {}
    remember(store, 9, "after")
    assert remembered(tmp_path) == {sid(9): "after"}


def behind(store: Store, act: Callable[[], object]) -> Future[object]:
    """Have it wait behind a turn that is under way; what came of it."""
    with ThreadPoolExecutor(1) as threads:
        asked: list[Future[object]] = []

        def ask() -> None:
            asked.append(threads.submit(act))
            while not store._database._places._waiting:
                pass

        remember(store, 1, "a", ask)
    return asked[0]


def test_what_is_no_turn_ends_what_was_left_open_for_more(store: Store, tmp_path: Path) -> None:
    pulse = Pulse("deliver", NOON, "ok")

    behind(store, lambda: store.beat(pulse)).result()

    assert store.pulses() == [pulse]
    assert remembered(tmp_path) == {sid(1): "a"}


def test_a_note_joins_what_is_open_and_is_saved_with_it(tmp_path: Path) -> None:
    with noted() as statements, closing(Store(f"sqlite:///{tmp_path}/line.db")) as store:
        store.prepare()
        statements.clear()

        assert behind(store, lambda: store.note(ANA, sid(7), "card", NOON)).result() is True
        assert behind(store, lambda: store.note(ANA, sid(7), "card", NOON)).result() is False

    assert remembered(tmp_path) == {sid(1): "a", sid(7): "card"}
    assert (statements.count("BEGIN IMMEDIATE"), statements.count("COMMIT")) == (2, 2)


def test_who_waited_first_writes_first_whichever_process_it_is(store: Store, tmp_path: Path) -> None:
    order: list[int] = []
    with (
        closing(Store(f"sqlite:///{tmp_path}/line.db")) as another,
        closing(sqlite3.connect(tmp_path / "line.db", isolation_level=None)) as writer,
        ThreadPoolExecutor(2) as threads,
    ):
        another.prepare()
        writer.execute("BEGIN IMMEDIATE")
        asked = [threads.submit(remember, store, 1, "first", lambda: order.append(1))]
        while not is_anybody_next(tmp_path):
            pass
        # It looked longer ago than the first one has waited: it looks again before it tries.
        asked.append(threads.submit(remember, another, 2, "second", lambda: order.append(2)))
        while another._database._places._free:
            pass
        writer.execute("COMMIT")

        assert [one.result() for one in asked] == [None, None]
    assert order == [1, 2]


def is_anybody_next(folder: Path) -> bool:
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(opened)
    return False


def test_who_writes_on_and_on_finds_out_that_it_was_asked_to_wait(tmp_path: Path) -> None:
    ours, theirs = (os.open(tmp_path, os.O_RDONLY) for _ in range(2))
    others = Others(ours)
    assert others.let_us(is_first=True)

    fcntl.flock(theirs, fcntl.LOCK_EX)
    while others.let_us(is_first=True):  # for some milliseconds after it has looked
        pass
    assert not others.let_us(is_first=False)
    fcntl.flock(theirs, fcntl.LOCK_UN)

    assert others.let_us(is_first=False)
    for opened in (ours, theirs):
        os.close(opened)


def test_a_process_that_is_next_and_hangs_keeps_nobody_from_writing(store: Store, tmp_path: Path) -> None:
    opened = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(opened, fcntl.LOCK_EX)

    for number in range(2):
        remember(store, number, "a")

    os.close(opened)
    assert remembered(tmp_path) == {sid(0): "a", sid(1): "a"}
