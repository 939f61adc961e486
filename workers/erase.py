"""Delete at the carrier what it still keeps of the line's number: texts, their pictures, calls.

There is no list of ours: what an outage left, or what is not finished yet, is in the carrier's next time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr import log
from ivr.carrier import CarrierError, Record
from workers.house import House

DUTY = "erase"
MOST_AT_ONCE = 2_000  # deletions a pass: the first pass of an old number must not take an hour
# Every record would meet with the same now: nobody answers, a wrong token, too many requests.
NOT_OF_ONE = (0, 401, 20003, 429, 20429)


@dataclass(frozen=True)
class Erased:
    """`left`: still there: young, unfinished, refused (with `codes`), or beyond MOST_AT_ONCE."""

    deleted: int
    left: int
    codes: tuple[int, ...] = ()


def erase(house: House, now: datetime) -> Erased:
    """Delete what ended long enough ago. Raises CarrierError; what was deleted by then stays deleted."""
    old = now - timedelta(seconds=house.settings.erase_after)
    records = list(house.carrier.records())
    over = [record for record in records if record.ended is not None and record.ended <= old]
    tried = list(_tried(house, over))
    deleted = tried.count(True)
    codes = {answer for answer in tried if not isinstance(answer, bool)}
    return Erased(deleted, len(records) - deleted, tuple(sorted(codes)))


def erase_old(house: House, now: datetime) -> str:
    erased = erase(house, now)
    if erased.deleted:
        log.write("deleted at the carrier", duty=DUTY, count=erased.deleted, left=erased.left)
    for code in erased.codes:
        log.write("the carrier refused to delete a record", duty=DUTY, code=code, left=erased.left)
    return f"{erased.left} left"  # as ivr/web/metrics.py reads it


def _tried(house: House, records: list[Record]) -> Iterator[bool | int]:
    """Whether each could be deleted, or the code it was refused with: one must not hold up the others."""
    deleted = 0
    for record in records:
        if deleted == MOST_AT_ONCE:
            return
        try:
            gone = house.carrier.delete(record)
        except CarrierError as error:
            if error.code in NOT_OF_ONE:
                raise
            yield error.code
        else:
            deleted += gone
            yield gone
