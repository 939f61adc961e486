"""A text that changes nothing takes no turn: it is remembered in passing, unless something is kept."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ivr.store import Store, StoreError, Turn
from tests.stored import ANA, NOON, draft, minutes, postgres, rows, sid, store, url

__all__ = ["postgres", "store", "url"]


def test_a_stranger_is_answered_without_a_turn_and_a_copy_gets_the_same(store: Store) -> None:
    assert store.note(ANA, sid(1), "card", NOON)

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

    assert not store.note(ANA, sid(1), "card", NOON + minutes(1))

    assert rows(url) == before


def test_reading_waits_for_no_writer(tmp_path: Path) -> None:
    with closing(Store(f"sqlite:///{tmp_path}/line.db")) as store:
        with store.turn(ANA, sid(1), NOON) as turn:
            turn.save(draft())
        with closing(sqlite3.connect(tmp_path / "line.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")

            assert not store.note(ANA, sid(2), "card", NOON)

            with pytest.raises(StoreError, match="SQLITE_BUSY"):
                store.note("0" * 64, sid(3), "card", NOON)
