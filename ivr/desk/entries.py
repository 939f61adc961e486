"""A report as the desk lists it: as it is in the inbox, with what the records know of it."""

from dataclasses import dataclass
from datetime import datetime

from flask import abort

from ivr.desk.here import this_desk
from ivr.desk.inbox import Arrival
from ivr.desk.records import Record
from ivr.envelope import is_report_id


@dataclass(frozen=True)
class Entry:
    """A report as listed: as the inbox has it, and as the records know it (a damaged one they do not)."""

    arrival: Arrival
    record: Record | None

    @property
    def arrived(self) -> datetime:
        """When the report first reached the desk, UTC; a second delivery does not change it."""
        return self.record.arrived if self.record else self.arrival.arrived

    def order(self) -> tuple[bool, bool, datetime]:
        """Unread first, danger first, then the oldest; a damaged one may be of danger."""
        arrival = self.arrival
        safe = arrival.header is not None and not arrival.header.danger
        return arrival.opened is not None, safe, self.arrived


def entries() -> list[Entry]:
    """All reports of the inbox, in the order in which a person should see them."""
    found = (entry(arrival) for arrival in this_desk().inbox.arrivals())
    return sorted((listed for listed in found if listed), key=Entry.order)


def find(id: str) -> Entry:
    """The report of that name, or the page that says that there is none."""
    found = this_desk().inbox.arrival(id) if is_report_id(id) else None
    return (found and entry(found)) or abort(404, "There is no such report in the inbox; it may be deleted.")


def entry(arrival: Arrival) -> Entry | None:
    """A report with its record; None when a person deleted it, which is then finished here."""
    if not arrival.header:
        return Entry(arrival, None)
    record = this_desk().records.note_arrival(arrival.header, arrival.arrived)
    if not record.deleted:
        return Entry(arrival, record)
    this_desk().inbox.discard(arrival.id)
    return None
