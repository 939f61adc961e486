"""`make growth`: what a text costs while a thousand, a hundred thousand, a million rows are kept."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from statistics import median

from sqlalchemy import create_engine, make_url

from bench import servers
from bench.filling import fill, settle
from bench.results import record, table
from ivr.core.session import Draft
from ivr.keeping import new_id
from ivr.store import Store, message_key, sender_key
from tests.servers import postgres

SIZES = (1_000, 100_000, 1_000_000)
TIMES = 300
SECRET = b"a secret of the measurement alone"
SEALED = bytes(912)


def main() -> int:
    figures = [
        {"database": kind, "rows": rows, **costs}
        for kind, database in (("SQLite", _sqlite), ("Postgres", _postgres))
        for rows, costs in _grow(kind, database)
    ]
    head = ["", *(name for name in figures[0] if name != "database")]
    rows = (
        [[str(one["database"]), *(f"{one[name]:,.0f}" for name in head[1:])] for one in figures]
        if figures
        else []
    )
    print("\nMedian of each, in microseconds, from the first statement to the commit:\n")
    print(table(head, rows))
    record("growth", {"figures": figures, "note": "Postgres without fsync, SQLite with it; one thread"})
    return 0


def _grow(kind: str, database: Callable[[], Iterator[str]]) -> Iterator[tuple[int, dict[str, float]]]:
    if kind == "Postgres" and not shutil.which("postgres"):
        print("There is no Postgres on the PATH.")
        return
    with contextmanager(database)() as url, closing(Store(url)) as store:
        store.prepare()
        kept = 0
        for rows in SIZES:
            print(f"  {kind}, {rows:,} rows in each table …", flush=True)
            _add(url, kept + 1, rows)
            kept = rows
            _costs(store)  # once for the caches
            yield rows, _costs(store)


def _sqlite() -> Iterator[str]:
    with servers.scratch() as folder:
        yield f"sqlite:///{folder / 'line.db'}"


def _postgres() -> Iterator[str]:
    with postgres() as server:
        yield server.empty_database()


def _add(url: str, first: int, last: int) -> None:
    chosen = make_url(url)
    driver = "postgresql+psycopg" if chosen.get_backend_name() == "postgresql" else "sqlite"
    engine = create_engine(chosen.set(drivername=driver))
    with engine.begin() as connection:
        fill(connection, first, last, time.time())
        settle(connection)
    engine.dispose()


def _costs(store: Store) -> dict[str, float]:
    """Microseconds of what texts and reports do, each a transaction or a few."""
    acts = {
        "a text, nothing kept of it": _glance,
        "an answer": _answer,
        "SEND": _send,
        "claim and deliver": _deliver,
    }
    people = [Person() for _ in range(TIMES)]
    return {
        name: round(median(_timed(act, store, person) for person in people)) for name, act in acts.items()
    }


class Person:
    """Somebody who reports, and whom nobody has seen before."""

    def __init__(self) -> None:
        self.report, self.now = new_id(), datetime.now(UTC)
        self.sender = sender_key(SECRET, self.report)
        self.draft = Draft(
            self.report, "en", "what", began=self.now, touched=self.now, answered=("what",), texts=1
        )

    def message(self, place: int) -> str:
        return message_key(SECRET, f"{self.report} {place}")


def _glance(store: Store, person: Person) -> None:
    with store.turn(person.sender, person.message(0), person.now):
        pass


def _answer(store: Store, person: Person) -> None:
    with store.turn(person.sender, person.message(1), person.now) as turn:
        turn.keep(person.draft, "what", SEALED)
        turn.save(person.draft)
        turn.remember('["en", [["report-kept", [], ""]]]')


def _send(store: Store, person: Person) -> None:
    with store.turn(person.sender, person.message(2), person.now) as turn:
        turn.send(person.draft)
        turn.remember('["en", [["report-sent", [], ""]]]')


def _deliver(store: Store, person: Person) -> None:
    store.outbox.claim(person.now, person.report)
    store.outbox.delivered(person.report, person.now)


def _timed(act: Callable[[Store, Person], None], store: Store, person: Person) -> float:
    began = time.perf_counter()
    act(store, person)
    return (time.perf_counter() - began) * 1e6
