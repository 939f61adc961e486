"""Reports that were sent, and how far each has come.

waiting --put in the inbox--> delivered --a person opened it--> opened: its answers are erased here
waiting --failed eight times, or refused for good--> stuck --retried by a person--> waiting
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, delete, func, literal, null, or_, select, update

from ivr.store.database import Database
from ivr.store.tables import ANSWERS, AT_ONCE, DELIVERED, OPENED, REPORTS, STUCK, WAITING, Instant

# A worker that died lets go after this. An inbox that takes longer is given the same file again.
LEASE = timedelta(seconds=5)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=15)
MOST_ATTEMPTS = 8  # the eighth failure comes half an hour after the first
# Clocks of two machines differ, and a duty's "now" is older than a turn's: only further off did one jump.
SLACK = timedelta(hours=1)
MOST_MAILS = 5  # an e-mail is a convenience: the alarm by phone is what makes sure
OWED = case((REPORTS.c.test, null()), else_=literal(AT_ONCE, Instant))  # a test tells nobody


@dataclass(frozen=True)
class Report:
    """A claimed report: what its envelope says, and its sealed texts by question in the order they came.

    `received` is a UTC hour, `until` when the claim ends.
    """

    id: str
    received: datetime
    language: str
    danger: bool
    test: bool
    until: datetime
    answers: dict[str, list[bytes]] = field(repr=False)


class Outbox:
    """Every method is one transaction, and may raise StoreError. Times are UTC."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, now: datetime, report: str | None = None) -> Report | None:
        """Take one report that is due, or that very one if it is: nobody else gets it while LEASE runs.

        None when nothing is due. A claim neither delivered nor failed is due again after LEASE.
        """
        due = [REPORTS.c.state == WAITING, REPORTS.c.next_try <= now]
        if report is not None:
            due.append(REPORTS.c.id == report)
        with self._database.begin() as connection:
            row = _move_ahead(connection, due, REPORTS.c.next_try, now + LEASE)
            return None if row is None else _read(connection, row)

    def delivered(self, report: str, now: datetime) -> None:
        """It is in the inbox. An e-mail is owed from the first time on, unless it is a test."""
        with self._database.begin() as connection:
            change = update(REPORTS).where(REPORTS.c.id == report, REPORTS.c.state.in_((WAITING, STUCK)))
            # One that the inbox lost is delivered again, and told of once.
            owed = case((REPORTS.c.delivered_at.is_(None), OWED), else_=REPORTS.c.mail_at)
            connection.execute(change.values(state=DELIVERED, delivered_at=now, attempts=0, mail_at=owed))

    def failed(
        self, report: str, now: datetime, *, until: datetime | None = None, permanent: bool = False
    ) -> bool:
        """It could not be put into the inbox; True when it is stuck now, and rings the alarm at once.

        `until`: of the claim that failed. One that has ended, and was claimed again since, counts nothing.
        """
        with self._database.begin() as connection:
            waiting = [REPORTS.c.id == report, REPORTS.c.state == WAITING]
            if until is not None:
                waiting.append(REPORTS.c.next_try == until)
            row = connection.execute(select(REPORTS.c.attempts, REPORTS.c.test).where(*waiting)).first()
            if row is None:
                return False
            attempts = row.attempts + 1
            stuck = permanent or attempts >= MOST_ATTEMPTS
            changes: dict[str, Any] = {"next_try": now + wait_after(attempts)}
            if stuck:
                changes = {"state": STUCK, "ring_at": None if row.test else now}
            connection.execute(update(REPORTS).where(*waiting).values(attempts=attempts, **changes))
            return stuck

    def retry_stuck(self, now: datetime) -> int:
        """Let every stuck report be tried again, at once; how many there were. For a person to start."""
        with self._database.begin() as connection:
            stuck = update(REPORTS).where(REPORTS.c.state == STUCK)
            return connection.execute(stuck.values(state=WAITING, attempts=0, next_try=AT_ONCE)).rowcount

    def mend_times(self, now: datetime) -> None:
        """Make due what is further ahead than any wait: a clock jumped back after that was written."""
        waiting = update(REPORTS).where(REPORTS.c.state == WAITING)
        with self._database.begin() as connection:
            late = REPORTS.c.next_try > now + LONGEST_WAIT + SLACK
            connection.execute(waiting.where(late).values(next_try=AT_ONCE))
            owed = REPORTS.c.mail_at > now + LONGEST_WAIT + SLACK
            connection.execute(update(REPORTS).where(owed).values(mail_at=AT_ONCE))

    def unopened(self) -> list[str]:
        """The delivered reports that no person has opened yet, the oldest first."""
        with self._database.begin() as connection:
            delivered = select(REPORTS.c.id).where(REPORTS.c.state == DELIVERED)
            return list(connection.scalars(delivered.order_by(REPORTS.c.sent_at)))

    def opened(self, report: str, now: datetime) -> None:
        """A person at the desk has opened it: its answers are erased here, and its times but for the hour."""
        with self._database.begin() as connection:
            known = update(REPORTS).where(REPORTS.c.id == report)
            connection.execute(
                known.values(
                    state=OPENED,
                    opened_at=now,
                    sent_at=REPORTS.c.received,
                    delivered_at=None,
                    ring_at=None,
                    mail_at=None,
                )
            )
            connection.execute(delete(ANSWERS).where(ANSWERS.c.report == report))

    def lost(self, report: str) -> None:
        """The inbox knows nothing of a report that was delivered to it: it is delivered once more."""
        with self._database.begin() as connection:
            delivered = (REPORTS.c.id == report, REPORTS.c.state == DELIVERED)
            connection.execute(update(REPORTS).where(*delivered).values(state=WAITING, next_try=AT_ONCE))

    def claim_mail(self, now: datetime) -> str | None:
        """Take one report of which an e-mail is owed; after MOST_MAILS claims it is given up."""
        due = [REPORTS.c.mail_at <= now]
        with self._database.begin() as connection:
            row = _move_ahead(connection, due, REPORTS.c.mail_at, now + LONGEST_WAIT)
            if row is None:
                return None
            last = row.mails + 1 >= MOST_MAILS
            changes = {"mail_at": None} if last else {"mail_at": now + wait_after(row.mails + 1)}
            connection.execute(
                update(REPORTS).where(REPORTS.c.id == row.id).values(mails=row.mails + 1, **changes)
            )
            return str(row.id)

    def mailed(self, report: str) -> None:
        with self._database.begin() as connection:
            connection.execute(update(REPORTS).where(REPORTS.c.id == report).values(mail_at=None))

    def counts(self) -> dict[str, int]:
        """How many reports there are by state: waiting, delivered, opened (in the last days), stuck."""
        with self._database.begin() as connection:
            by_state = select(REPORTS.c.state, func.count().label("reports")).group_by(REPORTS.c.state)
            rows = connection.execute(by_state)
            return {WAITING: 0, DELIVERED: 0, OPENED: 0, STUCK: 0} | {row.state: row.reports for row in rows}


