"""No statement of a turn or of a worker reads a whole table: its cost does not grow with what is kept."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from ivr.store import Store
from tests.stored import ANA, NOON, REPORT, draft, minutes, send, sid


@contextmanager
def noted() -> Iterator[list[str]]:
    """Every statement that SQLite runs meanwhile on connections that are new, with what is in it."""
    statements: list[str] = []

    def listen(connection: Any, _: object) -> None:
        connection.set_trace_callback(statements.append)

    event.listen(Engine, "connect", listen)
    try:
        yield statements
    finally:
        event.remove(Engine, "connect", listen)


def plans(path: Path, statements: list[str]) -> list[str]:
    """What SQLite would do for each: SEARCH goes by an index, SCAN reads everything."""
    with closing(sqlite3.connect(path)) as connection:
        return [
            f"{step[3]}: {statement}"
            for statement in of_rows(statements)
            for step in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
        ]


def of_rows(statements: list[str]) -> list[str]:
    return [one for one in statements if one.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]


def whole_turn(store: Store) -> None:
    with store.turn(ANA, sid(1), NOON) as turn:
        assert (turn.begun_today, turn.begun_this_hour >= 0) == (0, True)
        turn.save(draft())
        turn.keep(draft(), "what", b"sealed")
        turn.remember("reply")
    with store.turn(ANA, sid(2), NOON) as turn:
        turn.erase()
    send(store)


def whole_delivery(store: Store) -> None:
    send(store)
    store.outbox.claim(NOON)
    store.outbox.failed(REPORT, NOON)
    store.outbox.claim(NOON + minutes(1), REPORT)
    store.outbox.delivered(REPORT, NOON)
    store.outbox.claim_mail(NOON)
    store.outbox.mailed(REPORT)
    store.outbox.unopened()
    store.alarms.claim(NOON + minutes(15), 2)
    store.alarms.confirm(NOON + minutes(16))
    store.outbox.opened(REPORT, NOON)
    store.outbox.retry_stuck(NOON)
    store.forget(NOON + minutes(20))


@pytest.mark.parametrize("act", [whole_turn, whole_delivery])
def test_no_table_is_read_whole(act: Any, tmp_path: Path) -> None:
    with noted() as statements, closing(Store(f"sqlite:///{tmp_path}/line.db")) as store:
        store.prepare()
        statements.clear()
        act(store)

    found = plans(tmp_path / "line.db", statements)
    assert any(plan.startswith("SEARCH") for plan in found)
    # The alarm is one row, and so is what a turn begins its reading with.
    harmless = ("SCAN alarm:", "SCAN asked:", "SCAN CONSTANT ROW:")
    assert [plan for plan in found if plan.startswith("SCAN") and not plan.startswith(harmless)] == []


def test_a_turn_takes_as_many_statements_with_much_kept_as_with_nothing(tmp_path: Path) -> None:
    counts = []
    for number in (0, 300):
        with noted() as statements, closing(Store(f"sqlite:///{tmp_path}/{number}.db")) as store:
            store.prepare()
            for place in range(number):
                send(store, f"report{place:014d}", sender=f"{place:064x}")
            statements.clear()
            whole_turn(store)
            counts.append(len(of_rows(statements)))

    assert counts[0] == counts[1] <= 30
