"""The desk's own records, in one SQLite file: what was confirmed about each report, and never a word of it.

They stay when the report itself is deleted, since the yearly statistics and the daily log need them.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from ivr.desk.clery import Decision
from ivr.desk.inbox import Arrival
from ivr.envelope import Header

DECIDED = [field.name for field in fields(Decision)]
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS reports (
    id TEXT PRIMARY KEY,
    received TEXT NOT NULL,   -- UTC, the hour in which the line took it
    arrived TEXT NOT NULL,    -- UTC, when the desk first saw it
    test INTEGER NOT NULL,
    confirmed TEXT,           -- UTC, when a person last confirmed what follows
    deleted TEXT,             -- UTC, when a person deleted the report itself
    {", ".join(f"{name} TEXT NOT NULL DEFAULT ''" for name in DECIDED)}
) STRICT
"""


@dataclass(frozen=True)
class Record:
    """What the desk keeps of one report; times are UTC."""

    id: str
    received: datetime
    arrived: datetime
    test: bool
    confirmed: datetime | None
    deleted: datetime | None
    decision: Decision


class RecordsError(Exception):
    """Why the records cannot be read or written, in SQLite's or the system's words."""


@dataclass(frozen=True)
class Records:
    """The file; each call opens it for itself, so that threads need not share a connection.

    Every method may raise RecordsError: the disk is full, the file is locked or damaged.
    """

    path: Path
    connect: Callable[[Path], sqlite3.Connection] = sqlite3.connect

    def note(self, arrivals: Iterable[Arrival]) -> dict[str, Record]:
        """Remember when each report was first seen: a second delivery must not set the clock back to zero.

        Gives all that is known, by id.
        """
        names = ["id", "received", "arrived", "test", *DECIDED]
        marks = ", ".join("?" * len(names))
        with self.opened() as file:
            file.executemany(
                f"INSERT OR IGNORE INTO reports ({', '.join(names)}) VALUES ({marks})",  # noqa: S608  # of ours
                [_noted(arrival.header, arrival.arrived) for arrival in arrivals if arrival.header],
            )
            return _by_id(file)

    def known(self) -> dict[str, Record]:
        """All reports that the desk has ever seen, those that were deleted too, by id."""
        with self.opened() as file:
            return _by_id(file)

    def decide(self, id: str, decision: Decision, at: datetime) -> None:
        """Keep what a person confirmed; a later confirmation replaces an earlier one."""
        changes = ", ".join(f"{name} = ?" for name in DECIDED)
        with self.opened() as file:
            file.execute(
                f"UPDATE reports SET {changes}, confirmed = ? WHERE id = ?",  # noqa: S608  # names of ours
                (*astuple(decision), _written(at), id),
            )

    def mark_deleted(self, id: str, at: datetime) -> None:
        """Say that the report itself is gone, or about to be; delivered again, it is not shown again."""
        with self.opened() as file:
            file.execute("UPDATE reports SET deleted = ? WHERE id = ?", (_written(at), id))

    def confirmed(self) -> list[Record]:
        """What persons have confirmed, tests left out, in the order reported."""
        wanted = (
            "SELECT * FROM reports WHERE confirmed IS NOT NULL AND NOT test ORDER BY received, arrived, id"
        )
        with self.opened() as file:
            return [_record(row) for row in file.execute(wanted)]

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """A transaction on the file, which is made if need be: on the disk when the block ends."""
        try:
            if not self.path.exists():
                self.path.touch(mode=0o600)
            with closing(self.connect(self.path)) as file, file:
                file.row_factory = sqlite3.Row
                file.execute("PRAGMA synchronous = FULL")
                file.execute("PRAGMA secure_delete = ON")
                file.execute(SCHEMA)
                yield file
        except (sqlite3.Error, OSError) as error:
            raise RecordsError(getattr(error, "strerror", None) or str(error)) from None


def _noted(header: Header, arrived: datetime) -> tuple[object, ...]:
    received = _written(header.received)
    return (header.id, received, _written(arrived), header.test, *astuple(Decision()))


def _by_id(file: sqlite3.Connection) -> dict[str, Record]:
    return {row["id"]: _record(row) for row in file.execute("SELECT * FROM reports")}


def _record(row: sqlite3.Row) -> Record:
    return Record(
        id=row["id"],
        received=datetime.fromisoformat(row["received"]),
        arrived=datetime.fromisoformat(row["arrived"]),
        test=bool(row["test"]),
        confirmed=_moment(row["confirmed"]),
        deleted=_moment(row["deleted"]),
        decision=Decision(*(row[name] for name in DECIDED)),
    )


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
