"""Statements that SQLAlchemy writes and the database's driver runs.

SQLAlchemy takes 30 µs around each statement and 40 around each transaction, SQLite itself five for most, and
a text that is kept runs six.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect


@dataclass(frozen=True, slots=True)
class Direct:
    """A connection as its driver has it. Database (database.py) lends it, and tells of what it raises."""

    dialect: Dialect
    driver: Any


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

    def run(self, connection: Direct, **values: Any) -> Any:
        """The driver's cursor. Raises what the driver raises."""
        return connection.driver.execute(*self.ready(connection.dialect, values))

    def ready(self, dialect: Dialect, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """The statement and its values as the driver of this kind of database takes them."""
        written = self._written.get(dialect.name) or self._write(dialect, values)
        for name, convert in written.converts:
            values[name] = convert(values[name])
        return written.sql, values

    def _write(self, dialect: Dialect, values: dict[str, Any]) -> Written:
        compiled = self._statement.compile(dialect=dialect, column_keys=list(values))
        kinds = {name: bound.type.bind_processor(dialect) for name, bound in compiled.binds.items()}
        converts = tuple((name, convert) for name, convert in kinds.items() if convert)
        self._written[dialect.name] = written = Written(str(compiled), converts)
        return written
