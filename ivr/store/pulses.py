"""When each duty of the workers last ran, and how it went: what `ivr doctor` looks at."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ivr.store.database import Database
from ivr.store.tables import PULSES
from ivr.store.upsert import upsert


@dataclass(frozen=True)
class Pulse:
    """`note`: "ok", a count, or the kind of an error; never content."""

    duty: str
    at: datetime
    note: str


def beat(database: Database, pulse: Pulse) -> None:
    with database.turn() as connection:
        upsert(connection, PULSES, {"duty": pulse.duty, "at": pulse.at, "note": pulse.note})


def read(database: Database) -> list[Pulse]:
    with database.begin() as connection:
        return [Pulse(row.duty, row.at, row.note) for row in connection.execute(select(PULSES))]
