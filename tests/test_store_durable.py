"""What the store asks of its databases on each connection: "saved" is on the disk, "erased" is overwritten.

Asked of live connections: only a power cut, or somebody with the disk in hand, would show the difference.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from ivr.store import sqlite
from ivr.store.database import Database
from tests import servers
from tests.stored import postgres

__all__ = ["postgres"]  # a fixture

FULL, NORMAL, ON = 2, 1, 1


@pytest.mark.parametrize(("durable", "synchronous"), [(True, FULL), (False, NORMAL)])
def test_sqlite_has_a_commit_on_the_disk_unless_told_otherwise(
    tmp_path: Path, durable: bool, synchronous: int
) -> None:
    made = Database(f"sqlite:///{tmp_path}/line.db")
    with closing(made) as database, database.begin(durable=durable) as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == synchronous
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_sqlite_overwrites_what_is_deleted(tmp_path: Path) -> None:
    """Debian's is compiled to do it by itself: here every connection begins as any other SQLite's would."""
    engine = sqlite.open_engine(f"sqlite:///{tmp_path}/line.db")
    event.listen(engine, "connect", _forget_nothing, insert=True)

    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == ON
        assert connection.exec_driver_sql("PRAGMA temp_store").scalar() == 2  # in memory
    engine.dispose()


def _forget_nothing(connection: Any, _: object) -> None:
    connection.execute("PRAGMA secure_delete = OFF")


@pytest.mark.parametrize(("durable", "commit"), [(True, "on"), (False, "off")])
def test_postgres_has_a_commit_on_the_disk_whatever_its_own_default(
    postgres: servers.Postgres, durable: bool, commit: str
) -> None:
    with (
        hasty(postgres) as url,
        closing(Database(url)) as database,
        database.begin(durable=durable) as connection,
    ):
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == commit


@contextmanager
def hasty(server: servers.Postgres) -> Iterator[str]:
    """The URL of a database whose owner has turned waiting for the disk off."""
    url = server.empty_database()
    with closing(Database(url)) as database, database.outside() as connection:
        connection.exec_driver_sql("ALTER DATABASE postgres SET synchronous_commit = off")
        yield url
        connection.exec_driver_sql("ALTER DATABASE postgres RESET synchronous_commit")
