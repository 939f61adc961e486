"""How many reports are where and since when, for whoever watches the line; never which ones."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select

from ivr.store.database import Database
from ivr.store.outbox import is_due
from ivr.store.pulses import Pulse
from ivr.store.tables import ALARM, DELIVERED, OPENED, PULSES, REPORTS, STUCK, WAITING

NONE = (0, None)


@dataclass(frozen=True)
class Figures:
    """Reports by state, tests left out. `oldest`: seconds since the oldest of a state was sent, 0 without one
    (and for opened ones, of which the hour alone is kept). `ringing`: for how many the alarm rings; `rings`:
    how often it rang since somebody confirmed.
    """

    reports: dict[str, int]
    oldest: dict[str, float]
    ringing: int
    rings: int
    pulses: tuple[Pulse, ...]


def read(database: Database, now: datetime, *, quiet_seconds: int) -> Figures:
    """Read without a transaction: a look at the figures must not make a text wait."""
    with database.outside() as connection:
        found = {state: (count, first) for state, count, first in connection.execute(_by_state())}
        due = is_due(REPORTS.c.ring_at, now, timedelta(seconds=quiet_seconds))
        return Figures(
            reports={state: found.get(state, NONE)[0] for state in (WAITING, DELIVERED, OPENED, STUCK)},
            oldest={state: _age(found.get(state, NONE)[1], now) for state in (WAITING, DELIVERED, STUCK)},
            ringing=connection.scalar(select(func.count()).select_from(REPORTS).where(due)) or 0,
            rings=connection.scalar(select(ALARM.c.rings)) or 0,
            pulses=_pulses(connection),
        )


def _by_state() -> Select[Any]:
    first = func.min(REPORTS.c.sent_at)
    real = select(REPORTS.c.state, func.count(), first).where(REPORTS.c.test.is_(False))
    return real.group_by(REPORTS.c.state)


def _age(first: datetime | None, now: datetime) -> float:
    return 0.0 if first is None else max(0.0, (now.astimezone(UTC) - first).total_seconds())


def _pulses(connection: Connection) -> tuple[Pulse, ...]:
    rows = connection.execute(select(PULSES))
    return tuple(Pulse(row.duty, row.at, row.note) for row in rows)
