"""Write a row whether or not its key is there already, in one statement that both databases know."""

from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Dialect, Table

from ivr.store.prepared import Direct, Prepared


def upsert(connection: Direct, table: Table, row: dict[str, Any], *, adding: str = "") -> None:
    """Insert `row`; where its primary key is taken, set all of it there, or only add to `adding`."""
    _prepared(connection.dialect.name, table, tuple(row), adding).run(connection, **row)


def upserting(dialect: Dialect, table: Table, row: dict[str, Any]) -> Any:
    """The same as a statement of SQLAlchemy's."""
    return _statement(dialect.name, table, tuple(row), "").values(row)


def inserting(dialect: str, table: Table) -> Any:
    """An insert that knows ON CONFLICT."""
    # Only that of the database at hand: the other one's drivers would take five megabytes.
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(table)


@cache  # making a statement takes several times as long as running it
def _prepared(dialect: str, table: Table, columns: tuple[str, ...], adding: str) -> Prepared:
    return Prepared(_statement(dialect, table, columns, adding))


def _statement(dialect: str, table: Table, columns: tuple[str, ...], adding: str) -> Any:
    insert = inserting(dialect, table)
    if adding:
        changes = {adding: table.c[adding] + insert.excluded[adding]}
    else:
        changes = {name: insert.excluded[name] for name in columns if name not in table.primary_key.columns}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=changes)
