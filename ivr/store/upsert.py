"""Write a row whether or not its key is there already, in one statement that both databases know."""

from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Table

from ivr.store.prepared import Prepared


def upsert(connection: Connection, table: Table, row: dict[str, Any], *, adding: str = "") -> None:
    """Insert `row`; where its primary key is taken, set all of it there, or only add to `adding`."""
    _statement(connection.dialect.name, table, tuple(row), adding).run(connection, **row)


@cache  # making a statement takes several times as long as running it
def _statement(dialect: str, table: Table, columns: tuple[str, ...], adding: str) -> Prepared:
    # Only that of the database at hand: the other one's drivers would take five megabytes.
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
    if adding:
        changes = {adding: table.c[adding] + insert.excluded[adding]}
    else:
        changes = {name: insert.excluded[name] for name in columns if name not in table.primary_key.columns}
    return Prepared(insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=changes))
