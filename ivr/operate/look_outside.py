"""What the doctor looks at from outside: the public address, its certificate, the clock."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from ivr import canary
from ivr.operate.asking import SECONDS, Answer, Unreachable, ask, reason
from ivr.operate.finding import Finding, ok, warning, wrong
from ivr.operate.flight import SIGNATURE
from ivr.operate.site import Site
from ivr.simulator.signature import sign

SOON, TOO_SOON = 21, 3  # days until the certificate ends
FAST, TOO_FAST = 30, 300  # seconds that the clock may be wrong
DOWN = "Callers hear the fallback: look at the web process and its proxy."


def public_address(site: Site) -> Iterator[Finding]:
    """Ask the line as Twilio does, signed, and once as a stranger; by /voice, which changes nothing."""
    url = f"{site.settings.public_url}/voice"
    form = {"From": canary.new_sender(site.settings.secret_key)}  # counted nowhere
    signature = sign(site.settings.auth_tokens[0], url, list(form.items()))
    try:
        answer, stranger = ask("POST", url, form, {SIGNATURE: signature}), ask("POST", url, form)
    except Unreachable as error:
        yield wrong(
            "public address", str(error), "Callers hear the fallback: look at the web process and its proxy."
        )
        return
    if answer.status == 200 and answer.is_xml and b"<Gather" in answer.body:
        yield ok("public address", "answers a signed call")
    else:
        yield wrong("public address", f"answers a signed call with {answer.status}", _advice(answer))
    if stranger.status != 403:
        advice = "Something answers in the line's place, or lets strangers in: look at the proxy at once."
        yield wrong("signature", f"a call that nobody signed is answered with {stranger.status}", advice)
    else:
        yield ok("signature", "a call that nobody signed is refused")


def certificate(site: Site, context: ssl.SSLContext | None = None) -> Iterator[Finding]:
    """How long it is valid; `context` says whom to trust, by default those that this machine trusts."""
    parts = urlsplit(site.settings.public_url)
    if parts.scheme != "https":
        yield ok("certificate", "none: the address is on this machine")
        return
    advice = "Renew it: Twilio calls no address without a valid certificate."
    try:
        days = _days_left(parts.hostname or "", parts.port or 443, context or ssl.create_default_context())
    except (OSError, ValueError) as error:
        yield wrong("certificate", f"cannot be checked: {reason(error)}", advice)
        return
    tell = wrong if days < TOO_SOON else warning
    found = f"valid for {days} more days"
    yield ok("certificate", found) if days >= SOON else tell("certificate", found, advice)


def clock(site: Site) -> Iterator[Finding]:
    """Against the time that Twilio's API tells with any answer."""
    try:
        theirs = ask("GET", f"{site.settings.api_base}/").date
    except Unreachable:
        theirs = None
    if theirs is None:
        yield warning("clock", "Twilio does not tell the time", "Check it by hand: alarms depend on it.")
        return
    off = abs((site.now - theirs).total_seconds())
    found = f"{off:.0f} s away from Twilio's"
    tell = wrong if off > TOO_FAST else warning
    yield (
        ok("clock", found) if off <= FAST else tell("clock", found, "Set up NTP: alarms depend on the clock.")
    )


def _days_left(host: str, port: int, context: ssl.SSLContext) -> int:
    with (
        socket.create_connection((host, port), timeout=SECONDS) as plain,
        context.wrap_socket(plain, server_hostname=host) as secure,
    ):
        ends = ssl.cert_time_to_seconds(str((secure.getpeercert() or {})["notAfter"]))
    return (datetime.fromtimestamp(ends, UTC) - datetime.now(UTC)).days


def _advice(answer: Answer) -> str:
    match answer.status:
        case 403:
            return "It was signed for another address or token: PUBLIC_URL, TWILIO_AUTH_TOKEN, proxy."
        case status if 300 <= status < 400:
            return "A redirect loses what was pressed: PUBLIC_URL should be where the line itself answers."
        case _:
            return DOWN
