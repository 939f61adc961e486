"""What whoever runs the line may see of single reports: those that are stuck, and the tests of the line."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ivr.store.database import Database
from ivr.store.tables import REPORTS, STUCK


@dataclass(frozen=True)
class Stuck:
    """A report that could not be delivered; `received` is a UTC hour."""

    id: str
    received: datetime
    danger: bool
    test: bool


def stuck(database: Database) -> list[Stuck]:
    """The oldest first."""
    found = select(REPORTS.c.id, REPORTS.c.received, REPORTS.c.danger, REPORTS.c.test)
    with database.outside() as connection:
        rows = connection.execute(found.where(REPORTS.c.state == STUCK).order_by(REPORTS.c.sent_at))
        return [Stuck(*row) for row in rows]


def tests(database: Database, beginning: str) -> dict[str, str]:
    """The states of the tests whose ids begin so, by id: waiting, delivered, opened or stuck."""
    found = select(REPORTS.c.id, REPORTS.c.state).where(REPORTS.c.test.is_(True))
    with database.outside() as connection:
        rows = connection.execute(found.where(REPORTS.c.id.startswith(beginning, autoescape=True)))
        return {row.id: row.state for row in rows}
