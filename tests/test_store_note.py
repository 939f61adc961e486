"""A text that changes nothing takes no turn: it is remembered in passing, unless something is kept."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ivr.store import Known, Store, StoreError, Turn
from tests.stored import ANA, BEN, NOON, draft, minutes, postgres, rows, sid, store, url
from tests.test_store_plans import noted

__all__ = ["postgres", "store", "url"]


def test_a_stranger_is_answered_without_a_turn_and_a_copy_gets_the_same(store: Store) -> None:
    assert store.look(ANA, sid(1), NOON) == Known()

    assert store.note(ANA, sid(1), "card", NOON)

    assert store.look(ANA, sid(1), NOON) == Known(repeated="card")
    with store.turn(ANA, sid(1), NOON) as turn:
        assert (turn.repeated, turn.draft) == ("card", None)


@pytest.mark.parametrize(
    "keep",
    [lambda turn: turn.save(draft()), lambda turn: turn.speak("es"), lambda turn: turn.remember("first")],
    ids=["a draft", "a language", "this message"],
)
def test_somebody_of_whom_something_is_kept_takes_a_turn(
    store: Store, url: str, keep: Callable[[Turn], None]
) -> None:
    with store.turn(ANA, sid(1), NOON) as turn:
        keep(turn)
    before = rows(url)

    # Whoever looks first is told; and so is who looked before it was kept.
    assert store.look(ANA, sid(1), NOON) != Known()
    assert not store.note(ANA, sid(1), "card", NOON + minutes(1))

    assert store.look(BEN, sid(2), NOON) == Known()
    assert rows(url) == before


def test_a_note_may_wait_for_no_disk_and_a_turn_after_it_has_to(tmp_path: Path) -> None:
    with noted() as statements, closing(Store(f"sqlite:///{tmp_path}/line.db")) as store:
        store.note(ANA, sid(1), "card", NOON)
        with store.turn(ANA, sid(2), NOON) as turn:
            turn.save(draft())
        store.note(BEN, sid(3), "card", NOON)

    assert said_before_each_write(statements) == ["FULL", "NORMAL", "FULL", "NORMAL"]


def said_before_each_write(statements: list[str]) -> list[str]:
    """What its connection was last told of waiting for the disk, before each transaction that writes."""
    said, found = "", []
    for one in statements:
        if one.startswith("PRAGMA synchronous="):
            said = one.rpartition("=")[2]
        elif one == "BEGIN IMMEDIATE" or (one.startswith("INSERT INTO messages") and "SELECT" in one):
            found.append(said)
    return found


def test_reading_waits_for_no_writer(tmp_path: Path) -> None:
    with closing(Store(f"sqlite:///{tmp_path}/line.db")) as store:
        with store.turn(ANA, sid(1), NOON) as turn:
            turn.save(draft())
        with closing(sqlite3.connect(tmp_path / "line.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")

            assert store.look(ANA, sid(2), NOON) == Known(draft=draft())

            with pytest.raises(StoreError, match="SQLITE_BUSY"):
                store.note(BEN, sid(3), "card", NOON)
