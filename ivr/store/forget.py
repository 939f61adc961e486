"""Erase what has expired, and overwrite it: a deleted row must not stay in free pages or in the log."""

import time
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, delete, select, text, update

from ivr.store.database import Database
from ivr.store.errors import StoreError
from ivr.store.outbox import SLACK
from ivr.store.tables import ANSWERS, COUNTERS, DRAFTS, MESSAGES, METADATA, REPORTS, THREADS

REMEMBERED = timedelta(hours=48)  # message ids; and opened reports, of which no answer is left
CHECKPOINT_MS = 2000  # for those to finish who are reading the log
# Texts wait while rows are erased: 100,000 in one transaction took eleven seconds, and a text gives up after
# two. So many at once made none wait for more than 0.7 s.
ROWS_AT_ONCE = 200  # rows, and the answers of so many drafts
PAUSE_SECONDS = 0.01  # for who waits; it looks once in a millisecond whether it may write


def forget(database: Database, now: datetime, draft_expires: int) -> None:
    """Erase expired drafts with their answers, old message ids, counters, and reports opened long ago."""
    idle = now - timedelta(seconds=draft_expires)
    _mend_times(database, now)
    for table, old in (
        (DRAFTS, DRAFTS.c.touched <= idle),
        (THREADS, THREADS.c.touched <= idle),
        (MESSAGES, MESSAGES.c.at <= now - REMEMBERED - timedelta(hours=1)),
        (COUNTERS, COUNTERS.c.expires <= now),
        (REPORTS, REPORTS.c.opened_at <= now - REMEMBERED),
    ):
        while _erase_some(database, table, old) == ROWS_AT_ONCE:
            time.sleep(PAUSE_SECONDS)
    _overwrite(database)


def _mend_times(database: Database, now: datetime) -> None:
    """What a clock wrote that ran ahead would be kept until that day: it counts as written now."""
    with database.begin(durable=False) as connection:
        for written, longest in (
            (DRAFTS.c.touched, SLACK),
            (THREADS.c.touched, SLACK),
            (MESSAGES.c.at, SLACK),
            (COUNTERS.c.expires, timedelta(days=1) + SLACK),
            (REPORTS.c.opened_at, SLACK),
        ):
            ahead = update(written.table).where(written > now + longest)
            connection.execute(ahead.values({written: now}))


def _erase_some(database: Database, table: Table, old: ColumnElement[bool]) -> int:
    """Erase some rows in a transaction of their own; how many. The answers of a draft go with it."""
    (key,) = table.primary_key
    with database.begin(durable=False) as connection:  # what a power cut brings back is erased once more
        some = list(connection.scalars(select(key).where(old).limit(ROWS_AT_ONCE)))
        if table is DRAFTS:
            # A turn that has just read a draft must find it whole: it may be sending it.
            some = database.free(connection, some)
        if not some:
            return 0
        # Asked twice whether it is old: a draft that is touched meanwhile stays, and so do its answers.
        gone = connection.execute(delete(table).where(key.in_(some), old).returning(table)).all()
        if table is DRAFTS and gone:
            reports = [row.report for row in gone]
            connection.execute(delete(ANSWERS).where(ANSWERS.c.report.in_(reports)))
    return len(gone)


def _overwrite(database: Database) -> None:
    """SQLite overwrites in the file by itself (secure_delete); its log is cut here. Postgres is vacuumed."""
    with database.outside() as connection:
        if not database.is_postgres:
            connection.execute(text(f"PRAGMA busy_timeout={CHECKPOINT_MS}"))
            is_cut = _is_cut(connection)
            connection.execute(text("PRAGMA busy_timeout=0"))
            if not is_cut:
                raise StoreError("busy")
            return
        for table in METADATA.sorted_tables:
            connection.execute(text(f"VACUUM {table.name}"))


def _is_cut(connection: Connection) -> bool:
    """Whether SQLite's log was cut. It waits for readers and writers, but not for who else writes it back."""
    deadline = time.monotonic() + CHECKPOINT_MS / 1000
    while True:
        is_busy, *_ = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
        if not is_busy or time.monotonic() > deadline:
            return not is_busy
        time.sleep(PAUSE_SECONDS)
