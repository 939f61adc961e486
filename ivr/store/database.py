"""Open SQLite or Postgres so that nothing waits for ever, and turn every failure into one StoreError."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from threading import Lock
from types import ModuleType
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Engine,
    PoolProxiedConnection,
    bindparam,
    func,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import SQLAlchemyError

from ivr.store import sqlite
from ivr.store.around import InLine, Kinds, Told
from ivr.store.lending import Lender
from ivr.store.prepared import Direct, Prepared
from ivr.store.tables import METADATA
from ivr.store.together import Together
from ivr.store.turnstile import Turnstile

PREPARING = 0x63616D707573  # the lock that processes starting together take before they make tables
HASTY = "SET LOCAL synchronous_commit TO off"  # Postgres's word for a commit that waits for no disk

AWAIT_LOCK = Prepared(select(func.pg_advisory_xact_lock(bindparam("number", type_=BigInteger))))
TRY_LOCKS = text(
    "SELECT number, pg_try_advisory_xact_lock(number) AS mine"
    " FROM unnest(CAST(:numbers AS bigint[])) AS number"
)


class Database:
    """Transactions on the database at `url`; threads may share it. The first use makes the tables."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opening = Lock()
        self._prepared = False
        self._told = Told(self._prepare, lambda: self._kinds)

    @cached_property
    def is_postgres(self) -> bool:
        return make_url(self._url).get_backend_name() in ("postgresql", "postgres")

    @property
    def kind(self) -> str:
        """As SQLAlchemy names it."""
        return "postgresql" if self.is_postgres else "sqlite"

    @contextmanager
    def begin(self, *, durable: bool = True) -> Iterator[Connection]:
        """A transaction: committed when the block ends, undone when it raises. Raises StoreError.

        One that is not durable is whole or not at all as well, but a power cut may undo it.
        """
        with self._told, self._in_line, self._engine.begin() as connection:
            if not self.is_postgres:
                sqlite.begin(connection.connection, durable=durable)
            elif not durable:
                connection.exec_driver_sql(HASTY)
            yield connection

    @contextmanager
    def turn(self) -> Iterator[Direct]:
        """A transaction for prepared statements (prepared.py), without what SQLAlchemy does around each.

        On SQLite, turns that come meanwhile share it (together.py). Saved once the block has ended; undone
        when it raises. Raises StoreError.
        """
        with self._told:
            if self.is_postgres:
                with self._in_line, self._lender.lent() as pooled:
                    yield self._direct(pooled)
                    pooled.commit()
            else:
                with self._together.turn() as driver:
                    yield Direct(self._engine.dialect, driver)

    def run_alone(self, statement: Prepared, *, durable: bool = True, **values: Any) -> int:
        """One statement as a transaction of its own; how many rows it wrote. Raises StoreError.

        Not durable: on SQLite only. A statement for Postgres says so itself.
        """
        with self._told:
            ready = self._ready(statement, values)
            if not self.is_postgres:
                return int((self._together.run if durable else self._together.run_hasty)(*ready).rowcount)
            with self._in_line, self._lender.lent() as pooled:
                return int(_run_at_once(pooled, *ready).rowcount)

    def read(self, statement: Prepared, **values: Any) -> Any:
        """The row of a statement that only reads, and waits for nobody. Raises StoreError."""
        with self._told, self._lender.lent() as pooled:
            ready = self._ready(statement, values)
            if self.is_postgres:
                return _run_at_once(pooled, *ready).fetchone()
            return sqlite.persistently(pooled.driver_connection, *ready).fetchone()

    @contextmanager
    def outside(self) -> Iterator[Connection]:
        """A connection without a transaction, for what the databases refuse inside one. Raises StoreError."""
        with self._told, self._engine.connect() as connection:
            if self.is_postgres:
                connection.execution_options(isolation_level="AUTOCOMMIT")
            yield connection

    def await_turn(self, connection: Direct, sender: str) -> None:
        """Let one transaction at a time act for a sender, known or not. SQLite has one writer anyway."""
        if self.is_postgres:
            AWAIT_LOCK.run(connection, number=number(sender))

    def free(self, connection: Connection, senders: Sequence[str]) -> list[str]:
        """Those of the senders for whom no turn is under way; theirs wait for this transaction."""
        if not self.is_postgres:
            return list(senders)
        numbers = {number(sender): sender for sender in senders}
        taken = connection.execute(TRY_LOCKS, {"numbers": list(numbers)})
        return [numbers[row.number] for row in taken if row.mine]

    def prepare(self) -> None:
        """Make the tables that are not there yet. The first use does it too. Raises StoreError."""
        with self._told:
            pass

    def close(self) -> None:
        if "_engine" in self.__dict__:
            if self._prepared:
                self._lender.close()
            self._engine.dispose()

    def _prepare(self) -> None:
        if self._prepared:
            return
        with self._opening:
            if not self._prepared:
                self._make_tables()
                self._lender = Lender(self._engine, keeps=self._kind.KEPT)
                self._places = Turnstile(self._kind.PLACES)
                self._together = Together(self._places, self._lender, sqlite.begun, sqlite.run_hasty)
                self._in_line = InLine(self._places, None if self.is_postgres else self._together)
                self._prepared = True

    @cached_property
    def _kinds(self) -> Kinds:
        return SQLAlchemyError, OSError, self._kind.Error

    def _ready(self, statement: Prepared, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return statement.ready(self._engine.dialect, values)

    def _direct(self, pooled: PoolProxiedConnection) -> Direct:
        return Direct(self._engine.dialect, pooled.driver_connection)

    @cached_property
    def _engine(self) -> Engine:
        engine: Engine = self._kind.open_engine(self._url)
        return engine

    @cached_property
    def _kind(self) -> ModuleType:
        if not self.is_postgres:
            return sqlite
        from ivr.store import postgres  # ten megabytes of a driver that SQLite has no use for

        return postgres

    def _make_tables(self) -> None:
        with self._engine.begin() as connection:
            if self.is_postgres:
                connection.execute(select(func.pg_advisory_xact_lock(PREPARING)))
            else:
                sqlite.begin(connection.connection)
            # Looks first: CREATE INDEX IF NOT EXISTS takes its lock before it looks, and put a process that
            # started into a deadlock with the turns of another (measured).
            METADATA.create_all(connection)


def number(sender: str) -> int:
    """The number of a sender's lock: the beginning of their key, as Postgres takes it."""
    return int(sender[:15], 16)


def _run_at_once(pooled: PoolProxiedConnection, sql: str, values: dict[str, Any]) -> Any:
    """One statement on Postgres, without two more questions to the server, to begin and to end."""
    driver: Any = pooled.driver_connection
    driver.autocommit = True
    try:
        return driver.execute(sql, values)
    finally:
        if not driver.closed:
            driver.autocommit = False  # who is lent it next may want all or nothing
