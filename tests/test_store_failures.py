"""A database that is full, locked, gone or hung costs seconds and one error; never a false "saved"."""

import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from ivr.settings import HOUSE
from ivr.store import Store, StoreError
from tests import servers
from tests.stored import ANA, NOON, draft, postgres, rows, send, sid

__all__ = ["postgres"]
WORDS = b"words that must never be in an error"


def text(store: Store, number: int = 1, sealed: bytes = b"sealed") -> None:
    with store.turn(ANA, sid(number), NOON) as turn:
        turn.save(draft())
        turn.keep(draft(), "what", sealed)
        turn.remember("reply")


def _text_while(store: Store, something_happens: Callable[[], None]) -> None:
    with store.turn(ANA, sid(1), NOON) as turn:
        turn.save(draft())
        something_happens()
        turn.keep(draft(), "what", b"sealed")


@contextmanager
def pages(count: int) -> Iterator[None]:
    """A disk on which a SQLite database has room for so many pages."""

    def limit(connection: Any, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count={count}")

    event.listen(Engine, "connect", limit)
    yield
    event.remove(Engine, "connect", limit)


def test_a_full_disk_is_an_error_and_nothing_is_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/line.db"
    with pages(40), closing(Store(url)) as store:
        text(store)
        with pytest.raises(StoreError, match=r"^SQLITE_FULL$") as raised:
            text(store, 2, WORDS * 10_000)
        with store.turn(ANA, sid(2), NOON) as turn:
            assert turn.repeated is None

    assert len(rows(url)["answers"]) == 1
    assert "words" not in "".join(traceback.format_exception(raised.value))


def test_a_disk_that_refuses_a_write_is_an_error(tmp_path: Path) -> None:
    """RLIMIT_FSIZE is the operating system's own refusal: no file of this process grows past it."""
    program = f"""
import resource, signal
from ivr.store import Store, StoreError
from tests.test_store_failures import WORDS, text
store = Store("sqlite:///{tmp_path}/line.db")
text(store)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    text(store, 2, WORDS * 20_000)
except StoreError as error:
    print("refused")
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=HOUSE)

    assert run.stdout == "refused\n", run.stderr
    assert len(rows(f"sqlite:///{tmp_path}/line.db")["answers"]) == 1


def test_a_locked_database_is_an_error_and_then_works_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/line.db"
    with closing(Store(url)) as store:
        store.prepare()
        with closing(sqlite3.connect(tmp_path / "line.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match=r"^SQLITE_BUSY$"):
                text(store)
            other.execute("ROLLBACK")

        text(store)
    assert len(rows(url)["answers"]) == 1


@pytest.mark.parametrize("place", ["/proc/nowhere/line.db", "/dev/null/line.db"])
def test_a_database_that_cannot_be_made_is_an_error(place: str) -> None:
    store = Store(f"sqlite:///{place}")

    for _ in range(2):
        with pytest.raises(StoreError):
            text(store)


def test_a_damaged_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "line.db").write_bytes(b"this is no database" * 1000)

    with closing(Store(f"sqlite:///{tmp_path}/line.db")) as store, pytest.raises(StoreError, match="NOTADB"):
        text(store)


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    with closing(Store(f"sqlite:///{tmp_path}/new/line.db")) as store:
        text(store)

        modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "new").iterdir()}
    assert modes == {"line.db": 0o600, "line.db-wal": 0o600, "line.db-shm": 0o600}


def test_processes_that_start_together_make_the_tables_once(
    tmp_path: Path, postgres: servers.Postgres
) -> None:
    for url in (f"sqlite:///{tmp_path}/line.db", postgres.empty_database()):
        program = f"from ivr.store import Store; Store({url!r}).prepare()"
        running = [subprocess.Popen([sys.executable, "-c", program], cwd=HOUSE) for _ in range(3)]
        assert [process.wait() for process in running] == [0, 0, 0]


def test_nothing_listens_where_postgres_should_be(tmp_path: Path) -> None:
    with closing(Store(f"postgresql://line@/line?host={tmp_path}")) as store, pytest.raises(StoreError):
        text(store)


def test_a_restart_of_postgres_costs_no_turn(postgres: servers.Postgres) -> None:
    url = postgres.empty_database()
    with closing(Store(url)) as store:
        text(store)
        postgres.kill()
        with pytest.raises(StoreError):
            text(store, 2)
        postgres.start()
        text(store, 3)
        postgres.kill()
        postgres.start()
        text(store, 4)

    assert len(rows(url)["answers"]) == 3


def test_a_postgres_that_dies_within_a_turn_keeps_nothing_of_it(postgres: servers.Postgres) -> None:
    url = postgres.empty_database()
    with closing(Store(url)) as store:
        with pytest.raises(StoreError):
            _text_while(store, postgres.kill)
        postgres.start()

        assert not rows(url)["drafts"]


def test_a_postgres_that_hangs_is_waited_for_a_few_seconds(postgres: servers.Postgres) -> None:
    with closing(Store(postgres.empty_database())) as store:
        text(store)
        postgres.freeze()
        with pytest.raises(StoreError):
            text(store, 2)
        postgres.thaw()

        text(store, 3)


def test_a_sender_whose_turn_hangs_holds_up_nobody_else(postgres: servers.Postgres) -> None:
    with closing(Store(postgres.empty_database())) as store, store.turn(ANA, sid(1), NOON):
        send(store, sender="b" * 64)
        with pytest.raises(StoreError, match=r"^57014$"):  # query_canceled
            text(store, 2)
