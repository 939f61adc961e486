"""The desk that a page belongs to: what it works on, and how a page being answered finds it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app

from ivr.desk.guard import Guard
from ivr.desk.inbox import Inbox
from ivr.desk.records import Records


def utc_now() -> datetime:
    """The machine's clock, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Desk:
    """What the page works on; `identity` is the text of the age identity file, held in memory only."""

    inbox: Inbox
    records: Records
    identity: str
    guard: Guard
    clock: Callable[[], datetime] = utc_now


def this_desk() -> Desk:
    """The desk that the page being answered belongs to."""
    desk: Desk = current_app.extensions["desk"]
    return desk
