"""The inbox: a folder with one zip file per report, and one receipt per report that a person has opened.

<id>.zip       written whole by the server's worker, or by the desk's receiver
<id>.opened    {"id": …, "opened": "2026-11-22T23:16:05Z"}: stops the alarm, lets the server erase its copy
"""

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from ivr.desk.durable import sync_folder, write_whole
from ivr.envelope import EnvelopeError, Header, is_report_id, unpack

SECOND = "%Y-%m-%dT%H:%M:%SZ"
ONE_AT_A_TIME = threading.Lock()  # two deliveries of one report must not both think that they are the first


class Kept(Enum):
    """What became of a file that was offered to the inbox."""

    NEW = "new"
    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Arrival:
    """A report as the inbox shows it, still sealed. Without a header it is damaged, and `problem` says how.

    `arrived` is when the file was written and `opened` when a person first opened it, both UTC.
    """

    id: str
    arrived: datetime
    opened: datetime | None
    header: Header | None = None
    answered: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Inbox:
    """The folder; everything is read anew each time, since the server writes to it too."""

    folder: Path

    def arrivals(self) -> list[Arrival]:
        """All reports in the folder, damaged ones too, in no order. Raises OSError when nobody can look."""
        found = (self.arrival(path.stem) for path in self._files() if is_report_id(path.stem))
        return [arrival for arrival in found if arrival]

    def arrival(self, id: str) -> Arrival | None:
        """One report, or None when the inbox has no such file."""
        try:
            arrived = datetime.fromtimestamp(self._zip(id).stat().st_mtime, UTC)
        except FileNotFoundError:
            return None
        opened = self.opened_at(id)
        try:
            header, answers = _unpack_as(id, self.read(id))
        except FileNotFoundError:  # deleted meanwhile
            return None
        except OSError as error:
            return Arrival(id, arrived, opened, problem=_unreadable(error))
        except EnvelopeError as error:
            return Arrival(id, arrived, opened, problem=str(error))
        return Arrival(id, arrived, opened, header, tuple(answers))

    def knows(self, id: str) -> bool:
        """Whether the report is here, whole, or was, until a person opened and deleted it."""
        return self._receipt(id).exists() or self._is_whole(id)

    def strays(self) -> int:
        """How many zip files are there whose name is not a report's."""
        return sum(not is_report_id(path.stem) for path in self._files())

    def read(self, id: str) -> bytes:
        """The zip file of a report. Raises FileNotFoundError."""
        return self._zip(id).read_bytes()

    def answers(self, id: str) -> dict[str, list[bytes]]:
        """The sealed texts of a report. Raises EnvelopeError if damaged, FileNotFoundError if gone."""
        return _unpack_as(id, self.read(id))[1]

    def keep(self, id: str, data: bytes) -> Kept:
        """Take a report in; it is on the disk when this returns. One that a person deleted stays deleted."""
        with ONE_AT_A_TIME:
            if self._is_whole(id):  # a damaged one gives way to the same report delivered again
                sync_folder(self.folder)  # an earlier try may have died between writing and this
                return Kept.SAME if self.read(id) == data else Kept.DIFFERENT
            if self._receipt(id).exists():
                return Kept.SAME
            # Whoever receives may be another account than the officer's, in the folder's group.
            write_whole(self._zip(id), data, mode=0o640)
            return Kept.NEW

    def record_opening(self, id: str, at: datetime) -> None:
        """Write the receipt, which is the acknowledgement; the first one stays."""
        if not self._receipt(id).exists():
            receipt = {"id": id, "opened": at.astimezone(UTC).strftime(SECOND)}
            # The server, which is another user or machine, has to read it; there is nothing to hide in it.
            write_whole(self._receipt(id), json.dumps(receipt).encode() + b"\n", mode=0o644)

    def opened_at(self, id: str) -> datetime | None:
        """When a person first opened the report (UTC), or None."""
        if not self._receipt(id).exists():
            return None
        try:
            read = json.loads(self._receipt(id).read_bytes())
            return datetime.strptime(read["opened"], SECOND).replace(tzinfo=UTC)
        except (
            ValueError,
            KeyError,
            TypeError,
            OSError,
        ):  # changed since; that it is there says enough
            return datetime.fromtimestamp(self._receipt(id).stat().st_mtime, UTC)

    def discard(self, id: str) -> None:
        """Remove the report for good; its receipt stays."""
        self._zip(id).unlink(missing_ok=True)
        sync_folder(self.folder)

    def _is_whole(self, id: str) -> bool:
        there = self.arrival(id)
        return there is not None and there.header is not None

    def _files(self) -> Iterator[Path]:
        # Not glob: to it a folder that is away, or may not be read, is an empty one.
        names = sorted(os.listdir(self.folder))
        return (self.folder / name for name in names if name.endswith(".zip") and name[0] != ".")

    def _zip(self, id: str) -> Path:
        return self.folder / f"{_checked(id)}.zip"

    def _receipt(self, id: str) -> Path:
        return self.folder / f"{_checked(id)}.opened"


def _unreadable(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "This machine's account may not read it."
    return f"It cannot be read ({error.strerror})."


def _checked(id: str) -> str:
    if not is_report_id(id):  # what becomes a path is looked at here, whoever asks
        raise ValueError("not a report id")
    return id


def _unpack_as(id: str, data: bytes) -> tuple[Header, dict[str, list[bytes]]]:
    header, answers = unpack(data)
    if header.id != id:
        raise EnvelopeError("It holds a report of another name.")
    return header, answers
