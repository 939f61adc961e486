"""Statements that SQLAlchemy writes and the database's driver runs.

SQLAlchemy takes 30 µs around each statement, SQLite itself five for most, and a text that is kept runs four.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError


@dataclass(frozen=True)
class Written:
    """In the SQL of one kind of database; `converts`: the parameters that its driver wants otherwise."""

    sql: str
    converts: tuple[tuple[str, Callable[[Any], Any]], ...]


class Prepared:
    """A statement with named parameters, written at its first use in each kind of database."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._written: dict[str, Written] = {}

    def run(self, connection: Connection, **values: Any) -> Any:
        """The driver's cursor. Raises SQLAlchemy's DBAPIError, without the statement and what was in it."""
        dialect = connection.dialect
        written = self._written.get(dialect.name) or self._write(dialect, values)
        for name, convert in written.converts:
            values[name] = convert(values[name])
        driver: Any = connection.connection.driver_connection
        try:
            return driver.execute(written.sql, values)
        except dialect.loaded_dbapi.Error as error:
            if dialect.is_disconnect(error, driver, None):
                connection.invalidate()  # nobody may be given it again
            raise DBAPIError(None, None, error, hide_parameters=True) from None

    def _write(self, dialect: Dialect, values: dict[str, Any]) -> Written:
        compiled = self._statement.compile(dialect=dialect, column_keys=list(values))
        kinds = {name: bound.type.bind_processor(dialect) for name, bound in compiled.binds.items()}
        converts = tuple((name, convert) for name, convert in kinds.items() if convert)
        self._written[dialect.name] = written = Written(str(compiled), converts)
        return written
