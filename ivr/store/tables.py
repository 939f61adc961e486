"""The tables. No column holds a phone number or a word of a report: keys are HMACs, answers are sealed."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)
from sqlalchemy.types import TypeDecorator

WAITING, DELIVERED, OPENED, STUCK = "waiting", "delivered", "opened", "stuck"
AT_ONCE = datetime.fromtimestamp(0, UTC)  # earlier than any clock: due whatever the worker's clock says


class Instant(TypeDecorator[datetime]):
    """An instant in UTC as seconds since 1970, which every database sorts and compares alike."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> float | None:
        return None if value is None else value.timestamp()

    def process_result_value(self, value: float | None, dialect: Any) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value, UTC)


def hour(at: datetime) -> datetime:
    """The hour in which it was: all that is kept of a message and of a report. Neither leads to the other."""
    return at.replace(minute=0, second=0, microsecond=0)


METADATA = MetaData()

DRAFTS = Table(
    "drafts",
    METADATA,
    Column("sender", String, primary_key=True),
    Column("report", String, nullable=False),
    Column("language", String, nullable=False),
    Column("question", String, nullable=False),
    Column("began", Instant, nullable=False),
    Column("touched", Instant, nullable=False),
    Column("danger", Boolean, nullable=False),
    Column("answered", String, nullable=False),  # names of questions, with spaces
    Column("texts", Integer, nullable=False),
    Index("drafts_touched", "touched"),
    sqlite_with_rowid=False,
)

ANSWERS = Table(
    "answers",
    METADATA,
    # The order in which answers came. SQLite counts by itself only in an INTEGER.
    Column("place", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("report", String, nullable=False),
    Column("question", String, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("answers_report", "report"),
)

# The language somebody texts in, once it was not the line's first one: of most senders nothing is kept here.
THREADS = Table(
    "threads",
    METADATA,
    Column("sender", String, primary_key=True),
    Column("language", String, nullable=False),
    Column("touched", Instant, nullable=False),
    Index("threads_touched", "touched"),
    sqlite_with_rowid=False,
)

MESSAGES = Table(
    "messages",
    METADATA,
    Column("id", String, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("reply", String, nullable=False),
    Index("messages_at", "at"),
    sqlite_with_rowid=False,
)

COUNTERS = Table(
    "counters",
    METADATA,
    Column("name", String, primary_key=True),
    Column("begun", Integer, nullable=False),
    Column("expires", Instant, nullable=False),
    Index("counters_expires", "expires"),
    sqlite_with_rowid=False,
)

REPORTS = Table(
    "reports",
    METADATA,
    Column("id", String, primary_key=True),
    Column("received", Instant, nullable=False),  # the hour in which it was sent, which the desk is told
    Column("sent_at", Instant, nullable=False),
    Column("language", String, nullable=False),
    Column("danger", Boolean, nullable=False),
    Column("test", Boolean, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Instant, nullable=False),  # also the lease: who claims a report moves it ahead
    Column("delivered_at", Instant),
    Column("opened_at", Instant),
    Column("ring_at", Instant),  # when the alarm rings for it; none: it never does
    Column("mails", Integer, nullable=False),
    Column("mail_at", Instant),  # when the next attempt at the e-mail is due; none: no e-mail is owed
    Index("reports_next_try", "state", "next_try"),
    Index("reports_ring_at", "ring_at"),
    Index("reports_mail_at", "mail_at"),
    Index("reports_opened_at", "opened_at"),
)

# One row: the alarm is one for all reports, so that many reports do not make many phones ring at once.
ALARM = Table(
    "alarm",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("next_ring", Instant, nullable=False),
    Column("rings", Integer, nullable=False),  # since somebody last confirmed
    Column("confirmed_at", Instant),
)

# What each duty of the workers last did, for `ivr doctor`.
PULSES = Table(
    "pulses",
    METADATA,
    Column("duty", String, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("note", String, nullable=False),  # a count or the kind of an error, never content
)
