"""The alarm: one for all reports that wait, ringing one contact after the other until somebody confirms.

Each report has a time from which it rings (`ring_at`); the alarm has one row, so that a hundred reports
do not ring the police a hundred times a minute.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from ivr.store.database import Database
from ivr.store.outbox import SLACK, is_due
from ivr.store.tables import ALARM, AT_ONCE, DELIVERED, REPORTS, STUCK
from ivr.store.upsert import upserting

NEXT_CONTACT = timedelta(minutes=1)  # long enough for the ring before to be answered and confirmed
NEXT_ROUND = timedelta(minutes=3)  # after the last contact, before the first is rung again


@dataclass(frozen=True)
class Ring:
    """A ring that is due. `place`: which contact, from 0; `stuck`: its reports cannot reach the desk."""

    place: int
    stuck: bool
    reports: int


class Alarms:
    """Every method is one transaction, and may raise StoreError. Times are UTC."""

    def __init__(self, database: Database, *, quiet_seconds: int) -> None:
        self._database, self._quiet = database, timedelta(seconds=quiet_seconds)

    def claim(self, now: datetime, contacts: int) -> Ring | None:
        """The ring that is due, of so many contacts; the next comes a minute or more later. None: no ring."""
        with self._database.begin() as connection:
            due = is_due(REPORTS.c.ring_at, now, self._quiet)
            waiting = connection.execute(select(REPORTS.c.state, REPORTS.c.attempts).where(due)).all()
            alarm = connection.execute(select(ALARM).with_for_update()).first()
            if not waiting or (alarm and now < alarm.next_ring <= now + NEXT_ROUND + SLACK):
                return None
            rings = alarm.rings if alarm and alarm.next_ring > now - NEXT_ROUND else 0
            place = rings % contacts
            wait = NEXT_ROUND if place == contacts - 1 else NEXT_CONTACT
            row = {"id": 1, "next_ring": now + wait, "rings": rings + 1}
            connection.execute(upserting(connection.dialect, ALARM, row))
            states = {row.state for row in waiting}
            # Who is told that a report waits at the desk must find one there.
            unreachable = DELIVERED not in states and any(row.attempts for row in waiting)
            return Ring(place, STUCK in states or unreachable, len(waiting))

    def confirm(self, now: datetime) -> int:
        """Somebody pressed the key: nothing that rings now rings again before its quiet time is over.

        A report opened meanwhile never rings again; a new one, or one in danger, rings at its own time.
        """
        with self._database.begin() as connection:
            ringing = update(REPORTS).where(is_due(REPORTS.c.ring_at, now, self._quiet))
            quiet = connection.execute(ringing.values(ring_at=now + self._quiet)).rowcount
            row = {"id": 1, "next_ring": AT_ONCE, "rings": 0, "confirmed_at": now}
            connection.execute(upserting(connection.dialect, ALARM, row))
            return quiet

    def ringing(self, now: datetime) -> int:
        """How many reports the alarm rings for."""
        with self._database.begin() as connection:
            due = is_due(REPORTS.c.ring_at, now, self._quiet)
            return connection.scalar(select(func.count()).select_from(REPORTS).where(due)) or 0
