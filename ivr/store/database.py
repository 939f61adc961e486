"""Open SQLite or Postgres so that nothing waits for ever, and turn every failure into one StoreError."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from threading import Lock
from types import ModuleType

from sqlalchemy import Connection, Engine, func, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError

from ivr.store import sqlite
from ivr.store.tables import METADATA
from ivr.store.turnstile import Turnstile

PREPARING = 0x63616D707573  # the lock that processes starting together take before they make tables
HASTY = text("SET LOCAL synchronous_commit TO off")  # Postgres's word for a commit that waits for no disk

TRY_LOCKS = text(
    "SELECT number, pg_try_advisory_xact_lock(number) AS mine"
    " FROM unnest(CAST(:numbers AS bigint[])) AS number"
)
PLACE_SECONDS = 2


class StoreError(Exception):
    """Why the database did not do it, as its code (SQLITE_FULL, 57P01) or the error's kind.

    It holds no statement, no parameter and no message of the database: those may quote what is kept.
    """


class Database:
    """Transactions on the database at `url`; threads may share it. The first use makes the tables."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opening = Lock()
        self._prepared = False

    @cached_property
    def is_postgres(self) -> bool:
        return make_url(self._url).get_backend_name() in ("postgresql", "postgres")

    @contextmanager
    def begin(self, *, durable: bool = True) -> Iterator[Connection]:
        """A transaction: committed when the block ends, undone when it raises. Raises StoreError.

        One that is not durable is whole or not at all as well, but a power cut may undo it.
        """
        self.prepare()
        with self._in_line(), _told_once(), self._engine.begin() as connection:
            if not self.is_postgres:
                sqlite.begin(connection, durable=durable)
            elif not durable:
                connection.execute(HASTY)
            yield connection

    @contextmanager
    def outside(self) -> Iterator[Connection]:
        """A connection without a transaction, for what the databases refuse inside one. Raises StoreError."""
        self.prepare()
        with _told_once(), self._engine.connect() as connection:
            if self.is_postgres:
                connection.execution_options(isolation_level="AUTOCOMMIT")
            yield connection

    def await_turn(self, connection: Connection, sender: str) -> None:
        """Let one transaction at a time act for a sender, known or not. SQLite has one writer anyway."""
        if self.is_postgres:
            _lock(connection, _number(sender))

    def free(self, connection: Connection, senders: Sequence[str]) -> list[str]:
        """Those of the senders for whom no turn is under way; theirs wait for this transaction."""
        if not self.is_postgres:
            return list(senders)
        numbers = {_number(sender): sender for sender in senders}
        taken = connection.execute(TRY_LOCKS, {"numbers": list(numbers)})
        return [numbers[row.number] for row in taken if row.mine]

    def prepare(self) -> None:
        if self._prepared:
            return
        with _told_once(), self._opening:
            if not self._prepared:
                self._make_tables()
                self._prepared = True

    def close(self) -> None:
        if "_engine" in self.__dict__:
            self._engine.dispose()

    @contextmanager
    def _in_line(self) -> Iterator[None]:
        """Wait for a place, first come, first served.

        Who waits for SQLite's one writer, or for a connection of the pool, gets it by chance: of thirty
        threads, one in fifty waited for two seconds in vain (measured).
        """
        with self._places.passed(PLACE_SECONDS) as inside:
            if not inside:
                raise StoreError("busy")
            yield

    @cached_property
    def _places(self) -> Turnstile:
        return Turnstile(self._postgres.CONNECTIONS if self.is_postgres else 1)

    @cached_property
    def _engine(self) -> Engine:
        return self._postgres.open_engine(self._url) if self.is_postgres else sqlite.open_engine(self._url)

    @property
    def _postgres(self) -> ModuleType:
        from ivr.store import postgres  # ten megabytes of a driver that SQLite has no use for

        return postgres

    def _make_tables(self) -> None:
        with self._engine.begin() as connection:
            if self.is_postgres:
                _lock(connection, PREPARING)
            else:
                sqlite.begin(connection)
            # Looks first: CREATE INDEX IF NOT EXISTS takes its lock before it looks, and put a process that
            # started into a deadlock with the turns of another (measured).
            METADATA.create_all(connection)


def _number(sender: str) -> int:
    """The number of a sender's lock: the beginning of their key, as Postgres takes it."""
    return int(sender[:15], 16)


def _lock(connection: Connection, number: int) -> None:
    connection.execute(select(func.pg_advisory_xact_lock(number)))


@contextmanager
def _told_once() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        # Not chained: the cause carries the statement's parameters.
        raise StoreError(_reason(error)) from None


def _reason(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    return str(code or type(cause).__name__)
