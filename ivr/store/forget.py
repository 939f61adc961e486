"""Erase what has expired, and overwrite it: a deleted row must not stay in free pages or in the log."""

from datetime import datetime, timedelta

from sqlalchemy import delete, text

from ivr.store.database import Database
from ivr.store.tables import ANSWERS, COUNTERS, DRAFTS, MESSAGES, METADATA, REPORTS, THREADS

REMEMBERED = timedelta(hours=48)  # message ids; and opened reports, of which no answer is left
CHECKPOINT_MS = 2000  # for those to finish who are reading the log


def forget(database: Database, now: datetime, draft_expires: int) -> None:
    """Erase expired drafts with their answers, old message ids, counters, and reports opened long ago."""
    expired = DRAFTS.c.touched <= now - timedelta(seconds=draft_expires)
    with database.begin() as connection:
        # Drafts first and by name: one that is touched meanwhile keeps its answers.
        gone = connection.scalars(delete(DRAFTS).where(expired).returning(DRAFTS.c.report)).all()
        for report in gone:
            connection.execute(delete(ANSWERS).where(ANSWERS.c.report == report))
        connection.execute(delete(THREADS).where(THREADS.c.touched <= now - timedelta(seconds=draft_expires)))
        connection.execute(delete(MESSAGES).where(MESSAGES.c.at <= now - REMEMBERED - timedelta(hours=1)))
        connection.execute(delete(COUNTERS).where(COUNTERS.c.expires <= now))
        connection.execute(delete(REPORTS).where(REPORTS.c.opened_at <= now - REMEMBERED))
    _overwrite(database)


def _overwrite(database: Database) -> None:
    """SQLite overwrites in the file by itself (secure_delete); its log is cut here. Postgres is vacuumed."""
    with database.outside() as connection:
        if not database.is_postgres:
            connection.execute(text(f"PRAGMA busy_timeout={CHECKPOINT_MS}"))
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            connection.execute(text("PRAGMA busy_timeout=0"))
            return
        for table in METADATA.sorted_tables:
            connection.execute(text(f"VACUUM {table.name}"))
