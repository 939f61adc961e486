"""The sweeper: a few duties, each in a thread of its own, so that one that fails or hangs stops no other.

It delivers without Redis and without the worker, which only makes deliveries start sooner.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread

from ivr import log
from ivr.carrier import CarrierError
from ivr.inbox import DeliveryError
from ivr.store import Pulse, StoreError
from workers.acknowledge import acknowledge
from workers.alarm import ring_due
from workers.deliver import deliver_one
from workers.erase import erase_old
from workers.house import House, utc_now
from workers.notify import notify_owed

BEAT = timedelta(seconds=30)  # how often a duty that goes well says so to the doctor
LAST_WORDS = 10.0  # seconds that duties have to finish what they are at


@dataclass(frozen=True)
class Duty:
    """Something to do again `every` so many seconds. `act` gives a note without content, or raises."""

    name: str
    every: float
    act: Callable[[House, datetime], str]


def sweep(house: House, stop: Event) -> None:
    """Do all duties until `stop` is set."""
    threads = [Thread(target=repeat, args=(duty, house, stop), daemon=True) for duty in duties(house)]
    for thread in threads:
        thread.start()
    stop.wait()
    for thread in threads:
        thread.join(LAST_WORDS)


def duties(house: House) -> Iterator[Duty]:
    """What this house has to do, and a line in the log for what it was told not to do."""
    yield Duty("deliver", 1, deliver_due)
    yield Duty("acknowledge", 5, acknowledge)
    yield Duty("alarm", 2, ring_due)
    yield Duty("forget", 60, forget)
    if house.settings.smtp_url and house.settings.notify_to:
        yield Duty("notify", 2, notify_owed)
    else:
        log.write("notify: off, SMTP_URL or NOTIFY_TO is not set", duty="notify")
    if house.line.reports.erase:
        log.write("erase: on", duty="erase", seconds=house.settings.erase_after)
        yield Duty("erase", 180, erase_old)
    else:
        log.write("erase: off", duty="erase")


def repeat(duty: Duty, house: House, stop: Event) -> None:
    """Do one duty again and again; whatever goes wrong is told once a change, and tried again."""
    told = Pulse(duty.name, datetime.fromtimestamp(0, utc_now().tzinfo), "")
    while not stop.is_set():
        told = _beat(house, told, _attempt(duty, house))
        stop.wait(duty.every)


def deliver_due(house: House, now: datetime) -> str:
    """Deliver until nothing is due or one has to wait: an inbox that is down is asked once a second."""
    delivered = 0
    while deliver_one(house, utc_now()):
        delivered += 1
    return f"{delivered} delivered"


def forget(house: House, now: datetime) -> str:
    house.store.forget(now)
    return "ok"


def stop_on_signals(stop: Event) -> None:
    """Let SIGTERM and Ctrl-C end the duties after what they are at."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())


def _attempt(duty: Duty, house: House) -> Pulse:
    now = utc_now()
    try:
        return Pulse(duty.name, now, duty.act(house, now))
    except (StoreError, DeliveryError, CarrierError) as error:
        return Pulse(duty.name, now, f"failed: {type(error).__name__} {error}")
    except Exception as error:  # a duty that has failed must be there again next time
        return Pulse(duty.name, now, f"failed: {log.told(error)}")


def _beat(house: House, told: Pulse, pulse: Pulse) -> Pulse:
    """Tell the log and the store of a change; of what stays the same, the store only, now and then."""
    failed = pulse.note.startswith("failed")
    if pulse.note == told.note and pulse.at - told.at < BEAT:
        return told
    if failed and pulse.note != told.note:
        log.write("failed", duty=pulse.duty, reason=pulse.note)
    with suppress(StoreError):  # the duty itself has told, or will
        house.store.beat(pulse)
    return pulse
