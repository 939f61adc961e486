"""Ask the inbox which reports a person has opened, and erase the server's copy of those."""

from datetime import datetime

from ivr import log
from ivr.inbox import DeliveryError
from workers.house import House

DUTY = "acknowledge"


def acknowledge(house: House, now: datetime) -> str:
    """Ask for every delivered report. Raises StoreError, and DeliveryError when some could not be asked for.

    That is raised after the others: an opened report must not ring on since another one cannot be read.
    """
    waiting = house.store.outbox.unopened()
    problems = [problem for report in waiting if (problem := _ask(house, now, report))]
    if problems:
        raise problems[-1]
    return f"{len(waiting)} unopened"


def _ask(house: House, now: datetime, report: str) -> DeliveryError | None:
    try:
        state = house.inbox.state(report)
    except DeliveryError as error:
        return error
    match state:
        case "opened":
            house.store.outbox.opened(report, now)
            log.write("opened, and erased here", duty=DUTY, report=log.short(report))
        case "gone":
            # An inbox that was lost or restored from an old copy: ours is still whole.
            house.store.outbox.lost(report)
            log.write("not in the inbox any more, delivered again", duty=DUTY, report=log.short(report))
    return None
