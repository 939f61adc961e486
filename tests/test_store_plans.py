"""No statement of a turn or of a worker reads a whole table: its cost does not grow with what is kept."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event

from ivr.store import Store
from tests.stored import ANA, NOON, REPORT, draft, minutes, send, sid


@contextmanager
def noted() -> Iterator[list[tuple[str, Any]]]:
    """Every statement that any engine is given meanwhile, with its parameters."""
    statements: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            statements.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    yield statements
    event.remove(Engine, "before_cursor_execute", note)


def plans(url: str, statements: list[tuple[str, Any]]) -> list[str]:
    """What SQLite would do for each: SEARCH goes by an index, SCAN reads everything."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [
            f"{step.detail}: {statement}"
            for statement, parameters in statements
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    engine.dispose()
    return found


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
    url = f"sqlite:///{tmp_path}/line.db"
    with closing(Store(url)) as store:
        store.prepare()
        with noted() as statements:
            act(store)

    found = plans(url, statements)
    assert any(plan.startswith("SEARCH") for plan in found)
    # The alarm is one row, and so is what a turn begins its reading with.
    harmless = ("SCAN alarm:", "SCAN asked:", "SCAN CONSTANT ROW:")
    assert [plan for plan in found if plan.startswith("SCAN") and not plan.startswith(harmless)] == []


def test_a_turn_takes_as_many_statements_with_much_kept_as_with_nothing(tmp_path: Path) -> None:
    counts = []
    for number in (0, 300):
        with closing(Store(f"sqlite:///{tmp_path}/{number}.db")) as store:
            for place in range(number):
                send(store, f"report{place:014d}", sender=f"{place:064x}")
            store.prepare()
            with noted() as statements:
                whole_turn(store)
            counts.append(len(statements))

    assert counts[0] == counts[1] <= 30
