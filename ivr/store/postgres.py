"""Postgres as the line needs it: a restart costs one connection, and a server that hangs costs seconds."""

from typing import Any, TypeVar

import psycopg
from psycopg import Error
from psycopg.errors import OperationalError, _WaitTimeout
from sqlalchemy import Engine, create_engine, event, make_url

__all__ = ["KEPT", "PLACES", "Error", "open_engine"]
PLACES = 12  # connections of one process; a server has 100 unless told otherwise
KEPT = 0  # the pool looks each time whether the server still knows a connection
CONNECT_SECONDS = 2
STATEMENT_SECONDS = 2  # as the server counts them; waiting for a lock is part of it
ANSWER_SECONDS = 4  # as we count them: a server that was stopped, or a network that swallows, counts nothing

OPTIONS = " ".join(
    (
        f"-c statement_timeout={STATEMENT_SECONDS}s",
        "-c idle_in_transaction_session_timeout=10s",
        "-c synchronous_commit=on",  # whatever the server's own default: "saved" means on the disk
        "-c timezone=UTC",
    )
)
Result = TypeVar("Result")


class ImpatientConnection(psycopg.Connection[Any]):
    """A connection that gives up when the server does not answer in ANSWER_SECONDS."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = ANSWER_SECONDS) -> Any:
        try:
            return super().wait(gen, interval, timeout or ANSWER_SECONDS)
        except _WaitTimeout:
            self.pgconn.finish()  # what it was doing is unknown: nobody may use it again
            raise OperationalError("the server does not answer") from None


def open_engine(url: str) -> Engine:
    """An engine for `postgresql://…`, by psycopg."""
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_size=PLACES,
        max_overflow=2,  # for what needs no transaction
        pool_timeout=CONNECT_SECONDS,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_SECONDS, "options": OPTIONS},
    )
    event.listen(engine, "do_connect", _connect)
    return engine


def _connect(dialect: Any, record: Any, args: Any, parameters: Any) -> Any:
    return ImpatientConnection.connect(*args, **parameters)