def is_due(column: ColumnElement[Any], now: datetime, longest: timedelta) -> ColumnElement[bool]:
    """Whether the time in a column has come. One further ahead than any wait is of a clock that jumped."""
    return or_(column <= now, column > now + longest + SLACK)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failures: 15 s, 30 s, 1 min, … and 15 min at most."""
    wait: timedelta = FIRST_WAIT * 2 ** (attempts - 1)
    return min(wait, LONGEST_WAIT)


def _move_ahead(
    connection: Connection, due: list[ColumnElement[bool]], column: ColumnElement[Any], until: datetime
) -> Any:
    """Claim the row that is due longest, by moving the time in its column ahead; None when there is none."""
    first = select(REPORTS.c.id).where(*due).order_by(column).limit(1).with_for_update(skip_locked=True)
    # SQLite has no FOR UPDATE, and one writer: its statement is the same without.
    claim = update(REPORTS).where(REPORTS.c.id == first.scalar_subquery())
    return connection.execute(claim.values({column: until}).returning(REPORTS)).first()


def _read(connection: Connection, row: Any) -> Report:
    answers: dict[str, list[bytes]] = {}
    for question, sealed in _answers(connection, row.id):
        answers.setdefault(question, []).append(sealed)
    return Report(row.id, row.received, row.language, row.danger, row.test, row.next_try, answers)


def _answers(connection: Connection, report: str) -> Iterator[tuple[str, bytes]]:
    kept = select(ANSWERS.c.question, ANSWERS.c.sealed).where(ANSWERS.c.report == report)
    for question, sealed in connection.execute(kept.order_by(ANSWERS.c.place)):
        yield question, bytes(sealed)
