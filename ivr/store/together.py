"""Turns of several threads in one transaction of SQLite's: who comes meanwhile waits for the disk together.

turn A ──┐
turn B ──┼── one transaction, each turn behind a savepoint ──► one commit ──► all of them are answered
turn C ──┘

A turn that fails is undone by itself. What undoes them all, a full disk, is told to each of them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from sqlite3 import Error
from threading import Event
from typing import Any

from sqlalchemy import PoolProxiedConnection

from ivr.store.errors import StoreError, reason
from ivr.store.lending import Lender
from ivr.store.turnstile import Turnstile

MOST_TURNS = 8  # in one transaction: the first of them waits for the others, and so does another process
PLACE_SECONDS = 2
END_SECONDS = 10  # a disk that takes longer is told like one that fails


class Group:
    """A transaction that turns share, one after the other."""

    def __init__(self, lender: Lender, pooled: PoolProxiedConnection) -> None:
        self._lender, self._pooled = lender, pooled
        self.driver: Any = pooled.driver_connection
        self._turns, self._over, self._lost = 0, Event(), ""

    @property
    def takes_more(self) -> bool:
        return self._turns < MOST_TURNS and bool(self.driver.in_transaction)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One turn: what it did is undone when it raises, and what others did is not."""
        is_first = not self._turns
        self._turns += 1
        if not is_first:
            self.driver.execute("SAVEPOINT turn")
        try:
            yield
        except BaseException as error:
            self._undo("ROLLBACK" if is_first else "ROLLBACK TO turn", error)
            raise

    def run(self, sql: str, values: Any) -> Any:
        """A turn of one statement, which SQLite undoes by itself; the driver's cursor."""
        self._turns += 1
        try:
            return self.driver.execute(sql, values)
        except BaseException as error:
            self._undo("", error)
            raise

    def _undo(self, how: str, why: BaseException) -> None:
        # Some errors have SQLite undo everything by itself, and a rollback may fail as well.
        if not self.driver.in_transaction:
            self._lost = reason(why)
        elif how:
            try:
                self.driver.execute(how)
            except Error:
                self._lost = reason(why)

    def end(self) -> None:
        """Commit, and let all who wait know. Never raises."""
        try:
            if not self.driver.in_transaction:  # nothing is left of it to be saved
                self._lost = self._lost or "undone"
            if self._lost:
                self._pooled.invalidate()  # nobody may be given it again
            else:
                self.driver.commit()
        except Exception as error:
            self._lost = reason(error)
            self._pooled.invalidate()
        finally:
            self._lender.take_back(self._pooled)
            self._over.set()

    def await_end(self) -> None:
        """Return once it is committed. Raises StoreError."""
        if not self._over.wait(END_SECONDS):
            raise StoreError("busy")
        if self._lost:
            raise StoreError(self._lost)


class Together:
    """`begin` has a connection of the lender begin a transaction, `run_hasty` runs a statement as one that
    waits for no disk. `places`: a turnstile of one place.
    """

    def __init__(
        self,
        places: Turnstile,
        lender: Lender,
        begin: Callable[[Lender], PoolProxiedConnection],
        run_hasty: Callable[[Lender, str, Any], Any],
    ) -> None:
        self._places, self._lender, self._begin, self._run_hasty = places, lender, begin, run_hasty
        self._group: Group | None = None  # that of whoever is inside

    @contextmanager
    def turn(self) -> Iterator[Any]:
        """The driver's connection, for one turn; it is saved once the block has ended.

        Raises StoreError, and sqlite3.Error.
        """
        group = self._join()
        try:
            with group.turn():
                yield group.driver
        finally:
            self._part(group)
        group.await_end()

    def run(self, sql: str, values: Any) -> Any:
        """The same for a turn of one statement: the driver's cursor, once it is saved."""
        group = self._join()
        try:
            cursor = group.run(sql, values)
        finally:
            self._part(group)
        group.await_end()
        return cursor

    def run_hasty(self, sql: str, values: Any) -> Any:
        """A statement that may be lost in a power cut, and with the transaction that is open, if one is: it
        joins that one, and does not wait for its end. The driver's cursor.
        """
        self._enter()
        group = self._group
        try:
            return group.run(sql, values) if group else self._run_hasty(self._lender, sql, values)
        finally:
            if group:
                self._part(group)
            else:
                self._places.leave()

    def _join(self) -> Group:
        """Be inside, with the transaction that is open or a new one."""
        self._enter()
        try:
            self._group = self._group or Group(self._lender, self._begin(self._lender))
        except BaseException:
            self._places.leave()
            raise
        return self._group

    def _enter(self) -> None:
        if not self._places.enter(PLACE_SECONDS):
            raise StoreError("busy")

    def _part(self, group: Group) -> None:
        """Leave it to whoever is next, or end it."""
        if not (group.takes_more and self._places.hand_over()):
            self.end()
            self._places.leave()

    def end(self) -> None:
        """End the transaction that was left open, if there is one. Only for who is inside."""
        group, self._group = self._group, None
        if group:
            group.end()
