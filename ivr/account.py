"""The line's number as Twilio has it, and what else in the account can keep calls or texts from the line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ivr.carrier import Carrier, CarrierError

# What of a number can be set, by Twilio's names for it. Yes or no is written "true" or "false", nothing "".
SETTINGS = (
    "voice_url",
    "voice_method",
    "voice_fallback_url",
    "voice_fallback_method",
    "voice_application_sid",
    "voice_receive_mode",
    "voice_caller_id_lookup",
    "trunk_sid",
    "sms_url",
    "sms_method",
    "sms_fallback_url",
    "sms_fallback_method",
    "sms_application_sid",
    "status_callback",
    "status_callback_method",
)
MOST_SERVICES = 50  # of an account; each is asked for its numbers
VERIFIED = "VERIFIED"


@dataclass(frozen=True)
class Number:
    """`settings` by the names above; `lacks` is what the number cannot do: "voice", "sms"."""

    sid: str
    settings: Mapping[str, str]
    lacks: tuple[str, ...]
    has_emergency_address: bool


@dataclass(frozen=True)
class Service:
    """A messaging service that the number is in. `defers`: it leaves texts to the number's own address;
    `campaign`: the state of its A2P registration in Twilio's words, "" without one.
    """

    sid: str
    defers: bool
    campaign: str


@dataclass(frozen=True)
class Standing:
    """The account itself, in Twilio's words: active, suspended or closed; Full or Trial."""

    status: str
    type: str


def standing(carrier: Carrier) -> Standing:
    """Raises CarrierError."""
    account = carrier.ask(lambda client: client.api.v2010.accounts(client.username).fetch())
    return Standing(account.status, account.type)


def number(carrier: Carrier, wanted: str) -> Number | None:
    """The number (E.164), or None when the account has no such number. Raises CarrierError."""
    # Twilio finds parts of a number, too.
    found = carrier.ask(lambda client: client.incoming_phone_numbers.list(phone_number=wanted, limit=20))
    return next((_number(each) for each in found if each.phone_number == wanted), None)


def change(carrier: Carrier, sid: str, changes: Mapping[str, str]) -> None:
    """Set these settings of the number, in one request. Raises CarrierError."""
    carrier.ask(lambda client: client.incoming_phone_numbers(sid).update(**changes))


def services(carrier: Carrier, wanted: str) -> list[Service]:
    """The messaging services that the number (E.164) is in. Raises CarrierError."""
    return carrier.ask(lambda client: list(_services(client.messaging.v1.services, wanted)))


def _services(known: Any, wanted: str) -> Iterator[Service]:
    for service in known.list(limit=MOST_SERVICES):
        inside = known(service.sid)
        if any(each.phone_number == wanted for each in inside.phone_numbers.list()):
            campaigns = [each.campaign_status for each in inside.us_app_to_person.list()]
            campaign = VERIFIED if VERIFIED in campaigns else next(iter(campaigns), "")
            yield Service(service.sid, bool(service.use_inbound_webhook_on_number), campaign or "")


def _number(found: Any) -> Number:
    able = found.capabilities or {}
    return Number(
        sid=found.sid,
        settings={name: _written(getattr(found, name)) for name in SETTINGS},
        lacks=tuple(kind for kind in ("voice", "sms") if not able.get(kind)),
        has_emergency_address=found.emergency_status == "Active",
    )


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value or "")


def explained(error: CarrierError) -> str:
    """What a refusal means and what to do about it, in a sentence."""
    match error.code:
        case 0:
            return "Twilio's API does not answer: look at this machine's network, and at status.twilio.com."
        case 401 | 20003:
            return "Twilio refuses this account and token: look at TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN."
        case 404 | 20404:
            return "Twilio has no such account or number: look at TWILIO_ACCOUNT_SID and TWILIO_NUMBER."
        case code if code in (429, 20429, 20500, 20503) or 500 <= code < 600:
            return f"Twilio's API is not well ({code}): try again in a minute, and look at status.twilio.com."
        case code if code < 1000:  # HTTP's, which Twilio's pages do not explain
            return f"Twilio refused (HTTP {code}): look whether this token may ask for it."
        case code:
            return f"Twilio refused ({code}): see https://www.twilio.com/docs/errors/{code}."
