"""Delete at the carrier what it still keeps of the line's number: texts, their pictures, calls.

There is no list of ours: what an outage left, or what is not finished yet, is in the carrier's next time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr import log
from workers.house import House

DUTY = "erase"
MOST_AT_ONCE = 2_000  # deletions a pass: the first pass of an old number must not take an hour


@dataclass(frozen=True)
class Erased:
    """`left`: records that are there still, since they are young, unfinished, or beyond MOST_AT_ONCE."""

    deleted: int
    left: int


def erase(house: House, now: datetime) -> Erased:
    """Delete what ended long enough ago. Raises CarrierError; what was deleted by then stays deleted."""
    old = now - timedelta(seconds=house.settings.erase_after)
    deleted = left = 0
    for record in list(house.carrier.records()):
        ended = record.ended is not None and record.ended <= old
        if ended and deleted < MOST_AT_ONCE and house.carrier.delete(record):
            deleted += 1
        else:
            left += 1
    return Erased(deleted, left)


def erase_old(house: House, now: datetime) -> str:
    erased = erase(house, now)
    if erased.deleted:
        log.write("deleted at the carrier", duty=DUTY, count=erased.deleted, left=erased.left)
    return f"{erased.left} left"
