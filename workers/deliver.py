"""Deliver a report: claim it, pack it, put it into the inbox, and only then call it delivered.

A worker that dies in between has delivered nothing, or has put a file there that the next one finds.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from ivr import envelope, log
from ivr.envelope import EnvelopeError, Header
from ivr.inbox import DeliveryError
from ivr.store import Report
from workers.house import House, open_house, utc_now

DUTY = "deliver"


@cache
def _house() -> House:
    return open_house()


def deliver(report: str, house: Callable[[], House] = _house) -> None:
    """The queue's job. It never raises: rq would keep the traceback in Redis, and the sweeper tries again."""
    try:
        deliver_one(house(), utc_now(), report)
    except Exception as error:
        log.write("failed", duty=DUTY, **log.failure(error))


def deliver_one(house: House, now: datetime, report: str | None = None) -> bool:
    """Deliver one report that is due, or that one; False: none was, or it has to wait. Raises StoreError."""
    claimed = house.store.outbox.claim(now, report)
    if claimed is None:
        return False
    try:
        house.inbox.put(claimed.id, _pack(claimed))
    except DeliveryError as error:
        stuck = house.store.outbox.failed(claimed.id, now, until=claimed.until, permanent=error.permanent)
        told = "is stuck" if stuck else "has to wait"
        log.write(told, duty=DUTY, report=log.short(claimed.id), reason=error)
        return False
    house.store.outbox.delivered(claimed.id, now)
    log.write("delivered", duty=DUTY, report=log.short(claimed.id))
    return True


def _pack(report: Report) -> bytes:
    header = Header(report.id, report.received, report.language, report.danger, report.test)
    try:
        return envelope.pack(header, report.answers)
    except EnvelopeError as error:
        raise DeliveryError(f"it cannot be packed ({error})", permanent=True) from None
