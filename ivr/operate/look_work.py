"""What the doctor looks at of the work that is done later: the sweeper's duties, and late reports."""

from collections.abc import Iterator
from datetime import timedelta

from ivr.operate.database import NoDatabase, require
from ivr.operate.finding import Finding, ok, warning, wrong
from ivr.operate.site import Site
from ivr.store import Figures, Pulse, StoreError

# Seconds after which each duty of the sweeper should have been noted again; the others run if set up.
DUTIES = {"deliver": 120, "acknowledge": 120, "alarm": 120, "forget": 240}
OPTIONAL = {"notify": 120, "erase": 600}
SLOW_DELIVERY, BAD_DELIVERY = 300, 1800  # seconds that a report may wait for the inbox


def workers(site: Site) -> Iterator[Finding]:
    figures = _figures(site)
    if figures is None:
        yield wrong("sweeper", "nothing is known of it: the database does not answer", "See database.")
        return
    pulses = {pulse.duty: pulse for pulse in figures.pulses}
    expected = DUTIES | {duty: OPTIONAL[duty] for duty in _chosen(site)}
    late = [duty for duty, seconds in expected.items() if _is_late(pulses.get(duty), seconds, site)]
    failing = [pulses[duty] for duty in expected if duty in pulses and pulses[duty].note.startswith("failed")]
    if late:
        advice = "Start: python -m workers sweeper. Without it, reports wait and no alarm rings."
        yield wrong("sweeper", f"not seen lately: {', '.join(late)}", advice)
    for pulse in failing:
        tell = warning if pulse.duty in OPTIONAL else wrong
        yield tell("sweeper", f"{pulse.duty} {pulse.note}", "Its log tells since when.")
    if not late and not failing:
        yield ok("sweeper", f"at work: {', '.join(expected)}")


def reports(site: Site) -> Iterator[Finding]:
    figures = _figures(site)
    if figures is None:
        yield wrong("reports", "cannot be looked at: the database does not answer", "See database.")
        return
    found = list(_late_reports(site, figures))
    waiting, delivered = figures.reports["waiting"], figures.reports["delivered"]
    yield from found or [ok("reports", f"none is stuck; {waiting} on the way, {delivered} not opened yet")]


def _late_reports(site: Site, figures: Figures) -> Iterator[Finding]:
    if stuck := figures.reports["stuck"]:
        advice = "python -m ivr stuck lists them; mend the inbox, then: python -m ivr retry"
        yield wrong("reports", f"{stuck} could not be delivered", advice)
    if (seconds := figures.oldest["waiting"]) > SLOW_DELIVERY:
        tell = wrong if seconds > BAD_DELIVERY else warning
        yield tell("reports", f"one waits for the inbox since {_told(seconds)}", "See inbox and sweeper.")
    if (seconds := figures.oldest["delivered"]) > site.settings.alarm_after:
        yield warning("reports", f"one was not opened for {_told(seconds)}", "Call the desk: the alarm does.")


def _figures(site: Site) -> Figures | None:
    try:
        require(site.settings.database_url)
        return site.store.figures(site.now)
    except (NoDatabase, StoreError):
        return None


def _chosen(site: Site) -> Iterator[str]:
    if site.settings.smtp_url and site.settings.notify_to:
        yield "notify"
    if site.line.reports.erase:
        yield "erase"


def _is_late(pulse: Pulse | None, seconds: int, site: Site) -> bool:
    return pulse is None or site.now - pulse.at > timedelta(seconds=seconds)


def _told(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"
