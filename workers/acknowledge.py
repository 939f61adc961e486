"""Ask the inbox which reports a person has opened, and erase the server's copy of those."""

from datetime import datetime

from ivr import log
from workers.house import House

DUTY = "acknowledge"


def acknowledge(house: House, now: datetime) -> str:
    """Ask for every delivered report. Raises DeliveryError when the inbox does not answer, and StoreError."""
    waiting = house.store.outbox.unopened()
    for report in waiting:
        match house.inbox.state(report):
            case "opened":
                house.store.outbox.opened(report, now)
                log.write("opened, and erased here", duty=DUTY, report=log.short(report))
            case "gone":
                # An inbox that was lost or restored from an old copy: ours is still whole.
                house.store.outbox.lost(report)
                log.write("not in the inbox any more, delivered again", duty=DUTY, report=log.short(report))
    return f"{len(waiting)} unopened"
