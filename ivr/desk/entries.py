"""A report as the desk lists it: as it is in the inbox, with what the records know of it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from flask import abort

from ivr.desk.here import this_desk
from ivr.desk.inbox import Arrival
from ivr.desk.records import Record, RecordsError
from ivr.envelope import is_report_id


@dataclass(frozen=True)
class Entry:
    """A report as listed: as the inbox has it, and as the records know it.

    They know nothing of one that was damaged from the start, nor of a new one while they cannot be written.
    """

    arrival: Arrival
    record: Record | None

    @property
    def arrived(self) -> datetime:
        """When the report first reached the desk, UTC; a second delivery does not change it."""
        return self.record.arrived if self.record else self.arrival.arrived

    @property
    def unnoted(self) -> bool:
        """Whether the records should know it, and cannot."""
        return self.arrival.header is not None and self.record is None

    @property
    def comes_again(self) -> bool:
        """Whether the server delivers it again once the file is away: nobody could open this one."""
        return self.arrival.header is None and self.arrival.opened is None

    def order(self) -> tuple[bool, bool, datetime]:
        """Unread first, danger first, then the oldest; a damaged one may be of danger."""
        arrival = self.arrival
        safe = arrival.header is not None and not arrival.header.danger
        return arrival.opened is not None, safe, self.arrived


def entries() -> list[Entry]:
    """All reports of the inbox, in the order in which a person should see them. Raises OSError."""
    return sorted(_with_records(this_desk().inbox.arrivals()), key=Entry.order)


def find(id: str) -> Entry:
    """The report of that name, or the page that says that there is none."""
    found = this_desk().inbox.arrival(id) if is_report_id(id) else None
    listed = _with_records([found]) if found else []
    return listed[0] if listed else abort(404, "There is no such report in the inbox; it may be deleted.")


def _with_records(arrivals: list[Arrival]) -> list[Entry]:
    """The reports with their records, but for those that a person deleted, which are finished here."""
    known = _known(arrivals)
    listed = [Entry(arrival, known.get(arrival.id)) for arrival in arrivals]
    for entry in listed:
        if entry.record and entry.record.deleted:
            with suppress(OSError):  # it is not shown, whether it can be removed or not
                this_desk().inbox.discard(entry.arrival.id)
    return [entry for entry in listed if not (entry.record and entry.record.deleted)]


def _known(arrivals: list[Arrival]) -> dict[str, Record]:
    """What the records know, new ones noted if they can be: a full disk must not hide the reports."""
    records = this_desk().records
    with suppress(RecordsError):
        return records.note(arrivals)
    with suppress(RecordsError):
        return records.known()
    return {}
