"""What the doctor looks at through Twilio's API: account, number, texts, what is kept of them, fallback."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from urllib.parse import urljoin

from ivr import account
from ivr.carrier import CarrierError
from ivr.operate import plan
from ivr.operate.asking import Unreachable, ask
from ivr.operate.documents import METHODS, TEXT, Documents
from ivr.operate.finding import Finding, ok, warning, wrong
from ivr.operate.site import Site

SLACK = timedelta(minutes=15)  # after which a record should be gone that may be deleted
MOST_RECORDS = 1000  # of the carrier's that are looked at


def standing(site: Site) -> Iterator[Finding]:
    """The account itself: nothing reaches the line of one that is suspended."""
    try:
        found = account.standing(site.carrier())
    except CarrierError as error:
        yield _in_vain("account", error)
        return
    told = list(plan.silent_about_account(found))
    tell = warning if found.status == "active" else wrong
    yield from [tell("account", *_split(each)) for each in told] or [ok("account", "active")]


def number(site: Site) -> Iterator[Finding]:
    """The number as Twilio has it."""
    try:
        found = account.number(site.carrier(), site.settings.number)
    except CarrierError as error:
        yield _in_vain("number", error)
        return
    if found is None:
        yield wrong("number", "the account has no such number", "Look at TWILIO_NUMBER.")
        return
    wanted = plan.wanted(site.settings.public_url)
    if changes := plan.changes(found, wanted):
        advice = "python -m ivr provision shows it; --apply changes it."
        yield wrong("number", f"not set as it should be: {', '.join(changes)}", advice)
    else:
        yield ok("number", "belongs to this line")
    for told in plan.silent(found, wanted):
        yield warning("number", *_split(told))


def texts(site: Site) -> Iterator[Finding]:
    """What the messaging services of the account, and carriers, do with the texts of the number."""
    mine = site.settings.number
    try:
        services = account.services(site.carrier(), mine)
    except CarrierError as error:
        yield _in_vain("texts", error)
        return
    told = list(plan.silent_about_texts(mine, services))
    tell = warning if all(service.defers for service in services) else wrong
    yield from [tell("texts", *_split(each)) for each in told] or [ok("texts", "nothing keeps them away")]


def records(site: Site) -> Iterator[Finding]:
    """What Twilio still keeps of the line's texts and calls, though it is old enough to be deleted."""
    if not site.line.reports.erase:
        yield ok("records", "erasing at the carrier is off in line.toml")
        return
    oldest = site.now - timedelta(seconds=site.settings.erase_after) - SLACK
    try:
        found = list(islice(site.carrier().records(), MOST_RECORDS))
    except CarrierError as error:
        yield _in_vain("records", error)
        return
    left = sum(record.ended is not None and record.ended < oldest for record in found)
    if left:
        advice = "The sweeper's `erase` should have deleted them: see its log."
        yield warning("records", f"Twilio still keeps {left} old texts and calls", advice)
    else:
        yield ok("records", f"Twilio keeps none that is old ({len(found)} young ones)")


def fallback(site: Site) -> Iterator[Finding]:
    """Whether what would be played while the line is down is there, and says what the line says now."""
    try:
        found = account.number(site.carrier(), site.settings.number)
    except CarrierError:
        found = None
    if found is None:
        return  # `number` tells
    for kind, names in (("voice", None), ("sms", [TEXT])):
        url, method = found.settings[f"{kind}_fallback_url"], found.settings[f"{kind}_fallback_method"]
        if url:
            yield _compared(site, "text" if kind == "sms" else kind, url, method, names)


def _compared(site: Site, kind: str, url: str, method: str, names: list[str] | None) -> Finding:
    advice = "Run `ivr fallback` again, and host what it writes."
    try:
        if any(_is_in_step(site, url, method, inner, names) for inner in METHODS):
            return ok("fallback", f"the {kind} document is there, and says what the line says")
        return warning("fallback", f"the {kind} document says something else than the line", advice)
    except Unreachable as error:
        return wrong("fallback", str(error), "Nobody would be answered while the line is down.")


def _is_in_step(site: Site, url: str, method: str, inner: str, names: list[str] | None) -> bool:
    """Whether all documents beside `url` are as they would be written with `inner` as the method in them."""
    made = Documents(site.line, site.prompts, number=site.settings.number, method=inner).all()
    mine = [name for name in made if name != TEXT] if names is None else names
    if ask(method, url).body != made[mine[0]]:
        return False
    return all(ask(inner, urljoin(url, name)).body == made[name] for name in mine[1:])


def _in_vain(check: str, error: CarrierError) -> Finding:
    return warning(check, "Twilio's API was asked in vain", account.explained(error))


def _split(told: str) -> tuple[str, str]:
    """What is found, and what to do: the part after the first colon."""
    found, _, advice = told.partition(": ")
    return found, advice
