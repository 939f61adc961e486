"""The desk's own records, in one SQLite file: what was confirmed about each report, and never a word of it.

They stay when the report itself is deleted, since the yearly statistics and the daily log need them.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from ivr.desk.clery import Decision
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


@dataclass(frozen=True)
class Records:
    """The file; each call opens it for itself, so that threads need not share a connection."""

    path: Path

    def note_arrival(self, header: Header, arrived: datetime) -> Record:
        """Remember when a report was first seen: a second delivery must not set the clock back to zero."""
        noted = (header.id, _written(header.received), _written(arrived), header.test, *astuple(Decision()))
        marks = ", ".join("?" * len(noted))
        with self._open() as file:
            file.execute(
                f"INSERT OR IGNORE INTO reports (id, received, arrived, test, {', '.join(DECIDED)})"  # noqa: S608
                f" VALUES ({marks})",  # only names and question marks of ours
                noted,
            )
            row = file.execute("SELECT * FROM reports WHERE id = ?", (header.id,)).fetchone()
        return _record(row)

    def decide(self, id: str, decision: Decision, at: datetime) -> None:
        """Keep what a person confirmed; a later confirmation replaces an earlier one."""
        changes = ", ".join(f"{name} = ?" for name in DECIDED)
        with self._open() as file:
            file.execute(
                f"UPDATE reports SET {changes}, confirmed = ? WHERE id = ?",  # noqa: S608  # names of ours
                (*astuple(decision), _written(at), id),
            )

    def mark_deleted(self, id: str, at: datetime) -> None:
        """Say that the report itself is gone, or about to be; delivered again, it is not shown again."""
        with self._open() as file:
            file.execute("UPDATE reports SET deleted = ? WHERE id = ?", (_written(at), id))

    def confirmed(self) -> list[Record]:
        """What persons have confirmed, tests left out, in the order reported."""
        wanted = (
            "SELECT * FROM reports WHERE confirmed IS NOT NULL AND NOT test ORDER BY received, arrived, id"
        )
        with self._open() as file:
            return [_record(row) for row in file.execute(wanted)]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if not self.path.exists():
            self.path.touch(mode=0o600)
        with closing(sqlite3.connect(self.path)) as file, file:
            file.row_factory = sqlite3.Row
            file.execute("PRAGMA synchronous = FULL")
            file.execute("PRAGMA secure_delete = ON")
            file.execute(SCHEMA)
            yield file


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
