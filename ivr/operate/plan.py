"""What the number's settings at Twilio should be, how they differ, and what Twilio does without a word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import phonenumbers
from phonenumbers import PhoneNumberType

from ivr.account import VERIFIED, Number, Service, Standing

NORTH_AMERICA = 1
ADVANCED_OPT_OUT = (
    "Whether Advanced Opt-Out is on cannot be asked: leave it off unless you need other words for STOP "
    "(Console: Messaging service, Opt-Out Management). The line works with both."
)


@dataclass(frozen=True)
class Fallback:
    """Where a document stands that is played while the line is down, and how Twilio is to ask for it."""

    url: str
    method: str


def wanted(public_url: str, *, voice: Fallback | None = None, text: Fallback | None = None) -> dict[str, str]:
    """The settings that the number should have; without a fallback given, the one that is set stays."""
    settings = {
        "voice_url": f"{public_url}/voice",
        "voice_method": "POST",
        "sms_url": f"{public_url}/sms",
        "sms_method": "POST",
        "status_callback": f"{public_url}/status",
        "status_callback_method": "POST",
        # Each of these would be asked in place of the addresses above.
        "voice_application_sid": "",
        "sms_application_sid": "",
        "trunk_sid": "",
        "voice_receive_mode": "voice",
        # It would look up the name of every caller.
        "voice_caller_id_lookup": "false",
    }
    for kind, fallback in (("voice", voice), ("sms", text)):
        if fallback:
            settings |= {f"{kind}_fallback_url": fallback.url, f"{kind}_fallback_method": fallback.method}
    return settings


def changes(number: Number, settings: Mapping[str, str]) -> dict[str, str]:
    """The settings that are not yet as they should be."""
    return {name: value for name, value in settings.items() if number.settings[name] != value}


def silent(number: Number, settings: Mapping[str, str]) -> Iterator[str]:
    """What Twilio would do, with the number as it is and these settings, without telling anybody."""
    after = {**number.settings, **settings}
    for kind in ("voice", "sms"):
        yield from _silent_fallback(kind, after)
    for kind in number.lacks:
        yield f"The number cannot do {kind}: buy one that can do both."
    if not number.has_emergency_address:
        yield (
            "No emergency address is registered: Twilio would not know where to send a 911 call from here. "
            "The line never dials 911; register one all the same (Console: Phone Numbers)."
        )


def _silent_fallback(kind: str, after: Mapping[str, str]) -> Iterator[str]:
    name, lost = {
        "voice": ("voice", "callers hear an error and are cut off"),
        "sms": ("text", "texts stay unanswered"),
    }[kind]
    if not after[f"{kind}_fallback_url"]:
        yield (
            f"There is no {name} fallback: while the line is down, {lost}. "
            f"Run `ivr fallback`, host what it writes, and give --{name}-fallback."
        )
    elif _host(after[f"{kind}_fallback_url"]) == _host(after[f"{kind}_url"]):
        yield f"The {name} fallback is on the line's own host, and is down when the line is: move it."


def in_logs(number: Number, settings: Mapping[str, str]) -> Iterator[str]:
    """What the host of a fallback gets to see in the addresses that it is asked for."""
    after = {**number.settings, **settings}
    for kind, name, told in (("voice", "voice", "a caller's number"), ("sms", "text", "what a texter wrote")):
        if after[f"{kind}_fallback_url"] and after[f"{kind}_fallback_method"] == "GET":
            yield (
                f"The {name} fallback is asked with GET, so Twilio puts {told} into the address: turn the "
                "access log of that host off."
            )


def silent_about_texts(number: str, services: list[Service]) -> Iterator[str]:
    """The same for what the messaging services of the account do with the texts of the number (E.164)."""
    for service in services:
        if not service.defers:
            yield (
                f"The number is in messaging service {service.sid}, which answers its texts in the line's "
                "place: in the Console, under Integration, choose `Defer to sender's webhook`."
            )
    yield from _registration(number, services)


def silent_about_account(standing: Standing) -> Iterator[str]:
    if standing.status != "active":
        yield f"The account is {standing.status}: no call and no text reaches the line. Look at its balance."
    if standing.type == "Trial":
        yield "It is a trial account: it plays a message first, and rings verified numbers only. Upgrade it."


def _registration(number: str, services: list[Service]) -> Iterator[str]:
    parsed = phonenumbers.parse(number)
    if parsed.country_code != NORTH_AMERICA:
        return
    if phonenumbers.number_type(parsed) == PhoneNumberType.TOLL_FREE:
        yield "A toll-free number has to be verified (Console), or its texts are blocked (30032)."
    elif not any(service.campaign == VERIFIED for service in services):
        found = ", ".join(service.campaign for service in services if service.campaign) or "there is none"
        yield (
            f"No verified A2P campaign covers the number ({found}): US carriers block its texts "
            "(30034). Register a brand and a campaign, and put the number into its messaging service."
        )


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()
