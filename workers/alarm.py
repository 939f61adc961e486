"""Ring the next contact while a report waits and nobody has confirmed; ivr/core/alarm.py has the call."""

from datetime import datetime

from ivr import log
from ivr.carrier import CarrierError
from ivr.core import alarm
from workers.house import House

DUTY = "alarm"
RING_SECONDS = 30


def ring_due(house: House, now: datetime) -> str:
    """Ring one contact, if a ring is due. Raises StoreError."""
    contacts = house.line.reports.alarm
    ring = house.store.alarms.claim(now, len(contacts))
    if ring is None:
        return "quiet"
    contact = house.line.contacts[contacts[ring.place]]
    session = alarm.session(house.line, stuck=ring.stuck)
    url = f"{house.settings.public_url}/voice/{session.state}?{session.to_query()}"
    try:
        house.carrier.call(contact.number, url, ring_seconds=RING_SECONDS)
    except CarrierError as error:
        log.write("could not ring", duty=DUTY, contact=contact.id, reason=error)
        return str(error)
    log.write("ringing", duty=DUTY, contact=contact.id, count=ring.reports)
    return f"{ring.reports} waiting"
