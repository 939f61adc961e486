"""Find a report by the code that its reporter was given, also one that was deleted here."""

from contextlib import suppress

from flask import Blueprint, render_template, request

from ivr.desk import wording
from ivr.desk.entries import entries
from ivr.desk.here import this_desk
from ivr.desk.records import Record, RecordsError

finding = Blueprint("finding", __name__)

CODE_LENGTH = 6


@finding.get("/find")
def find() -> str:
    asked = request.args.get("code", "")
    beginning = wording.letters(asked)
    complete = len(beginning) >= CODE_LENGTH
    return render_template(
        "find.html",
        asked=asked,
        beginning=beginning,
        complete=complete,
        here=[entry for entry in entries() if complete and entry.arrival.id.startswith(beginning)],
        deleted=[record for record in deleted() if complete and record.id.startswith(beginning)],
        now=this_desk().clock(),
    )


def deleted() -> list[Record]:
    """The reports that a person deleted, the newest first; none while the records cannot be read."""
    known: dict[str, Record] = {}
    with suppress(RecordsError):
        known = this_desk().records.known()
    gone = [record for record in known.values() if record.deleted]
    return sorted(gone, key=lambda record: record.arrived, reverse=True)
