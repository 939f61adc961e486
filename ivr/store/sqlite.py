"""SQLite as the line needs it: a commit is on the disk, what is deleted is overwritten, nobody waits long."""

import fcntl
import os
import time
from pathlib import Path
from sqlite3 import Error
from typing import Any

from sqlalchemy import Engine, PoolProxiedConnection, create_engine, event, make_url

from ivr.store.answering import MAKE_SQLITE
from ivr.store.lending import Lender

__all__ = ["KEPT", "PLACES", "Error", "begin", "begun", "open_engine", "patiently", "persistently"]
PLACES = 1  # its writer's
KEPT = 8  # connections lent again without asking the pool: one for each thread of a web process
CONNECTIONS = KEPT + 2  # in the pool: two for what is no text
BUSY_SECONDS = 2  # of waiting for another writer, and for a connection of the pool
# SQLite itself waits longer and longer between its tries, up to 0.1 s; the threads of another process follow
# each other without such a gap.
NEXT_TRY = 0.001
LONG = 0.01  # of waiting; giving way at once would leave the writer's place empty between two tries

ONCE = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    *MAKE_SQLITE,
    "PRAGMA busy_timeout=0",  # the last one: from here on only `patiently` waits
)
# Said before a transaction, unless it was the last that this connection was told. NORMAL would lose the last
# commits of a WAL in a power cut.
DURABLE, HASTY = "PRAGMA synchronous=FULL", "PRAGMA synchronous=NORMAL"


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///path`; the file is made if need be, for its owner alone.

    Every statement is a transaction of its own, but after `begin`.
    """
    file = _make_file(make_url(url).database or "")
    engine = create_engine(
        url,
        hide_parameters=True,
        paramstyle="named",  # as Postgres has it
        # Those who read beside the one that writes. One connection more would be opened for a text and closed
        # after it, which costs more than the text (measured: every fourth answer of a busy process).
        pool_size=CONNECTIONS,
        pool_use_lifo=True,  # the one that was used last still has in memory what it read
        pool_timeout=BUSY_SECONDS,
        pool_reset_on_return=None,  # database.py undoes what is not committed
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
    )
    # Its folder, which nobody else locks: SQLite's locks on the file itself would go with our closing it.
    folder = os.open(file.parent, os.O_RDONLY)
    others = Others(folder)

    def configure(connection: Any, record: Any) -> None:
        for statement in ONCE:
            persistently(connection, statement)
        record.info["others"] = others

    event.listen(engine, "connect", configure)
    event.listen(engine, "engine_disposed", lambda _: os.close(folder), once=True)
    return engine


def _make_file(name: str) -> Path:
    # The -wal and -shm beside it take over its mode.
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    return path


def begin(pooled: PoolProxiedConnection, *, durable: bool = True) -> None:
    """Be the writer from the start: who reads first and writes later fails if another wrote in between.

    Raises sqlite3.Error.
    """
    patiently(pooled, "BEGIN IMMEDIATE", durable=durable)


def begun(lender: Lender) -> PoolProxiedConnection:
    """A connection that is the writer. Raises sqlite3.Error."""
    pooled = lender.lend()
    try:
        begin(pooled)
    except BaseException:
        lender.take_back(pooled)
        raise
    return pooled


def run_hasty(lender: Lender, statement: str, values: Any) -> Any:
    """One statement that waits for no disk, as a transaction of its own; its cursor. Raises sqlite3.Error."""
    with lender.lent() as pooled:
        return patiently(pooled, statement, values, durable=False)


def patiently(
    pooled: PoolProxiedConnection, statement: str, values: Any = (), *, durable: bool = True
) -> Any:
    """Run a statement that writes, once no other process does. Raises sqlite3.Error."""
    # By the driver itself: an error that SQLAlchemy has wrapped costs fifty times as much, and who waits for
    # a busy writer meets hundreds of them.
    driver: Any = pooled.driver_connection
    _say(pooled, DURABLE if durable else HASTY)
    others: Others = pooled.info["others"]
    began, waited = time.monotonic(), 0.0
    try:
        while True:
            if waited > BUSY_SECONDS or others.let_us(is_first=not waited):
                try:
                    return driver.execute(statement, values)
                except Error as error:
                    if waited > BUSY_SECONDS or not _is_busy(error):
                        raise
            time.sleep(NEXT_TRY)
            waited = time.monotonic() - began
            if waited > LONG:
                others.ask_to_wait()
    finally:
        others.thank()


def persistently(driver: Any, statement: str, values: Any = ()) -> Any:
    """Run a statement that waits for no writer, but for who makes the file, or mends its log after a crash.

    SQLite gives up at once there, whatever it was told of waiting. Raises sqlite3.Error.
    """
    began = time.monotonic()
    while True:
        try:
            return driver.execute(statement, values)
        except Error as error:
            if not _is_busy(error) or time.monotonic() - began > BUSY_SECONDS:
                raise
        time.sleep(NEXT_TRY)


def _is_busy(error: Error) -> bool:
    return str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_BUSY")


class Others:
    """The other processes that write. SQLite's lock goes to whoever asks at the right moment: one that has
    much to write would have it again and again. Who has waited long locks the folder, and they let it pass.

    For one thread at a time, the one whose turn it is to write.
    """

    def __init__(self, folder: int) -> None:
        self._folder, self._waiting, self._looked = folder, False, 0.0

    def let_us(self, *, is_first: bool) -> bool:
        """Whether none of them has asked us to wait: looked at once in a while, and at every try while we
        wait.
        """
        if self._waiting:
            return True
        now = time.monotonic()
        # Looking lets every other thread of this process have the interpreter, twice.
        if is_first and now - self._looked < LONG:
            return True
        self._looked = now
        if not self._locked(fcntl.LOCK_SH):
            return False
        fcntl.flock(self._folder, fcntl.LOCK_UN)
        return True

    def ask_to_wait(self) -> None:
        self._waiting = self._waiting or self._locked(fcntl.LOCK_EX)

    def thank(self) -> None:
        if self._waiting:
            fcntl.flock(self._folder, fcntl.LOCK_UN)
            self._waiting = False

    def _locked(self, how: int) -> bool:
        try:
            fcntl.flock(self._folder, how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _say(pooled: PoolProxiedConnection, synchronous: str) -> None:
    said = pooled.info  # of this connection, for as long as it lives
    if said.get("synchronous") != synchronous:
        driver: Any = pooled.driver_connection
        driver.execute(synchronous)
        said["synchronous"] = synchronous
