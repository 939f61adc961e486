"""Lend connections to one thread at a time, and take back only those that somebody else can use."""

from collections import deque
from types import TracebackType
from typing import Any

from sqlalchemy import Engine, PoolProxiedConnection


class Lender:
    """Lends the connections of an engine, and keeps so many for the next: its pool takes as long as a
    statement, and looks whether a connection is alive, which a file's is.
    """

    def __init__(self, engine: Engine, *, keeps: int) -> None:
        self._engine, self._keeps = engine, keeps
        self._idle: deque[PoolProxiedConnection] = deque()

    def lend(self) -> PoolProxiedConnection:
        try:
            return self._idle.pop()  # the one that came back last: what it has read is still in memory
        except IndexError:
            return self._engine.raw_connection()

    def take_back(self, pooled: PoolProxiedConnection) -> None:
        if pooled.is_valid and len(self._idle) < self._keeps:
            self._idle.append(pooled)
        else:
            pooled.close()

    def lent(self) -> "Lent":
        return Lent(self)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()


class Lent:
    """`with lender.lent() as pooled`: what is not committed when it raises is undone."""

    __slots__ = ("_lender", "_pooled")

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    def __enter__(self) -> PoolProxiedConnection:
        self._pooled = self._lender.lend()
        return self._pooled

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if kind:
            _undo(self._pooled)
        self._lender.take_back(self._pooled)


def _undo(pooled: PoolProxiedConnection) -> None:
    driver: Any = pooled.driver_connection
    try:
        driver.rollback()
    except Exception:  # it is broken: nobody may be given it again
        pooled.invalidate()
