"""SQLite as the line needs it: a commit is on the disk, what is deleted is overwritten, nobody waits long."""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

BUSY_SECONDS = 2  # of waiting for another writer, and for a connection of the pool
# SQLite itself waits longer and longer between its tries, up to 0.1 s; the threads of another process follow
# each other without such a gap.
NEXT_TRY = 0.001

PRAGMAS = (
    "journal_mode=WAL",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "busy_timeout=0",  # the last one: from here on only `begin` waits
)
# Said before each transaction, so that none has it from the one before. NORMAL would lose the last commits of
# a WAL in a power cut.
DURABLE, HASTY = "PRAGMA synchronous=FULL", "PRAGMA synchronous=NORMAL"


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///path`; the file is made if need be, for its owner alone.

    Every statement is a transaction of its own, but after `begin`.
    """
    _make_file(make_url(url).database or "")
    engine = create_engine(
        url,
        hide_parameters=True,
        paramstyle="named",  # as Postgres has it
        pool_size=4,  # texts of whom nothing is kept read beside the one that writes
        pool_timeout=BUSY_SECONDS,
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
    )
    event.listen(engine, "connect", _configure)
    return engine


def _make_file(name: str) -> None:
    # The -wal and -shm beside it take over its mode.
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)


def _configure(connection: Any, _: object) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def begin(connection: Connection, *, durable: bool = True) -> None:
    """Be the writer from the start: who reads first and writes later fails if another wrote in between."""
    # By the driver itself: an error that SQLAlchemy has wrapped costs fifty times as much, and who waits for
    # a busy writer meets hundreds of them.
    driver: Any = connection.connection.driver_connection
    synchronous = DURABLE if durable else HASTY
    deadline = time.monotonic() + BUSY_SECONDS
    while time.monotonic() < deadline:
        try:
            driver.execute(synchronous)
            driver.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorname", "") != "SQLITE_BUSY":
                break
        time.sleep(NEXT_TRY)
    for statement in (synchronous, "BEGIN IMMEDIATE"):  # once more, to fail as everything else fails
        connection.exec_driver_sql(statement)
